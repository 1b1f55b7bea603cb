"""When the workflow is to run: its cron entries, derived from the meetings.

GitHub starts scheduled runs late, by minutes and at times by hours, most of all at the full hour, and drops some. So
every entry is off the hour and its quarters (there are time zones for each), the agenda is looked at twice a day, and
two runs fall between the freeze and the start of a meeting, the first of them as early as can be.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule
"""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from arch_hour.config import Config
from arch_hour.rules.schedule import Occurrence, occurrences

YEAR = timedelta(days=366)
# GitHub's shortest interval.
APART = timedelta(minutes=5)
# Twice a day: makes the agenda, keeps it true, and wraps up.
UPKEEP = "23 6,18 * * *"
# Entries for meetings; a calendar may have them at any time of the day, and no file should be full of that.
MOST = 8
# Meetings that have a run in any case; init is run again later.
SOON = 5

_MINUTE = timedelta(minutes=1)
_EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Timer:
    """One entry of a workflow's schedule; without a time zone its hours are those of UTC."""

    cron: str
    timezone: str | None = None


@dataclass(frozen=True, slots=True)
class Crons:
    """The entries of a schedule: those of every day, and those shortly before the meetings."""

    upkeep: Timer
    before_meetings: tuple[Timer, ...]

    @property
    def timers(self) -> tuple[Timer, ...]:
        """All of them."""
        return (self.upkeep, *self.before_meetings)


def crons_for(config: Config, now: datetime, *, with_zone: bool) -> Crons:
    """What the meetings of the next year need; `with_zone` where the server knows time zones in schedules.

    In UTC an entry has the hours of summer and of winter.
    """
    zone: tzinfo = config.zone if with_zone else UTC
    name = config.zone.key if with_zone else None
    runs = [
        [moment.astimezone(zone) for moment in run_moments(config, meeting)]
        for meeting in occurrences(config, now, now + YEAR)
    ]
    soon = {(first.hour, first.minute) for first, *_ in runs[:SOON]}
    expressions = _expressions((moment for moments in runs for moment in moments), soon)
    return Crons(Timer(UPKEEP, name), tuple(Timer(cron, name) for cron in expressions))


def run_moments(config: Config, meeting: Occurrence) -> tuple[datetime, ...]:
    """When runs should start that make a ranking final before its meeting begins, in UTC."""
    freeze, start = meeting.at(-config.agenda.freeze_before), meeting.at(timedelta())
    first = _off_the_hour(freeze + _MINUTE)
    if freeze == start:
        return (first,)
    if first >= start:
        return (freeze,)
    second = _off_the_hour(freeze + (start - freeze) / 2)
    return (first, second) if second - first >= APART and second < start else (first,)


def _off_the_hour(moment: datetime) -> datetime:
    """The next full minute that is neither a quarter's first nor its second, and so off the hour in every time zone."""
    moment = moment.replace(second=0, microsecond=0)
    return moment + max(2 - moment.minute % 15, 0) * _MINUTE


def _expressions(moments: Iterable[datetime], soon: Container[tuple[int, int]]) -> Iterator[str]:
    """Cron expressions of times of day with their weekdays, those alike in one.

    Of too many those with times that are wanted `soon` are kept, and those for most meetings.
    """
    days: dict[tuple[int, int], set[int]] = defaultdict(set)
    often: Counter[tuple[int, int]] = Counter()
    for moment in moments:
        time = moment.hour, moment.minute
        days[time].add(moment.isoweekday() % 7)
        often[time] += 1
    hours: dict[tuple[int, frozenset[int]], list[int]] = defaultdict(list)
    for hour, minute in often:
        hours[minute, frozenset(days[hour, minute])].append(hour)

    def meetings(line: tuple[int, frozenset[int]]) -> int:
        return sum(often[hour, line[0]] for hour in hours[line])

    def is_soon(line: tuple[int, frozenset[int]]) -> bool:
        return any((hour, line[0]) in soon for hour in hours[line])

    kept = sorted(hours, key=lambda line: (is_soon(line), meetings(line)), reverse=True)[:MOST]
    for minute, weekdays in sorted(kept, key=lambda line: (min(hours[line]), line[0])):
        on = "*" if weekdays == _EVERY_DAY else _listed(weekdays)
        yield f"{minute} {_listed(hours[minute, weekdays])} * * {on}"


def _listed(numbers: Iterable[int]) -> str:
    return ",".join(map(str, sorted(numbers)))
