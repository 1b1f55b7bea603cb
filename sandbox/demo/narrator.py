"""Who tells the demo's story: in the terminal, by the clock of the stand-in GitHub, with the people who act in it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from arch_hour.environment import Environment
from arch_hour.rules.events import Command
from arch_hour.rules.page import Page
from arch_hour.run import run
from arch_hour.session import Outcome, Settings
from sandbox.demo.album import Album
from sandbox.demo.cast import FACILITATOR, KEEPER, MEETING_HOUR, REPOSITORY, VOTERS, ZONE, Person
from sandbox.server import Running


@dataclass
class Narrator:
    """A story about the meeting of a page, told while it happens."""

    console: Console
    running: Running
    page: Page
    album: Album
    people: dict[str, Person] = field(default_factory=dict)
    workflow: str = ""
    keeper: str = ""

    def gather(self) -> None:
        """Gives everybody a token, the workflow its own, and one for the board."""
        world = self.running.world
        for login in (FACILITATOR, *VOTERS):
            self.people[login] = Person(login, world.add_token(login), self.running.url)
        self.workflow = world.workflow_token(REPOSITORY)
        self.keeper = world.add_token(KEEPER)

    @property
    def now(self) -> datetime:
        """What the clock shows."""
        return self.running.world.clock.now()

    def at(self, offset: timedelta) -> None:
        """Puts the clock that long after the meeting's start, or before it."""
        start = datetime.combine(self.page.date, time(MEETING_HOUR), ZoneInfo(ZONE))
        self.running.world.clock.freeze(start.astimezone(UTC) + offset)

    def chapter(self, title: str) -> None:
        """Begins a chapter."""
        self.console.print()
        self.console.print(Rule(title, align="left", style="dim"))

    def say(self, text: str) -> None:
        """A sentence of the story."""
        self.console.print(Text(text))

    def run(self, command: Command) -> Outcome:
        """A run of the workflow, as one of its events starts it."""
        return run(self.environment(self.workflow).gateway(), command, Settings(self.now))

    def environment(self, token: str) -> Environment:
        """What a shell or runner gives a run."""
        addresses = {"GITHUB_API_URL": self.running.url, "GITHUB_GRAPHQL_URL": self.running.graphql_url}
        return Environment.of(addresses, token=token, repository=REPOSITORY, project_token=self.keeper)
