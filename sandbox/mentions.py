"""How a text names people and issues: `@ada`, `#1`, `GH-1`, `owner/name#1`, and an issue's whole address."""

from collections.abc import Iterator
from dataclasses import dataclass
from re import compile as pattern

from sandbox.loopback import is_loopback

PLACE = r"[\w.-]+/[\w.-]+"
NUMBER = r"[1-9][0-9]{0,8}"
# What stands right before or after a name would make it part of a word, a path or an address.
PERSON = r"(?<![\w`@/.-])@(?P<login>[A-Za-z0-9][A-Za-z0-9-]{0,38}(?:/[\w.-]*\w)?)(?![\w-])"
ISSUE = rf"(?:(?<![\w./&#-])(?P<place>{PLACE})#|(?<![\w/&#])(?:#|GH-))(?P<number>{NUMBER})\b"
PATH = rf"/(?P<page>{PLACE})/(?:issues|pull)/(?P<page_number>{NUMBER})/?(?![\w/-])"

NAME = pattern(f"{PERSON}|{ISSUE}")
MENTION = pattern(PERSON)
REFERENCE = pattern(rf"{ISSUE}|(?P<root>https?://[\w.:-]+){PATH}")
PAGE = pattern(PATH)


@dataclass(frozen=True, slots=True)
class Named:
    """An issue as a text names it; without a `place`, as `owner/name`, it is in the repository of the text."""

    place: str | None
    number: int


def named_issues(text: str) -> Iterator[Named]:
    """The issues that a text names, as often as it does; addresses of other machines name none of ours."""
    for found in REFERENCE.finditer(text):
        if found["number"]:
            yield Named(found["place"], int(found["number"]))
        elif is_loopback(found["root"]):
            yield Named(found["page"], int(found["page_number"]))


def issue_on(path: str) -> Named | None:
    """The issue whose page, or a part of it, has that path."""
    found = PAGE.fullmatch(path)
    return None if found is None else Named(found["page"], int(found["page_number"]))


def named_people(text: str) -> Iterator[str]:
    """The logins and teams, as `org/team`, that a text mentions, in the case that it has them in."""
    return (found["login"] for found in MENTION.finditer(text))
