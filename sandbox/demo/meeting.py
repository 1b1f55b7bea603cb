"""The demo's chapters about the meeting itself: commands, reactions and notes on the agenda, and what comes of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

from rich.table import Table
from rich.text import Text

from arch_hour import terminal
from arch_hour.rendering import clock, reference
from arch_hour.rules.events import Command
from arch_hour.session import Outcome
from arch_hour.terminal_tables import show_table
from sandbox import markdown
from sandbox.demo.cast import FACILITATOR, VOTERS, ZONE, Person
from sandbox.demo.narrator import Narrator

NOTES = """- We looked at what the page collected and agreed on a first step
- DECISION: we try the smallest step for two weeks, then look again
- `ACTION` in code is an example and makes nothing
- ACTION @{owner} to write down what we agreed and share it before the next meeting"""
OURS = "Arch Hour"
EMOJI = {"+1": "👍", "-1": "👎", "heart": "❤️", "rocket": "🚀"}
# The lines of a time box's comment that tell how to vote, and what comes next.
_HOW_TO = ("React to this comment", "This is its last box", "Next: ", "No other topic waits.")
_TAG = re.compile(r"<[^>]+>")
_ROW, _CELL = re.compile(r"<tr>(.*?)</tr>", re.DOTALL), re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)


@dataclass
class Meeting:
    """The meeting on the agenda of that number; `heard` counts the comments on it that were told."""

    narrator: Narrator
    agenda: int
    heard: int = 0

    @property
    def _scribe(self) -> Person:
        return self.narrator.people[VOTERS[0]]

    def begin(self) -> None:
        """The first topic is called, and gets a second time box by people's reactions."""
        narrator, (noor, mateo, yuki, ines, _) = self.narrator, VOTERS
        narrator.chapter("The meeting, by comments on its agenda")
        first = self._order(FACILITATOR, "/next", 0)
        narrator.album.keep("time box", first)
        self._react(8, {noor: "+1", mateo: "+1", yuki: "+1", ines: "-1"})
        extended = self._order(FACILITATOR, "/next", 10)
        narrator.album.keep("time box, extended by reactions", extended)

    def note(self) -> Outcome:
        """The scribe writes into the agenda; what the run after that left."""
        narrator, scribe = self.narrator, self._scribe
        narrator.at(timedelta(minutes=12))
        body = scribe.body_of(self.agenda)
        end_of_line = body.index("\n", body.index("- [ ] Discussed"))
        notes = NOTES.format(owner=VOTERS[1])
        scribe.edit(self.agenda, f"{body[:end_of_line]}\n\n{notes}{body[end_of_line:]}")
        narrator.say(f"{scribe.login} writes into the agenda, with a DECISION and an ACTION for {VOTERS[1]}:")
        outcome = narrator.run(Command.ALL)
        narrator.album.keep("agenda during the meeting", scribe.body_of(self.agenda))
        self.heard = len(scribe.comments_on(self.agenda))
        return outcome

    def go_on(self) -> None:
        """The rest of the meeting: a command too early, a vote to move on, a topic cut short and one put back."""
        self.narrator.chapter("The meeting goes on")
        self._order(VOTERS[4], "/next", 13)
        self._react(14, dict.fromkeys(VOTERS[1:4], "-1"))
        self._order(FACILITATOR, "/next", 15)
        self._order(FACILITATOR, "/move-on", 21)
        self._order(VOTERS[2], "/skip", 24)

    def end(self) -> None:
        """The facilitator ends it, and everything is wrapped up."""
        narrator = self.narrator
        narrator.chapter("Wrapping up")
        self._say(FACILITATOR, "/end", 32)
        outcome = narrator.run(Command.ALL)
        minutes = self._new()[-1]["body"]
        show_table(narrator.console, _first_table(minutes))
        narrator.console.print()
        terminal.show_changes(narrator.console, outcome)
        narrator.album.keep("minutes", minutes)
        narrator.album.keep(f"what was said on {reference(self.agenda)}", self._all_said())

    def rate(self) -> None:
        """People tell how well their time was spent, and the next agenda has it."""
        narrator = self.narrator
        narrator.chapter("The next agenda tells how well the time was spent")
        kinds = ("heart", "rocket", "heart", "+1", "heart")
        self._react(33, dict(zip(VOTERS, kinds, strict=True)))
        narrator.at(timedelta(days=4))
        outcome = narrator.run(Command.ALL)
        newest = max(outcome.snapshot.agendas, key=lambda issue: issue.number)
        told = next(
            line
            for line in _words(markdown.render(newest.body)).split("\n")
            if line.startswith("Previous agenda")
        )
        narrator.say(f"{reference(newest.number)} “{newest.title}”: {told}")
        narrator.album.keep("the next agenda", newest.body)

    def _order(self, by: str, text: str, minute: int) -> str:
        """Somebody comments, a run answers; the text of the answer."""
        self._say(by, text, minute)
        self.narrator.run(Command.ALL)
        said = self._new()
        for comment in said:
            self._line("", OURS, "\n".join(_brief(comment["body"])))
        return str(said[-1]["body"])

    def _say(self, by: str, text: str, minute: int) -> None:
        self.narrator.at(timedelta(minutes=minute))
        self.narrator.people[by].comment(self.agenda, text)
        self.heard += 1
        self._line(self._clock(), by, text)

    def _react(self, minute: int, kinds: dict[str, str]) -> None:
        """People react to our newest comment that asks them to."""
        self.narrator.at(timedelta(minutes=minute))
        comments = reversed(self._scribe.comments_on(self.agenda))
        asking = next(comment for comment in comments if "React to this comment" in comment["body"])
        for login, kind in kinds.items():
            self.narrator.people[login].react(asking["id"], kind)
        given = [f"{EMOJI[kind]} {login}" for login, kind in kinds.items()]
        self._line(self._clock(), "reactions", "  ".join(given))

    def _new(self) -> list[Any]:
        """Our comments since the last that were told."""
        comments = self._scribe.comments_on(self.agenda)
        new, self.heard = comments[self.heard :], len(comments)
        return new

    def _all_said(self) -> str:
        parts: list[str] = []
        for comment in self._scribe.comments_on(self.agenda):
            at = datetime.fromisoformat(comment["created_at"]).astimezone(ZoneInfo(ZONE))
            parts.append(f"---\n**{clock(at)} {comment['user']['login']}**\n\n{comment['body']}")
        return "\n\n".join(parts)

    def _clock(self) -> str:
        return clock(self.narrator.now.astimezone(ZoneInfo(ZONE)))

    def _line(self, at: str, who: str, what: str) -> None:
        row = Table.grid(padding=(0, 2))
        row.add_column(width=5, style="dim")
        row.add_column(width=len(FACILITATOR), style="dim")
        row.add_column(overflow="fold")
        row.add_row(at, who, Text(what))
        show_table(self.narrator.console, row)


def _brief(comment: str) -> Iterator[str]:
    """The lines of a comment of ours as people read them, without how to go on."""
    for line in _words(markdown.render(comment)).split("\n"):
        if not line.startswith(_HOW_TO):
            yield line.replace(" · in your time zone", "")


def _words(html: str) -> str:
    """The words that people see."""
    words = unescape(_TAG.sub("", html))
    return "\n".join(line.strip() for line in words.split("\n") if line.strip())


def _first_table(text: str) -> Table:
    """The first table of a text, where it has one."""
    html = markdown.render(text).partition("<table>")[2].partition("</table>")[0]
    heads, *rows = ([_words(cell) for cell in _CELL.findall(row)] for row in _ROW.findall(html) or ("",))
    table = Table(*heads, box=None, pad_edge=False, header_style="dim")
    for row in rows:
        table.add_row(*map(Text, row))
    return table
