"""A meeting that a team holds on its agenda over HTTP, everybody as themselves, by the sandbox's clock."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from tests.integration.conftest import CONFIGURATION, MEETING, REPOSITORY

if TYPE_CHECKING:
    from tests.integration.conftest import Town

ZONE = ZoneInfo("America/New_York")
# Each topic with those who vote for it, in the order in which the agenda has them.
TOPICS = {
    "Splitting the billing service": ("ada", "ben", "cleo"),
    "What if search is down?": ("ben", "cleo"),
    "One place for runbooks": ("ada",),
    "Where do images come from?": (),
    "Feature flags: who cleans up?": (),
}
EMOJI = {"+1": "👍", "-1": "👎", "confused": "😕", "heart": "❤️", "rocket": "🚀"}
MARKER = re.compile(r"<!-- /?arch-hour:.*?-->\n?", re.DOTALL)
_BOX = re.compile(
    r"^### ⏳ \[#(\d+)\].*?^\*\*Box (\d) of (\d) · (\d+) minutes · until (\S+)\*\*", re.M | re.S
)
_BOTS = ("discussion", "reply", "wrap-up")


@dataclass(frozen=True, slots=True)
class Box:
    """A time box as people read it: its topic, which of how many it is, its minutes, and until when it is, as HH:MM."""

    topic: int
    number: int
    of: int
    minutes: int
    until: str


@dataclass
class Meeting:
    """What people do at one meeting, and what they see of it; `topics` are their numbers in the agenda's order."""

    town: "Town"
    agenda: int = 0
    topics: list[int] = field(default_factory=list)

    @classmethod
    def called(cls, town: "Town", more: str = "", *, until: float = -10) -> "Meeting":
        """One whose agenda stands, with these lines more in its configuration, so many minutes after its start."""
        town.world.put_file(REPOSITORY, ".github/arch-hour.yml", CONFIGURATION + more)
        meeting = cls(town)
        meeting.propose()
        meeting.agenda = meeting.run()["agenda"]["number"]
        meeting.at(until)
        meeting.run()
        return meeting

    def propose(self) -> None:
        """Opens the topics, and votes."""
        for title, voters in TOPICS.items():
            number = self.town.send("ada", "POST", "/issues", {"title": title, "labels": ["topic"]})["number"]
            for voter in voters:
                self.town.send(voter, "POST", f"/issues/{number}/reactions", {"content": "+1"})
            self.topics.append(number)

    def at(self, minutes: float) -> None:
        """Puts the clock so long after the meeting's start."""
        self.town.at(MEETING + timedelta(minutes=minutes))

    def run(self) -> Any:
        """A run in this process, and what it tells."""
        return self.town.values("run")

    def say(self, by: str, text: str, *, at: float | None = None) -> int:
        """A comment on the agenda; its id."""
        if at is not None:
            self.at(at)
        said: int = self.town.send(by, "POST", f"/issues/{self.agenda}/comments", {"body": text})["id"]
        return said

    def edit(self, by: str, comment: int, text: str) -> None:
        """Gives a comment another text."""
        self.town.send(by, "PATCH", f"/issues/comments/{comment}", {"body": text})

    def delete(self, by: str, comment: int) -> None:
        """Deletes a comment."""
        self.town.send(by, "DELETE", f"/issues/comments/{comment}")

    def order(self, by: str, text: str, *, at: float | None = None) -> Any:
        """A comment, and the run that it starts; what that tells."""
        self.say(by, text, at=at)
        return self.run()

    def react(self, comment: int, **kinds: Sequence[str]) -> None:
        """Reactions by logins: who wants to go `on`, who wants to move `over`, or GitHub's words for others."""
        for kind, people in kinds.items():
            for login in people:
                content = {"on": "+1", "over": "-1"}.get(kind, kind)
                self.town.send(login, "POST", f"/issues/comments/{comment}/reactions", {"content": content})

    def note(self, by: str, topic: int, text: str) -> None:
        """Writes into the section of a topic, below its tick box."""
        body: str = self.town.send(by, "GET", f"/issues/{self.agenda}")["body"]
        head, box, rest = body.partition(f"- [ ] Discussed · [#{topic}]")
        line, _, after = rest.partition("\n")
        assert box
        self.town.send(
            by, "PATCH", f"/issues/{self.agenda}", {"body": f"{head}{box}{line}\n\n{text}\n{after}"}
        )

    def close(self, by: str = "ada", state: str = "closed") -> None:
        """Closes the agenda, or opens it again."""
        self.town.send(by, "PATCH", f"/issues/{self.agenda}", {"state": state})

    @property
    def comments(self) -> list[Any]:
        """All that was said on the agenda."""
        path = f"/issues/{self.agenda}/comments?per_page=100"
        return list(self.town.send("ada", "GET", path))

    def ours(self, kind: str) -> list[Any]:
        """Our comments of a kind."""
        return [each for each in self.comments if each["body"].startswith(f"<!-- arch-hour:{kind} ")]

    @property
    def told(self) -> list[Any]:
        """Our comments that answer commands, oldest first."""
        return [
            each
            for each in self.comments
            if each["body"].startswith(tuple(f"<!-- arch-hour:{kind} " for kind in _BOTS))
        ]

    @property
    def boxes(self) -> list[Box]:
        """The time boxes that were told, oldest first."""
        return [box for comment in self.ours("discussion") if (box := box_of(comment["body"]))]

    @property
    def box(self) -> int:
        """The id of the comment that told the newest time box."""
        number: int = [comment["id"] for comment in self.ours("discussion") if box_of(comment["body"])][-1]
        return number

    @property
    def minutes(self) -> str:
        """The text of the minutes, of which there is one."""
        (told,) = self.ours("wrap-up")
        return seen(told["body"])

    @property
    def states(self) -> dict[int, tuple[str, tuple[str, ...]]]:
        """Of each topic whether it is open, and its labels."""
        return {
            issue["number"]: (issue["state"], tuple(sorted(label["name"] for label in issue["labels"])))
            for issue in self.town.issues("topic")
        }

    def is_settled(self) -> bool:
        """Whether another run writes nothing."""
        return self.town.spent(self.run)[1] == 0


def box_of(body: str) -> Box | None:
    """The time box that a comment tells, if it tells one."""
    found = _BOX.search(body)
    if found is None:
        return None
    topic, number, of, minutes = map(int, found.groups()[:4])
    return Box(topic, number, of, minutes, found[5])


def seen(body: str) -> str:
    """A text as people see it: without our markers."""
    return MARKER.sub("", body).strip()


def clock(at: str) -> str:
    """The meeting's clock at a time as GitHub writes it."""
    return f"{datetime.fromisoformat(at).astimezone(ZONE):%H:%M}"


def transcript(meeting: Meeting) -> str:
    """Who said what when on the agenda, and what became of topics and follow-ups; with GitHub's own address."""
    parts = ["# What was said on the agenda", *_said(meeting), "# What became of the issues"]
    parts += _became(meeting)
    text = "\n\n".join(parts)
    return text.replace(meeting.town.running.url, "https://github.com")


def _said(meeting: Meeting) -> Iterator[str]:
    for comment in meeting.comments:
        yield f"---\n**{clock(comment['created_at'])} {comment['user']['login']}**"
        yield seen(comment["body"])
        given = _reactions(meeting, comment["id"])
        if given:
            yield f"*{given}*"


def _reactions(meeting: Meeting, comment: int) -> str:
    listed = meeting.town.send("ada", "GET", f"/issues/comments/{comment}/reactions?per_page=100")
    return ", ".join(
        f"{clock(each['created_at'])} {EMOJI[each['content']]} {each['user']['login']}" for each in listed
    )


def _became(meeting: Meeting) -> Iterator[str]:
    for label in ("topic", "action-item"):
        for issue in meeting.town.issues(label):
            labels = ", ".join(sorted(each["name"] for each in issue["labels"]))
            owners = ", ".join(each["login"] for each in issue["assignees"]) or "nobody"
            yield f"---\n**#{issue['number']} {issue['title']}** is {issue['state']}, of {owners}, with {labels}."
            said = meeting.town.send("ada", "GET", f"/issues/{issue['number']}/comments")
            yield from (
                seen(text) for text in (issue["body"] or "", *(each["body"] for each in said)) if text
            )
