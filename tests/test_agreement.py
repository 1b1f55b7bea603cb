"""What the README tells of the command line, the environment and the configuration is what there is."""

import argparse
import ast
import re
from collections.abc import Iterator

from arch_hour.arguments import parser
from arch_hour.cli import _COMMANDS
from arch_hour.rules.events import Command
from arch_hour.schema import json_schema
from tests.documented import README, named, rows, section
from tests.shipped import ROOT
from tests.test_configuration_table import keys

VARIABLE = re.compile(r"\b(?:GITHUB|ARCH_HOUR)_[A-Z_]+\b")
# What a meeting is asked for in a title or template, and no key of the configuration.
WORDS_OF_TEMPLATES = {"meeting.date", "meeting.day"}


def commands() -> dict[str, argparse.ArgumentParser]:
    """The parser of each command."""
    (found,) = (each for each in parser()._actions if isinstance(each, argparse._SubParsersAction))
    return dict(found.choices)


def options(command: argparse.ArgumentParser) -> set[str]:
    """Its long options, but for the one that every command line has."""
    given = {option for action in command._actions for option in action.option_strings}
    return {option for option in given if option.startswith("--")} - {"--help"}


def constants() -> Iterator[str]:
    """Every text that stands in the code."""
    for package in ("arch_hour", "action", "webhook"):
        for file in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value


def test_the_readme_has_a_row_for_every_command_and_every_command_is_carried_out() -> None:
    told = [named(cells[0])[0].split()[1] for cells in rows(section("The command line"), "command")]
    assert set(told) == set(commands())
    assert set(_COMMANDS) == set(commands())


def test_the_readme_names_every_option_and_no_other() -> None:
    told = set(re.findall(r"(?<![\w-])--[a-z]+(?:-[a-z]+)*", README))
    known = {option for command in commands().values() for option in options(command)}
    assert told == known


def test_the_readme_says_which_commands_take_what_all_of_them_take() -> None:
    (told,) = re.findall(r"(?m)^((?:`[a-z]+`,? (?:and )?)+)take `--repository", section("The command line"))
    taking = [name for name, command in commands().items() if "--repository" in options(command)]
    assert sorted(named(told)) == sorted(taking)


def test_the_parts_of_a_run_are_the_same_wherever_they_are_named() -> None:
    for name in ("run", "preview"):
        (part,) = (action for action in commands()[name]._actions if "--command" in action.option_strings)
        assert list(part.choices or ()) == [command.value for command in Command]


def test_the_variables_that_the_readme_names_are_read_and_ours_are_all_named() -> None:
    told = set(VARIABLE.findall(README))
    read = {text for text in constants() if VARIABLE.fullmatch(text)}
    assert told <= read
    assert {name for name in read if name.startswith("ARCH_HOUR_")} <= told


def test_every_key_that_a_document_names_is_one_of_the_configuration() -> None:
    schema = json_schema()
    known = {key for key, _ in keys(schema)} | {"board.fields", "board.statuses"} | WORDS_OF_TEMPLATES
    sections = "|".join(schema["properties"])
    for file in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]:
        text = file.read_text(encoding="utf-8")
        told = set(re.findall(rf"`((?:{sections})(?:\.[a-z_]+)+)(?:: [^`]*)?`", text))
        assert told <= known, file.name
