"""Connections that are given up where PostgreSQL says nothing for long: it may be frozen while its machine is not.

Its own time limits need it to be well, and those of the network tell only whether its machine is there.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from psycopg import Connection, OperationalError
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus
from sqlalchemy import Engine, event

from webhook.database import is_shared

T = TypeVar("T")
INTERVAL = 0.1  # seconds, as psycopg itself


def be_impatient(engine: Engine, seconds: float) -> None:
    """Has an engine's connections wait so long for an answer, and no longer; nothing is changed for SQLite."""

    class Impatient(Connection[Any]):
        """A connection that ends where it waited too long."""

        def wait(self, gen: PQGen[T], interval: float = INTERVAL, timeout: float | None = None) -> T:
            """What psycopg waits for everything with."""
            try:
                return super().wait(gen, interval, timeout or seconds)
            except OperationalError:
                if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                    self.close()  # an answer that comes after all would be taken for that to the next question
                raise

    def connect(_: object, __: object, given: Sequence[Any], named: Mapping[str, Any]) -> Connection[Any]:
        return Impatient.connect(*given, **named)

    if is_shared(engine.url):
        event.listen(engine, "do_connect", connect)
