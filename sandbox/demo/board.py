"""The demo's chapter about the project board: its columns as people see them."""

from rich.table import Table
from rich.text import Text

from arch_hour.rendering import reference
from arch_hour.terminal_tables import show_table
from sandbox.board_values import held
from sandbox.demo.cast import REPOSITORY
from sandbox.demo.narrator import Narrator
from sandbox.records import Issue
from sandbox.records.projects import Option, Project, ProjectItem

FIELDS = ("Meeting", "Due", "Votes")


def show_board(narrator: Narrator) -> None:
    """Every item by its column, with what its fields hold."""
    narrator.chapter("The project board")
    (project,) = narrator.running.world.projects.values()
    narrator.say("The runs put every topic and follow-up on it, and keep its fields true:")
    table = Table("", *FIELDS, "", "", box=None, pad_edge=False, header_style="dim")
    for column in (1, 2, 3, 4):
        table.columns[column].justify = "right"
    for status, items in _columns(project).items():
        for place, item in enumerate(items):
            values = _values(item)
            shown = [values.get(name, "") for name in FIELDS]
            issue = _issue(item)
            title = Text(issue.title)
            table.add_row(status if place == 0 else "", *shown, reference(issue.number), title)
    show_table(narrator.console, table)
    narrator.say(f"What somebody moves there stays. It is {_page(narrator, project)} in the sandbox.")


def _columns(project: Project) -> dict[str, list[ProjectItem]]:
    """The items by their status, in the order of the options; what is empty is left out."""
    names = [option.name for option in project.status.options] if project.status else []
    found: dict[str, list[ProjectItem]] = {name: [] for name in names}
    for item in project.ordered_items:
        found.setdefault(_values(item).get("Status", "no status"), []).append(item)
    return {name: items for name, items in found.items() if items}


def _values(item: ProjectItem) -> dict[str, str]:
    """What an item has, in words, by the fields' names."""
    names = {field.database_id: field.name for field in item.project.fields}
    return {names[key]: _in_words(held(value)) for key, value in item.values.items()}


def _in_words(told: object) -> str:
    if isinstance(told, Option):
        return told.name
    return f"{told:g}" if isinstance(told, float) else str(told)


def _issue(item: ProjectItem) -> Issue:
    if not isinstance(item.content, Issue):
        msg = f"{item.id} is no issue"
        raise TypeError(msg)
    return item.content


def _page(narrator: Narrator, project: Project) -> str:
    return f"{narrator.running.url}/orgs/{REPOSITORY.partition('/')[0]}/projects/{project.number}"
