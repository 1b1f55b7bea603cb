"""Questions to GraphQL about one repository, page by page."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from arch_hour.gateway.connection import Connection
from arch_hour.gateway.documents import declared, document

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Asking:
    """Asks about the repository `OWNER/NAME`; every method raises Failure."""

    connection: Connection
    full_name: str

    @property
    def place(self) -> dict[str, Any]:
        """The variables that name the repository."""
        return owner_and_name(self.full_name)

    def ask(self, name: str, values: Json) -> Json:
        """The answer to a document, given those of the values that it declares."""
        known = {key: value for key, value in values.items() if key in declared(name)}
        return self.connection.query(document(name), known)

    def pages(self, name: str, field: str, values: Json, first: Json | None = None) -> Iterator[Json]:
        """The nodes of a connection of the repository, from a first page where one was read already."""
        return all_nodes(lambda after: self.ask(name, {**values, "after": after})["repository"][field], first)

    def pages_of_node(self, name: str, field: str, values: Json, first: Json | None = None) -> Iterator[Json]:
        """The nodes of a connection of an issue or comment, from a first page where one was read already."""
        return all_nodes(lambda after: self.ask(name, {**values, "after": after})["node"][field], first)


def owner_and_name(full_name: str) -> dict[str, Any]:
    """The variables that name a repository."""
    owner, _, name = full_name.partition("/")
    return {"owner": owner, "name": name}


def all_nodes(read: Callable[[str | None], Json], first: Json | None = None) -> Iterator[Json]:
    """The nodes of all pages, of which the first may have been read already.

    Raises ValueError where a page names no new one after it, rather than read for ever.
    """
    after: str | None = None
    page = read(after) if first is None else first
    while True:
        yield from page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            return
        cursor = page["pageInfo"]["endCursor"]
        if not isinstance(cursor, str) or cursor == after:
            msg = "a page that leads nowhere"
            raise ValueError(msg)
        after = cursor
        page = read(after)
