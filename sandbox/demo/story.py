"""One meeting from its page to its follow-ups, told in the terminal and kept as documents."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from shlex import quote

from rich.console import Console
from rich.table import Table
from rich.text import Text

from arch_hour import terminal
from arch_hour.arguments import SANDBOX_PORT
from arch_hour.rendering import count, reference
from arch_hour.rules.events import Command
from arch_hour.rules.page import Page
from arch_hour.rules.ranking import RankedTopic
from arch_hour.run import import_page, run
from arch_hour.session import Outcome, Settings
from arch_hour.telling import agenda_of, next_meeting, ranked_topics
from arch_hour.terminal_tables import show_table
from sandbox.demo.album import Album
from sandbox.demo.board import show_board
from sandbox.demo.cast import FACILITATOR, VOTERS, furnish, hand_over, sample_page
from sandbox.demo.meeting import Meeting
from sandbox.demo.narrator import Narrator
from sandbox.server import Running, serve
from sandbox.world import World

# The Makefile's `sandbox` opens this one.
OPENED_BY_MAKE = Path("build/demo/world.yml")


def tell(page: Page | None, folder: Path) -> int:
    """Tells the story with a page, or with our own sample; leaves documents in the folder; 0 when all went well."""
    chosen = page or sample_page()
    console = Console(highlight=False, emoji=False, width=None if Console().is_terminal else 110)
    with _answering(furnish(chosen)) as running:
        _Story(Narrator(console, running, chosen, Album(folder))).tell()
    return 0


@contextmanager
def _answering(world: World) -> Iterator[Running]:
    """Answers where `make sandbox` will, so that the addresses in texts stay right; elsewhere where that is taken."""
    with ExitStack() as stack:
        try:
            running = stack.enter_context(serve(world, SANDBOX_PORT))
        except OSError:
            running = stack.enter_context(serve(world))
        yield running


@dataclass
class _Story:
    narrator: Narrator

    def tell(self) -> None:
        """All chapters, in order."""
        self.narrator.gather()
        self.narrator.at(-timedelta(days=2))
        quiet = Text("A stand-in GitHub is running on this machine; nothing leaves it.", style="dim")
        self.narrator.console.print(quiet)
        self._vote(self._import())
        meeting = Meeting(self.narrator, self._make_agenda())
        meeting.begin()
        self._follow_up(meeting)
        meeting.go_on()
        meeting.end()
        meeting.rate()
        show_board(self.narrator)
        self._rest()
        self._leave_documents()

    def _import(self) -> Outcome:
        narrator, page = self.narrator, self.narrator.page
        narrator.chapter("The page becomes topics")
        gateway = narrator.environment(narrator.people[FACILITATOR].token).gateway()
        outcome = import_page(gateway, page, Settings(narrator.now), discussed=False)
        new = [placement for placement in outcome.placements if placement.existing is None]
        narrator.say(f"{count(len(new), 'topic')} from “{page.heading}”, ranked by the votes on the page:")
        terminal.show_ranking(narrator.console, outcome)
        for unplaced in page.unplaced:
            narrator.say(f"line {unplaced.line} found no place: {unplaced.text}")
        return outcome

    def _vote(self, imported: Outcome) -> None:
        narrator = self.narrator
        narrator.chapter("People vote with 👍")
        before = ranked_topics(imported)
        narrator.at(-timedelta(days=1))
        for place, voters in zip(reversed(before), (VOTERS, VOTERS[:3], VOTERS[:1]), strict=False):
            for login in voters:
                narrator.people[login].vote(place.topic.number)
        gateway = narrator.environment(narrator.workflow).gateway()
        outcome = run(gateway, Command.ACTIONS, Settings(narrator.now, dry_run=True))
        show_table(narrator.console, _moves(before, ranked_topics(outcome)))

    def _make_agenda(self) -> int:
        narrator = self.narrator
        narrator.chapter("The workflow makes the agenda")
        outcome = narrator.run(Command.AGENDA)
        agenda = agenda_of(outcome, next_meeting(outcome))
        if agenda is None:
            msg = "the agenda was not made"
            raise AssertionError(msg)
        number = agenda.issue.number
        narrator.say(f"{reference(number)} “{agenda.issue.title}”, refreshed as votes come in.")
        narrator.album.keep("agenda before the freeze", agenda.issue.body)
        narrator.at(-timedelta(minutes=10))
        frozen = agenda_of(narrator.run(Command.AGENDA), next_meeting(outcome))
        narrator.say(
            "Fifteen minutes before the meeting the ranking is final, and each topic has its section."
        )
        if frozen is not None:
            narrator.album.keep("agenda at the freeze", frozen.issue.body)
        return number

    def _follow_up(self, meeting: Meeting) -> None:
        narrator = self.narrator
        narrator.chapter("ACTION lines become follow-ups")
        outcome = meeting.note()
        terminal.show_follow_ups(narrator.console, outcome)
        for issue in outcome.snapshot.follow_ups:
            narrator.album.keep(f"follow-up {reference(issue.number)}", f"# {issue.title}\n\n{issue.body}")
        narrator.say(f"Each is said once on the issue it came from, such as {reference(meeting.agenda)}.")

    def _rest(self) -> None:
        narrator = self.narrator
        narrator.chapter("And once more")
        written = len(narrator.running.log.writes)
        outcome = narrator.run(Command.ALL)
        writes = len(narrator.running.log.writes) - written
        narrator.say(f"Running again: {len(outcome.steps)} changes, {writes} writes to GitHub.")
        if writes:
            msg = f"a run that had nothing to do wrote {writes} times"
            raise AssertionError(msg)
        for issue in sorted(
            (*outcome.snapshot.topics, *outcome.snapshot.discussed), key=lambda issue: issue.number
        ):
            told = "".join(f"\n\n---\n\n{comment.body}" for comment in issue.comments)
            narrator.album.keep(f"topic {reference(issue.number)}", f"# {issue.title}\n\n{issue.body}{told}")

    def _leave_documents(self) -> None:
        narrator, running = self.narrator, self.narrator.running
        index = narrator.album.bind(narrator.page.heading)
        reads = len(running.log.reads)
        narrator.console.print()
        narrator.say(
            f"{reads} reads and {len(running.log.writes)} writes in all. Look at {index} in a browser."
        )
        with running.world.lock:
            hand_over(running.world, narrator.page)
            narrator.album.keep_world(running.world)
        # Not wrapped: it is to be copied.
        invitation = f"Go on from here yourself, as any of these people: {_invitation(narrator.album.world)}"
        narrator.console.print(Text(invitation), soft_wrap=True)


def _invitation(world: Path) -> str:
    """What to type to open the demo's world."""
    return "make sandbox" if world == OPENED_BY_MAKE else f"arch-hour sandbox --world {quote(str(world))}"


def _moves(before: tuple[RankedTopic, ...], now: tuple[RankedTopic, ...]) -> Table:
    """The ranking with what the votes changed in it."""
    old = {place.topic.number: place for place in before}
    table = Table("", "was", "topic", "", "votes", "new", "by", box=None, pad_edge=False, header_style="dim")
    for column in (0, 1, 4, 5):
        table.columns[column].justify = "right"
    for place in now:
        was = old[place.topic.number]
        more = place.ballot.total - was.ballot.total
        table.add_row(
            str(place.rank),
            str(was.rank) if was.rank != place.rank else "",
            reference(place.topic.number),
            Text(place.topic.title),
            str(place.ballot.total),
            f"+{more}" if more else "",
            ", ".join(vote.voter.login for vote in place.ballot.counted),
        )
    return table
