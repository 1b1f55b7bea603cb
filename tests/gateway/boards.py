"""A project and issues on it as GraphQL answers them, each part replaceable."""

from typing import Any

from arch_hour.board import Board, Field, Option, ProjectPlace
from tests.gateway.build import NAME, TIME, Json, actor, page

BOARD, OTHER = "PVT_board", "PVT_other"
PLACE_OF_BOARD = ProjectPlace("acme", 5)
STATUS = Field("F_status", "Status", "SINGLE_SELECT", (Option("o1", "Todo"), Option("o2", "Done")))
MEETING = Field("F_meeting", "Meeting", "DATE")
VOTES = Field("F_votes", "Votes", "NUMBER")
FIELDS = (STATUS, MEETING, VOTES)
OPEN_BOARD = Board(BOARD, "Coffee", "https://github.com/orgs/acme/projects/5", "ada", FIELDS)


def project(**changed: Any) -> Json:
    """A project with the three fields, among others."""
    status = {
        "id": "F_status",
        "name": "Status",
        "dataType": "SINGLE_SELECT",
        "options": [{"id": "o1", "name": "Todo"}, {"id": "o2", "name": "Done"}],
    }
    plain = [{"id": each.id, "name": each.name, "dataType": each.kind} for each in (MEETING, VOTES)]
    return {
        "id": BOARD,
        "title": "Coffee",
        "url": OPEN_BOARD.url,
        "closed": False,
        "viewerCanUpdate": True,
        "fields": {"nodes": [status, *plain]},
        **changed,
    }


def opened(**changed: Any) -> Json:
    """The answer to the document `board`."""
    return {
        "viewer": {"login": "ada"},
        "holder": {"__typename": "Organization", "projectV2": project()},
        "repository": {"closedFollowUps": page()},
        **changed,
    }


def value(kind: str, content: Any, **changed: Any) -> Json:
    """What an item has in a field; `kind` is SingleSelect, Date or Number."""
    name = {"SingleSelect": "optionId", "Date": "date", "Number": "number"}[kind]
    return {
        "__typename": f"ProjectV2ItemField{kind}Value",
        "createdAt": TIME,
        "updatedAt": TIME,
        "creator": actor(),
        name: content,
        **changed,
    }


def item(board: str = BOARD, **changed: Any) -> Json:
    """An item of an issue, which has a status."""
    return {
        "id": f"PVTI_{board}",
        "isArchived": False,
        "updatedAt": TIME,
        "project": {"id": board},
        "field0": value("SingleSelect", "o1"),
        "field1": None,
        "field2": None,
        **changed,
    }


def on_boards(
    *items: Json | None, cursor: str | None = None, events: tuple[Json, ...] = (), number: int = 1
) -> Json:
    """An issue with its items."""
    return {
        "id": f"I_{number}",
        "projectItems": page(items, cursor),
        "turns": {"nodes": [each for each in events if "label" not in each]},
        "labellings": {"nodes": [each for each in events if "label" in each]},
    }


def error(*path: str | int, kind: str | None = "FORBIDDEN", words: str = "Resource not accessible") -> Json:
    """An error of GraphQL's at a place of its answer."""
    return {"type": kind, "path": list(path), "message": words}


def timeline(*entries: tuple[str, str, str]) -> list[Json]:
    """REST's timeline: what happened, by whom and when."""
    return [
        {"event": what, "actor": {"login": by, "type": "User"} if by else None, "created_at": at}
        for what, by, at in entries
    ]


PAST = f"/repos/{NAME}/issues/1/timeline"
