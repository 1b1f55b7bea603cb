"""The schema that editors use says of a configuration what its reading says, as far as a schema can."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from arch_hour.config import Config
from arch_hour.config_file import read_config
from arch_hour.errors import ConfigurationError
from arch_hour.rules.set_up import SCHEMA as SHIPPED
from arch_hour.rules.set_up import Answers, configuration
from arch_hour.schema import as_written, json_schema, schema_text
from tests.config_texts import FILE, GOOD
from tests.shipped import ROOT, same
from tests.test_config_values import WRONG
from tests.test_configuration_table import keys

SCHEMA = json_schema()
VALIDATOR = Draft7Validator(SCHEMA)
LEAVES = dict(keys(SCHEMA))
WHEN = {"schedule": "FREQ=WEEKLY;BYDAY=TH", "start": "2020-12-03T10:00"}


class _Untimed(yaml.SafeLoader):
    """YAML as editors read it: a date is a text, and so is the key of a mapping."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002  as the library calls it
        for key, _ in node.value:
            key.tag = "tag:yaml.org,2002:str"
        return super().construct_mapping(node, deep=deep)


_Untimed.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def as_editors_read(text: str) -> Any:
    return yaml.load(text, _Untimed)  # noqa: S506  it makes nothing but plain values


def fits(values: object) -> bool:
    return VALIDATOR.is_valid(values)


def is_read(text: str) -> bool:
    try:
        read_config(text, FILE)
    except ConfigurationError:
        return False
    return True


def with_value(key: str, value: object) -> dict[str, Any]:
    """A configuration that is right but for one value."""
    values: dict[str, Any] = {"meeting": dict(WHEN)}
    if key == "meeting.event":
        values["meeting"] = {"calendar": "docs/team.ics"}
    if key == "meeting.calendar" and value is not None:
        values["meeting"] = {}
    section = values
    *above, last = key.split(".")
    for name in above:
        section = section.setdefault(name, {})
    section[last] = value
    return values


def fenced(file: Path) -> list[str]:
    """The configurations that stand in a document, with a meeting where they show another section only."""
    found = re.findall(r"(?ms)^ *```ya?ml\n(.*?)^ *```", file.read_text(encoding="utf-8"))
    told = [
        block
        for block in found
        if re.match(rf"(?m)(#.*\n)*({'|'.join(Config.model_fields)}):", block) and "\non:" not in block
    ]
    return [block if "meeting:" in block else GOOD + block for block in told]


DOCUMENTED = [
    pytest.param(block, id=f"{file.relative_to(ROOT)}-{number}")
    for file in sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
    for number, block in enumerate(fenced(file))
]


def test_the_shipped_file_is_up_to_date() -> None:
    same(SHIPPED, schema_text())


def test_the_schema_keeps_the_rules_of_its_draft() -> None:
    Draft7Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == Draft7Validator.META_SCHEMA["$schema"]
    assert "$ref" not in schema_text()


def test_every_key_of_the_model_is_told_with_what_it_means() -> None:
    assert {key.partition(".")[0] for key in LEAVES} == set(Config.model_fields)
    assert [key for key, found in LEAVES.items() if not found["description"]] == []
    assert [key for key, found in LEAVES.items() if found["title"] != key] == []


@pytest.mark.parametrize("key", LEAVES)
def test_defaults_and_examples_are_read_and_fit(key: str) -> None:
    for value in [LEAVES[key].get("default"), *LEAVES[key].get("examples", [])]:
        if value is None and key in ("meeting.schedule", "meeting.start"):
            continue  # without one, the other is missing
        values = with_value(key, value)
        text = yaml.safe_dump(values)
        read_config(text, FILE)
        assert fits(values), value


def test_what_is_configured_by_default_is_what_the_schema_says() -> None:
    values = as_written(read_config(GOOD, FILE))
    for key, found in LEAVES.items():
        value = values
        for name in key.split("."):
            value = value[name]
        if key not in ("meeting.schedule", "meeting.start"):
            assert value == found.get("default"), key


@pytest.mark.parametrize("text", DOCUMENTED)
def test_what_the_documents_show_is_read_and_fits(text: str) -> None:
    assert fits(as_editors_read(text))
    assert is_read(text)


def test_what_init_writes_fits_and_names_the_shipped_file() -> None:
    answers = Answers(datetime(2026, 1, 8, 10, tzinfo=UTC), "Europe/Berlin", name="Arch: Hour")
    text = configuration(answers, SHIPPED)
    assert fits(as_editors_read(text))
    assert is_read(text)
    assert (ROOT / SHIPPED).is_file()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(GOOD, id="schedule and start"),
        pytest.param(GOOD + "  calendar: null\n  event: null\n", id="no calendar beside them"),
        pytest.param("meeting: {calendar: docs/team.ics, event: Arch Hour}\n", id="a calendar"),
        pytest.param(
            "meeting: {calendar: webcal://example.org/a, schedule: null, start: null}\n", id="nulls"
        ),
        pytest.param(GOOD + "  duration: '90'\n  extra: [2020-12-03 10:00:00.5]\n", id="seconds and digits"),
        pytest.param(GOOD + "  moved: {2020-12-31: 2020-12-30T15:00}\n", id="a date as key"),
        pytest.param(GOOD + "agenda: {open_before: ' 90 m '}\n", id="spaces in a span"),
        pytest.param(GOOD + "topics: {scheduled_label: null}\n", id="no label"),
        pytest.param(GOOD + "votes: {voters: ['@acme/team', '@octo-cat', hubot]}\n", id="voters"),
        pytest.param(
            GOOD + "board: {project: ' https://github.com/orgs/acme/projects/5/views/1?x=y '}\n",
            id="an address",
        ),
        pytest.param(GOOD + "board: {fields: {votes: null}, statuses: {held: On hold}}\n", id="the board"),
        pytest.param(GOOD + "people: {007: bond, Ada: '@ada'}\n", id="people"),
    ],
)
def test_what_may_be_written_fits(text: str) -> None:
    assert is_read(text)
    assert fits(as_editors_read(text))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{}", id="nothing"),
        pytest.param("[]", id="a list"),
        pytest.param("meeting: {}", id="no time"),
        pytest.param("meeting:", id="nothing below"),
        pytest.param("meeting: {schedule: FREQ=WEEKLY}", id="no start"),
        pytest.param("meeting: {start: 2020-12-03T10:00}", id="no schedule"),
        pytest.param("meeting: {calendar: null}", id="a calendar of nothing"),
        pytest.param(GOOD + "  calendar: docs/team.ics", id="a schedule and a calendar"),
        pytest.param(GOOD + "  event: Arch Hour", id="an event of no calendar"),
        pytest.param(GOOD + "agnda: {}", id="an unknown section"),
        pytest.param(GOOD + "agenda: {lable: x}", id="an unknown key"),
        pytest.param(GOOD + "board: {fields: {owner: Owner}}", id="an unknown field"),
        pytest.param(GOOD + "  start: 2020-12-03".replace("start", "extra"), id="no list"),
        pytest.param(GOOD + "  extra: [2020-12-03]", id="a day without its hour"),
        pytest.param(GOOD + "  extra: [2020-12-03T10:00+01:00]", id="an offset"),
        pytest.param(GOOD + "  skip: [24.12.2020]", id="another form of date"),
        pytest.param(GOOD + "  moved: {Thursday: 2020-12-30T15:00}", id="no date as key"),
        pytest.param(GOOD + "  duration: 0", id="no minutes"),
        pytest.param(GOOD + "  duration: 1441", id="more than a day"),
        pytest.param(GOOD + "  duration: 1h", id="hours for minutes"),
        pytest.param(GOOD + "  join: meet.example.org", id="no address"),
        pytest.param(GOOD + "  name: 12", id="a number as name"),
        pytest.param(GOOD + "agenda: {open_before: 3}", id="a span without unit"),
        pytest.param(GOOD + "agenda: {open_before: three days}", id="a span in words"),
        pytest.param(GOOD + "agenda: {when_empty: wait}", id="no such choice"),
        pytest.param(GOOD + "agenda: {pin: 'yes'}", id="a yes in quotation marks"),
        pytest.param(GOOD + f"topics: {{label: {'x' * 51}}}", id="a label that GitHub does not take"),
        pytest.param(GOOD + "topics: {time_boxes: []}", id="no box"),
        pytest.param(GOOD + "topics: {repositories: [shop]}", id="no owner"),
        pytest.param(GOOD + "votes: {reaction: +1}", id="a bare +1"),
        pytest.param(GOOD + "votes: {voters: members}", id="no such voters"),
        pytest.param(GOOD + "votes: {voters: [acme/team]}", id="a team without its @"),
        pytest.param(GOOD + "actions: {trusted: ['@acme/team']}", id="a team to trust"),
        pytest.param(GOOD + "minutes: {path: docs/minutes.md}", id="one file for all"),
        pytest.param(GOOD + "board: {project: acme/5}", id="no project"),
        pytest.param(GOOD + "people: {Adam: a b}", id="no login"),
    ],
)
def test_what_is_wrong_in_its_form_is_refused_by_both(text: str) -> None:
    assert not is_read(text)
    assert not fits(as_editors_read(text))


def test_what_only_the_reading_knows_is_left_to_it() -> None:
    for text in (
        "  timezone: Europe/Berlim",
        "  skip: [2020-02-30]",
        "agenda: {open_before: 1m}",
        "topics: {label: agenda}",
    ):
        assert fits(as_editors_read(GOOD + text))
        assert not is_read(GOOD + text)


SHAPES = {name: value for name, value in WRONG.items() if not isinstance(value, str | bytes | set)}


@pytest.mark.parametrize("key", LEAVES)
def test_a_value_of_the_wrong_kind_is_refused_by_both(key: str) -> None:
    for name, shape in SHAPES.items():
        for value in (shape, [shape], {"2020-12-24": shape}):
            text = yaml.safe_dump(with_value(key, value))
            assert is_read(text) == fits(as_editors_read(text)), f"{name}: {text:.200}"


TEXTS = st.text(max_size=20) | st.text("0123456789-+:.TZ @/{}[]_adehmnotw\n", max_size=25)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 2000)
    | TEXTS
    | st.dates().map(str)
    | st.datetimes().map(str)
    | st.sampled_from(
        [value for found in LEAVES.values() for value in (found.get("default"), *found.get("examples", []))]
    ),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(TEXTS | st.dates().map(str), inner, max_size=2)
    ),
    max_leaves=4,
)


@given(st.sampled_from(sorted(LEAVES)), VALUES)
def test_whatever_is_read_fits(key: str, value: object) -> None:
    text = yaml.safe_dump(with_value(key, value), allow_unicode=True)
    assert fits(as_editors_read(text)) or not is_read(text)


@given(st.dictionaries(st.sampled_from(sorted(LEAVES)), st.integers(0, 9), max_size=8))
def test_many_right_values_together_fit(chosen: Mapping[str, int]) -> None:
    values: dict[str, Any] = {"meeting": dict(WHEN)}
    for key, number in chosen.items():
        choices = [LEAVES[key].get("default"), *LEAVES[key].get("examples", [])]
        *above, last = key.split(".")
        section = values
        for name in above:
            section = section.setdefault(name, {})
        section[last] = choices[number % len(choices)]
    text = yaml.safe_dump(values)
    assert fits(as_editors_read(text)) or not is_read(text)


def test_a_default_is_shown_in_the_largest_unit_that_holds_it() -> None:
    assert json.loads(schema_text())["properties"]["agenda"]["properties"]["close_after"]["default"] == "12h"
