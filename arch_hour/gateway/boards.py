"""A project, and issues as they stand on it, read with the token for projects.

Issues are asked for their items, and never the project for all of its: it may hold thousands of others'.
Source: https://docs.github.com/en/issues/planning-and-tracking-with-projects/automating-your-project
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from arch_hour.board import Board, Card, Doing, Field, Item, Labelling, Option, ProjectPlace, Value
from arch_hour.errors import AccessError
from arch_hour.gateway import board_sentences, reading
from arch_hour.gateway.answers import Parts, Refusal
from arch_hour.gateway.asking import Asking, all_nodes
from arch_hour.gateway.connection import PAGE
from arch_hour.gateway.documents import declared, document
from arch_hour.gateway.patience import Failure, Trouble
from arch_hour.gateway.protocol import BoardOpening
from arch_hour.gateway.reading import text
from arch_hour.model import Account, Issue

Json = Mapping[str, Any]

MOST_FIELDS = 4  # the documents name so many
GONE = (301, 404, 410)  # an issue that was transferred or deleted meanwhile
ON_BOARDS = ("added_to_project_v2", "removed_from_project_v2", "reopened")
# By the type of a value: where its content stands.
_CONTENTS = {
    "ProjectV2ItemFieldSingleSelectValue": "optionId",
    "ProjectV2ItemFieldDateValue": "date",
    "ProjectV2ItemFieldNumberValue": "number",
}


@dataclass(frozen=True)
class Boards:
    """Reads a project and the issues of one repository on it; raises Failure, and AccessError where it is refused."""

    asking: Asking

    def open(self, place: ProjectPlace, labels: Json) -> BoardOpening:
        """The project and the follow-ups closed lately, or in a sentence why it cannot be kept."""
        values = {**labels, "holder": place.owner, "number": place.number}
        known = {key: value for key, value in values.items() if key in declared("board")}
        try:
            parts = self.asking.connection.query_parts(document("board"), known)
            if trouble := self._trouble(place, parts):
                return BoardOpening(Board(trouble=trouble))
            first = parts.data["repository"]["closedFollowUps"]
            nodes = [*self.asking.pages("closed_lately", "closedFollowUps", labels, first)]
        except Failure as failure:
            if failure.trouble is not Trouble.REFUSED:
                raise
            return BoardOpening(Board(trouble=board_sentences.refused(place, self.asking.full_name, failure)))
        viewer = Account.named(text(parts.data["viewer"]["login"]))
        board = board_of(parts.data["holder"]["projectV2"], viewer)
        return BoardOpening(board, tuple(map(reading.issue, nodes)))

    def cards(self, board: Board, fields: Sequence[Field], issues: Sequence[str]) -> dict[str, Card | None]:
        """Each issue as it stands on the board, by its node id; None where the token does not see all of it."""
        found: dict[str, Card | None] = dict.fromkeys(issues)
        names = _names(fields)
        for start in range(0, len(issues), PAGE):
            ids = issues[start : start + PAGE]
            parts = self._parts("cards", {"ids": list(ids), **names})
            for place, (identity, node) in enumerate(zip(ids, parts.data["nodes"], strict=True)):
                if node and _is_whole(parts, "nodes", place):
                    found[identity] = self._card(node, board, fields, names)
        return found

    def past(self, issue: Issue) -> tuple[Doing, ...]:
        """What was done with an issue on boards, oldest first, and that it was opened again; nothing of one gone."""
        path = f"/repos/{self.asking.full_name}/issues/{issue.number}/timeline"
        try:
            return tuple(
                Doing(str(entry["event"]), _key(reading.doer(entry)), reading.moment(entry["created_at"]))
                for entry in self.asking.connection.listed(path)
                if entry["event"] in ON_BOARDS
            )
        except Failure as failure:
            if failure.trouble is Trouble.REFUSED and failure.status in GONE:
                return ()
            raise self._told(failure) from failure

    def _trouble(self, place: ProjectPlace, parts: Parts) -> str:
        """Why the project cannot be kept; nothing where it can."""
        repository, holder = self.asking.full_name, parts.data["holder"]
        if holder is not None and (holder["__typename"] == "User") is not place.of_user:
            actual = replace(place, of_user=not place.of_user)
            return board_sentences.other_kind(place, actual)
        refusal = parts.refusal_at("holder")
        found = None if holder is None else holder["projectV2"]
        if refusal is not None or found is None:
            told = refusal or Refusal(404, "no such project")
            return board_sentences.refused(place, repository, told)
        if found["closed"]:
            return board_sentences.closed(place)
        viewer = Account.named(text(parts.data["viewer"]["login"]))
        # As in repositories, what an app may do is told by its permissions alone.
        if not found["viewerCanUpdate"] and not viewer.is_bot:
            return board_sentences.read_only(place, repository, viewer.login)
        refusal = parts.refusal_at("repository")
        if refusal is not None or parts.data["repository"] is None:
            said = refusal.message if refusal else "no such repository"
            return board_sentences.no_repository(place, repository, said)
        return ""

    def _card(self, node: Json, board: Board, fields: Sequence[Field], names: Json) -> Card | None:
        pages = all_nodes(lambda after: self._items(node["id"], names, after), node["projectItems"])
        try:
            # Where the token does not see a board, the item there is null.
            own = next((item for item in pages if item and item["project"]["id"] == board.id), None)
        except _HalfSeen:
            return None
        turns = [event for event in node["turns"]["nodes"] if event]
        reopened = _last(event for event in turns if event["__typename"] == "ReopenedEvent")
        turned = _last(iter(turns))
        labellings = tuple(_labelling(event) for event in node["labellings"]["nodes"] if event)
        return Card(_item(own, fields) if own else None, turned, reopened, labellings)

    def _items(self, issue: str, names: Json, after: str | None) -> Json:
        """A further page of the items of an issue that is on many boards; raises _HalfSeen."""
        parts = self._parts("items", {"issue": issue, "after": after, **names})
        if not parts.data["node"] or not _is_whole(parts, "node"):
            raise _HalfSeen
        items: Json = parts.data["node"]["projectItems"]
        return items

    def _parts(self, name: str, values: Json) -> Parts:
        try:
            return self.asking.connection.query_parts(document(name), values)
        except Failure as failure:
            raise self._told(failure) from failure

    def _told(self, failure: Failure) -> Exception:
        """The error for a request that was refused as a whole; every other trouble stays what it is."""
        if failure.trouble is not Trouble.REFUSED:
            return failure
        return AccessError(board_sentences.refused(None, self.asking.full_name, failure))


class _HalfSeen(Exception):  # noqa: N818  it is no error, the issue is left alone
    """The token does not see all that there is of an issue."""


def _is_whole(parts: Parts, *place: str | int) -> bool:
    """Whether nothing was refused of an issue but whole items, which are on other boards.

    A field that is only hidden would look empty, and be written to.
    """
    inner = (path[len(place) :] for path in parts.refused if path[: len(place)] == place)
    return all(path[:2] == ("projectItems", "nodes") and len(path) == 3 for path in inner)


def board_of(node: Json, viewer: Account) -> Board:
    """A project with its fields, as an account sees it."""
    fields = tuple(_field(each) for each in node["fields"]["nodes"] if each)
    return Board(text(node["id"]), text(node["title"]), text(node["url"]), viewer.key, fields)


def _names(fields: Sequence[Field]) -> dict[str, Any]:
    """The variables that name the fields to read."""
    names: dict[str, Any] = {}
    for place in range(MOST_FIELDS):
        names[f"has{place}"] = place < len(fields)
        names[f"field{place}"] = fields[place].name if place < len(fields) else ""
    return names


def _field(node: Json) -> Field:
    options = tuple(Option(text(each["id"]), text(each["name"])) for each in node.get("options") or ())
    return Field(text(node["id"]), text(node["name"]), text(node["dataType"]), options)


def _item(node: Json, fields: Sequence[Field]) -> Item:
    values: dict[str, Value] = {}
    for place, field in enumerate(fields):
        value = _value(node.get(f"field{place}"))
        if value is not None:
            values[field.id] = value
    return Item(text(node["id"]), bool(node["isArchived"]), reading.moment(node["updatedAt"]), values)


def _value(node: Json | None) -> Value | None:
    """What an item has in a field; None where it has nothing, or not what such a field is for."""
    name = _CONTENTS.get(node["__typename"]) if node else None
    if node is None or name is None or node[name] is None:
        return None
    content = node[name]
    if name == "date":
        content = date.fromisoformat(content)
    elif name == "number":
        content = float(content)
    made_by = _key(reading.account(node["creator"]))
    return Value(content, reading.moment(node["updatedAt"]), reading.moment(node["createdAt"]), made_by)


def _labelling(event: Json) -> Labelling:
    is_on = event["__typename"] == "LabeledEvent"
    return Labelling(text(event["label"]["name"]), reading.moment(event["createdAt"]), is_on)


def _last(events: Iterator[Json]) -> datetime | None:
    return max((reading.moment(event["createdAt"]) for event in events), default=None)


def _key(account: Account | None) -> str:
    return account.key if account else ""
