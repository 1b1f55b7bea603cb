"""One REST request as its handler sees it, and the answer that the handler gives back."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from sandbox.answers import NOTHING, Answer
from sandbox.quotas import Quotas
from sandbox.records import Comment, Issue, Repository
from sandbox.rules.access import Area, Caller, Renamed, area_of, require_area, see
from sandbox.rules.refusals import Invalid, Moved, MovedForNow, NotFound, invalid
from sandbox.rules.whereabouts import Transferred, find_issue
from sandbox.shapes.issues import issue_url
from sandbox.world import World

__all__ = ["NOTHING", "Answer", "Asking", "Endpoint", "Word", "word_of"]

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Asking:
    """A request: who asks, at which address of the sandbox, and with what query and JSON body."""

    world: World
    caller: Caller
    address: str
    path: str
    query: Mapping[str, str]
    body: Mapping[str, Any]
    quotas: Quotas
    is_reading: bool = True

    def repository(self, owner: str, name: str, area: Area = "metadata") -> Repository:
        """The repository of the path, if it exists for the caller; raises Moved for a name that it had before."""
        try:
            return see(self.world, self.caller, owner, name, area)
        except Renamed as renamed:
            raise self.elsewhere(renamed.repository) from None

    def elsewhere(self, repository: Repository) -> NotFound | Moved:
        """Where the same path leads of a repository that has another name now: GitHub answers there by its id."""
        start, _, rest = self.path.removeprefix("/repos/").partition("/")
        name, slash, rest = rest.partition("/")
        if not (start and name) or not self.path.startswith("/repos/"):
            return NotFound()
        query = f"?{urlencode(self.query)}" if self.query else ""
        place = f"{self.address}/repositories/{repository.database_id}{slash}{quote(rest)}{query}"
        return Moved(place) if self.is_reading else MovedForNow(place)

    def issue(self, owner: str, name: str, number: int) -> Issue:
        """The issue or pull request of the path, if it exists for the caller."""
        try:
            return find_issue(self.caller, self.repository(owner, name), number)
        except Transferred as elsewhere:
            rest = self.path.partition(f"/issues/{number}")[2]
            raise Moved(issue_url(self.address, elsewhere.issue) + rest) from None

    def comment(self, owner: str, name: str, database_id: int) -> Comment:
        """The comment of the path, if it exists for the caller."""
        repository = self.repository(owner, name)
        comment = repository.comments.get(database_id)
        if comment is None:
            raise NotFound
        require_area(self.caller, repository, area_of(comment.issue))
        return comment

    def needed(self, name: str) -> Any:
        """A body field that must be there; raises Invalid when it is not."""
        if self.body.get(name) is None:
            raise Invalid(f'Invalid request.\n\n"{name}" wasn\'t supplied.')
        return self.body[name]

    def chosen(self, name: str, words: type[Word], resource: str) -> Word | None:
        """A body field that is one of some words, None when it is absent; raises Invalid for another word."""
        given = self.body.get(name)
        return None if given is None else word_of(given, words, resource, name)


def word_of(given: str, words: type[Word], resource: str, field_name: str) -> Word:
    """The word that was given; raises Invalid when it is none of them."""
    try:
        return words(given)
    except ValueError:
        raise invalid(resource, field_name, "invalid", value=given) from None


@dataclass(frozen=True, slots=True, eq=False)
class Endpoint:
    """A path that GitHub knows, with the query parameters and body fields (and their JSON types) it takes.

    `bare` names the field that a body may stand for when it is only that field's value. `inner` are the names in the
    objects that a field holds, by the field's own name or path (`config`, `iteration_configuration.iterations`).
    """

    method: str
    path: str
    handler: Callable[..., Answer]
    query: Sequence[str] = ()
    body: Mapping[str, tuple[type, ...]] = field(default_factory=dict)
    bare: str | None = None
    inner: Mapping[str, Collection[str]] = field(default_factory=dict)
