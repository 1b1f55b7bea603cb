"""The JSON Schema of a configuration, in the draft that editors of YAML know best."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from arch_hour.config import Config

_DIALECT = "http://json-schema.org/draft-07/schema#"
_UNITS = {"w": timedelta(weeks=1), "d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1)}

Schema = Mapping[str, Any]


def schema_text() -> str:
    """The schema as the text of a file."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def json_schema() -> dict[str, Any]:
    """The schema with every section in its place: beside a `$ref` this draft reads nothing, so no description."""
    found = Config.model_json_schema(schema_generator=_AsPeopleWrite)
    sections = found.pop("$defs")
    whole = _in_place(found, sections)
    head = {
        "$schema": _DIALECT,
        "title": "Arch Hour",
        "description": "When a Lean Coffee meeting on GitHub Issues takes place, and how it works",
    }
    return head | {key: value for key, value in _titled(whole).items() if key not in head}


def _in_place(part: Any, sections: Mapping[str, Schema]) -> Any:
    """A part of the schema with sections in place of references to them."""
    if isinstance(part, list):
        return [_in_place(each, sections) for each in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        section = sections[part["$ref"].rpartition("/")[2]]
        part = dict(section) | {key: value for key, value in part.items() if key not in ("$ref", "default")}
    # A default of nothing is left out: editors would write the null.
    return {
        key: _in_place(value, sections) for key, value in part.items() if (key, value) != ("default", None)
    }


def _titled(section: Schema, above: str = "") -> dict[str, Any]:
    """A section whose keys have their dotted names as titles: editors show what lacks one under that of the whole."""
    keys = {
        name: _titled(found, f"{above}{name}.") | {"title": f"{above}{name}"}
        for name, found in section.get("properties", {}).items()
    }
    return dict(section) | ({"properties": keys} if keys else {})


class _AsPeopleWrite(GenerateJsonSchema):
    """Without the titles that the library makes of keys, and with defaults as they would stand in the file."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002  as the library calls it
        return False

    def encode_default(self, dft: Any) -> Any:
        return as_written(dft)


def as_written(value: Any) -> Any:
    """A value of a configuration as it is written in the file."""
    if isinstance(value, timedelta):
        return next(f"{value // unit}{sign}" for sign, unit in _UNITS.items() if not value % unit)
    if isinstance(value, BaseModel):
        return {key: as_written(each) for key, each in value}
    if isinstance(value, tuple):
        return [as_written(each) for each in value]
    return value
