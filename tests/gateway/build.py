"""Answers as GitHub writes them, each part replaceable."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from arch_hour.gateway.protocol import Opening, Wanted
from arch_hour.model import Account, Repository

Json = dict[str, Any]

PLACE = "http://127.0.0.1:9"
NAME = "acme/lean"
TOKEN = "ghp_Kept0ut0fEverySentence"
NOW = datetime(2020, 12, 17, 15, 0, tzinfo=UTC)
TIME = "2020-12-17T15:00:00Z"
LONG_AGO = "2019-01-01T00:00:00Z"

OPENING = Opening(Account("ada"), Repository(NAME, f"https://github.com/{NAME}"), None)
WANTED = Wanted("agenda", "topic", "topic: merged", "action-item", "+1", datetime(2020, 12, 3, tzinfo=UTC))


def page(nodes: Sequence[Any] = (), cursor: str | None = None, **more: Any) -> Json:
    """A connection of GraphQL; with a cursor more pages follow."""
    return {
        "nodes": list(nodes),
        "pageInfo": {"hasNextPage": cursor is not None, "endCursor": cursor},
        **more,
    }


def actor(login: str = "ada", kind: str = "User") -> Json:
    return {"__typename": kind, "login": login}


def node(number: int = 1, **changed: Any) -> Json:
    """An issue of GraphQL."""
    return {
        "id": f"I_{number}",
        "number": number,
        "title": f"Topic {number}",
        "body": "",
        "url": f"https://github.com/{NAME}/issues/{number}",
        "state": "OPEN",
        "createdAt": TIME,
        "closedAt": None,
        "author": actor(),
        "labels": {"nodes": [{"name": "topic"}]},
        "assignees": {"nodes": []},
        "comments": {"totalCount": 0, "nodes": []},
        "reactions": {"totalCount": 0, "nodes": []},
        "timelineItems": {"nodes": []},
        **changed,
    }


def remark(number: int = 1, at: str = TIME, **changed: Any) -> Json:
    """A comment of GraphQL."""
    return {
        "id": f"IC_{number}",
        "fullDatabaseId": str(number),
        "body": f"words {number}",
        "url": f"https://github.com/{NAME}/issues/1#issuecomment-{number}",
        "createdAt": at,
        "lastEditedAt": None,
        "author": actor(),
        **changed,
    }


def version(text: str | None, at: str = TIME, **changed: Any) -> Json:
    """A version of a text; None where a person had its words deleted."""
    return {"editedAt": at, "editor": actor(), "diff": text, **changed}


def thumb(login: str | None = "ada") -> Json:
    return {"createdAt": TIME, "user": {"login": login} if login else None}


def opening(**changed: Any) -> Json:
    """The answer to the document `opening`."""
    repository = {
        "nameWithOwner": NAME,
        "url": f"https://github.com/{NAME}",
        "isArchived": False,
        "hasIssuesEnabled": True,
        "viewerPermission": "WRITE",
        "configuration": {"text": "meeting: {}"},
    }
    viewer = changed.pop("viewer", "ada")
    return {"viewer": {"login": viewer}, "repository": {**repository, **changed}}


def meeting(**changed: Any) -> Json:
    """The answer to the document `meeting`."""
    names = (
        "pinnedIssues",
        "agendas",
        "pastAgendas",
        "justClosed",
        "ours",
        "topics",
        "followUps",
        "discussed",
        "merged",
    )
    parts = {name: page() for name in names}
    return {"repository": {**parts, **changed}}


def rest_issue(number: int = 7, **changed: Any) -> Json:
    """An issue of REST."""
    return {
        "node_id": f"I_{number}",
        "number": number,
        "title": "Agenda",
        "body": "the text",
        "html_url": f"https://github.com/{NAME}/issues/{number}",
        "user": {"login": "ada", "type": "User"},
        "created_at": TIME,
        "state": "open",
        "labels": [{"name": "agenda"}],
        "assignees": [],
        **changed,
    }


def rest_comment(number: int = 5, **changed: Any) -> Json:
    """A comment of REST."""
    url = f"https://github.com/{NAME}/issues/7#issuecomment-{number}"
    return {
        "node_id": f"IC_{number}",
        "id": number,
        "html_url": url,
        "body": "well said",
        "created_at": TIME,
        **changed,
    }
