"""Whose turn a repository is: of all servers that share a database, one runs it at a time.

The queue's partitions mean the same, yet DBOS looks for what may begin and marks it as begun in two steps: where an
older order comes due in between, two servers begin one run each. And a server that was taken for dead may need a moment
to notice. So a run also holds a lock of a session of PostgreSQL's. Of an SQLite file there is one server.

Source: https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import SQLAlchemyError
from tenacity import RetryCallState, Retrying, retry_if_not_result, wait_fixed

from webhook.database import is_shared

logger = logging.getLogger(__name__)

BETWEEN_TRIES = 0.2  # seconds


class Turns:
    """The turns of the repositories of a database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def of(self, repository: int) -> Iterator[None]:
        """Waits until no run of the repository is under way anywhere, and keeps others from it."""
        if not is_shared(self._engine.url):
            yield
            return
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            Retrying(wait=wait_fixed(BETWEEN_TRIES), retry=retry_if_not_result(bool), before_sleep=_tell)(
                _took, connection, repository
            )
            try:
                yield
            finally:
                _give_back(connection, repository)


def _took(connection: Connection, repository: int) -> bool:
    # Below zero, as DBOS has a key above that may one day be a repository's number.
    return connection.scalar(select(func.pg_try_advisory_lock(-repository))) is True


def _give_back(connection: Connection, repository: int) -> None:
    """A lock that can't be given back ends with its session."""
    try:
        connection.execute(select(func.pg_advisory_unlock(-repository)))
    except SQLAlchemyError:
        connection.invalidate()


def _tell(state: RetryCallState) -> None:
    if state.attempt_number == 1:
        logger.warning("another run of the repository is under way: waiting for its end")
