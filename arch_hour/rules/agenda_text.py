"""What an agenda tells, and how much of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from arch_hour.model import Issue, Repository
from arch_hour.rules.ranking import Program
from arch_hour.rules.roti import Rating
from arch_hour.rules.schedule import Occurrence


@dataclass(frozen=True, slots=True)
class OpenFollowUp:
    """A follow-up still to be done, as it is at the meeting.

    `due` is its date, and `overdue` says whether that is past by then; `age` is in whole days. It `needs_owner` where
    nobody is assigned, or where not everybody whom its line names could be.
    """

    issue: Issue
    due: date | None
    overdue: bool
    age: timedelta
    needs_owner: bool


@dataclass(frozen=True, slots=True)
class AgendaText:
    """All that the ranking block tells, besides the configuration; `rating` is of the meeting before."""

    repository: Repository
    occurrence: Occurrence
    program: Program
    follow_ups: tuple[OpenFollowUp, ...]
    freeze_at: datetime
    frozen: bool
    facilitator: str = ""
    scribe: str = ""
    previous: Issue | None = None
    rating: Rating | None = None


class Voters(Enum):
    """What an agenda tells of votes beside their number: every name, the names of those refused, or reasons alone."""

    NAMES = "names"
    REFUSALS = "refusals"
    REASONS = "reasons"


@dataclass(frozen=True, slots=True)
class Measure:
    """How much an agenda tells: topics prepared at most, rows of the two lists, and what of the voters."""

    topics: int
    backlog_rows: int
    follow_up_rows: int
    voters: Voters = Voters.REASONS

    @property
    def names_voters(self) -> bool:
        """Whether it says of everybody who voted."""
        return self.voters is Voters.NAMES


# What is left out is a link to the rest. Names of voters give way first: a comment records them.
MEASURES = (
    Measure(60, 40, 30, Voters.NAMES),
    Measure(60, 40, 30, Voters.REFUSALS),
    Measure(60, 40, 30),
    Measure(60, 10, 10),
    Measure(30, 10, 10),
    Measure(15, 5, 5),
    Measure(5, 0, 0),
)
