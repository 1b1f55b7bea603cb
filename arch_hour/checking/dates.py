"""When the meetings are, and whether the configuration names days on which there are any."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from dateutil.rrule import rrulestr

from arch_hour.checking.findings import Told, Verdict
from arch_hour.config import Config
from arch_hour.named_files import with_its_calendar
from arch_hour.rendering import clock, day
from arch_hour.rules.calendars import timetable
from arch_hour.rules.schedule import Occurrence, occurrences
from arch_hour.session import Session
from arch_hour.telling import FAR

COMING = 5  # meetings
# What is named for later is looked at when it comes nearer: a daily meeting takes long to reckon.
AHEAD = timedelta(days=3_660)

_DAY = timedelta(days=1)


def calendar(session: Session) -> Told:
    """The calendar, which all later looks then know."""
    if session.config.meeting.calendar is None:
        return
    session.config = with_its_calendar(
        session.reader, session.config, session.source, session.settings.source_name
    )
    yield Verdict.GOOD, "the meetings of `meeting.calendar` can be read"


def coming(session: Session) -> tuple[Occurrence, ...]:
    """The next meetings; none where the calendar could not be read."""
    if not _knows_when(session.config):
        return ()
    now = session.settings.now
    return occurrences(session.config, now, now + FAR)[:COMING]


def meetings(session: Session) -> Told:
    """The next meetings."""
    if not _knows_when(session.config):
        return
    found = coming(session)
    if not found:
        yield (
            Verdict.WRONG,
            "there is no meeting within a year: look at `meeting.schedule`, `start` and `skip`",
        )
        return
    times = "; ".join(f"{day(meeting.start)}, {clock(meeting.start)}" for meeting in found)
    yield Verdict.GOOD, f"{times} ({session.config.zone.key})"


def first_meeting(session: Session) -> Told:
    """A first meeting that its own rule does not name."""
    meeting = session.config.meeting
    if meeting.schedule is None or meeting.start is None:
        return
    start = meeting.start.replace(tzinfo=session.config.zone)
    if next(iter(rrulestr(meeting.schedule, dtstart=start)), None) != start:
        yield (
            Verdict.TO_KNOW,
            f"`meeting.start` is {day(start)}, {clock(start)}, which `{meeting.schedule}` does not name: "
            "it counts as an additional first meeting",
        )


def named_days(session: Session) -> Told:
    """The days under `skip` and `moved` on which there is nothing to skip or move; those that are past do no harm."""
    config = session.config
    if not _knows_when(config):
        return
    meeting = config.meeting
    today = session.settings.now.astimezone(config.zone).date()
    extras = {extra.date() for extra in meeting.extra}
    for key, named in (("skip", meeting.skip), ("moved", meeting.moved)):
        for each in _without_meeting(config, named, today):
            if each in extras:
                yield (
                    Verdict.TO_KNOW,
                    f"`meeting.{key}` names {_told(each)}, whose only meeting is one of `meeting.extra`, "
                    "which stays as it is: change it there",
                )
            else:
                yield (
                    Verdict.WRONG,
                    f"`meeting.{key}` names {_told(each)}, a day without a meeting: {_nearest(config, each, today)}",
                )


def _without_meeting(config: Config, named: Iterable[date], today: date) -> Iterator[date]:
    """Those of the days to come that neither schedule nor calendar know, not even as cancelled."""
    near = sorted(each for each in named if today <= each < today + AHEAD)
    if not near:
        return
    table, until = timetable(config), _midnight(near[-1]) + 2 * _DAY
    originals = set(table.originals).union(*(series.originals(until) for series in table.series))
    held = {original.astimezone(config.zone).date() for original in originals}
    yield from (each for each in near if each not in held)


def _nearest(config: Config, named: date, today: date) -> str:
    middle = _midnight(named)
    around = timetable(config).originally_between(middle - FAR, middle + FAR)
    days = {sitting.original.astimezone(config.zone).date() for sitting in around}
    open_days = [each for each in days if each >= today and each not in config.meeting.skip]
    if not open_days:
        return "take it out, for no meeting is near"
    return f"the nearest is on {_told(min(open_days, key=lambda each: (abs(each - named), each)))}"


def _knows_when(config: Config) -> bool:
    """Whether the meetings can be told: a calendar has to be read first."""
    return config.meeting.calendar is None or config.feed is not None


def _midnight(named: date) -> datetime:
    return datetime(named.year, named.month, named.day, tzinfo=UTC)


def _told(named: date) -> str:
    """As the configuration writes it, with its weekday."""
    return f"{named:%Y-%m-%d}, a {named:%A}"
