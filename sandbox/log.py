"""The record of the requests that the sandbox answered."""

from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

MOST = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One request: who is a login as REST writes it, cost is in GraphQL points (None for REST), size in bytes.

    `unknown` names what is not known here of the request: `path`, `path:not in the sandbox` where GitHub has it,
    `query:NAME`, `body:NAME` or `graphql:MESSAGE`. `faults` names what went wrong on request; the status is what the
    client was told, or would have been if the answer had not been lost, and 0 when nothing was even tried. `failure`
    is the exception by which the sandbox itself failed, which then answers 500.
    """

    id: str
    at: datetime
    who: str | None
    method: str
    path: str
    query: str
    operation: str | None
    cost: int | None
    status: int
    size: int
    is_write: bool
    unknown: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    milliseconds: float = 0.0
    failure: str | None = None

    def as_json(self) -> dict[str, object]:
        """The entry as JSON values, with its time in GitHub's spelling."""
        return asdict(self) | {"at": f"{self.at:%Y-%m-%dT%H:%M:%SZ}"}


class Log:
    """The newest requests in order, at most fifty thousand; `clear` forgets those so far."""

    def __init__(self) -> None:
        self.entries: deque[Entry] = deque(maxlen=MOST)

    def add(self, entry: Entry) -> None:
        """Adds one answered request."""
        self.entries.append(entry)

    def clear(self) -> None:
        """Forgets all requests so far."""
        self.entries.clear()

    @property
    def writes(self) -> list[Entry]:
        """The requests that could change something: REST other than GET, and GraphQL mutations."""
        return [entry for entry in self if entry.is_write]

    @property
    def reads(self) -> list[Entry]:
        """The requests that only read."""
        return [entry for entry in self if not entry.is_write]

    @property
    def unknown(self) -> list[Entry]:
        """The requests that GitHub would not have understood in every part."""
        return [entry for entry in self if entry.unknown]

    @property
    def failures(self) -> list[Entry]:
        """The requests at which the sandbox itself failed, as GitHub would not have."""
        return [entry for entry in self if entry.failure]

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(list(self.entries))
