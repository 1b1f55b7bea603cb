"""Runs on a meeting, with faults in between."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import takewhile
from typing import TypeAlias

from arch_hour.opening import begun
from arch_hour.rules.changes import AddComment, Change, Result
from arch_hour.rules.events import Command
from arch_hour.run import go_through
from arch_hour.session import STALE, Session, Settings
from tests.rules.faults import OPENING, Behind
from tests.rules.meeting_checks import check_all
from tests.rules.meeting_histories import Meeting
from tests.rules.memory import Memory, StoppedError
from tests.rules.memory_gateway import MemoryGateway

Fault: TypeAlias = Callable[[Meeting, int], str]


@dataclass
class Twice:
    """Writes every comment twice: nobody answered the first time, and the list did not show it yet."""

    live: Memory
    made: int = 0

    def apply(self, change: Change, number: int) -> Result:
        result = self.live.apply(change, number)
        if isinstance(change, AddComment):
            self.made += 1
            result = self.live.apply(change, number)
        return result


def session(
    meeting: Meeting, reader: MemoryGateway | None = None, writer: Twice | None = None, seconds: int = 0
) -> Session:
    """A run that has read the repository by a clock that is so much ahead, and done nothing yet."""
    live = meeting.repository
    settings = Settings(live.now + timedelta(seconds=seconds))
    found = begun(reader or live, OPENING, settings, meeting.config, "")
    found.writer = writer or live
    return found


def carry(meeting: Meeting, run: Session) -> list[Change]:
    """What a run does; one that people were quicker than, or that is stopped, is left to the next."""
    try:
        go_through(run, Command.ALL)
    except (StoppedError, *STALE):
        pass
    finally:
        meeting.repository.room = None
        meeting.look()
    return [step.change for step in run.steps]


def plain(meeting: Meeting) -> list[Change]:
    """A run that nothing disturbs."""
    run = session(meeting)
    go_through(run, Command.ALL)
    meeting.look()
    meeting.repository._agrees_with(run.snapshot)
    return [step.change for step in run.steps]


def clean(meeting: Meeting, choice: int) -> str:
    """A run that nothing disturbs."""
    return f"a run makes {len(plain(meeting))} changes ({choice})"


def stopped(meeting: Meeting, choice: int) -> str:
    """A run that is stopped after some changes."""
    meeting.repository.room = choice % 5
    return f"a run is stopped after {len(carry(meeting, session(meeting)))} changes"


def twice(meeting: Meeting, choice: int) -> str:
    """A run to which nobody answers that it commented."""
    writer = Twice(meeting.repository)
    carry(meeting, session(meeting, writer=writer))
    meeting.disturbed |= writer.made > 0
    return f"a run makes {writer.made} comments twice ({choice})"


def at_once(meeting: Meeting, choice: int) -> str:
    """Two runs read the same; one is stopped somewhere."""
    first, second = (session(meeting, Behind.of(meeting.repository)) for _ in range(2))
    meeting.repository.room = choice % 8
    done = carry(meeting, first)
    meeting.disturbed |= bool(carry(meeting, second) and done)
    return f"two runs at once make {len(first.steps)} and {len(second.steps)} changes"


def lagging(meeting: Meeting, choice: int) -> str:
    """A run that does not see what we said a moment ago, and nobody reacted to yet.

    What people say is seen by the run that it starts.
    """
    moment = meeting.repository.now - timedelta(seconds=60)
    newest = (
        each.database_id not in meeting.written
        and each.created_at >= moment
        and each.id not in meeting.repository.reactions_on
        for each in reversed(meeting.issue.comments)
    )
    unseen = min(1 + choice % 3, sum(1 for _ in takewhile(bool, newest)))
    run = session(meeting, Behind.of(meeting.repository, comments=unseen))
    meeting.disturbed |= bool(carry(meeting, run))
    return f"a run without {unseen} comments makes {len(run.steps)} changes"


def ahead(meeting: Meeting, choice: int) -> str:
    """A run whose clock goes ahead, or behind."""
    seconds = (-400, -30, 30, 400)[choice % 4]
    run = session(meeting, seconds=seconds)
    return f"a run {seconds} seconds ahead makes {len(carry(meeting, run))} changes"


def slow(meeting: Meeting, choice: int) -> str:
    """A run reads and does nothing yet; what read before goes on by what it saw then."""
    for run in meeting.held:
        meeting.repository.room = choice % 8 if choice % 3 == 0 else None
        meeting.disturbed |= bool(carry(meeting, run))
    told = [len(run.steps) for run in meeting.held]
    meeting.held = [] if choice % 2 else [session(meeting, Behind.of(meeting.repository))]
    return f"slow runs make {told} changes, and {len(meeting.held)} wait"


def settle(meeting: Meeting, choice: int) -> str:
    """After one or two runs that nothing disturbs everything is as it should be, and stays so."""
    if plain(meeting) and plain(meeting):
        third = plain(meeting)
        assert third == [], f"a third run writes {third}"
    check_all(meeting)
    return f"settled ({choice})"
