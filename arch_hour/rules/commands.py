"""The grammar of commands in comments: a line of its own that begins with a slash, such as `/next` or `/merge #12`.

It knows texts only: who may say what, and when, is for others to decide.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from types import MappingProxyType

from arch_hour.rules.line_parser import Definitions, blocks_of, insides_of
from arch_hour.rules.lines import TextLine, first_number, source_lines, visual_lines
from arch_hour.rules.markup import outside_comments


class Verb(Enum):
    """What can be said; the value is the word."""

    NEXT = "next"
    MOVE_ON = "move-on"
    SKIP = "skip"
    END = "end"
    AGENDA = "agenda"
    HELP = "help"
    MERGE = "merge"


# What people guess, and the verb that does it.
_GUESSES = MappingProxyType(
    {verb.value: verb for verb in Verb}
    | dict.fromkeys(("start", "begin", "go", "go-on", "continue", "extend", "next-topic"), Verb.NEXT)
    | dict.fromkeys(("done", "moved-on", "move", "discussed"), Verb.MOVE_ON)
    | dict.fromkeys(("pass", "defer", "postpone", "later"), Verb.SKIP)
    | dict.fromkeys(("stop", "finish", "close", "wrap-up", "wrapup", "quit", "end-meeting"), Verb.END)
    | dict.fromkeys(("status", "topics", "list", "show", "time"), Verb.AGENDA)
    | dict.fromkeys(("commands", "usage", "man", "info"), Verb.HELP)
    | dict.fromkeys(("duplicate", "duplicate-of", "merge-into", "join"), Verb.MERGE)
)

# In characters: GitHub takes no longer text; what is told of the rest of a line; and how much of a text's paragraphs is
# looked into, since that is what takes time: a command is no part of an essay.
LONGEST_TEXT, LONGEST_REST, MOST_LOOKED_INTO = 65_536, 100, 20_000

# How a line of the source begins that can be a command.
_BEGINS = re.compile(r" {0,3}/[A-Za-z]")
_MAY_BEGIN = re.compile(rf"(?:\A\ufeff?|[\r\n]){_BEGINS.pattern}")
_LINE = re.compile(r"/(?P<word>[A-Za-z][A-Za-z-]{0,29})(?P<rest>(?:[ #]|[.,;:!?…]+(?= |$)).*)?")
_ADDRESS = r"(?P<address>https?://[^\s/]+/[\w.-]+/[\w.-]+/issues/(?P<there>[1-9][0-9]{0,8}))(?:/?[?#]\S*|/)?"
_REFERENCE = re.compile(rf"#(?P<here>[1-9][0-9]{{0,8}})|{_ADDRESS}")
# On GitHub it begins a block of its own, to which the lines right below it belong.
_FOOTNOTE = re.compile(r" {0,3}\[\^[^\]\s]+\]:")
_QUOTE_TAG = re.compile(r"<(?P<ends>/?)blockquote(?=[\s>])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A command as somebody wrote it, or what may have been meant as one.

    `word` is the word without its slash, in lower case, and `verb` what it means, None where that is unknown. `rest` is
    what else the line says, cut at LONGEST_REST characters unless it is the address of an issue. `nth` counts those of
    one text that say the same, `line` its lines; both from 1.
    """

    verb: Verb | None
    word: str
    rest: str
    nth: int
    line: int

    @property
    def is_well_formed(self) -> bool:
        """Whether it is a known verb with just what that takes."""
        if self.verb is Verb.MERGE:
            return self.target is not None
        return self.verb is not None and not self.rest

    @property
    def said(self) -> str:
        """What two spellings of the same command share."""
        return _said(self.word, self.rest)

    @property
    def target(self) -> int | None:
        """The number of the issue that a well-formed `merge` names."""
        named = _REFERENCE.fullmatch(self.rest) if self.verb is Verb.MERGE else None
        return int(named["here"] or named["there"]) if named else None

    @property
    def address(self) -> str | None:
        """The address of that issue's page, where it was named by its address."""
        named = _REFERENCE.fullmatch(self.rest) if self.verb is Verb.MERGE else None
        return named["address"] if named else None

    @property
    def nearest(self) -> Verb | None:
        """The verb that was probably meant, where the word is none."""
        if self.verb is not None:
            return None
        return _guessed(self.word, self.rest) or _GUESSES.get(self.word) or _misspelt(self.word)


@lru_cache(maxsize=16_384)
def may_have_commands(text: str) -> bool:
    """Whether a text can have any command: most have none, and every plan of a run comes back to the same texts."""
    return _MAY_BEGIN.search(text, 0, LONGEST_TEXT) is not None


@lru_cache(maxsize=4096)
def read_commands(text: str) -> tuple[Spoken, ...]:
    """The commands of a text in order, malformed and misspelt ones too; other words after a slash are none."""
    if not may_have_commands(text):
        return ()
    count: Counter[str] = Counter()
    found = []
    for line in _lines(text[:LONGEST_TEXT]):
        spoken = _spoken(line, count)
        if spoken is not None:
            found.append(spoken)
    return tuple(found)


def _spoken(line: TextLine, count: Counter[str]) -> Spoken | None:
    words = _LINE.fullmatch(line.text)
    if words is None:
        return None
    word, rest = words["word"].lower(), (words["rest"] or "").strip()
    verb = next((verb for verb in Verb if verb.value == word), None)
    if verb is None and not _is_meant(word, rest):
        return None
    if len(rest) > LONGEST_REST and not _REFERENCE.fullmatch(rest):
        rest = rest[:LONGEST_REST].rstrip()
    said = _said(word, rest)
    count[said] += 1
    return Spoken(verb, word, rest, count[said], line.span.first)


def _is_meant(word: str, rest: str) -> bool:
    """Whether an unknown word was meant as a command: alone on its line, or much like one that we know."""
    if not rest:
        return len(word) > 1
    if _guessed(word, rest):
        return True
    # Ordinary words are as near: `/text`, `/send`, `/env`.
    meant = _misspelt(word) if len(word) > len("end") else None
    return meant is not None and meant.value[0] == word[0]


def _guessed(word: str, rest: str) -> Verb | None:
    """The verb of several words, as in `/move on`."""
    return _GUESSES.get("-".join((word, *rest.lower().split()))) if rest else None


def _misspelt(word: str) -> Verb | None:
    """The verb of which a word is one slip away: a letter too many, too few, wrong, or two of them swapped."""
    from rapidfuzz.distance import OSA

    letters = word.replace("-", "")
    near = (verb for verb in Verb if OSA.distance(letters, verb.value.replace("-", ""), score_cutoff=1) <= 1)
    return next(near, None)


def _said(word: str, rest: str) -> str:
    named = _REFERENCE.fullmatch(rest) if word == Verb.MERGE.value else None
    rest = (named["address"] or named[0]).lower() if named else rest
    return f"{word} {rest}".rstrip()


def _lines(text: str) -> Iterator[TextLine]:
    """The lines that people see in paragraphs which nothing is around, and which begin with a slash in the source."""
    source = source_lines(text)
    begins = {number for number, line in enumerate(source, start=1) if _BEGINS.match(line)}
    begins -= _in_footnotes(source) if "[^" in text else set()
    definitions: Definitions = {}
    for content, number in _paragraphs(source, definitions):
        for line in visual_lines(content, definitions, number):
            # Only what begins the source line: more may follow behind `<br>`.
            if line.span.first in begins and line.kept.startswith("/"):
                begins.discard(line.span.first)
                yield line


def _paragraphs(source: list[str], definitions: Definitions) -> Iterator[tuple[str, int]]:
    """What stands in each paragraph that may have a command and is in nothing else, and its first line's number."""
    depth, room = 0, MOST_LOOKED_INTO
    html = _Html()
    for token in blocks_of("\n".join(source), definitions):
        if token.type == "html_block":
            html.passes(token.content)
        elif token.type != "inline":
            depth += 0 if token.type.startswith("paragraph") else token.nesting
        elif html.hides:
            html.passes_prose(token.content)
        elif not depth and ("<!--" in token.content or _MAY_BEGIN.search(token.content)):
            room -= len(token.content)
            if room < 0:
                return
            yield html.before_comment(token.content, definitions), first_number(token, source)


@dataclass(slots=True)
class _Html:
    """What HTML is open between the blocks of a text.

    `hidden` says that a browser is inside a comment, `unsaid` that the author is, who began one within a paragraph,
    where GitHub shows it as text; `quotes` counts quotations.
    """

    hidden: bool = False
    unsaid: bool = False
    quotes: int = 0

    @property
    def hides(self) -> bool:
        """Whether a paragraph here says nothing to us."""
        return self.hidden or self.unsaid or self.quotes > 0

    def passes(self, html: str) -> None:
        """Goes past an HTML block."""
        self.unsaid = self.unsaid and "-->" not in html
        seen, self.hidden = outside_comments(html, hidden=self.hidden)
        self._count(seen)

    def passes_prose(self, content: str) -> None:
        """Goes past the insides of another block while something is open."""
        self.unsaid = self.unsaid and "-->" not in content
        if not self.hidden:
            self._count(content)

    def before_comment(self, content: str, definitions: Definitions) -> str:
        """The lines of a paragraph before the one that begins a comment and does not end it."""
        if "<!--" not in content:
            return content
        pieces = insides_of(content, definitions)
        self.unsaid = any(piece.type == "text" and "<!--" in piece.content for piece in pieces)
        if not self.unsaid:
            return content
        return content[: content.rfind("\n", 0, content.index("<!--")) + 1]

    def _count(self, html: str) -> None:
        for tag in _QUOTE_TAG.finditer(html):
            self.quotes = max(0, self.quotes + (-1 if tag["ends"] else 1))


def _in_footnotes(source: list[str]) -> set[int]:
    """The numbers of the lines from the mark of a footnote on to the next empty line."""
    found, inside = set(), False
    for number, line in enumerate(source, start=1):
        inside = bool(line.strip()) and (inside or _FOOTNOTE.match(line) is not None)
        if inside:
            found.add(number)
    return found
