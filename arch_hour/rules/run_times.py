"""Whether the workflow's schedule has a run where a meeting needs one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError

from arch_hour.config import Config
from arch_hour.rules.crons import Timer
from arch_hour.rules.schedule import Occurrence

# GitHub's delays are rarely longer; what is closer to the start may well come after it.
MARGIN = timedelta(minutes=10)
# So long do those wait for the final ranking who want it to be final at the start.
LATE = timedelta(minutes=15)
# Without a run for longer nothing is wrapped up, and no follow-up is brought to mind.
LONGEST_PAUSE = timedelta(days=8)
# Five fields of numbers, names of months and weekdays, lists, ranges and steps: the library reads more than GitHub.
_FIELD = r"(?:\d+|\*|[A-Za-z]{3})(?:[-,/](?:\d+|\*|[A-Za-z]{3}))*"
_CRON = re.compile(rf"{_FIELD}(?:\s+{_FIELD}){{4}}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Runs:
    """The first runs by schedule that matter for a meeting, in UTC; None where there is none in time.

    `making` has time until the freeze to make the agenda, `final` is between the freeze and the start, and `after` is
    when the agenda is wrapped up by itself.
    """

    making: datetime | None
    final: datetime | None
    after: datetime | None
    room: timedelta = timedelta()

    @property
    def has_margin(self) -> bool:
        """Whether GitHub may start the last of them late; where the freeze itself is close, nothing can be earlier."""
        return self.room >= MARGIN


def runs_around(timers: tuple[Timer, ...], config: Config, meeting: Occurrence) -> Runs:
    """The runs that a schedule has around a meeting."""
    agenda = config.agenda
    opens, freeze = meeting.at(-agenda.open_before), meeting.at(-agenda.freeze_before)
    start, closes = meeting.at(timedelta()), meeting.end.astimezone(UTC) + agenda.close_after
    if freeze == start:  # a ranking that is final only then is told a little later
        start += LATE
    final = first_run(timers, freeze, start)
    return Runs(
        making=first_run(timers, opens, freeze),
        final=final,
        after=first_run(timers, closes, closes + LONGEST_PAUSE),
        room=start - final if final else timedelta(),
    )


def first_run(timers: Iterable[Timer], since: datetime, before: datetime) -> datetime | None:
    """The first run in the half-open span, in UTC; what is no cron expression or time zone starts none."""
    found = [moment for timer in timers if (moment := _next(timer, since)) is not None and moment < before]
    return min(found, default=None)


def is_understood(timer: Timer) -> bool:
    """Whether an entry is a cron expression of a known time zone."""
    return _next(timer, datetime(2020, 1, 1, tzinfo=UTC)) is not None


def _next(timer: Timer, since: datetime) -> datetime | None:
    if not _CRON.fullmatch(timer.cron.strip()):
        return None
    try:
        zone = ZoneInfo(timer.timezone or "UTC")
        # The library looks only after the moment that it is given, and takes an hour that comes twice for the first.
        before = (since - timedelta(microseconds=1)).astimezone(zone)
        runs = (moment.astimezone(UTC) for moment in CronSim(timer.cron, before))
        return next(moment for moment in runs if moment >= since)
    except (CronSimError, StopIteration, ZoneInfoNotFoundError, ValueError, OSError):
        return None
