"""What is said to commands that do nothing: one polite reply that tells what would work, and no more in a flood."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from arch_hour.model import Account, Comment
from arch_hour.rules.calls import Call
from arch_hour.rules.discussion import Box
from arch_hour.rules.markers import Marker


class Reason(Enum):
    """Why a command is not carried out; those of the discussion's state have its words."""

    NOT_ALLOWED = "not allowed"
    MISSPELT = "misspelt"
    MALFORMED = "malformed"
    ELSEWHERE = "elsewhere"
    TOO_SOON = "too soon"
    NOT_BEGUN = "not begun"
    OVER = "over"
    CANCELLED = "cancelled"
    BOX_RUNS = "box runs"
    NOTHING_RUNS = "nothing runs"
    NOTHING_WAITS = "nothing waits"
    SAID_ALREADY = "said already"
    LATE = "late"
    ITSELF = "itself"
    NO_TOPIC = "no topic"
    ANOTHER_REPOSITORY = "another repository"
    CLOSED = "closed"
    MERGED = "merged"


# A reply to what cannot be done is of no use to anybody any more after so long.
REPLIED_FOR = timedelta(days=1)

# So many mistakes are told one by one.
MOST_TOLD = 5

# How long one reply holds for the same again; what is left of a box changes by the minute.
QUIET = timedelta(minutes=10)
QUIET_ON_BOX = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Refused:
    """A command that is not carried out, and why; `box` is the time box that ran when it was given, if one did."""

    call: Call
    reason: Reason
    box: Box | None = None

    @property
    def topic(self) -> str:
        """What a reply is known by: its reason, and where it is not for everybody, whose mistake it was."""
        if self.reason in (Reason.NOT_ALLOWED, Reason.BOX_RUNS):
            return str(self.reason.value)
        return f"{self.reason.value} {login_of(self.call.by).casefold()}"


def login_of(account: Account | None) -> str:
    """The login, also of an account that is deleted."""
    return account.login if account else "(deleted account)"


def to_be_told(
    refused: Sequence[Refused], said: Sequence[tuple[Marker, Comment]], now: datetime
) -> list[Refused]:
    """Those that a reply must answer, one of each topic: none that one did a short while ago, none that is older.

    `said` are the replies on the same issue. People who may not give commands hear so once on each.
    """
    found: dict[str, Refused] = {}
    for each in refused:
        is_young = now - each.call.at <= REPLIED_FOR
        if is_young and not any(_holds(marker, comment, each) for marker, comment in said):
            found.setdefault(each.topic, each)
    return list(found.values())


def _holds(marker: Marker, comment: Comment, refused: Refused) -> bool:
    topics = marker.data.get("topics")
    if not isinstance(topics, list) or refused.topic not in topics:
        return False
    if refused.reason is Reason.NOT_ALLOWED:
        return True
    quiet = QUIET_ON_BOX if refused.reason is Reason.BOX_RUNS else QUIET
    return comment.created_at >= refused.call.at - quiet
