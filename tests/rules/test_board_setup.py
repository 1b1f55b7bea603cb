"""What is made of a project that runs can keep: tables of what is there, and the plan for it."""

from dataclasses import replace
from typing import Any

import pytest

from arch_hour.board import Board, Field, Option, ProjectPlace, Site
from arch_hour.config_board import ProjectBoard
from arch_hour.rules.board_changes import CreateField, CreateProject, NewOption, SetUp, WriteOptions
from arch_hour.rules.board_setup import GITHUBS, by_hand, foreseen_setup, in_words, plan_setup

NAMES = ProjectBoard()
ADDRESS = "https://github.com/orgs/acme/projects/5"
TITLE = "Coffee"
NOWHERE = Site("O_1", ProjectPlace("acme", 0), "R_1")
OPTIONS = ("Backlog", "On agenda", "Todo", "In Progress", "Done")


def status(*options: str, name: str = "Status") -> Field:
    return Field("F_status", name, "SINGLE_SELECT", tuple(Option(f"o{each}", each) for each in options))


def field(name: str, kind: str) -> Field:
    return Field(f"F_{name}", name, kind)


OTHERS = (field("Meeting", "DATE"), field("Due", "DATE"), field("Votes", "NUMBER"))


def site(*fields: Field, **changed: Any) -> Site:
    board = Board("P_1", TITLE, ADDRESS, "ada", (field("Title", "TITLE"), *fields))
    return replace(NOWHERE, place=ProjectPlace("acme", 5), board=board, **changed)


def named(**sections: dict[str, str | None]) -> ProjectBoard:
    return ProjectBoard.model_validate(sections)


def said(plan: tuple[SetUp, ...]) -> list[str]:
    return [in_words(change) for change in plan]


def test_where_there_is_no_project_it_comes_first_and_alone() -> None:
    assert plan_setup(NOWHERE, NAMES, TITLE) == (CreateProject("O_1", "R_1", TITLE),)


@pytest.mark.parametrize(
    ("there", "names", "plan"),
    [
        pytest.param([status(*OPTIONS), *OTHERS], NAMES, [], id="all is there"),
        pytest.param(
            [status(" backlog ", "ON AGENDA", "todo", "done", name=" status"), field("meeting ", "DATE")],
            NAMES,
            ["make the field Due (date)", "make the field Votes (number)"],
            id="names are compared without case and space",
        ),
        pytest.param(
            [status("Idea"), *OTHERS], NAMES, [], id="a status without any of our options stays as it is"
        ),
        pytest.param([status(), *OTHERS], NAMES, [], id="a status without options stays as it is"),
        pytest.param(
            [field("Status", "TEXT"), field("Due", "TEXT"), field("Votes", "DATE"), OTHERS[0]],
            NAMES,
            [],
            id="fields of other kinds stay as they are",
        ),
        pytest.param(
            [status(*GITHUBS), *OTHERS],
            named(fields={"status": "Stage"}),
            ["make the field Stage (single select)"],
            id="a status of another name beside GitHub's",
        ),
        pytest.param(
            [],
            named(fields={"status": None, "votes": None, "meeting": "Day"}),
            ["make the field Day (date)", "make the field Due (date)"],
            id="what is not kept is not made",
        ),
        pytest.param(
            [],
            NAMES,
            [
                "make the field Status (single select)",
                "make the field Meeting (date)",
                "make the field Due (date)",
                "make the field Votes (number)",
            ],
            id="nothing is there",
        ),
    ],
)
def test_only_what_is_missing_is_made(there: list[Field], names: ProjectBoard, plan: list[str]) -> None:
    for is_ours in (False, True):
        asked = site(*there, is_ours=is_ours, items=1)
        assert said(plan_setup(asked, names, TITLE)) == plan


@pytest.mark.parametrize(
    ("change", "is_written"),
    [
        pytest.param({"is_ours": True}, True, id="ours, empty, as GitHub made it"),
        pytest.param({}, False, id="of people"),
        pytest.param({"is_ours": True, "items": 1}, False, id="with an item"),
    ],
)
def test_options_are_written_only_where_nobody_can_lose_any(change: dict[str, Any], is_written: bool) -> None:  # noqa: FBT001
    plan = plan_setup(site(status(*GITHUBS), *OTHERS, **change), NAMES, TITLE)
    wanted = ["give Status the options Backlog, On agenda, Todo, In Progress, Done"] if is_written else []
    assert said(plan) == wanted


@pytest.mark.parametrize(
    "options",
    [(), ("Todo",), ("Todo", "In Progress"), ("Todo", "Done", "In Progress"), (*GITHUBS, "Later"), OPTIONS],
    ids=["none", "one", "two", "in another order", "one more", "ours"],
)
def test_options_that_somebody_touched_are_never_written(options: tuple[str, ...]) -> None:
    asked = site(status(*options), *OTHERS, is_ours=True)
    assert plan_setup(asked, NAMES, TITLE) == ()


@pytest.mark.parametrize(
    ("statuses", "written"),
    [
        pytest.param({}, ["Backlog", "On agenda", "Todo", "In Progress", "Done"], id="by default"),
        pytest.param(
            {"backlog": "todo", "scheduled": "In progress", "action": "todo"},
            None,
            id="none but GitHub's own",
        ),
        pytest.param(
            {"held": "On hold", "needs_owner": "Wanted", "discussed": "Talked", "action": "In Progress"},
            ["Backlog", "On agenda", "On hold", "In Progress", "Wanted", "Todo", "Talked", "Done"],
            id="one for each state",
        ),
        pytest.param(
            {"discussed": "Closed", "done": "closed"},
            ["Backlog", "On agenda", "Todo", "In Progress", "Done", "Closed"],
            id="one of a name, whatever its case",
        ),
    ],
)
def test_githubs_own_options_stay_among_ours(statuses: dict[str, str], written: list[str] | None) -> None:
    asked = site(status(*GITHUBS), *OTHERS, is_ours=True)
    plan = plan_setup(asked, named(statuses=dict(statuses)), TITLE)
    lists = [
        [option.name for option in change.options] for change in plan if isinstance(change, WriteOptions)
    ]
    assert lists == ([] if written is None else [written])
    if written is not None:
        assert {name.casefold() for name in GITHUBS} <= {name.casefold() for name in written}


def test_a_new_status_field_has_our_options_alone() -> None:
    (made,) = plan_setup(site(*OTHERS), NAMES, TITLE)
    assert isinstance(made, CreateField)
    assert made.options[0] == NewOption("Backlog", "GRAY", "Waits for a meeting")
    assert [option.name for option in made.options] == ["Backlog", "On agenda", "Todo", "Done"]


@pytest.mark.parametrize(
    ("there", "sentences"),
    [
        pytest.param([status(*OPTIONS), *OTHERS], [], id="nothing"),
        pytest.param(
            [status("Backlog", "done"), *OTHERS],
            [("no option “On agenda”", f"{ADDRESS}/settings"), ("no option “Todo”", f"{ADDRESS}/settings")],
            id="options, each with the place to add it",
        ),
        pytest.param(
            [status(*OPTIONS), OTHERS[0], OTHERS[2], field("due", "TEXT")],
            [("the field due", "is no date field")],
            id="a field of another kind",
        ),
    ],
)
def test_what_people_have_to_do_themselves(there: list[Field], sentences: list[tuple[str, ...]]) -> None:
    told = by_hand(site(*there), NAMES)
    assert len(told) == len(sentences)
    for sentence, words in zip(told, sentences, strict=True):
        assert all(word in sentence for word in words)


@pytest.mark.parametrize(
    ("asked", "plan", "left"),
    [
        pytest.param(
            NOWHERE,
            [
                "make the project “Coffee”",
                "give Status the options Backlog, On agenda, Todo, In Progress, Done",
                "make the field Meeting (date)",
                "make the field Due (date)",
                "make the field Votes (number)",
            ],
            0,
            id="no project yet",
        ),
        pytest.param(
            site(status(*GITHUBS), OTHERS[0], is_ours=True),
            [
                "give Status the options Backlog, On agenda, Todo, In Progress, Done",
                "make the field Due (date)",
                "make the field Votes (number)",
            ],
            0,
            id="one that was begun",
        ),
        pytest.param(
            site(status(*GITHUBS), *OTHERS[1:]), ["make the field Meeting (date)"], 2, id="one of people"
        ),
        pytest.param(site(status(*OPTIONS), *OTHERS), [], 0, id="a ready one"),
    ],
)
def test_all_of_it_is_foreseen_and_what_is_left_to_people(asked: Site, plan: list[str], left: int) -> None:
    foreseen, changes = foreseen_setup(asked, NAMES, TITLE)
    assert said(changes) == plan
    assert plan_setup(foreseen, NAMES, TITLE) == ()
    assert len(by_hand(foreseen, NAMES)) == left
