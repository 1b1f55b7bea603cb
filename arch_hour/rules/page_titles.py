"""The first line of a topic on a meeting page: its title, its votes, and what is too long for a title."""

import re
from dataclasses import dataclass

from arch_hour.rules.prose import quiet

LONG_LINE = 120  # characters; a longer line is a title and more
LONGEST_TITLE = 256  # characters that GitHub takes

_VOTES = re.compile(r"""(?:^|(?<=[\s?!.…,;:)\]}"'”’»*_~]))\+\d{1,3}(?:[\s,]*\+\d{1,3})*$""")
_DASH = re.compile(r"\s[-–—]\s")
_CHECKBOX = re.compile(r"^\[[ xX]\]\s+")
_EMPHASIS = re.compile(r"^(\*\*\*|\*\*|\*|___|__|_)(?=\S)(?P<inner>(?:(?!\1).)*\S)\1$")


@dataclass(frozen=True, slots=True)
class Title:
    """A topic's title with nobody mentioned, its votes, and as Markdown what did not fit."""

    text: str
    votes: int
    rest: str


def split_votes(line: str) -> tuple[str, int]:
    """The line without the votes at its end, such as `+1 +1+1` or `?+3`, and their sum."""
    line = line.strip()
    found = _VOTES.search(line)
    if not found or not found.start():
        return line, 0
    return line[: found.start()].rstrip(), sum(map(int, re.findall(r"\d+", found[0])))


def read_title(line: str) -> Title:
    """The title of a topic's line on a text page."""
    whole, votes = split_votes(line)
    dash = _DASH.search(whole)
    head, votes_before_dash = split_votes(whole[: dash.start()]) if dash else ("", 0)
    votes += votes_before_dash
    if len(whole) <= LONG_LINE and not votes_before_dash:
        return _title(whole, votes, "")
    if dash and head and len(quiet(head)) <= LONGEST_TITLE:
        return _title(head, votes, whole[dash.end() :].strip())
    return _title(_cut(whole), votes, whole)


def read_markdown_title(line: str) -> Title:
    """The title of a topic's line on a Markdown page: without checkbox and emphasis around it all."""
    whole, votes = split_votes(_CHECKBOX.sub("", line.strip()))
    if emphasised := _EMPHASIS.match(whole):
        whole, more = split_votes(emphasised["inner"])
        votes += more
    title = read_title(whole)
    return Title(title.text, votes + title.votes, title.rest)


def _title(text: str, votes: int, rest: str) -> Title:
    return Title(quiet(" ".join(text.split())), votes, rest)


def _cut(line: str) -> str:
    start = line[: LONG_LINE - 1]
    if not line[LONG_LINE - 1].isspace():
        start = start.rsplit(None, 1)[0] if len(start.split()) > 1 else start
    return start.rstrip() + "…"
