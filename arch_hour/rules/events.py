"""Whether an event is a reason to run now; what a run looks at never depends on it.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows

It is decided before the first request, so nobody knows yet how the labels are called. What is known: topics, agendas
and follow-ups have labels, and whatever we wrote carries a marker, by which an agenda or a follow-up is known when its
label was taken off. An issue that has neither, and did not just lose either, is none of ours. In doubt it is a run,
which writes nothing where nothing is due.

Apps are ignored, for most of what they do here is our own doing; what another app does is seen by the next run. Where a
person's token is used, our events are that person's: each starts one more run, which finds nothing to do and so starts
none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from arch_hour.repository_paths import DEFAULT_PATH
from arch_hour.rules.markers import BEGIN


class Command(Enum):
    """What a run is asked to do."""

    ALL = "all"
    AGENDA = "agenda"
    ACTIONS = "actions"
    WRAP_UP = "wrap-up"
    BOARD = "board"


@dataclass(frozen=True, slots=True)
class Decision:
    """What an event calls for, None for nothing, and the reason: half a sentence that goes on after a colon."""

    command: Command | None
    reason: str


_TIMERS = frozenset({"schedule", "workflow_dispatch", "repository_dispatch"})
_TALK = frozenset({"issues", "issue_comment"})
# Of a push GitHub tells no more commits than these.
_COMMITS_TOLD = 2048

# None of these changes a text, a label, an owner or a state.
_IDLE = frozenset(
    {"locked", "unlocked", "milestoned", "demilestoned", "pinned", "unpinned", "typed", "untyped"}
)
# After these the labels that the issue has now do not tell whether it was one of ours; one that comes from another
# repository has its former self among the changes, and which of its labels came along is told later.
_LABELS_TELL_LITTLE = frozenset({"unlabeled", "transferred"})


def parse_event(name: str, payload: Mapping[str, Any]) -> Decision:
    """What an event of a workflow or a webhook calls for; reads nothing but its payload, which may be odd."""
    if name in _TIMERS:
        return Decision(Command.ALL, "whatever is due is to be done")
    if name == "push":
        return _about_push(payload)
    if name not in _TALK:
        return Decision(None, "only issues and their comments change a meeting")
    issue = payload.get("issue")
    if not isinstance(issue, Mapping):
        return Decision(None, "it tells of no issue")
    if "pull_request" in issue:
        return Decision(None, "it is about a pull request")
    if _is_by_an_app(payload.get("sender")):
        return Decision(None, "an app did it, such as ourselves")
    return _about(name, issue, payload)


def _about(name: str, issue: Mapping[str, Any], payload: Mapping[str, Any]) -> Decision:
    """What a person's event about an issue calls for."""
    action = str(payload.get("action"))
    if name == "issues" and action in _IDLE:
        return Decision(None, f"an issue that is {action} changes nothing for a meeting")
    changes = payload.get("changes")
    before = changes if isinstance(changes, Mapping) else {}
    is_moving = action in _LABELS_TELL_LITTLE or bool(before.get("old_issue"))
    if issue.get("labels") != [] or is_moving:
        return Decision(Command.ALL, "the issue may be a topic, an agenda or a follow-up")
    if _is_marked(issue.get("body")) or _is_marked(_from(before.get("body"))):
        return Decision(Command.ALL, "the issue carries a marker of ours, or did until now")
    return Decision(None, "an issue without a label is no topic, agenda or follow-up")


def _about_push(payload: Mapping[str, Any]) -> Decision:
    """What came to a branch may have the configuration; which files a very large push changed is not all told."""
    repository = payload.get("repository")
    branch = repository.get("default_branch") if isinstance(repository, Mapping) else None
    if payload.get("ref") != f"refs/heads/{branch}":
        return Decision(None, "it came to no default branch")
    commits = payload.get("commits")
    told = [each for each in commits if isinstance(each, Mapping)] if isinstance(commits, list) else []
    if len(told) >= _COMMITS_TOLD or any(DEFAULT_PATH in _files(commit) for commit in told):
        return Decision(Command.ALL, "the configuration may have changed")
    return Decision(None, "it does not change the configuration")


def _files(commit: Mapping[str, Any]) -> list[object]:
    """What a commit of a push changed."""
    lists = [commit.get(change) for change in ("added", "modified", "removed")]
    return [file for files in lists if isinstance(files, list) for file in files]


def _is_by_an_app(sender: object) -> bool:
    return isinstance(sender, Mapping) and str(sender.get("type")).casefold() == "bot"


def _from(change: object) -> object:
    """What was there before an edit."""
    return change.get("from") if isinstance(change, Mapping) else None


def _is_marked(text: object) -> bool:
    return isinstance(text, str) and BEGIN in text
