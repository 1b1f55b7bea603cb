"""What action.yml promises, what the README tells, and what the Action reads and writes are the same."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from action.inputs import Inputs
from arch_hour.repository_paths import DEFAULT_PATH
from arch_hour.rules.events import Command
from tests.action.runner import outputs
from tests.documented import named, rows, section
from tests.rules.build import topic
from tests.shipped import ROOT

if TYPE_CHECKING:
    from tests.action.conftest import Desk

DESCRIBED: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
INPUTS: dict[str, Any] = DESCRIBED["inputs"]


class Listening(Mapping[str, str]):
    """An environment that remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: set[str] = set()
        self._held = {"GITHUB_EVENT_NAME": "schedule"}

    def __getitem__(self, name: str) -> str:
        self.asked.add(name)
        return self._held[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)


def read_with_nothing_given() -> tuple[Inputs, set[str]]:
    listening = Listening()
    inputs = Inputs.read(listening, datetime(2020, 12, 15, tzinfo=UTC))
    return inputs, {
        name.removeprefix("INPUT_").lower() for name in listening.asked if name.startswith("INPUT_")
    }


def test_the_inputs_that_are_described_are_those_that_are_read() -> None:
    _, read = read_with_nothing_given()
    assert read == set(INPUTS)


def test_an_input_that_is_not_given_is_as_it_is_described() -> None:
    inputs, _ = read_with_nothing_given()
    assert (inputs.config, INPUTS["config"]["default"]) == (DEFAULT_PATH, DEFAULT_PATH)
    assert (inputs.command, INPUTS["command"]["default"]) == (Command.ALL, "auto")
    assert (inputs.dry_run, INPUTS["dry-run"]["default"]) == (False, "false")


def test_the_readme_tells_every_input_with_its_default() -> None:
    told = {named(name)[0]: default for name, default, *_ in rows(section("The Action"), "input")}
    assert set(told) == set(INPUTS)
    assert {name: named(default)[0] for name, default in told.items() if "`" in default} == {
        name: described["default"]
        for name, described in INPUTS.items()
        if described["default"] and "${{" not in described["default"]
    }


def test_the_readme_tells_every_output() -> None:
    told = [name for cells in rows(section("The Action"), "output") for name in named(cells[0])]
    assert told == list(DESCRIBED["outputs"])


def test_the_outputs_that_are_described_are_those_that_are_written(desk: "Desk") -> None:
    from tests.action.conftest import Repository

    status, _ = desk.start(Repository.of(topic(1)))
    assert status == 0
    assert list(outputs(desk.output_file)) == list(DESCRIBED["outputs"])


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(INPUTS["command"]["description"], id="action.yml"),
        pytest.param(
            next(cells[2] for cells in rows(section("The Action"), "input") if cells[0] == "`command`"),
            id="the README",
        ),
    ],
)
def test_every_command_is_named_where_it_may_be_given(told: str) -> None:
    words = set(re.findall(r"[a-z]+(?:-[a-z]+)*", told))
    assert {command.value for command in Command} <= words
