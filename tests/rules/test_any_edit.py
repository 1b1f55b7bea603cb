"""Whatever people do to an agenda, and whenever: none of their words is lost or said twice, and it stays the one."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from hypothesis import example, given, settings
from hypothesis import strategies as st

from arch_hour.gateway.protocol import Opening, Wanted
from arch_hour.model import Issue
from arch_hour.rules.agenda import plan_agenda
from arch_hour.rules.agenda_identity import AgendaIdentity
from arch_hour.rules.agendas import known_agendas
from arch_hour.rules.changes import CreateIssue, target_of
from arch_hour.session import Session, Settings
from arch_hour.stages import about_agendas
from tests.rules.build import REPOSITORY, VIEWER, config, moment, topic
from tests.rules.memory import Memory

CONFIG = config(agenda={"open_before": "10d"})
WANTED = Wanted("agenda", "topic", "topic: merged", "action-item", "+1", moment("12-01 00:00"))
LAST_WEEK, FROZEN_LAST_WEEK, OPENED = "12-09 09:00", "12-10 14:50", "12-15 09:00"
# A refresh, another one with news, the freeze, and afterwards.
MOMENTS = ("12-15 10:00", "12-16 10:00", "12-17 14:50", "12-17 14:58")
MEETING = "2020-12-17T15:00:00Z"
WORD = re.compile(r"word\d+")


@dataclass(frozen=True)
class Act:
    """What a person does to a text: where in it, in thousandths, over how many lines, and where to."""

    do: Callable[["Act", list[str], str], list[str]]
    at: int
    lines: int
    to: int

    def on(self, body: str, word: str) -> str:
        """The text as the person leaves it."""
        end = "\r\n" if "\r\n" in body else "\n"
        return end.join(self.do(self, body.replace("\r\n", "\n").split("\n"), word)).replace("\r\r", "\r")

    def place(self, lines: list[str]) -> int:
        return self.at * len(lines) // 1000

    def cut(self, lines: list[str]) -> slice:
        return slice(self.place(lines), self.place(lines) + self.lines)


def insert(act: Act, lines: list[str], word: str) -> list[str]:
    return [*lines[: act.place(lines)], word, *lines[act.place(lines) :]]


def append(_: Act, lines: list[str], word: str) -> list[str]:
    return [*lines, word]


def type_into_a_line(act: Act, lines: list[str], word: str) -> list[str]:
    line = lines[act.place(lines)]
    # What a marker of ours hides is ours.
    at = len(line) if "<!-- arch-hour:" in line else act.to * len(line) // 1000
    return [*lines[: act.place(lines)], f"{line[:at]} {word} {line[at:]}", *lines[act.place(lines) + 1 :]]


def rewrite(act: Act, lines: list[str], word: str) -> list[str]:
    return [*lines[: act.place(lines)], word, *lines[act.cut(lines).stop :]]


def delete(act: Act, lines: list[str], _: str) -> list[str]:
    return [*lines[: act.place(lines)], *lines[act.cut(lines).stop :]]


def half_delete(act: Act, lines: list[str], _: str) -> list[str]:
    line = lines[act.place(lines)]
    return [*lines[: act.place(lines)], line[: len(line) // 2], *lines[act.place(lines) + 1 :]]


def repeat(act: Act, lines: list[str], _: str) -> list[str]:
    at = act.to * len(lines) // 1000
    return [*lines[:at], *lines[act.cut(lines)], *lines[at:]]


def move(act: Act, lines: list[str], _: str) -> list[str]:
    rest = delete(act, lines, "")
    at = act.to * len(rest) // 1000
    return [*rest[:at], *lines[act.cut(lines)], *rest[at:]]


def tick(_: Act, lines: list[str], __: str) -> list[str]:
    return [line.replace("- [ ]", "- [x]") for line in lines]


def quote(act: Act, lines: list[str], word: str) -> list[str]:
    return [*lines, word, *(f"> {line}" for line in lines[act.cut(lines)])]


def save_in_a_browser(_: Act, lines: list[str], __: str) -> list[str]:
    return ["\r\n".join(lines)]


def save_by_a_script(_: Act, lines: list[str], __: str) -> list[str]:
    return ["\n".join(lines)]


def write_like_us(act: Act, lines: list[str], word: str) -> list[str]:
    ours = [
        "<!-- arch-hour:agenda {} -->",
        word,
        "<!-- /arch-hour:agenda -->",
        f"- [ ] Discussed · [#1](x) {word}",
    ]
    return [*lines, *ours[: act.lines]]


def copy_another_meeting(act: Act, lines: list[str], word: str) -> list[str]:
    issues, last, agenda = history()
    other = last if act.lines % 2 else next(each for each in issues.values() if is_next(each, agenda))
    body = other.body.split("\n")
    pasted = body[act.at * len(body) // 1000 :]
    return [*pasted, word, *lines] if act.to % 2 else [*lines, word, *pasted]


def replace_by_another_meeting(act: Act, _: list[str], word: str) -> list[str]:
    return copy_another_meeting(act, [], word)


ACTS = st.builds(
    Act,
    st.sampled_from(
        [
            insert, append, type_into_a_line, rewrite, delete, half_delete, repeat, move, tick, quote,
            save_in_a_browser, save_by_a_script, write_like_us, copy_another_meeting,
            replace_by_another_meeting,
        ]
    ),
    st.integers(0, 999),
    st.integers(1, 12),
    st.integers(0, 999),
)  # fmt: skip
# What people do before a run, between its look and its write, and right after the write.
STEPS = st.lists(
    st.tuples(st.lists(ACTS, max_size=2), st.lists(ACTS, max_size=2), st.lists(ACTS, max_size=1)),
    min_size=len(MOMENTS),
    max_size=len(MOMENTS),
)


@cache
def history() -> tuple[dict[int, Issue], Issue, int]:
    """A repository with a frozen agenda of last week's meeting, a new one, and one of next week's meeting."""
    repository = Memory.of(topic(1, "Early", votes=2), topic(2, "Later"))
    refresh(repository, LAST_WEEK)
    refresh(repository, FROZEN_LAST_WEEK)
    repository.close(repository.labelled("agenda")[0].number)
    refresh(repository, OPENED)
    last, agenda, _ = repository.labelled("agenda")
    return repository.issues, last, agenda.number


def is_next(issue: Issue, agenda: int) -> bool:
    """Whether it is the agenda of the meeting after this one, which is open already."""
    return issue.has_label("agenda") and issue.is_open and issue.number != agenda


def refresh(repository: Memory, at: str) -> int:
    """One run for the agenda; tells how much it wrote."""
    now: datetime = moment(at)
    repository.now = now
    snapshot = repository.read(Opening(VIEWER, REPOSITORY, None), WANTED)
    session = Session(repository, repository, Settings(now), CONFIG, WANTED, snapshot, source="")
    session.perform(about_agendas, plan_agenda)
    return len(session.steps)


@dataclass
class People:
    """Those who edit the agenda; `words` are those that they wrote and did not delete, as often as they stand there."""

    repository: Memory
    agenda: int
    words: Counter[str] = field(default_factory=Counter)
    written: int = 0

    @property
    def body(self) -> str:
        return self.repository.issues[self.agenda].body

    @property
    def identity(self) -> AgendaIdentity | None:
        seen = self.repository.read(Opening(VIEWER, REPOSITORY, None), WANTED)
        known = known_agendas(seen, CONFIG)
        return next((each.identity for each in known if each.issue.number == self.agenda), None)

    def act(self, acts: list[Act]) -> Callable[[int], None]:
        waiting = list(acts)

        def do(number: int) -> None:
            if number != self.agenda:
                return
            while waiting:
                self.written += 1
                before = Counter(WORD.findall(self.body))
                text = waiting.pop(0).on(self.body, f"word{self.written}")
                self.repository.edit(number, by="ada", body=text)
                now = Counter(WORD.findall(self.body))
                self.words = self.words + (now - before) - (before - now)

        return do


@settings(max_examples=40, deadline=None, derandomize=True)
@given(STEPS)
@example(
    [
        ([], [], []),
        ([], [], []),
        (
            [Act(copy_another_meeting, 0, 1, 0)],
            [Act(rewrite, 0, 1, 0)],
            [Act(rewrite, 218, 12, 0)],
        ),
        ([], [], []),
    ]
)
@example(
    [
        (
            [],
            [Act(replace_by_another_meeting, 18, 5, 321), Act(repeat, 200, 10, 245)],
            [Act(replace_by_another_meeting, 636, 12, 78)],
        ),
        ([], [], []),
        ([], [], []),
        ([], [], []),
    ]
)
@example(
    [
        ([], [], []),
        ([], [], []),
        ([], [Act(insert, 0, 1, 0)], [Act(copy_another_meeting, 0, 1, 1)]),
        ([], [], []),
    ]
)
def test_no_word_of_anybody_is_lost_or_said_twice(
    steps: list[tuple[list[Act], list[Act], list[Act]]],
) -> None:
    issues, last, agenda = history()
    repository = Memory(dict(issues))
    people = People(repository, agenda)
    for at, (first, meanwhile, afterwards) in zip(MOMENTS, steps, strict=True):
        people.act(first)(agenda)
        repository.vote(2, f"voter-{at}", at)
        repository.meanwhile, repository.afterwards = people.act(meanwhile), people.act(afterwards)
        left, made = people.identity, len(repository.changes)
        refresh(repository, at)
        if left and left.frozen:
            assert [change for change in repository.changes[made:] if target_of(change) == agenda] == []
        repository.meanwhile = repository.afterwards = lambda _: None
        second = refresh(repository, at)
        assert refresh(repository, at) == 0
        if not meanwhile and not afterwards:
            assert second == 0
        said = Counter(WORD.findall(people.body))
        assert people.words - said == Counter(), "words are lost"
        if meanwhile and afterwards:
            # Where people write over the same lines both before and after us, both wordings stay.
            people.words = said
        assert said == people.words, "words are said twice"
        assert [change for change in repository.changes if isinstance(change, CreateIssue)] == []
        assert people.identity is not None
        assert people.identity.meeting == MEETING
        assert repository.issues[last.number] == last
        assert repository.issues[agenda].is_open
