"""What became of the follow-ups: opened, closed, open and overdue, and all of that by owner."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median_low

from arch_hour.config import Config
from arch_hour.model import Issue, Snapshot
from arch_hour.rules.action_lines import Standing
from arch_hour.rules.follow_up_memory import DUPLICATE, REMOVED, FollowUp, read_follow_up
from arch_hour.rules.trust import is_trusted

# What became of the line of a follow-up that was closed without being done.
DROPPED = (Standing.WITHDRAWN.value, REMOVED)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many follow-ups were opened and closed in a period, and are open and overdue today.

    `dropped` are those of the closed ones whose line was struck or taken out.
    """

    opened: int = 0
    closed: int = 0
    dropped: int = 0
    open: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class FollowUps:
    """The follow-ups of a period; `took` is the time from opening to closing of the one in the middle.

    `owners` counts them by the login of everyone who is assigned, and by nothing for those that nobody is: who has most
    overdue first, then who has most open ones.
    """

    all: Counts
    took: timedelta | None
    owners: Mapping[str, Counts]


@dataclass(frozen=True, slots=True)
class _Promise:
    """A follow-up with what it remembers, where somebody wrote that whose markers count."""

    issue: Issue
    memory: FollowUp | None
    beginning: datetime | None
    today: date

    @property
    def is_duplicate(self) -> bool:
        return not self.issue.is_open and self.memory is not None and self.memory.settled == DUPLICATE

    @property
    def is_opened(self) -> bool:
        return self.beginning is None or self.issue.created_at >= self.beginning

    @property
    def is_closed(self) -> bool:
        closed_at = None if self.issue.is_open else self.issue.closed_at
        return closed_at is not None and (self.beginning is None or closed_at >= self.beginning)

    @property
    def is_dropped(self) -> bool:
        return self.is_closed and self.memory is not None and self.memory.settled in DROPPED

    @property
    def is_overdue(self) -> bool:
        due = self.memory.due if self.memory else None
        return self.issue.is_open and due is not None and due < self.today

    @property
    def took(self) -> timedelta | None:
        done = self.is_closed and not self.is_dropped
        return self.issue.closed_at - self.issue.created_at if done and self.issue.closed_at else None


def follow_ups_of_period(
    snapshot: Snapshot, config: Config, now: datetime, beginning: datetime | None
) -> FollowUps:
    """What happened to follow-ups since the beginning of a period, and where they stand on the local date of now."""
    promises = tuple(_promises(snapshot, config, now, beginning))
    by_owner: dict[str, list[_Promise]] = defaultdict(list)
    for promise in promises:
        for owner in promise.issue.assignees or ("",):
            by_owner[owner].append(promise)
    counts = {owner: _counted(theirs) for owner, theirs in by_owner.items()}
    taken = [promise.took for promise in promises if promise.took is not None]
    return FollowUps(
        _counted(promises),
        median_low(taken) if taken else None,
        dict(sorted((entry for entry in counts.items() if entry[1] != Counts()), key=_busiest)),
    )


def _busiest(entry: tuple[str, Counts]) -> tuple[int, int, int, str]:
    owner, counts = entry
    return -counts.overdue, -counts.open, -counts.opened, owner.casefold()


def _promises(
    snapshot: Snapshot, config: Config, now: datetime, beginning: datetime | None
) -> Iterator[_Promise]:
    """Whatever has their label, as on an agenda; those that were closed as another's duplicate are none."""
    today = now.astimezone(config.zone).date()
    for issue in snapshot.follow_ups:
        believed = is_trusted(snapshot, config, issue.author)
        memory = read_follow_up(issue) if believed else None
        promise = _Promise(issue, memory, beginning, today)
        if issue.has_label(config.actions.label) and not promise.is_duplicate:
            yield promise


def _counted(promises: Sequence[_Promise]) -> Counts:
    return Counts(
        opened=sum(promise.is_opened for promise in promises),
        closed=sum(promise.is_closed for promise in promises),
        dropped=sum(promise.is_dropped for promise in promises),
        open=sum(promise.issue.is_open for promise in promises),
        overdue=sum(promise.is_overdue for promise in promises),
    )
