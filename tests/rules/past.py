"""Meetings that are over, as GitHub remembers them: agendas, topics and follow-ups with their markers."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from arch_hour.model import Comment, Issue, Reaction, Vote
from arch_hour.repository_paths import DEFAULT_PATH
from arch_hour.rules.agenda_identity import AGENDA, TIME, TOPIC
from arch_hour.rules.agendas import WRAP_UP
from arch_hour.rules.blocks import wrap
from arch_hour.rules.follow_up_memory import FOLLOW_UP
from arch_hour.rules.markers import mark
from arch_hour.rules.meeting_records import HELD, MeetingRecord, TopicRecord
from arch_hour.rules.topics import DISCUSSED
from tests.rules.build import VIEWER, comment, issue, person, topic

ZONE = ZoneInfo("America/New_York")
HOUR = timedelta(hours=1)


def at(day: str, clock: str = "10:00") -> datetime:
    """A local time of the meeting's zone, in UTC."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZONE).astimezone(UTC)


def ours(comment_: Comment) -> Comment:
    """The comment as if a run had made it."""
    return replace(comment_, author=VIEWER)


def told(kind: str, day: str, number: int, on: str = "", **data: Any) -> Comment:
    """What a run says of the meeting of a day, in a comment of that number; `on` is another day to say it on."""
    body = f"{mark(kind, {'meeting': key(day), **data})}\nTold."
    return replace(ours(comment(number, "wren", body)), created_at=at(on or day, "11:30"))


def key(day: str) -> str:
    """How markers name the meeting of a day."""
    return f"{at(day):{TIME}}"


def agenda(
    number: int, day: str, *comments: Comment, ticked: Iterable[int] = (), held_on: str = "", **values: Any
) -> Issue:
    """The agenda of the meeting of a day, closed after it; `held_on` is another day that it was moved to."""
    identity = {"config": DEFAULT_PATH, "meeting": key(day)}
    start = f"{at(held_on or day):{TIME}}"
    block = wrap(
        AGENDA, {**identity, "start": start, "minutes": 60, "frozen": start, "title": ""}, "Ranking."
    )
    of_topics = {**identity, "start": start, "minutes": 60}
    sections = [
        f"- [x] Discussed · [#{each}](u) {mark(TOPIC, {**of_topics, 'topic': f'I{each}', 'number': each})}"
        for each in ticked
    ]
    given = {
        "created_at": at(day) - timedelta(days=3),
        "is_open": False,
        "closed_at": at(day) + HOUR,
        "labels": ("agenda",),
        "comments": comments,
        "comments_total": len(comments),
        **values,
    }
    return replace(issue(number, f"Arch Hour: {day}", "\n".join([block, *sections]), **given), author=VIEWER)


def record(*topics: tuple[int, int, int | None], carried: int = 0, decisions: int = 0) -> dict[str, Any]:
    """What minutes remember: of each topic its number, planned minutes, and how many it took."""
    records = [
        TopicRecord(
            f"#{number}",
            3,
            timedelta(minutes=planned),
            None if spent is None else timedelta(minutes=spent),
            1,
        )
        for number, planned, spent in topics
    ]
    return {HELD: MeetingRecord(None, None, tuple(records), carried, decisions, 0).data()}


def meeting(number: int, day: str, **data: Any) -> Issue:
    """The agenda of a meeting that was wrapped up; the comment of the minutes has the agenda's number."""
    return agenda(number, day, told(WRAP_UP, day, number, **data))


def discussed(number: int, day: str, **values: Any) -> Issue:
    """A topic that the meeting of a day discussed and closed."""
    labels = ("topic: discussed", *values.pop("labels", ()))
    said = told(DISCUSSED, day, 1000 + number)
    closed = {"is_open": False, "closed_at": at(day) + HOUR, "comments": (said,), "comments_total": 1}
    return topic(number, labels=labels, **{**closed, **values})


def promise(number: int, *owners: str, opened: str, closed: str = "", **memory: Any) -> Issue:
    """A follow-up as a run made it, with what it remembers."""
    block = wrap(FOLLOW_UP, {"source": "I1", "text": "x", "owners": list(owners), **memory}, "x")
    values: dict[str, Any] = {"is_open": not closed, "closed_at": at(closed) if closed else None}
    made = issue(
        number, body=block, labels=("action-item",), assignees=owners, created_at=at(opened), **values
    )
    return replace(made, author=VIEWER)


def marks(*kinds: str, day: str = "2020-12-03") -> tuple[Reaction, ...]:
    """The marks of so many people."""
    return tuple(
        Reaction(person(f"voter-{place}"), kind, at(day, "12:00")) for place, kind in enumerate(kinds)
    )


def votes_on(day: str, *logins: str) -> tuple[Vote, ...]:
    """Votes that were given on a day."""
    return tuple(Vote(person(login), at(day, "09:00")) for login in logins)
