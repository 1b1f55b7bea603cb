"""Mentions of people and references to issues in running text, made into links."""

from dataclasses import dataclass
from html import escape
from re import Match
from typing import Protocol

from sandbox.mentions import NAME

COMMENT = "#issuecomment-"


@dataclass(frozen=True, slots=True)
class Reference:
    """An issue that a text refers to."""

    repository: str
    number: int
    address: str
    title: str
    is_open: bool


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


def linked(text: str, resolver: Resolver) -> str:
    """Text of an HTML document with links to who and what is named in it."""
    return NAME.sub(lambda match: _link(match, resolver) or match[0], text)


def _link(match: Match[str], resolver: Resolver) -> str | None:
    if match["login"]:
        address = resolver.person(match["login"])
        return None if address is None else f'<a class="user-mention" href="{escape(address)}">{match[0]}</a>'
    found = resolver.issue(match["place"] or resolver.repository, int(match["number"]))
    return None if found is None else issue_link(found, found.address, match[0])


def short_link(address: str, resolver: Resolver) -> str | None:
    """The link that stands for the bare address of an issue or of a comment on one."""
    found = resolver.issue_at(address)
    if found is None:
        return None
    home = "" if found.repository.casefold() == resolver.repository.casefold() else found.repository
    comment = " (comment)" if COMMENT in address else ""
    return issue_link(found, address, f"{home}#{found.number}{comment}")


def issue_link(found: Reference, address: str, text: str) -> str:
    """A link that tells an issue's title and whether it is open; `text` is HTML already."""
    state = "open" if found.is_open else "closed"
    return f'<a class="issue-link {state}" href="{escape(address)}" title="{escape(found.title)}">{text}</a>'
