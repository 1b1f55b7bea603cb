"""Writes to a project, several in one request: each is done or refused by itself, and none does harm when repeated.

Source: https://docs.github.com/en/issues/planning-and-tracking-with-projects/automating-your-project/using-the-api-to-manage-projects
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from arch_hour.board import Content
from arch_hour.gateway import board_sentences
from arch_hour.gateway.answers import Parts, Refusal
from arch_hour.gateway.connection import Connection
from arch_hour.gateway.documents import together
from arch_hour.gateway.patience import Failure, Trouble
from arch_hour.gateway.reading import text
from arch_hour.rules.board_changes import Boarded, BoardEntry, BoardValue, PutOnBoard, SetOnBoard
from arch_hour.rules.changes import Declined, Result

# By the kind of a field: what its values are called.
_KEYS = {"SINGLE_SELECT": "singleSelectOptionId", "DATE": "date", "NUMBER": "number"}
_FORBIDDEN = 403


@dataclass(frozen=True)
class BoardWriter:
    """Writes with the token for projects what is of a repository, `OWNER/NAME`; raises Failure."""

    connection: Connection
    full_name: str

    def write(self, change: PutOnBoard | SetOnBoard) -> Result:
        """Carries out all parts of a change in one request."""
        parts: Sequence[BoardEntry | BoardValue] = (
            change.entries if isinstance(change, PutOnBoard) else change.values
        )
        writes = [_write(change.project, part) for part in parts]
        variables = {f"m{place}": given for place, (_, given) in enumerate(writes)}
        try:
            found = self.connection.mutate_parts(together(tuple(name for name, _ in writes)), variables)
        except Failure as failure:
            if failure.trouble is not Trouble.REFUSED:
                raise
            return Declined(board_sentences.refused(change.place, self.full_name, failure))
        refusals = {place: _refusal(found, f"m{place}") for place in range(len(parts))}
        refused = {place: told for place, told in refusals.items() if told is not None}
        if len(refused) == len(parts) and all(told.status == _FORBIDDEN for told in refused.values()):
            return Declined(board_sentences.refused(change.place, self.full_name, refused[0]))
        items = {
            part.issue: text(found.data[f"m{place}"]["item"]["id"])
            for place, part in enumerate(parts)
            if isinstance(part, BoardEntry) and place not in refused
        }
        return Boarded(items, {place: told.message for place, told in refused.items()})


def _refusal(found: Parts, name: str) -> Refusal | None:
    """Why a part was not done; also one of which GitHub tells nothing at all, not even that."""
    told = found.refusal_at(name)
    is_told = told is not None or any((found.data[name] or {}).values())
    return told if is_told else Refusal(200, "no word of it in the answer")


def _write(project: str, part: BoardEntry | BoardValue) -> tuple[str, Mapping[str, Any]]:
    """The document of a part, and its input."""
    if isinstance(part, BoardEntry):
        if part.archived:
            return "unarchive_item", {"projectId": project, "itemId": part.archived}
        return "add_item", {"projectId": project, "contentId": part.issue}
    place = {"projectId": project, "itemId": part.item, "fieldId": part.field}
    if part.content is None:
        return "clear_value", place
    return "set_value", {**place, "value": {_KEYS[part.kind]: _plain(part.content)}}


def _plain(content: Content) -> str | float:
    return content.isoformat() if isinstance(content, date) else content
