"""A project as a board: a column for each status, a card for each item."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response

from sandbox.pages.rendering import render
from sandbox.pages.routes import Act, Page
from sandbox.pages.visits import Visit
from sandbox.project_words import ProjectRole
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
from sandbox.rules.project_access import can_read, has_project_role, shows_content
from sandbox.rules.project_values import clear_value, set_value, values_of
from sandbox.rules.refusals import Invalid, NotFound

HIDDEN = "You can't see this item"


@dataclass(frozen=True, slots=True)
class Card:
    """An item as it is shown: `figures` are the values that people or the bot set, but for its status."""

    number: int
    title: str
    issue: Issue | None
    status: str
    figures: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Column:
    """The cards of one status; the first column, without an option, is of those that have none."""

    option: Option | None
    cards: Sequence[Card]


def _project(visit: Visit, login: str, number: int) -> Project:
    project = visit.world.projects.get(f"{login.casefold()}/{number}")
    if project is None or not can_read(visit.caller, project):
        raise NotFound
    return project


def show_project(visit: Visit, login: str, number: int) -> Response:
    """The board, with a form at each card to move it, for those who may."""
    project = _project(visit, login, number)
    return render(
        visit,
        "project.html",
        title=f"{project.title} · {project.owner.login}",
        project=project,
        columns=_columns(visit, project),
        may_write=visit.account is not None and has_project_role(visit.caller, project, ProjectRole.WRITER),
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
        return Card(item.database_id, HIDDEN, None, "", ())
    status = ""
    figures: list[tuple[str, str]] = []
    for value in values_of(visit.caller, item):
        if not isinstance(value, FieldValue) or not value.field.kind.is_custom:
            continue
        if isinstance(value, OptionValue) and value.field is item.project.status:
            status = value.option.id
        else:
            figures.append((value.field.name, _words(value)))
    issue = item.content if isinstance(item.content, Issue) else None
    return Card(item.database_id, item.content.title, issue, status, figures)


def _words(value: FieldValue) -> str:
    if isinstance(value, NumberValue):
        return f"{value.number:g}"
    if isinstance(value, DateValue):
        return f"{value.date:%d %b %Y}"
    if isinstance(value, OptionValue):
        return value.option.name
    if isinstance(value, IterationValue):
        return value.iteration.title
    return value.text if isinstance(value, TextValue) else ""


def move_card(visit: Visit, login: str, number: int, item: int) -> str:
    """Gives an item another status, or none."""
    project = _project(visit, login, number)
    found, status = project.items.get(item), project.status
    if found is None:
        raise NotFound
    if status is None:
        raise Invalid("This project has no Status field.")
    if visit.text("status"):
        set_value(visit.world, visit.caller, found, status, {"singleSelectOptionId": visit.text("status")})
    else:
        clear_value(visit.world, visit.caller, found, status)
    return visit.path.rpartition("/items/")[0]


RULES = ("/orgs/<login>/projects/<int:number>", "/users/<login>/projects/<int:number>")
PAGES = tuple(Page(rule, show_project) for rule in RULES)
ACTS = tuple(Act(f"{page.rule}/items/<int:item>", move_card, page) for page in PAGES)
