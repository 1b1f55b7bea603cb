"""What a list of issues is narrowed to, written as GitHub's search box writes it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from re import compile as pattern
from re import sub
from typing import Any

from sandbox.records import Account, Issue, Repository, key_of
from sandbox.words import ReactionContent

# Within quotes a backslash makes the quote or backslash after it a part of the text.
QUOTED = r'(?:[^"\\]|\\.)*'
TERM = pattern(
    rf'(?P<word>[a-z]+):(?:"(?P<quoted>{QUOTED})"|(?P<plain>\S+))|"(?P<phrase>{QUOTED})"|(?P<free>\S+)'
)
NEWEST = "created-desc"
STATES = {"open": True, "closed": False}
Key = Callable[[Issue], Any]


def thumbs_of(issue: Issue) -> int:
    """How many 👍 the opening post has."""
    return sum(reaction.content is ReactionContent.THUMBS_UP for reaction in issue.reactions)


SORTS: dict[str, tuple[str, Key, bool]] = {
    NEWEST: ("Newest", lambda issue: (issue.created_at, issue.number), True),
    "created-asc": ("Oldest", lambda issue: (issue.created_at, issue.number), False),
    "reactions-+1-desc": ("Most 👍", lambda issue: (thumbs_of(issue), issue.number), True),
    "comments-desc": ("Most commented", lambda issue: (len(issue.comments), issue.number), True),
    "updated-desc": ("Recently updated", lambda issue: (issue.updated_at, issue.number), True),
}


@dataclass(frozen=True, slots=True)
class Search:
    """A search: `state` is None for both; `assignee` is a login, `@me`, `none` for nobody, or empty for any."""

    state: str | None = "open"
    labels: tuple[str, ...] = ()
    assignee: str = ""
    author: str = ""
    milestone: str = ""
    words: tuple[str, ...] = ()
    sort: str = NEWEST

    @property
    def text(self) -> str:
        """The search as it stands in the search box."""
        parts = ["is:issue"]
        parts += [f"state:{self.state}"] if self.state else []
        parts += [f"label:{_quoted(label)}" for label in self.labels]
        if self.assignee:
            parts.append("no:assignee" if self.assignee == "none" else f"assignee:{_quoted(self.assignee)}")
        parts += [f"author:{_quoted(self.author)}"] if self.author else []
        parts += [f"milestone:{_quoted(self.milestone)}"] if self.milestone else []
        parts += [_quoted(word) for word in self.words]
        parts += [f"sort:{self.sort}"] if self.sort != NEWEST else []
        return " ".join(parts)

    def but(self, **changes: Any) -> str:
        """The text of this search with something else in it."""
        return replace(self, **changes).text

    def toggling(self, label: str) -> str:
        """The text of this search with a label more, or without it when it is there."""
        if label.casefold() in (one.casefold() for one in self.labels):
            rest = tuple(one for one in self.labels if one.casefold() != label.casefold())
            return replace(self, labels=rest).text
        return replace(self, labels=(*self.labels, label)).text

    def finds(self, issue: Issue, asker: Account | None) -> bool:
        """Whether the issue is among those searched for, in any state."""
        return (
            not issue.is_pull_request
            and all(issue.has_label(label) for label in self.labels)
            and self._suits_people(issue, asker)
            and (
                not self.milestone
                or (issue.milestone is not None and issue.milestone.title == self.milestone)
            )
            and all(word.casefold() in f"{issue.title}\n{issue.body or ''}".casefold() for word in self.words)
        )

    def _suits_people(self, issue: Issue, asker: Account | None) -> bool:
        if self.author and not _is(issue.author, self.author, asker):
            return False
        if self.assignee == "none":
            return not issue.assignees
        return not self.assignee or any(_is(one, self.assignee, asker) for one in issue.assignees)


def search_of(text: str | None) -> Search:
    """The search that a text means; None is what a list shows at first. Words it does not know are searched for."""
    if text is None:
        return Search()
    search = Search(state=None)
    for term in TERM.finditer(text):
        word = term["word"]
        value = (term["plain"] if term["quoted"] is None else _unquoted(term["quoted"])) or ""
        if word is None:
            said = term["free"] or _unquoted(term["phrase"])
            search = replace(search, words=(*search.words, said))
        else:
            search = _narrowed(search, word, value)
    return search


def _narrowed(search: Search, word: str, value: str) -> Search:
    if word in ("is", "state"):
        return replace(search, state=value) if value in STATES else search
    if word == "label":
        return replace(search, labels=(*search.labels, value))
    if word == "assignee":
        return replace(search, assignee=value)
    if word == "author":
        return replace(search, author=value)
    if word == "milestone":
        return replace(search, milestone=value)
    if word == "no" and value == "assignee":
        return replace(search, assignee="none")
    if word == "sort":
        return replace(search, sort=value) if value in SORTS else search
    return replace(search, words=(*search.words, f"{word}:{value}"))


def found_by(search: Search, repository: Repository, asker: Account | None) -> Sequence[Issue]:
    """The issues of a search in any state, in its order."""
    _, key, descending = SORTS[search.sort]
    found = [issue for issue in repository.issues.values() if search.finds(issue, asker)]
    return sorted(found, key=key, reverse=descending)


def _is(account: Account | None, name: str, asker: Account | None) -> bool:
    if account is None:
        return False
    return account is asker if name == "@me" else account.key == key_of(name)


def _quoted(text: str) -> str:
    if text and not any(mark in text for mark in ' :"'):
        return text
    return '"' + sub(r'(["\\])', r"\\\1", text) + '"'


def _unquoted(text: str) -> str:
    return sub(r"\\(.)", r"\1", text)
