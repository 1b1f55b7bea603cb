"""What the headings of a meeting page say: the meeting's date, and which section begins."""

import datetime
import re
from enum import Enum

from arch_hour.errors import PageError


class Section(Enum):
    """A part of the page that lists topics."""

    TOPICS = "topics"
    BACKLOG = "backlog"


LONGEST_HEADING = 60  # characters of a heading on a text page, where only its words tell it from prose

_BACKLOG = re.compile(r"(?<![\w-])backlog(?![\w-])", re.IGNORECASE)
_TOPICS = re.compile(r"(?<![\w-])topics?(?![\w-])", re.IGNORECASE)
_SENTENCE_START = re.compile(r"(?i)(?:please|we|you|i|add|enter|put|write|vote|see|use|if|when)\b")
_OTHER = re.compile(
    r"""(?ix)
    (?:attendees|attendance|participants|present|absent|regrets|apologies|guests?|agenda|announcements|decisions?
    |(?:open\s+)?actions?(?:\s+items?)?|follow[\s-]?ups?|next\s+steps|(?:meeting\s+|discussion\s+)?notes|minutes
    |links|useful\s+links|references|resources|recordings?|introductions?|parking\s+lot|retrospective)\s*:?
    """
)
_ATX = re.compile(r"#{1,6}\s+(?P<text>.*?)(?:\s+#+)?")
_BOLD = re.compile(r"(?P<mark>\*\*|__)(?P<text>(?:(?!(?P=mark)).)+)(?P=mark)(?P<colon>:?)")

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
_YEAR = r"(?P<year>\d{4})\b"
_DATES = (
    re.compile(r"(?<!\d)(?P<year>\d{4})(?P<dash>[-/.])(?P<month>\d{1,2})(?P=dash)(?P<day>\d{1,2})(?!\d)"),
    re.compile(rf"(?i)\b{_MONTH}\s+{_DAY},?\s+{_YEAR}"),
    re.compile(rf"(?i)\b{_DAY}(?:\s+of)?[\s-]+{_MONTH},?[\s-]+{_YEAR}"),
)


def read_date(heading: str, line: int) -> datetime.date:
    """The date in the page's heading; PageError where there is none or no such day."""
    for form in _DATES:
        if found := form.search(heading):
            return _date(found, line)
    raise PageError(
        f'line {line}: the heading "{heading}" names no date; write the meeting\'s date in it,'
        ' such as "Arch Hour: 2020-12-17".'
    )


def markdown_heading(line: str) -> str | None:
    """The words of a line that is a Markdown heading by itself, or all bold."""
    if found := _ATX.fullmatch(line):
        return found["text"]
    found = _BOLD.fullmatch(line)
    return found["text"] + found["colon"] if found else None


def section_named(heading: str) -> Section | None:
    """The section that a heading begins; None where it begins none and so ends the one before."""
    if _BACKLOG.search(heading):
        return Section.BACKLOG
    return Section.TOPICS if _TOPICS.search(heading) else None


def is_plain_heading(line: str) -> bool:
    """Whether a line of a text page that stands apart is a heading that we know, by its words alone."""
    if len(line) > LONGEST_HEADING or not line[0].isalpha() or line[-1] in ".!?…,;":
        return False
    return bool(_OTHER.fullmatch(line) or (section_named(line) and not _SENTENCE_START.match(line)))


def is_crowded_heading(line: str) -> bool:
    """Whether a line right below an item is a heading all the same, not the end of its sentence."""
    return is_plain_heading(line) and (line[0].isupper() or line.endswith(":") or len(line.split()) == 1)


def _date(found: re.Match[str], line: int) -> datetime.date:
    name = found["month"].lower()
    month = int(name) if name.isdigit() else _MONTHS.index(name[:3]) + 1
    try:
        return datetime.date(int(found["year"]), month, int(found["day"]))
    except ValueError:
        raise PageError(
            f"line {line}: there is no day {found[0]}; correct the date in the page's heading."
        ) from None
