"""The record of every request that the sandbox answered."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One request: who is a login as REST writes it, cost is in GraphQL points (None for REST).

    `unknown` names what is not known here of the request: `path`, `query:NAME`, `body:NAME` or `graphql:MESSAGE`.
    """

    at: datetime
    who: str | None
    method: str
    path: str
    query: str
    operation: str | None
    cost: int | None
    status: int
    is_write: bool
    unknown: tuple[str, ...]
    milliseconds: float

    def as_json(self) -> dict[str, object]:
        """The entry as JSON values, with its time in GitHub's spelling."""
        return asdict(self) | {"at": f"{self.at:%Y-%m-%dT%H:%M:%SZ}"}


class Log:
    """The requests in order; `clear` forgets those so far."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def add(self, entry: Entry) -> None:
        """Adds one answered request."""
        self.entries.append(entry)

    def clear(self) -> None:
        """Forgets all requests so far."""
        self.entries = []

    @property
    def writes(self) -> list[Entry]:
        """The requests that could change something: REST other than GET, and GraphQL mutations."""
        return [entry for entry in self.entries if entry.is_write]

    @property
    def reads(self) -> list[Entry]:
        """The requests that only read."""
        return [entry for entry in self.entries if not entry.is_write]

    @property
    def unknown(self) -> list[Entry]:
        """The requests that GitHub would not have understood in every part."""
        return [entry for entry in self.entries if entry.unknown]

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(list(self.entries))
