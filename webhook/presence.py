"""Which servers are alive, so that the work of a dead one is taken over and that of a living one is not.

A server holds a lock under its name for as long as it lives. On PostgreSQL that is an advisory lock of a session of its
own: the database gives it free once the process is dead, or once its machine answered no probe of the database's for
some forty seconds. The server itself notices a lost session at once or, where nothing tells it, within half of that,
and stops its runs. Of an SQLite file there is one server, which holds a lock on a file beside it.

On PostgreSQL a name is that of one life of a server: what a server took in its last moments, taken for dead already,
must not look like the work of a living one that came by its name.

Source: https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
"""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from select import select
from time import sleep
from typing import IO, Protocol
from uuid import uuid4

import psycopg
from sqlalchemy import URL
from tenacity import RetryCallState, Retrying, retry_if_not_result, wait_fixed

from webhook.database import LOCKS, PROBED, PROBING, is_shared

logger = logging.getLogger(__name__)

BETWEEN_LOOKS = 5.0  # seconds between two looks at our own session


class Presence(Protocol):
    """A server's sign of life; `name` is its own among all that share the database."""

    name: str

    def of_the_dead(self, name: str) -> AbstractContextManager[bool]:
        """Whether the server of that name is dead; as long as the context lasts nobody else finds it so."""
        ...

    def is_held(self) -> bool:
        """Whether the sign is still there; once it is not, others may have taken over."""
        ...

    def wait(self, seconds: float) -> None:
        """Waits so long, or until something says that the sign may be lost."""
        ...


def take_presence(url: URL, host: str) -> Presence:
    """Takes a name that says which host it is of; of an SQLite file it waits until that is free."""
    return _Session(url, host) if is_shared(url) else _File(url, host)


class _Session:
    """A lock of a session of PostgreSQL's."""

    def __init__(self, url: URL, host: str) -> None:
        address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._connection = psycopg.connect(
            address,
            autocommit=True,
            application_name="arch-hour presence",
            **PROBING,
        )
        self._connection.execute(PROBED)
        self.name = f"{host}-{uuid4().hex[:8]}"
        self._try("pg_advisory_lock", self.name)

    @contextmanager
    def of_the_dead(self, name: str) -> Iterator[bool]:
        """See Presence."""
        is_dead = self._try("pg_try_advisory_lock", name)
        try:
            yield is_dead
        finally:
            if is_dead:
                self._try("pg_advisory_unlock", name)

    def is_held(self) -> bool:
        """See Presence."""
        try:
            self._connection.execute("SELECT 1")
        except psycopg.Error:
            return False
        return True

    def wait(self, seconds: float) -> None:
        """See Presence; whoever ends a session sends word of it."""
        select([self._connection.fileno()], [], [], seconds)

    def _try(self, function: str, name: str) -> bool:
        row = self._connection.execute(
            f"SELECT {function}(%s, hashtext(%s))",
            (LOCKS, name),
        ).fetchone()
        return row is not None and row[0] is True


class _File:
    """A lock on a file beside the database: whoever holds it is the only one, so all others are dead."""

    def __init__(self, url: URL, host: str) -> None:
        self.name = host
        self._file = Path(f"{url.database}.lock").open("w")  # noqa: SIM115  it is held until the process ends
        Retrying(wait=wait_fixed(0.2), retry=retry_if_not_result(bool), before_sleep=_tell)(_lock, self._file)

    @contextmanager
    def of_the_dead(self, name: str) -> Iterator[bool]:
        """See Presence."""
        yield name != self.name

    def is_held(self) -> bool:
        """See Presence."""
        return not self._file.closed

    def wait(self, seconds: float) -> None:
        """See Presence."""
        sleep(seconds)


def _lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _tell(state: RetryCallState) -> None:
    if state.attempt_number == 1:
        logger.info("another server has the database: waiting for it to end")
