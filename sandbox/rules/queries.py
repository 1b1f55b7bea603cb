"""Search queries as people type them: words, phrases, qualifiers such as `label:"good first issue"`, and a sort."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.rules.limits import SEARCH_LENGTH
from sandbox.rules.refusals import Invalid

PART = re.compile(r'(?P<minus>-?)(?:(?P<name>[a-z-]+):)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Term:
    """A qualifier with its value, or with no name a word of the text; `is_wanted` is false behind a minus."""

    name: str
    value: str
    is_wanted: bool


@dataclass(frozen=True, slots=True)
class Query:
    """A query's words and qualifiers, and its own sort such as `reactions-+1-desc`, if it has one."""

    terms: tuple[Term, ...]
    sort: str | None

    def values(self, name: str) -> list[str]:
        """The wanted values of a qualifier, in lower case."""
        return [term.value.casefold() for term in self.terms if term.name == name and term.is_wanted]

    @property
    def words(self) -> list[str]:
        """The wanted words and phrases of the text, in lower case."""
        return self.values("")


def parse(text: str) -> Query:
    """The query that a text is; raises Invalid for one that says nothing or is too long."""
    if not text.strip():
        raise _problem("q", "missing")
    query = _read(text)
    if sum(map(len, query.words)) > SEARCH_LENGTH:
        raise _problem("q", "invalid", "The search is longer than 256 characters.")
    return query


def terms_of(text: str) -> Iterator[Term]:
    """The words and qualifiers of a text, as they stand in it."""
    for found in PART.finditer(text):
        value = found["phrase"] if found["phrase"] is not None else found["word"]
        yield Term(found["name"] or "", value, not found["minus"])


def _read(text: str) -> Query:
    terms = list(terms_of(text))
    sorts = [term.value for term in terms if term.name == "sort"]
    return Query(tuple(term for term in terms if term.name != "sort"), sorts[-1] if sorts else None)


def _problem(field: str, code: str, message: str = "") -> Invalid:
    error: dict[str, object] = {"resource": "Search", "field": field, "code": code}
    return Invalid("Validation Failed", [error | ({"message": message} if message else {})])


def not_searchable() -> Invalid:
    """What GitHub says of a repository or owner that is not there, or hidden from the caller."""
    message = (
        "The listed users and repositories cannot be searched either because the resources do not exist "
        "or you do not have permission to view them."
    )
    return _problem("q", "invalid", message)


def unknown_sort() -> Invalid:
    """What the sandbox says of an order that GitHub does not have."""
    return _problem("sort", "invalid")
