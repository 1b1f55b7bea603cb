"""Mentions of people and references to issues and commits in running text, made into links.

Source: https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
"""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from re import Match
from re import compile as pattern
from typing import Protocol

from sandbox.mentions import NAME

COMMENT = "#issuecomment-"
SHORT_SHA = 7
# A commit is named with or without where it is: `1a2b3c4`, `acme@1a2b3c4`, `acme/shop@1a2b3c4`.
COMMIT = r"(?<![\w@/.#&-])(?:(?P<home>[\w.-]+(?:/[\w.-]+)?)@)?(?P<sha>[0-9a-f]{7,40})(?![\w-])"
NAMED = pattern(f"{NAME.pattern}|{COMMIT}")


@dataclass(frozen=True, slots=True)
class Reference:
    """An issue that a text refers to."""

    repository: str
    number: int
    address: str
    title: str
    is_open: bool

    @property
    def state(self) -> str:
        """`open` or `closed`, which is the class of its links."""
        return "open" if self.is_open else "closed"


class Resolver(Protocol):
    """What a text may refer to, as far as its reader sees it."""

    @property
    def repository(self) -> str:
        """The repository of the text, as `owner/name`."""

    def person(self, login: str) -> str | None:
        """The address of the page of a login or of `org/team`, if there is one."""

    def issue(self, repository: str, number: int) -> Reference | None:
        """An issue by its number."""

    def issue_at(self, address: str) -> Reference | None:
        """The issue that an address leads to, be it to one of its comments."""

    def commit(self, repository: str, sha: str) -> str | None:
        """The address of the commit whose SHA begins so, if there is one."""


# From an issue, the address to go to and how the text refers to it, as HTML: the link.
Linking = Callable[[Reference, str, str], str]


def linked(text: str, resolver: Resolver, linking: Linking) -> str:
    """Text of an HTML document with links to who and what is named in it."""
    return NAMED.sub(lambda match: _link(match, resolver, linking) or match[0], text)


def _link(match: Match[str], resolver: Resolver, linking: Linking) -> str | None:
    if match["login"]:
        address = resolver.person(match["login"])
        return None if address is None else f'<a class="user-mention" href="{escape(address)}">{match[0]}</a>'
    if match["sha"]:
        return _commit_link(match, resolver)
    found = resolver.issue(match["place"] or resolver.repository, int(match["number"]))
    return None if found is None else linking(found, found.address, match[0])


def _commit_link(match: Match[str], resolver: Resolver) -> str | None:
    """Of a person's commit, `ada@1a2b3c4`, the repository is the person's one of the same name."""
    home = match["home"] or resolver.repository
    place = home if "/" in home else f"{home}/{resolver.repository.partition('/')[2]}"
    address = resolver.commit(place, match["sha"])
    if address is None:
        return None
    before = f"{match['home']}@" if match["home"] else ""
    return f'<a class="commit-link" href="{escape(address)}">{before}<tt>{match["sha"][:SHORT_SHA]}</tt></a>'


def short_link(address: str, resolver: Resolver, linking: Linking) -> str | None:
    """The link that stands for the bare address of an issue or of a comment on one."""
    found = resolver.issue_at(address)
    if found is None:
        return None
    home = "" if found.repository.casefold() == resolver.repository.casefold() else found.repository
    comment = " (comment)" if COMMENT in address else ""
    return linking(found, address, f"{home}#{found.number}{comment}")


def issue_link(found: Reference, address: str, text: str) -> str:
    """A link in running text, which tells an issue's title to who asks for it, and whether the issue is open."""
    title = escape(found.title)
    return f'<a class="issue-link {found.state}" href="{escape(address)}" title="{title}">{text}</a>'


def unfurled_link(found: Reference, address: str, text: str) -> str:
    """A link in an item of a list, bulleted, numbered or of tasks: GitHub shows the issue's title and state there.

    What else the item says changes nothing: https://github.com/python/devguide/pull/855. Of the addresses of comments
    GitHub says nothing: here they unfurl too.
    """
    name = f'<span class="issue-shorthand">&nbsp;{text}</span>'
    link = f'<a class="issue-link {found.state}" href="{escape(address)}">{escape(found.title)}{name}</a>'
    return f'<span class="reference {found.state}">{link}</span>'
