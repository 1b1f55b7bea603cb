"""What GitHub itself does in projects when something happens: closed items are done, added ones are to do."""

from typing import TYPE_CHECKING

from sandbox.board_values import put_value
from sandbox.boards import DONE, TODO, drop_item, projects_with
from sandbox.happenings import Happening
from sandbox.project_words import ProjectWorkflowKind
from sandbox.records import Issue
from sandbox.records.projects import ProjectItem

if TYPE_CHECKING:
    from sandbox.world import World

AUTOMATION_BOT = "github-project-automation"
CONTENT_EVENTS = ("issues", "pull_request")
BY_ACTION = {
    "closed": (ProjectWorkflowKind.ITEM_CLOSED, DONE),
    "reopened": (ProjectWorkflowKind.ITEM_REOPENED, "In Progress"),
}


def run_project_workflows(world: "World", happening: Happening) -> None:
    """Does in every project what its enabled workflows say about what just happened."""
    subject = happening.subject
    if isinstance(subject, Issue) and happening.event in CONTENT_EVENTS:
        if happening.action == "deleted":
            for item in projects_with(world, subject):
                drop_item(world, item)
        if happening.action in BY_ACTION:
            kind, status = BY_ACTION[happening.action]
            for item in projects_with(world, subject):
                _run(world, item, kind, status)
    elif isinstance(subject, ProjectItem) and happening.action == "created":
        _run(world, subject, ProjectWorkflowKind.ITEM_ADDED, TODO)


def _run(world: "World", item: ProjectItem, kind: ProjectWorkflowKind, status: str) -> None:
    field = item.project.status
    option = field.option_named(status) if field is not None else None
    if field is None or option is None or item.archived_at is not None:
        return
    if item.project.workflow(kind).enabled:
        put_value(world, item, field, option, world.bot(AUTOMATION_BOT))
