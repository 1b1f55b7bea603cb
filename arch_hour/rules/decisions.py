"""`DECISION` lines: what a meeting agreed on, read out of the same lines as its promises.

[list marker][checkbox] (DECISION [: | dash] | Decision:) what
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from arch_hour.rules.line_words import verbatim
from arch_hour.rules.lines import MARKER, NOTHING, SHOWN_MARKER, TextLine, read_lines
from arch_hour.rules.markup import SAFE_AUTOLINK
from arch_hour.rules.owners import says_something
from arch_hour.rules.page_notes import escape_block_start

# What every such line has in it, in lower case.
WORD = "decision"

_KEYWORD = r"(?:(?i:decision) ?{colon}|DECISION(?=[ :：]|$)(?: ?{colon}| [-–—](?= |$))?) ?"
_DECISION = re.compile(MARKER + _KEYWORD.format(colon="[:：]") + "(?P<what>.*)")
_SHOWN = re.compile(SHOWN_MARKER + _KEYWORD.replace("[ :：]", r"[ :：\\]").format(colon=r"\\?[:：]"))


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, without its keyword, and the line of the source (from 1) where that begins.

    `shown` is Markdown that shows just that and begins no block; it may mention people.
    """

    text: str
    shown: str
    line: int


def may_have_decisions(text: str) -> bool:
    """Whether a text can have any: most have none, and this is much quicker than reading."""
    return WORD in text.lower()


@lru_cache(maxsize=4096)
def read_decisions(text: str) -> tuple[Decision, ...]:
    """The decisions of a text in order; words that are struck are taken back."""
    return tuple(
        Decision(found["what"], _shown(line, found), line.span.first)
        for line in read_lines(text, WORD)
        if (found := _DECISION.fullmatch(line.kept)) and says_something(found["what"])
    )


def _shown(line: TextLine, found: re.Match[str]) -> str:
    """The Markdown of what was decided; where its keyword was written in an odd way, that of the words."""
    keyword = _SHOWN.match(line.kept_shown)
    if keyword is None:
        return _begun(verbatim(found["what"]))
    return _begun(line.kept_shown[keyword.end() :])


def _begun(shown: str) -> str:
    """The same where a line begins with it; code that ends on its line begins no fence."""
    if shown.startswith("`"):
        return shown
    if shown.startswith("<") and not SAFE_AUTOLINK.match(shown):
        return NOTHING + shown
    return escape_block_start(shown)
