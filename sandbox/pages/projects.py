"""A project as a board: a column for each status, a card for each item."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response

from sandbox.pages.memberships import may_write, status_of
from sandbox.pages.rendering import day, render
from sandbox.pages.routes import Page
from sandbox.pages.visits import Visit
from sandbox.records import Issue
from sandbox.records.projects import (
    DateValue,
    FieldValue,
    IterationValue,
    NumberValue,
    Option,
    OptionValue,
    Project,
    ProjectItem,
    TextValue,
)
from sandbox.rules.project_access import can_read, shows_content
from sandbox.rules.project_values import values_of
from sandbox.rules.refusals import NotFound

HIDDEN = "You can't see this item"


@dataclass(frozen=True, slots=True)
class Card:
    """An item as it is shown: `figures` are the values that people or the bot set, but for its status."""

    number: int
    title: str
    issue: Issue | None
    status: str
    figures: Sequence[tuple[str, str]]
    is_shown: bool = True


@dataclass(frozen=True, slots=True)
class Column:
    """The cards of one status; the first column, without an option, is of those that have none."""

    option: Option | None
    cards: Sequence[Card]


def project_at(visit: Visit, login: str, number: int) -> Project:
    """The project of an owner by its number, if it exists for who acts; raises NotFound."""
    project = visit.world.projects.get(f"{login.casefold()}/{number}")
    if project is None or not can_read(visit.caller, project):
        raise NotFound
    return project


def show_project(visit: Visit, login: str, number: int) -> Response:
    """The board, with a form at each card to move it, for those who may."""
    project = project_at(visit, login, number)
    return render(
        visit,
        "project.html",
        title=f"{project.title} · {project.owner.login}",
        project=project,
        columns=_columns(visit, project),
        address=project.path,
        may_write=may_write(visit, project),
    )


def _columns(visit: Visit, project: Project) -> Sequence[Column]:
    cards = [_card(visit, item) for item in project.ordered_items if item.archived_at is None]
    options = project.status.options if project.status is not None else []
    known = {option.id for option in options}
    loose = [card for card in cards if card.status not in known]
    columns = [Column(option, [card for card in cards if card.status == option.id]) for option in options]
    return [Column(None, loose), *columns] if loose or not columns else columns


def _card(visit: Visit, item: ProjectItem) -> Card:
    if not shows_content(visit.caller, item):
        return Card(item.database_id, HIDDEN, None, "", (), is_shown=False)
    figures = [
        (value.field.name, _words(value))
        for value in values_of(visit.caller, item)
        if isinstance(value, FieldValue)
        and value.field.kind.is_custom
        and value.field is not item.project.status
    ]
    issue = item.content if isinstance(item.content, Issue) else None
    status = status_of(item)
    return Card(item.database_id, item.content.title, issue, status.id if status else "", figures)


def _words(value: FieldValue) -> str:
    if isinstance(value, NumberValue):
        return f"{value.number:.12g}"
    if isinstance(value, DateValue):
        return day(value.date)
    if isinstance(value, OptionValue):
        return value.option.name
    if isinstance(value, IterationValue):
        return value.iteration.title
    return value.text if isinstance(value, TextValue) else ""


RULES = ("/orgs/<login>/projects/<int:number>", "/users/<login>/projects/<int:number>")
PAGES = tuple(Page(rule, show_project) for rule in RULES)
