"""Runs that go wrong: lists that lag, answers that are lost, two runs at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from arch_hour.gateway.protocol import Opening
from arch_hour.model import Activity, Comment, Edit, Fate, Issue, Place, Reaction
from arch_hour.opening import begun
from arch_hour.rules.changes import Change, CreateIssue, Result
from arch_hour.rules.events import Command
from arch_hour.run import go_through
from arch_hour.session import STALE, Session, Settings
from tests.rules.build import REPOSITORY, VIEWER, config
from tests.rules.memory import Memory, StoppedError
from tests.rules.memory_gateway import MemoryGateway

CONFIG = config()
OPENING = Opening(VIEWER, REPOSITORY, None)


@dataclass
class Behind(MemoryGateway):
    """A repository as its lists told of it some time ago; what is looked up one by one is as it is."""

    live: Memory = field(default_factory=Memory)

    @classmethod
    def of(cls, live: Memory, follow_ups: int = 0, comments: int = 0) -> "Behind":
        """As it is now, without so many of the newest follow-ups, and of the newest comments of each issue."""
        ours = [number for number, issue in sorted(live.issues.items()) if issue.has_label("action-item")]
        missing = set(ours[len(ours) - follow_ups :])
        issues = {
            number: _without_newest(issue, comments)
            for number, issue in live.issues.items()
            if number not in missing
        }
        return cls(
            issues, live.values, writing=set(live.writing), comments_read=live.comments_read, live=live
        )

    def fates(self, places: tuple[Place, ...]) -> Mapping[str, Fate]:
        return self.live.fates(places)

    def activity(self, issue: Issue) -> tuple[Activity, ...]:
        return self.live.activity(issue)

    def reactions(self, comments: tuple[Comment, ...]) -> Mapping[str, tuple[Reaction, ...]]:
        return self.live.reactions(comments)

    def history(self, text: Issue | Comment) -> tuple[Edit, ...]:
        return self.live.history(text)

    def follow_ups_numbered(self, numbers: tuple[int, ...]) -> tuple[Issue, ...]:
        return self.live.follow_ups_numbered(numbers)


def _without_newest(issue: Issue, comments: int) -> Issue:
    if not comments or not issue.comments:
        return issue
    left = issue.comments[:-comments]
    return replace(issue, comments=left, comments_total=len(left))


@dataclass
class Writer:
    """Writes to a repository, and loses the answer of a create; a list that lags lets it be made twice."""

    live: Memory
    twice: bool = False

    def apply(self, change: Change, number: int) -> Result:
        result = self.live.apply(change, number)
        if isinstance(change, CreateIssue):
            if not self.twice:
                raise StoppedError
            result = self.live.apply(change, number)
        return result


def session(live: Memory, reader: MemoryGateway | None = None, writer: Writer | None = None) -> Session:
    """A run that has read the repository, and done nothing yet."""
    found = begun(reader or live, OPENING, Settings(live.now), CONFIG, "")
    found.writer = writer or live
    return found


def carry(run: Session) -> list[Change]:
    """What a run does; one that people were quicker than, or that is stopped, is left to the next."""
    try:
        go_through(run, Command.ACTIONS)
    except (StoppedError, *STALE):
        pass
    return [step.change for step in run.steps]
