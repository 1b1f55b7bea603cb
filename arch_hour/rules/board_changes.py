"""Writes to a project board: what runs do there, and what sets it up."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from arch_hour.board import Content, ProjectPlace


@dataclass(frozen=True, slots=True)
class BoardEntry:
    """An issue that goes on the board, by its node id; `called` is its name for people.

    `archived` is its item where it is on the board and archived: it comes back.
    """

    issue: str
    called: str
    archived: str = ""


@dataclass(frozen=True, slots=True)
class BoardValue:
    """What the item of an issue is to have in a field; None empties it. `told` is that in words, `status On agenda`.

    `issue`, `item` and `field` are node ids; `kind` is GraphQL's word for the field's kind.
    """

    issue: str
    item: str
    called: str
    field: str
    kind: str
    content: Content | None
    told: str


@dataclass(frozen=True, slots=True)
class PutOnBoard:
    """Issues go on the board of the project, together in one write; one that is there already stays as it is.

    `project` is its node id, `place` where people find it.
    """

    project: str
    place: ProjectPlace
    entries: tuple[BoardEntry, ...]
    why: str


@dataclass(frozen=True, slots=True)
class SetOnBoard:
    """Items of the project get values, together in one write and in this order; otherwise as `PutOnBoard`."""

    project: str
    place: ProjectPlace
    values: tuple[BoardValue, ...]
    why: str


BoardChange = PutOnBoard | SetOnBoard


@dataclass(frozen=True, slots=True)
class Boarded:
    """What came of a write to the board, issue by issue: `items` are the node ids of the items that issues have now.

    `refused` has GitHub's words by the place (from 0) of what it refused among the entries or values; all else is done.
    """

    items: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewOption:
    """An option as it is to be made; `color` is GraphQL's word such as GRAY."""

    name: str
    color: str
    description: str


@dataclass(frozen=True, slots=True)
class CreateProject:
    """A new project of an owner, linked to a repository, both by their node ids."""

    owner: str
    repository: str
    title: str


@dataclass(frozen=True, slots=True)
class CreateField:
    """A new field of a project; `kind` is GraphQL's word, `options` are those of a SINGLE_SELECT."""

    project: str
    name: str
    kind: str
    options: tuple[NewOption, ...] = ()


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """All options of a field at once, in place of those that it has: what items had in it is lost."""

    field: str
    name: str
    options: tuple[NewOption, ...]


SetUp = CreateProject | CreateField | WriteOptions
