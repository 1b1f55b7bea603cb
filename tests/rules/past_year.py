"""A made-up year of a team that meets each Thursday: its first months as older releases told of them, then in full."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from arch_hour.model import Issue, Snapshot
from arch_hour.reporting import Reported
from arch_hour.rules.agendas import CANCELLED, WRAP_UP
from arch_hour.rules.report import report_of
from tests.rules.build import config, snapshot, topic
from tests.rules.past import agenda, at, discussed, marks, meeting, promise, record, told, votes_on

FIRST = date(2020, 1, 9)
WEEKS = 49
TODAY = "2020-12-14"
# From here on minutes have a record.
RECORDED = 20
CANCELLED_WEEKS, UNTOLD_WEEKS = (25, 46), (33,)
PEOPLE = ("ada", "alan", "barbara", "edsger", "grace")
MARKS = ("+1", "heart", "rocket", "heart", "confused", "rocket", "-1")
HOSTILE = "Splitting LMS | Studio: ```mermaid <!-- `billing` --> & @grace #7 https://example.org"


def day_of(week: int) -> str:
    """The day of the meeting of a week, counted from 0."""
    return f"{FIRST + timedelta(weeks=week)}"


def year() -> Reported:
    """The report of the year, with what it would have cost."""
    return Reported(report_of(past_year(), config(), at(TODAY)), requests=9)


def past_year() -> Snapshot:
    """The whole repository."""
    agendas = tuple(map(_agenda, range(WEEKS)))
    reactions = {
        f"C{1 + week}": marks(*MARKS[: week % len(MARKS)], day=day_of(week))
        for week in range(RECORDED, WEEKS)
    }
    return snapshot(
        agendas=agendas,
        topics=tuple(_topics()),
        follow_ups=tuple(_promises()),
        reactions=reactions,
        knows_closed=True,
    )


def _number(week: int, place: int) -> int:
    return 100 + 3 * week + place


def _agenda(week: int) -> Issue:
    number, day = 1 + week, day_of(week)
    if week in CANCELLED_WEEKS:
        return agenda(number, day, told(CANCELLED, day, number), closed_at=at(day, "08:00"))
    if week in UNTOLD_WEEKS:
        return meeting(number, day, **record(carried=4))
    if week < RECORDED:
        return meeting(number, day)
    planned = [(_number(week, place), minutes) for place, minutes in enumerate((20, 10, 15))]
    spent = [(topic, minutes, minutes + topic * topic % 17 - 8) for topic, minutes in planned]
    waited = {str(number): 1 + number % 7 for number in range(300, 312)} if week == WEEKS - 1 else {}
    held = record(*spent, carried=week % 4, decisions=week % 3)
    return agenda(number, day, told(WRAP_UP, day, number, waited=waited, **held))


def _topics() -> Iterator[Issue]:
    for week in range(WEEKS):
        if week in (*CANCELLED_WEEKS, *UNTOLD_WEEKS):
            continue
        for place in range(3 if week >= RECORDED else 2):
            opened = at(day_of(week)) - timedelta(days=3 + 5 * place)
            votes = votes_on(f"{opened:%Y-%m-%d}", *PEOPLE[: 2 + place])
            yield discussed(_number(week, place), day_of(week), created_at=opened, votes=votes)
    for place, days in enumerate((1, 3, 5, 9, 20, 26, 40, 80, 100, 200, 390, 800)):
        title = HOSTILE if days == 800 else f"Question {place}"
        yield topic(300 + place, title, created_at=at(TODAY) - timedelta(days=days))
    yield topic(320, labels=("topic: on hold",), created_at=at("2020-03-01"))
    for number in range(330, 334):
        merged = topic(number, labels=("topic: merged",), is_open=False, created_at=at("2020-05-01"))
        yield replace(merged, closed_at=at("2020-05-08"))


def _promises() -> Iterator[Issue]:
    for week in range(0, WEEKS, 2):
        opened, owner = day_of(week), PEOPLE[week // 2 % len(PEOPLE)]
        closed = (
            f"{date.fromisoformat(opened) + timedelta(days=4 + week % 19)}" if week % 8 and week < 44 else ""
        )
        memory = {"due": f"{date.fromisoformat(opened) + timedelta(days=30)}"} if week % 4 == 0 else {}
        if week == 10:
            memory["settled"] = "withdrawn"
        yield promise(400 + week, owner, opened=opened, closed=closed, **memory)
    yield promise(499, opened="2020-12-10")
