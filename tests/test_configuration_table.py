"""The table of the configuration in the README is made from the schema."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from arch_hour.schema import json_schema
from tests.shipped import ROOT, same

BEGIN, END = "<!-- configuration: begin -->\n", "<!-- configuration: end -->\n"


def keys(section: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every key that has a value of its own, dotted, with its schema."""
    for name, schema in section["properties"].items():
        key = f"{above}{name}"
        if "properties" in schema:
            yield from keys(schema, f"{key}.")
        else:
            yield key, schema


def cell(value: object) -> str:
    """A default as it would be written, in quotation marks where YAML needs them; nothing for null."""
    if value is None:
        return ""
    bare = isinstance(value, str) and plain(value)
    return f"`{value if bare else json.dumps(value, ensure_ascii=False)}`"


def plain(text: str) -> bool:
    """Whether YAML reads a text as itself without quotation marks."""
    try:
        return bool(yaml.safe_load(text) == text)
    except yaml.YAMLError:
        return False


def table(schema: Mapping[str, Any]) -> str:
    rows = [
        f"| `{key}` | {cell(found.get('default'))} | {found['description']} |".replace("|  |", "| |")
        for key, found in keys(schema)
    ]
    return "\n".join(["| key | default | meaning |", "| :-- | :-- | :-- |", *rows, ""])


def test_the_readme_has_every_key_with_its_default_and_meaning() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    assert end, "the README has no place for the table"
    same("README.md", f"{before}{BEGIN}{table(json_schema())}{END}{after}")
