"""Which workflows an event starts.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows

What the workflow token does starts none, and there are no events for reactions at all. The event of a comment
comes for pull requests too. `sub_issues`, projects and repositories' own events are webhooks' alone.
"""

from sandbox.happenings import Happening
from sandbox.hooks.payloads import payload_of
from sandbox.records import BOT_SUFFIX, Comment, Issue
from sandbox.workflows import runs
from sandbox.workflows.catalog import active_definitions
from sandbox.world import WORKFLOW_BOT, World

STARTING = ("issues", "issue_comment", "label", "milestone", "push")


def hear(world: World, address: str, happening: Happening) -> None:
    """Queues a run of every active workflow that listens to what just happened."""
    repository, sender = happening.repository, happening.sender
    if (
        repository is None
        or happening.event not in STARTING
        or sender.rest_login == WORKFLOW_BOT + BOT_SUFFIX
    ):
        return
    listening = [
        (workflow, definition)
        for workflow, definition in active_definitions(world, repository)
        if _listens(definition.events.get(happening.event), happening.action)
    ]
    payload = payload_of(address, happening) if listening else None
    if payload is None:
        return
    for workflow, definition in listening:
        cause = runs.Cause(happening.event, payload, sender, _title(happening, workflow.name))
        runs.queue(world, address, workflow, definition, cause)


def _listens(types: tuple[str, ...] | None, action: str | None) -> bool:
    return types is not None and (not types or action is None or action in types)


def _title(happening: Happening, otherwise: str) -> str:
    subject = happening.subject
    issue = subject.issue if isinstance(subject, Comment) else subject
    return issue.title if isinstance(issue, Issue) else otherwise
