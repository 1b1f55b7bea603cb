"""Commands that people say in comments: whose each is, since when it stands there, and how it is known again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from arch_hour.config import Config
from arch_hour.model import Account, Comment, Issue, Snapshot
from arch_hour.rules.commands import Spoken, may_have_commands, read_commands
from arch_hour.rules.markers import BEGIN, Marker, digest
from arch_hour.rules.trust import is_ours

# Of so many commands our comments remember that they were answered: a flood shall not fill them.
MOST_ANSWERED = 500


@dataclass(frozen=True, slots=True)
class Call:
    """A command in a comment, and when it was given: an edited comment may hold one that it did not have before."""

    spoken: Spoken
    comment: Comment
    at: datetime

    @property
    def by(self) -> Account | None:
        """Who gave it; None for a deleted account."""
        return self.comment.author

    @property
    def key(self) -> str:
        """What it is known by, however often it is seen: its comment's number, its words, and which of the same."""
        return _key(self.comment, self.spoken)

    @property
    def words(self) -> str:
        """The command as people typed it, in one line, such as `/merge #12`."""
        return " ".join(filter(None, (f"/{self.spoken.word}", self.spoken.rest)))


def calls_on(snapshot: Snapshot, config: Config, issue: Issue) -> list[Call]:
    """Every command in the comments of an issue, whoever gave it, in the order of time."""
    calls = [
        Call(spoken, comment, _given_at(snapshot, comment, spoken))
        for comment in comments_with_commands(snapshot, config, issue)
        for spoken in read_commands(comment.body)
    ]
    return sorted(calls, key=lambda call: (call.at, call.comment.database_id, call.spoken.line))


def comments_with_commands(snapshot: Snapshot, config: Config, issue: Issue) -> Iterator[Comment]:
    """The comments of people that hold commands; what we say in our own name, and what we carry for people, is none."""
    for comment in issue.comments:
        if may_have_commands(comment.body) and not (
            comment.body.startswith(BEGIN) and is_ours(snapshot, config, comment.author)
        ):
            yield comment


def is_after_closing(call: Call, issue: Issue) -> bool:
    """Whether a command was given when its issue was closed already, as far as that is known of one that is closed."""
    return not issue.is_open and issue.closed_at is not None and call.at > issue.closed_at


def is_time_unknown(snapshot: Snapshot, call: Call) -> bool:
    """Whether only older versions of its comment tell since when it stands there."""
    return call.comment.edited_at is not None and call.comment.id not in snapshot.histories


def keys_answered(marker: Marker) -> Iterator[str]:
    """The keys of the commands that a comment of ours answers, and as many of those before as it had room for."""
    for name in ("answers", "answered"):
        listed = marker.data.get(name)
        yield from (key for key in listed if isinstance(key, str)) if isinstance(listed, list) else ()


def newest(keys: Iterable[str]) -> list[str]:
    """The keys that a marker holds: those of the newest comments, as far as there is room.

    A key begins with its comment's number.
    """

    def number(key: str) -> tuple[int, str]:
        digits = key.partition("/")[0].removeprefix("-")
        return int(digits) if digits.isdigit() else 0, key

    return sorted(keys, key=number)[-MOST_ANSWERED:]


def _given_at(snapshot: Snapshot, comment: Comment, spoken: Spoken) -> datetime:
    """When it first stood where it still stands; the last edit where that is all that is known."""
    if comment.edited_at is None:
        return comment.created_at
    at = comment.edited_at
    for version in snapshot.histories.get(comment.id, ()):
        if not any(_is_same(spoken, other) for other in read_commands(version.text)):
            return at
        at = version.at
    return at


def _is_same(one: Spoken, other: Spoken) -> bool:
    return (one.said, one.nth) == (other.said, other.nth)


def _key(comment: Comment, spoken: Spoken) -> str:
    words = spoken.said if spoken.is_well_formed else digest(spoken.said)
    return f"{comment.database_id}/{words}/{spoken.nth}"
