"""From GitHub's JSON to our values; an answer of another shape raises one of WRONG_SHAPE."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import takewhile
from typing import Any

from arch_hour.model import Account, Comment, Edit, Issue, Pinning, Reaction, Removal, Vote
from arch_hour.rules.changes import Commented

Json = Mapping[str, Any]

# The kinds of reactions in the words of GraphQL, and in those of REST.
REACTIONS = {
    "THUMBS_UP": "+1",
    "THUMBS_DOWN": "-1",
    "LAUGH": "laugh",
    "CONFUSED": "confused",
    "HEART": "heart",
    "HOORAY": "hooray",
    "ROCKET": "rocket",
    "EYES": "eyes",
}

WRONG_SHAPE = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError)


def account(data: Json | None) -> Account | None:
    """An actor of GraphQL; None for a deleted one."""
    return (
        None if data is None else Account.named(text(data["login"]), is_bot=data.get("__typename") == "Bot")
    )


def moment(text: str) -> datetime:
    """A time as GitHub writes it, in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)


def issue(data: Json) -> Issue:
    """An issue of GraphQL with whatever parts of it were asked for."""
    comments = data.get("comments", {"nodes": (), "totalCount": 0})
    reactions = data.get("reactions", {"nodes": (), "totalCount": 0})
    timeline = data.get("timelineItems", {"nodes": ()})["nodes"]
    return Issue(
        id=text(data["id"]),
        number=_number(data["number"]),
        title=text(data["title"]),
        body=text(data["body"]),
        url=text(data["url"]),
        author=account(data["author"]),
        created_at=moment(data["createdAt"]),
        is_open=data["state"] == "OPEN",
        labels=tuple(text(label["name"]) for label in data["labels"]["nodes"]),
        assignees=logins(data.get("assignees", {"nodes": ()})["nodes"]),
        comments=tuple(comment(node) for node in comments["nodes"]),
        comments_total=_number(comments["totalCount"]),
        votes=votes(reactions["nodes"]),
        votes_total=_number(reactions["totalCount"]),
        nameless_votes=nameless(reactions["nodes"]),
        closed_at=_closed_at(data["closedAt"], timeline),
        closed_by=_closed_by(timeline),
        removals=tuple(found for event in timeline if (found := _removal(event)) is not None),
        edits=edits(data.get("userContentEdits")),
        has_older_edits=_has_older_edits(data),
        is_pinned=bool(data.get("isPinned")),
        pinning=_pinning(timeline),
    )


def edits(data: Json | None) -> tuple[Edit, ...]:
    """The versions of a text, newest first, up to the first whose words a person deleted from the history."""
    nodes = sorted((data or {"nodes": ()})["nodes"], key=lambda node: moment(node["editedAt"]), reverse=True)
    return tuple(
        Edit(account(node["editor"]), moment(node["editedAt"]), text(node["diff"]))
        for node in takewhile(lambda node: node["diff"] is not None, nodes)
    )


def _has_older_edits(data: Json) -> bool:
    """Whether a text has versions beside those that came along; where none were asked for, whether it was edited."""
    versions = data.get("userContentEdits")
    return bool(versions["pageInfo"]["hasNextPage"] if versions else data.get("lastEditedAt"))


def comment(data: Json) -> Comment:
    """A comment of GraphQL."""
    return Comment(
        id=text(data["id"]),
        database_id=int(data["databaseId"] if "databaseId" in data else data["fullDatabaseId"]),
        author=account(data["author"]),
        body=text(data["body"]),
        created_at=moment(data["createdAt"]),
        url=text(data["url"]),
        edited_at=moment(data["lastEditedAt"]) if data["lastEditedAt"] is not None else None,
    )


def votes(nodes: Iterable[Json]) -> tuple[Vote, ...]:
    """Reactions with their people."""
    return tuple(
        Vote(Account.named(text(node["user"]["login"])), moment(node["createdAt"]))
        for node in nodes
        if node["user"]
    )


def reactions(nodes: Iterable[Json]) -> tuple[Reaction, ...]:
    """Reactions of all kinds with their people, oldest first; one of a kind that nobody knows yet says nothing."""
    given = (
        Reaction(Account.named(text(node["user"]["login"])), kind, moment(node["createdAt"]))
        for node in nodes
        if node["user"] and (kind := REACTIONS.get(text(node["content"])))
    )
    return tuple(sorted(given, key=lambda reaction: reaction.at))


def nameless(nodes: Iterable[Json]) -> int:
    """How many reactions name nobody: those of apps and of deleted accounts."""
    return sum(1 for node in nodes if not node["user"])


def member(data: Json) -> Account:
    """A person or an app, as REST lists them."""
    return Account.named(text(data["login"]), is_bot=data.get("type") == "Bot")


def doer(data: Json) -> Account | None:
    """Who did what an entry of REST's timeline tells; None for a deleted account."""
    found = data.get("actor") or data.get("user")
    return member(found) if found else None


def created_issue(data: Json, full_name: str) -> Issue:
    """An issue as REST answers its creation; `full_name` is of the repository it must belong to."""
    url, user = text(data["html_url"]), data["user"]
    if f"/{full_name.casefold()}/" not in url.casefold():
        msg = f"the answer is about {url}"
        raise ValueError(msg)
    return Issue(
        id=text(data["node_id"]),
        number=_number(data["number"]),
        title=text(data["title"]),
        body=text(data["body"] or ""),
        url=url,
        author=Account.named(text(user["login"]), is_bot=user["type"] == "Bot") if user else None,
        created_at=moment(data["created_at"]),
        is_open=data["state"] == "open",
        labels=tuple(text(label["name"]) for label in data["labels"]),
        assignees=logins(data["assignees"]),
    )


def is_of(data: Json, full_name: str) -> bool:
    """Whether an issue of REST's belongs to a repository; where a redirection was followed it may not."""
    return text(data["repository_url"]).casefold().endswith(f"/repos/{full_name}".casefold())


def created_comment(data: Json) -> Commented:
    """A comment as REST answers its creation."""
    return Commented(text(data["node_id"]), _number(data["id"]), text(data["html_url"]))


def logins(people: Iterable[Json] | None) -> tuple[str, ...]:
    """The logins of people from A to Z, as each API has an order of its own; REST may say null for nobody."""
    return tuple(sorted((text(person["login"]) for person in people or ()), key=str.casefold))


def _closed_at(now_closed: str | None, timeline: Iterable[Json]) -> datetime | None:
    """When it was closed last; an issue that was opened again tells that only by its events."""
    if now_closed is not None:
        return moment(now_closed)
    closings = (moment(event["createdAt"]) for event in timeline if event["__typename"] == "ClosedEvent")
    return max(closings, default=None)


def _closed_by(timeline: Iterable[Json]) -> Account | None:
    """Who closed it last, where that was asked for and the account is still there."""
    closings = [event for event in timeline if event["__typename"] == "ClosedEvent"]
    last = max(closings, key=lambda event: moment(event["createdAt"]), default=None)
    return account(last.get("actor")) if last else None


def _pinning(timeline: Iterable[Json]) -> Pinning | None:
    """Who pinned or unpinned it last; of two in one second, the later in the list."""
    events = [event for event in timeline if event["__typename"] in ("PinnedEvent", "UnpinnedEvent")]
    if not events:
        return None
    last = sorted(events, key=lambda event: moment(event["createdAt"]))[-1]
    return Pinning(last["__typename"] == "PinnedEvent", account(last["actor"]))


def _removal(event: Json) -> Removal | None:
    """Who took what away; an assignee whose account is gone cannot be assigned again anyway."""
    if event["__typename"] == "UnassignedEvent":
        login = (event["assignee"] or {}).get("login")
        return Removal(text(login), account(event["actor"])) if login else None
    if event["__typename"] == "UnlabeledEvent":
        return Removal(text(event["label"]["name"]), account(event["actor"]))
    return None


def text(value: object) -> str:
    """A text, and nothing else; raises TypeError."""
    if not isinstance(value, str):
        msg = f"{value!r:.40} is no text"
        raise TypeError(msg)
    return value


def _number(value: object) -> int:
    if not isinstance(value, int):
        msg = f"{value!r:.40} is no number"
        raise TypeError(msg)
    return value
