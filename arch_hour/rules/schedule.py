"""When the meetings are: by schedule or calendar, with what the configuration skips, moves and adds on top.

Its days are those of the meeting's zone, and of the schedule: a meeting that was moved is still named by its first day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from arch_hour.bounds import LONGEST_MEETING, YEARS
from arch_hour.config import Config
from arch_hour.rules.calendars import timetable
from arch_hour.rules.timetable import Sitting

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_KEY = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One meeting: `original` (UTC) identifies it wherever it was moved; `start` is in the meeting's zone."""

    original: datetime
    start: datetime
    minutes: int

    @property
    def end(self) -> datetime:
        """When it is over; the minutes are counted on the clock that never jumps."""
        return (self.start.astimezone(UTC) + timedelta(minutes=self.minutes)).astimezone(self.start.tzinfo)

    @property
    def key(self) -> str:
        """Its identity as text, such as `2020-12-17T15:00:00Z`."""
        return f"{self.original.astimezone(UTC):{_KEY}}"

    def at(self, offset: timedelta) -> datetime:
        """The moment so long after the start (before it, where negative), in UTC."""
        return self.start.astimezone(UTC) + offset


def occurrences(config: Config, after: datetime, before: datetime) -> tuple[Occurrence, ...]:
    """The meetings that start in the half-open span from `after` to `before`, in order of start."""
    sittings = (
        sitting
        for sitting in _sittings(config, after, before)
        if _day(sitting.original, config) not in config.meeting.skip
    )
    found = {sitting.original: _occurrence(sitting, config) for sitting in sittings}
    found |= {extra.original: extra for extra in _extras(config)}
    within = [occurrence for occurrence in found.values() if after <= _began(occurrence) < before]
    return tuple(sorted(within, key=lambda occurrence: (_began(occurrence), occurrence.original)))


def due_for_agenda(config: Config, now: datetime) -> tuple[Occurrence, ...]:
    """The meetings whose agenda should exist by now: it may be opened already, and they are not over yet."""
    horizon = now + config.agenda.open_before + timedelta(microseconds=1)
    started = occurrences(config, now - LONGEST_MEETING, horizon)
    return tuple(occurrence for occurrence in started if now < occurrence.end.astimezone(UTC))


def find_occurrence(config: Config, key: str) -> Occurrence | None:
    """The meeting of an identity such as `2020-12-17T15:00:00Z`, wherever it was moved; None where it is no more."""
    original = _original(key)
    if original is None:
        return None
    extras = (extra for extra in _extras(config) if extra.original == original)
    return _kept(original, config) or next(extras, None)


def is_skipped(config: Config, key: str) -> bool:
    """Whether the configuration cancels the meeting of an identity."""
    original = _original(key)
    return (
        original is not None
        and _day(original, config) in config.meeting.skip
        and find_occurrence(config, key) is None
    )


def is_called_off(config: Config, key: str) -> bool:
    """Whether configuration or calendar cancel the meeting of an identity, and do not just know none there."""
    original = _original(key)
    off = original is not None and timetable(config).calls_off(original)
    return is_skipped(config, key) or (off and find_occurrence(config, key) is None)


def meeting_number(config: Config, occurrence: Occurrence) -> int:
    """How many meetings the schedule has before this one, counting from where it was first.

    By the schedule alone: what is skipped, cancelled, moved or added changes no other meeting's number, and an added
    meeting has the number of the next one of the schedule.
    """
    return timetable(config).count_before(occurrence.original)


def _sittings(config: Config, after: datetime, before: datetime) -> Iterator[Sitting]:
    """The meetings by schedule or calendar in the span, and those around days from which some were moved into it."""
    yield from timetable(config).between(after, before)
    for day, moved in config.meeting.moved.items():
        if after - _DAY <= _real(moved, config) < before:
            yield from _of_day(day, config)


def _of_day(day: date, config: Config) -> list[Sitting]:
    """The meetings by schedule or calendar of one day, in their order."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    around = timetable(config).originally_between(midnight - _DAY, midnight + 2 * _DAY)
    return sorted(
        (sitting for sitting in around if _day(sitting.original, config) == day),
        key=lambda sitting: sitting.original,
    )


def _occurrence(sitting: Sitting, config: Config) -> Occurrence:
    """The meeting with its time; of several on a day that was moved, later ones keep their distance to the first."""
    day = _day(sitting.original, config)
    moved = config.meeting.moved.get(day)
    if moved is None:
        return Occurrence(sitting.original, sitting.start.astimezone(config.zone), sitting.minutes)
    later = sitting.original - _of_day(day, config)[0].original
    return Occurrence(sitting.original, _real(moved + later, config), sitting.minutes)


def _kept(original: datetime, config: Config) -> Occurrence | None:
    """The meeting of an identity that schedule or calendar have and the configuration does not skip."""
    sitting = timetable(config).at(original)
    if sitting is None or _day(original, config) in config.meeting.skip:
        return None
    return _occurrence(sitting, config)


def _extras(config: Config) -> Iterator[Occurrence]:
    """Those that are no meeting of schedule or calendar already, told apart from ones moved away from their time."""
    starts = {_real(extra, config).astimezone(UTC) for extra in config.meeting.extra}
    taken: set[datetime] = set()
    for start in sorted(starts):
        original = start
        kept = _kept(original, config)
        while original in taken or (kept and _began(kept) != start):
            original += _SECOND
            kept = _kept(original, config)
        if kept is None:
            taken.add(original)
            yield Occurrence(original, start.astimezone(config.zone), config.meeting.duration)


def _began(occurrence: Occurrence) -> datetime:
    """When it starts, in UTC: a clock shows the times of the hour that it repeats twice."""
    return occurrence.at(timedelta())


def _day(original: datetime, config: Config) -> date:
    return original.astimezone(config.zone).date()


def _original(key: str) -> datetime | None:
    try:
        at = datetime.strptime(key, _KEY).replace(tzinfo=UTC)
    except ValueError:
        return None
    # A zone ahead of UTC or behind it has its first or last year's meetings in the year beside it.
    return at if YEARS.start - 1 <= at.year <= YEARS.stop else None


def _real(local: datetime, config: Config) -> datetime:
    """A time that a clock shows: in the hour that is skipped in spring, the one an hour later."""
    return local.replace(tzinfo=config.zone).astimezone(UTC).astimezone(config.zone)
