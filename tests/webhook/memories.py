"""The server's memory on each database that it can have, with a queue in which orders only lie."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, text

from webhook.database import address_of, migrate, open_database
from webhook.following import RepositorySeen
from webhook.line import Line
from webhook.orders import Order
from webhook.store import Begun, Received, Store, Verdict

ARCH = RepositorySeen(1, "octo/arch", None)


class Lying(Line):
    """A queue that also tells what was put into it."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.orders: list[Order] = []

    def put(self, connection: Connection, order: Order) -> None:
        super().put(connection, order)
        self.orders.append(order)


@dataclass
class Memory:
    """A store, what it ordered, and a clock to move."""

    engine: Engine
    line: Lying
    now: float = 1_000_000.0
    store: Store = field(init=False)

    def __post_init__(self) -> None:
        self.store = Store(self.engine, self.line, lambda: self.now)

    def orders(self) -> list[Order]:
        """What was ordered since the last look."""
        ordered = list(self.line.orders)
        self.line.orders.clear()
        return ordered

    def queued(self) -> set[str]:
        """The names of the orders in the queue, whoever put them there."""
        place = "dbos.workflow_status" if self.engine.dialect.name == "postgresql" else "workflow_status"
        with self.engine.connect() as connection:
            return set(connection.scalars(text(f"SELECT workflow_uuid FROM {place}")))  # noqa: S608


def receive(memory: Memory, guid: str, seen: RepositorySeen = ARCH, *, push: bool = False) -> Verdict:
    """Has a delivery about a repository come."""
    return memory.store.receive(Received(guid, seen.id, (seen,), push))


def begun(memory: Memory, order: Order) -> Begun:
    """Begins a run that is not needless."""
    found = memory.store.begin(order)
    assert found is not None
    return found


@contextmanager
def memory_at(address: str) -> Iterator[Memory]:
    engine = open_database(address_of(address), patience=5, connections=10)
    migrate(engine)
    line = Lying(engine)
    line.open()
    try:
        yield Memory(engine, line)
    finally:
        line.close()
        engine.dispose()


def address_at(kind: str, folder: Path, request: pytest.FixtureRequest) -> str:
    """An empty database's address; skips where there is no PostgreSQL."""
    if kind == "sqlite":
        return f"sqlite:///{folder}/arch-hour.sqlite"
    found: str = request.getfixturevalue("postgres_url")
    return found
