"""What `init` made, in words and in values for a program."""

from collections.abc import Iterator
from typing import Any

from arch_hour.board_init import Prepared
from arch_hour.rules.board_changes import WriteOptions
from arch_hour.rules.board_fields import Part, field_name
from arch_hour.rules.board_setup import in_words

WORKFLOWS = "The project's own workflows, such as “Item closed”, can stay as they are."
AFTER_NEW_OPTIONS = (
    "The options of the status are new: look under Workflows whether “Item closed” still sets Done."
)


def as_values(prepared: Prepared) -> dict[str, Any]:
    """All of it as JSON values; `project` and `url` are None while the project is only to be made."""
    board = prepared.site.board
    has_new_options = any(isinstance(change, WriteOptions) for change in prepared.made)
    return {
        "project": str(prepared.site.place) if board else None,
        "url": board.url if board else None,
        "title": board.title if board else None,
        "dry_run": prepared.settings.dry_run,
        "changes": [in_words(change) for change in prepared.made],
        "by_hand": list(prepared.by_hand),
        "configured": prepared.is_configured,
        "configuration": prepared.settings.source_name,
        "views": [f"{name}: {what}" for name, what in _views(prepared)],
        "workflows": AFTER_NEW_OPTIONS if has_new_options else WORKFLOWS,
    }


def _views(prepared: Prepared) -> Iterator[tuple[str, str]]:
    """Views that serve a meeting: GitHub lets only people make them."""
    wanted = prepared.wanted
    status, meeting, due, votes = (field_name(wanted.names, part) for part in Part)
    topic, action, lacking = wanted.topics.label, wanted.actions.label, wanted.actions.needs_owner_label
    if status:
        yield "Board", f"layout Board, columns by {status}; show Labels, so that `{lacking}` is seen"
    shown = ", ".join(name for name in (status, meeting, votes) if name)
    order = f", sorted by {votes}" if votes else ""
    yield "Topics", f"layout Table, filter `label:{_quoted(topic)}`{order}; show {shown or 'Labels'}"
    shown = ", ".join(name for name in (status, meeting, due) if name)
    yield "Follow-ups", f"layout Table, filter `label:{_quoted(action)}`; show Assignees, {shown or 'Labels'}"
    yield "Without owner", f"layout Table, filter `is:open label:{_quoted(lacking)}`"


def _quoted(label: str) -> str:
    return f'"{label}"' if " " in label or ":" in label else label
