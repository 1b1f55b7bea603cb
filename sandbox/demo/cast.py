"""The people of the demo, and what they do on the stand-in GitHub: always over HTTP, as themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from importlib.resources import files
from typing import Any

import requests

from arch_hour.config import Config
from arch_hour.config_file import read_config
from arch_hour.repository_paths import DEFAULT_PATH
from arch_hour.rules.action_lines import Owner, read_action_lines
from arch_hour.rules.page import Page, read_page
from sandbox.demo.repository import add_papers, add_project, add_workflow
from sandbox.world import World

REPOSITORY = "platform-team/coffee"
FACILITATOR = "facilitator"
# Whose token keeps the project board: the workflow's own reaches no project.
KEEPER = "coffee-keeper"
VOTERS = ("noor", "mateo", "yuki", "ines", "tomasz")
TIMEOUT = 10  # seconds
MEETING_HOUR = 10
ZONE = "Europe/Madrid"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a token of their own; `url` is the base of the REST API."""

    login: str
    token: str
    url: str

    def vote(self, number: int) -> None:
        """Gives a topic's opening post a 👍."""
        self._send("POST", f"/issues/{number}/reactions", {"content": "+1"})

    def comment(self, number: int, body: str) -> None:
        """Comments on an issue."""
        self._send("POST", f"/issues/{number}/comments", {"body": body})

    def comments_on(self, number: int) -> list[Any]:
        """What was said on an issue, oldest first."""
        return list(self._send("GET", f"/issues/{number}/comments?per_page=100", None))

    def react(self, comment: int, content: str) -> None:
        """Reacts to a comment, by its id."""
        self._send("POST", f"/issues/comments/{comment}/reactions", {"content": content})

    def body_of(self, number: int) -> str:
        """The text of an issue."""
        body: str = self._send("GET", f"/issues/{number}", None)["body"]
        return body

    def edit(self, number: int, body: str) -> None:
        """Gives an issue a new text."""
        self._send("PATCH", f"/issues/{number}", {"body": body})

    def _send(self, verb: str, path: str, data: Any) -> Any:
        answer = requests.request(
            verb,
            f"{self.url}/repos/{REPOSITORY}{path}",
            json=data,
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=TIMEOUT,
        )
        answer.raise_for_status()
        return answer.json()


def sample_page() -> Page:
    """Our own sample of a meeting page."""
    return read_page((files("sandbox.demo") / "page.txt").read_text(encoding="utf-8"))


def fresh_world() -> World:
    """A team that has just set Arch Hour up, in the week of its first meeting: no topics yet."""
    page = sample_page()
    world = furnish(page)
    world.clock.freeze(datetime.combine(page.date, time(8), UTC) - timedelta(days=4))
    for login in (FACILITATOR, *VOTERS, KEEPER):
        world.add_token(login)
    hand_over(world, page)
    return world


def hand_over(world: World, page: Page) -> None:
    """Adds what works by itself, for people to go on with: the workflow."""
    add_workflow(world, REPOSITORY, _read(configuration(page, dict(_named_people(page)))))


def furnish(page: Page) -> World:
    """A world with a team, its repository and its configuration."""
    world = World.start()
    named = dict(_named_people(page))
    people = (FACILITATOR, *VOTERS, *named.values(), KEEPER)
    for login in people:
        world.add_user(login)
    world.add_organization(REPOSITORY.partition("/")[0], members=people)
    roles = dict.fromkeys((*VOTERS, *named.values()), "write")
    world.add_repository(REPOSITORY, roles={FACILITATOR: "maintain", **roles})
    text = configuration(page, named)
    world.put_file(REPOSITORY, DEFAULT_PATH, text)
    add_papers(world, REPOSITORY, _read(text))
    add_project(world, REPOSITORY, FACILITATOR)
    return world


def configuration(page: Page, named: dict[str, str]) -> str:
    """The configuration of a weekly meeting that has the page's date among its days."""
    weekday = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[page.date.weekday()]
    lines = [
        "meeting:",
        f"  name: {_yaml(page.heading.split(':')[0].strip() or 'Coffee')}",
        f"  schedule: FREQ=WEEKLY;BYDAY={weekday}",
        f"  start: {page.date - timedelta(days=14)}T{MEETING_HOUR}:00",
        f"  timezone: {ZONE}",
        "  duration: 60",
    ]
    lines += ["board:", f"  project: orgs/{REPOSITORY.partition('/')[0]}/projects/1"]
    if named:
        lines.append("people:")
        lines += [f"  {_yaml(name)}: {login}" for name, login in named.items()]
    return "\n".join(lines) + "\n"


def _named_people(page: Page) -> Iterator[tuple[str, str]]:
    """A login for everybody whom the page's ACTION lines name by a display name."""
    taken = {FACILITATOR, *VOTERS, KEEPER}
    for topic in page.topics:
        for line in read_action_lines(topic.notes, {}):
            for person in (*line.owners, *line.participants):
                login = _login(person)
                if person.login is None and person.team is None and login and login not in taken:
                    taken.add(login)
                    yield person.name, login


def _login(person: Owner) -> str:
    """`Adam Blackwell` → `ablackwell`, as many companies do."""
    *first, last = person.name.split() or [""]
    letters = "".join(name[0] for name in first) + last
    return "".join(
        character for character in letters.casefold() if character.isascii() and character.isalnum()
    )


def _read(text: str) -> Config:
    return read_config(text, DEFAULT_PATH)


def _yaml(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
