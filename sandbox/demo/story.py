"""One meeting from its page to its follow-ups, told in the terminal and kept as documents."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from shlex import quote
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from arch_hour import terminal
from arch_hour.arguments import SANDBOX_PORT
from arch_hour.environment import Environment
from arch_hour.rendering import reference
from arch_hour.rules.events import Command
from arch_hour.rules.page import Page
from arch_hour.rules.ranking import RankedTopic
from arch_hour.run import import_page, run
from arch_hour.session import Outcome, Settings
from arch_hour.telling import agenda_of, next_meeting, ranked_topics
from arch_hour.terminal_tables import show_table
from sandbox.demo.album import Album
from sandbox.demo.cast import (
    FACILITATOR,
    MEETING_HOUR,
    REPOSITORY,
    VOTERS,
    Person,
    furnish,
    hand_over,
    sample_page,
)
from sandbox.server import Running, serve
from sandbox.world import World

# The Makefile's `sandbox` opens this one.
OPENED_BY_MAKE = Path("build/demo/world.yml")
NOTES = """- We looked at what the page collected and agreed on a first step
- `ACTION` in code is an example and makes nothing
- ACTION @{owner} to write down what we agreed and share it before the next meeting"""


def tell(page: Page | None, folder: Path) -> int:
    """Tells the story with a page, or with our own sample; leaves documents in the folder; 0 when all went well."""
    chosen = page or sample_page()
    console = Console(highlight=False, emoji=False, width=None if Console().is_terminal else 110)
    with _answering(furnish(chosen)) as running:
        _Story(console, running, chosen, Album(folder)).tell()
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
    console: Console
    running: Running
    page: Page
    album: Album
    people: dict[str, Person] = field(default_factory=dict)
    workflow: str = ""

    def tell(self) -> None:
        """All chapters, in order."""
        self._gather()
        imported = self._import()
        self._vote(imported)
        agenda = self._make_agenda()
        self._meet(agenda)
        self._follow_up(agenda)
        self._wrap_up(agenda)
        self._rest()
        self._leave_documents()

    def _gather(self) -> None:
        world = self.running.world
        for login in (FACILITATOR, *VOTERS):
            self.people[login] = Person(login, world.add_token(login), self.running.url)
        self.workflow = world.workflow_token(REPOSITORY)
        self._at(-timedelta(days=2))
        self.console.print(
            Text("A stand-in GitHub is running on this machine; nothing leaves it.", style="dim")
        )

    def _import(self) -> Outcome:
        self._chapter("The page becomes topics")
        token = self.people[FACILITATOR].token
        gateway = self._environment(token).gateway()
        outcome = import_page(gateway, self.page, Settings(self._now), discussed=False)
        new = [placement for placement in outcome.placements if placement.existing is None]
        self._say(f"{len(new)} topics from “{self.page.heading}”, ranked by the votes on the page:")
        terminal.show_ranking(self.console, outcome)
        for unplaced in self.page.unplaced:
            self._say(f"line {unplaced.line} found no place: {unplaced.text}")
        return outcome

    def _vote(self, imported: Outcome) -> None:
        self._chapter("People vote with 👍")
        before = ranked_topics(imported)
        self._at(-timedelta(days=1))
        for place, voters in zip(reversed(before), (VOTERS, VOTERS[:3], VOTERS[:1]), strict=False):
            for login in voters:
                self.people[login].vote(place.topic.number)
        outcome = run(
            self._environment(self.workflow).gateway(), Command.ACTIONS, Settings(self._now, dry_run=True)
        )
        show_table(self.console, _moves(before, ranked_topics(outcome)))

    def _make_agenda(self) -> int:
        self._chapter("The workflow makes the agenda")
        outcome = self._run(Command.AGENDA)
        agenda = agenda_of(outcome, next_meeting(outcome))
        if agenda is None:
            msg = "the agenda was not made"
            raise AssertionError(msg)
        number = agenda.issue.number
        self._say(f"{reference(number)} “{agenda.issue.title}”, refreshed as votes come in.")
        self.album.keep("agenda before the freeze", agenda.issue.body)
        self._at(-timedelta(minutes=10))
        frozen = agenda_of(self._run(Command.AGENDA), next_meeting(outcome))
        self._say("Fifteen minutes before the meeting the ranking is final, and each topic has its section.")
        if frozen is not None:
            self.album.keep("agenda at the freeze", frozen.issue.body)
        return number

    def _meet(self, agenda: int) -> None:
        self._chapter("The meeting")
        self._at(timedelta(minutes=25))
        scribe = self.people[VOTERS[0]]
        body = scribe.body_of(agenda)
        ticked = body.replace("- [ ] Discussed", "- [x] Discussed", 2)
        section = ticked.index("- [x] Discussed")
        end_of_line = ticked.index("\n", section)
        notes = NOTES.format(owner=VOTERS[1])
        scribe.edit(agenda, f"{ticked[:end_of_line]}\n\n{notes}{ticked[end_of_line:]}")
        self._say(f"{scribe.login} ticks two topics and writes notes with an ACTION line for {VOTERS[1]}.")
        self.album.keep("agenda during the meeting", scribe.body_of(agenda))

    def _follow_up(self, agenda: int) -> None:
        self._chapter("ACTION lines become follow-ups")
        outcome = self._run(Command.ACTIONS)
        terminal.show_follow_ups(self.console, outcome)
        for issue in outcome.snapshot.follow_ups:
            self.album.keep(f"follow-up {reference(issue.number)}", f"# {issue.title}\n\n{issue.body}")
        self._say(f"Each is said once on the issue it came from, such as {reference(agenda)}.")

    def _wrap_up(self, agenda: int) -> None:
        self._chapter("Wrapping up")
        self._at(timedelta(minutes=65))
        self.people[FACILITATOR].close(agenda)
        self._say(f"{FACILITATOR} closes the agenda, and the workflow does the rest:")
        terminal.show_changes(self.console, self._run(Command.ALL))

    def _rest(self) -> None:
        self._chapter("And once more")
        written = len(self.running.log.writes)
        outcome = self._run(Command.ALL)
        writes = len(self.running.log.writes) - written
        self._say(f"Running again: {len(outcome.steps)} changes, {writes} writes to GitHub.")
        if writes:
            msg = f"a run that had nothing to do wrote {writes} times"
            raise AssertionError(msg)
        for issue in sorted(
            (*outcome.snapshot.topics, *outcome.snapshot.discussed), key=lambda issue: issue.number
        ):
            told = "".join(f"\n\n---\n\n{comment.body}" for comment in issue.comments)
            self.album.keep(f"topic {reference(issue.number)}", f"# {issue.title}\n\n{issue.body}{told}")
        for issue in outcome.snapshot.agendas:
            for comment in issue.comments:
                self.album.keep(f"comment on {reference(issue.number)}", comment.body)

    def _leave_documents(self) -> None:
        index = self.album.bind(self.page.heading)
        reads = len(self.running.log.reads)
        self.console.print()
        self._say(
            f"{reads} reads and {len(self.running.log.writes)} writes in all. Look at {index} in a browser."
        )
        with self.running.world.lock:
            hand_over(self.running.world, self.page)
            self.album.keep_world(self.running.world)
        # Not wrapped: it is to be copied.
        invitation = f"Go on from here yourself, as any of these people: {_invitation(self.album.world)}"
        self.console.print(Text(invitation), soft_wrap=True)

    def _run(self, command: Command) -> Outcome:
        return run(self._environment(self.workflow).gateway(), command, Settings(self._now))

    def _environment(self, token: str) -> Environment:
        addresses = {"GITHUB_API_URL": self.running.url, "GITHUB_GRAPHQL_URL": self.running.graphql_url}
        return Environment.of(addresses, token=token, repository=REPOSITORY)

    @property
    def _now(self) -> datetime:
        return self.running.world.clock.now()

    def _at(self, offset: timedelta) -> None:
        """Puts the clock that long after the meeting's start, or before it."""
        start = datetime.combine(self.page.date, time(MEETING_HOUR), ZoneInfo("Europe/Madrid"))
        self.running.world.clock.freeze(start.astimezone(UTC) + offset)

    def _chapter(self, title: str) -> None:
        self.console.print()
        self.console.print(Rule(title, align="left", style="dim"))

    def _say(self, text: str) -> None:
        self.console.print(Text(text))


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
