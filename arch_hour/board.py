"""The values of a project board, as one token sees it; all times are aware and in UTC.

Accounts go by their keys: the login without case, and `[bot]` behind that of an app.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar


@dataclass(frozen=True, slots=True)
class ProjectPlace:
    """Where a project is: its owner's login, and its number there."""

    owner: str
    number: int
    of_user: bool = False

    def __str__(self) -> str:
        return f"{'users' if self.of_user else 'orgs'}/{self.owner}/projects/{self.number}"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a field, such as a status."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a project; `kind` is GraphQL's word for what it holds, such as DATE, NUMBER or SINGLE_SELECT."""

    id: str
    name: str
    kind: str
    options: tuple[Option, ...] = ()


N = TypeVar("N", Field, Option)


def named(things: Iterable[N], name: str | None) -> N | None:
    """The one of that name, as people compare names: without case and surrounding space."""
    if name is None:
        return None
    return next((thing for thing in things if _plain(thing.name) == _plain(name)), None)


def _plain(name: str) -> str:
    return name.strip().casefold()


Content = str | date | float


@dataclass(frozen=True, slots=True)
class Value:
    """What an item has in a field: an option's id, a day, or a number.

    `set_at` is when it was last changed, `made_at` when the field was first filled, and `made_by` who did that; nothing
    for a deleted account.
    """

    content: Content
    set_at: datetime
    made_at: datetime
    made_by: str = ""

    @property
    def is_untouched(self) -> bool:
        """Whether nobody changed it since it was first there."""
        return self.set_at == self.made_at


@dataclass(frozen=True, slots=True)
class Item:
    """An issue as it stands on the board; `values` are those of the fields that were asked for, by the field's id."""

    id: str
    is_archived: bool = False
    updated_at: datetime | None = None
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Labelling:
    """A label was put on an issue, or taken off."""

    label: str
    at: datetime
    is_on: bool


@dataclass(frozen=True, slots=True)
class Card:
    """What the token sees of an issue: its item, where it has one, and what lately happened to it.

    `turned` is when it was last closed or opened again, `reopened` when it was last opened again; None where it never
    was.
    """

    item: Item | None = None
    turned: datetime | None = None
    reopened: datetime | None = None
    labellings: tuple[Labelling, ...] = ()


@dataclass(frozen=True, slots=True)
class Doing:
    """Something that an account did with an issue on boards, in GitHub's word for the event."""

    what: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Board:
    """The project, and what was read of issues on it.

    `account` is whose token this is. `trouble` is a sentence for people where the project cannot be kept; then nothing
    else is known. `cards` has by its node id what was seen of each issue that was asked for, None where the token does
    not see that issue. `pasts` has, where it was asked for, what was done with an issue on boards, oldest first.
    """

    id: str = ""
    title: str = ""
    url: str = ""
    account: str = ""
    fields: tuple[Field, ...] = ()
    trouble: str = ""
    cards: Mapping[str, Card | None] = field(default_factory=dict)
    pasts: Mapping[str, tuple[Doing, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Site:
    """Where a project is to be: its owner and the repository by their node ids, and the project, where there is one.

    `place` has the number 0 where there is none. `items` counts what is on it; `is_ours` says that it has our title and
    the token's account made it.
    """

    owner: str
    place: ProjectPlace
    repository: str
    board: Board | None = None
    items: int = 0
    is_ours: bool = False
