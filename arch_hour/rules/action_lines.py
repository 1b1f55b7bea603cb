"""The grammar of ACTION lines: who will do what, until when, and which issue it is about.

[list marker][checkbox] (ACTION [ITEM] [:] | Action [item]:) who (, | and | & who)* (to | : | dash) what
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from unicodedata import normalize

from arch_hour.rules.lines import MARKER, TextLine, read_lines
from arch_hour.rules.prose import loud


class Standing(Enum):
    """What became of a line: its box is ticked, its words are struck, or neither."""

    OPEN = "open"
    DONE = "done"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Owner:
    """A person or team as named in a line, without `@` and note; who has no login and no team is unknown."""

    name: str
    login: str | None = None
    team: str | None = None


@dataclass(frozen=True, slots=True)
class ActionLine:
    """A promise; `text` is the line from its keyword on, `task` what is to be done, `line` counts from 1."""

    text: str
    owners: tuple[Owner, ...]
    task: str
    participants: tuple[Owner, ...]
    due: date | None
    reference: int | None
    standing: Standing
    line: int

    @property
    def needs_owner(self) -> bool:
        """Whether somebody must look who does it: nobody can be assigned, or a name is unknown."""
        if not any(owner.login for owner in self.owners):
            return True
        return any(owner.login is None and owner.team is None for owner in self.owners)


# What every ACTION line has in it, in lower case.
WORD = "action"

_KEYWORD = re.compile(
    MARKER
    + r"(?P<text>(?:(?i:action(?: item)?) ?[:：]"
    + r"|ACTION(?! (?i:items)\b)(?: ITEM)?(?=[ :：]|$)(?: ?[:：]| [-–—](?= |$))?) ?(?P<rest>.*))"
)
# Characters of a line that are read: the longest promise that anybody made in earnest is far shorter.
LONGEST = 2_000

_LOGIN = r"[A-Za-z0-9](?:[A-Za-z0-9]|-(?=[A-Za-z0-9])){0,38}"
# The logins of an enterprise's managed users end in an underscore and its short code.
_MENTION = re.compile(rf"@({_LOGIN}(?:_[A-Za-z0-9]{{1,8}})?)(?![\w@]|[-/]\w)")
_TEAM = re.compile(rf"@({_LOGIN}/[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?)(?![\w@/]|[.-]\w)")
_NOBODY = re.compile(r"@?TBD(?!\w)", re.IGNORECASE)
_NOTES = re.compile(r"(?: ?\([^()]{0,100}\)){0,3}")
_LAST_NOTE = re.compile(r" ?\([^()]*\)$")

# A word of a display name, or an initial; an apostrophe belongs to it, a genitive `'s` does not.
_WORD = re.compile(r"[^\W\d_](?:\.(?= )|(?:[^\s,;:：.!?&()\[\]{}<>@/\\\"“”*`~|'’–—]|['’](?!s\b)(?=\w))*)")
_PARTICLES = frozenset(
    ("al", "bin", "da", "de", "del", "den", "der", "di", "du", "el", "la", "le", "van", "von", "zu")
)
_NAME_ENDS = re.compile(r"(?![\w\u0300-\u036f@]|[-/.]\w)")

_LIST_ENDS = re.compile(r" (?:to|TO)(?=[ :：]) ?[:：]? ?| ?[:：] ?| [-–—]{1,3} ")
_LIST_GOES_ON = re.compile(r" ?, ?(?:(?:and|AND|&) )?| (?:and|AND|&) | ?& ?| (?=@)")

_REFERENCE = re.compile(r" ?\(#([1-9][0-9]{0,8})\)\.?$")
_DUE = re.compile(r"[,;]? ?\(?(?<![\w-])(?i:due|by)(?: by| on)?:? ([0-9]{4}-[0-9]{2}-[0-9]{2})\)?\.?$")

_LETTERS = re.compile(r"\w*")
_PLACE_OF_A_NAME = re.compile(r"(?<![\w/.@-])@?\w+")
# Code, addresses and e-mails name nobody; the last choice passes over ordinary words in one step.
_UNSPOKEN = re.compile(
    r"(?P<unspoken>`++[^`]*+`++|\]\([^()\s]*+|https?://[^\s()<>]*+|[\w.+-]++(?<=\w)@[\w.-]++)|[\w.+-]++"
)


def may_have_lines(markdown: str) -> bool:
    """Whether a text can have any ACTION line: most have none, and this is much quicker than reading."""
    return WORD in markdown.lower()


def read_action_lines(markdown: str, people: Mapping[str, str]) -> tuple[ActionLine, ...]:
    """The ACTION lines of a text in order; `people` are logins by the names that notes call them."""
    readings = [(line, reading) for line in read_lines(markdown, WORD) if (reading := _reading(line))]
    if not readings:
        return ()
    names = _Names(people)
    return tuple(
        _action_line(keyword["text"], keyword["rest"], names, standing, line.number)
        for line, (keyword, standing) in readings
    )


def _reading(line: TextLine) -> tuple[re.Match[str], Standing] | None:
    """The line from its keyword on; if nothing is left of it without its struck words, it is withdrawn."""
    kept = _KEYWORD.match(_cut(loud(line.kept)))
    if kept and _says_something(kept["rest"]):
        return kept, Standing.DONE if kept["tick"] in ("x", "X") else Standing.OPEN
    whole = _KEYWORD.match(_cut(loud(line.text)))
    return (whole, Standing.WITHDRAWN) if whole and _says_something(whole["rest"]) else None


def _cut(text: str) -> str:
    """A follow-up quotes its line several times, and GitHub takes only so much; the source has all of it."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _says_something(text: str) -> bool:
    return any(map(str.isalnum, text))


def _action_line(text: str, rest: str, names: "_Names", standing: Standing, number: int) -> ActionLine:
    owners, task = _owners_and_task(rest, names)
    task, reference = _without_reference(task)
    task, due = _without_due_date(task)
    if reference is None:
        task, reference = _without_reference(task)
    participants = _distinct(_named_in(task, names), besides=owners)
    return ActionLine(text, owners, task, participants, due, reference, standing, number)


def _owners_and_task(rest: str, names: "_Names") -> tuple[tuple[Owner, ...], str]:
    """Without a complete list of owners that a separator ends, the whole text is the task."""
    owners: list[Owner] = []
    at = 0
    while who := _who(rest, at, names):
        owner, at = who
        owners += [owner] if owner else []
        if end := _LIST_ENDS.match(rest, at):
            task = rest[end.end() :]
            return (_distinct(owners), task) if _says_something(task) else ((), rest)
        if comma := _LIST_GOES_ON.match(rest, at):
            at = comma.end()
    return (), rest


def _who(text: str, at: int, names: "_Names") -> tuple[Owner | None, int] | None:
    """The first reading of a name after which a list can go on or end, so that no name is cut short."""
    for owner, end in _readings_of_name(text, at, names):
        if _LIST_ENDS.match(text, end) or _LIST_GOES_ON.match(text, end):
            return owner, end
    return None


def _readings_of_name(text: str, at: int, names: "_Names") -> Iterator[tuple[Owner | None, int]]:
    yield from ((owner, _after_notes(text, end)) for owner, end in names.known(text, at))
    if nobody := _NOBODY.match(text, at):
        yield None, _after_notes(text, nobody.end())
    if team := _TEAM.match(text, at):
        yield Owner(team[1], team=team[1]), _after_notes(text, team.end())
    if mention := _MENTION.match(text, at):
        yield Owner(mention[1], login=mention[1]), mention.end()
        # A note in brackets is how wikis show a name of theirs, which need not be a login.
        yield Owner(mention[1]), _after_notes(text, mention.end())
    if (end := _end_of_display_name(text, at)) > at:
        yield Owner(text[at + 1 : end]), _after_notes(text, end)


def _after_notes(text: str, at: int) -> int:
    notes = _NOTES.match(text, at)
    return notes.end() if notes else at


def _end_of_display_name(text: str, at: int) -> int:
    """Where the words with capitals after an `@` end (letters of scripts without case will do), or `at`."""
    end, here = at, at + 1
    while text.startswith("@", at) and (word := _WORD.match(text, here)):
        if not word[0][0].islower():
            end = word.end()
        elif end == at or word[0] not in _PARTICLES:
            break
        if not text.startswith(" ", word.end()):
            break
        here = word.end() + 1
    return end


def _named_in(task: str, names: "_Names") -> Iterator[Owner]:
    spoken = _UNSPOKEN.sub(lambda found: " " * len(found[0]) if found["unspoken"] else found[0], task)
    at = 0
    while place := _PLACE_OF_A_NAME.search(spoken, at):
        found = _participant(spoken, place.start(), names)
        at = max(found[1], place.start() + 1) if found else place.end()
        if found:
            yield found[0]


def _participant(text: str, at: int, names: "_Names") -> tuple[Owner, int] | None:
    shown = _end_of_display_name(text, at)
    known = next(names.known(text, at), None)
    # `@Adam Blackwell` is not the Adam whom `people` knows, and a bare `will` or `mark` is more often a verb.
    if known and (" " in known[0].name or (shown <= known[1] and not text[at].islower())):
        return known
    if team := _TEAM.match(text, at):
        return Owner(team[1], team=team[1]), team.end()
    is_display_name = shown > at and (" " in text[at:shown] or _after_notes(text, shown) > shown)
    mention = _MENTION.match(text, at)
    if mention and not is_display_name:
        return Owner(mention[1], login=mention[1]), mention.end()
    return (Owner(text[at + 1 : shown]), shown) if shown > at else None


def _without_reference(task: str) -> tuple[str, int | None]:
    found = _REFERENCE.search(task, max(0, len(task) - 20))
    return (_before(found, task) or task, int(found[1])) if found else (task, None)


def _without_due_date(task: str) -> tuple[str, date | None]:
    """A date that does not exist stays in the task, for nobody knows which was meant."""
    found = _DUE.search(task, max(0, len(task) - 40))
    if not found or not (before := _before(found, task)):
        return task, None
    try:
        return before, date.fromisoformat(found[1])
    except ValueError:
        return task, None


def _before(found: re.Match[str], task: str) -> str:
    return task[: found.start()].rstrip(" ,;")


def _distinct(owners: Iterable[Owner], besides: Iterable[Owner] = ()) -> tuple[Owner, ...]:
    excluded = {_identity(owner) for owner in besides}
    found: dict[tuple[str, str], Owner] = {}
    for owner in owners:
        found.setdefault(_identity(owner), owner)
    return tuple(owner for identity, owner in found.items() if identity not in excluded)


def _identity(owner: Owner) -> tuple[str, str]:
    if owner.login:
        return ("login", owner.login.casefold())
    return ("team", owner.team.casefold()) if owner.team else ("name", owner.name.casefold())


class _Names:
    """The names that `people` knows, found by their first word, the longest first."""

    def __init__(self, people: Mapping[str, str]) -> None:
        written = {_plain_name(name): login for name, login in people.items()}
        without_note = {_LAST_NOTE.sub("", name): login for name, login in written.items()}
        self._by_word: dict[str, list[tuple[int, str, str]]] = {}
        for name, login in sorted((without_note | written).items(), key=lambda item: -len(item[0])):
            if name:
                known = (len(name), name.casefold(), login)
                self._by_word.setdefault(_first_word(name, 0), []).append(known)

    def known(self, text: str, at: int) -> Iterator[tuple[Owner, int]]:
        """Who is named at this place, with or without an `@`, and where the name ends."""
        start = at + text.startswith("@", at)
        for length, folded, login in self._by_word.get(_first_word(text, start), ()):
            end = start + length
            if text[start:end].casefold() == folded and _NAME_ENDS.match(text, end):
                yield Owner(_LAST_NOTE.sub("", text[start:end]), login), end


def _plain_name(name: str) -> str:
    return loud(normalize("NFC", " ".join(name.split()))).removeprefix("@")


def _first_word(text: str, at: int) -> str:
    word = _LETTERS.match(text, at)
    return word[0].casefold() if word else ""
