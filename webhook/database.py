"""The server's database: an SQLite file, or PostgreSQL for several servers."""

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.schema import CreateColumn

from arch_hour.errors import UsageError
from webhook.tables import metadata

DatabaseError = SQLAlchemyError  # whatever either of the databases says, and that it says nothing
DEFAULT = "sqlite:///arch-hour.sqlite"
VARIABLE = "ARCH_HOUR_DATABASE_URL"
# A key of PostgreSQL's advisory locks that is ours: "arch" in ASCII.
LOCKS = 0x61726368
_POSTGRESQL = frozenset({"postgresql", "postgres", "postgresql+psycopg"})
# How the ends of a connection find out that the other is gone without a word, its machine or the way to it: we after
# some 20 seconds, PostgreSQL after some 40. It gives the locks of a dead server free then, and not after two hours.
PROBING: Mapping[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 15_000,
}
PROBED = "SET tcp_keepalives_idle = 20; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 4"


def address_of(text: str) -> URL:
    """The address as SQLAlchemy wants it; raises UsageError, which never shows a password."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):  # the second for a port that is no number
        url = None
    if url is not None and url.drivername in _POSTGRESQL and url.host is not None:
        return url.set(drivername="postgresql+psycopg")
    if url is not None and url.drivername == "sqlite" and url.database not in (None, "", ":memory:"):
        return url
    msg = f"{VARIABLE} is no database's address: give sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"
    raise UsageError(msg)


def is_shared(url: URL) -> bool:
    """Whether several servers may use it at once."""
    return url.get_backend_name() == "postgresql"


def open_database(url: URL, *, patience: int, connections: int) -> Engine:
    """An engine whose statements wait so many seconds for others; connects only when it is first used."""
    pool: dict[str, Any] = {"pool_size": connections, "max_overflow": 0, "pool_timeout": patience}
    if is_shared(url):
        given = {**PROBING, "application_name": "arch-hour"}
        engine = create_engine(url, pool_pre_ping=True, connect_args=given, **pool)
        event.listen(engine, "connect", lambda connection, _: _prepare_session(connection, patience))
        return engine
    engine = create_engine(url, **pool)
    event.listen(engine, "connect", lambda connection, _: _prepare_file(connection, patience))
    return engine


def _prepare_session(connection: Any, patience: int) -> None:
    """Said once the session is there: a pooler in between may refuse to hear it before."""
    with connection.cursor() as cursor:
        cursor.execute(PROBED)
        cursor.execute(f"SET lock_timeout = {patience * 1000}")
        cursor.execute(f"SET statement_timeout = {patience * 1000}")
    connection.commit()


def _prepare_file(connection: Any, patience: int) -> None:
    """With a log that is written ahead readers and one writer don't stop each other; each commit is on disk."""
    connection.isolation_level = "IMMEDIATE"
    connection.execute(f"PRAGMA busy_timeout={patience * 1000}")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def is_there(url: URL) -> bool:
    """Whether there is such a database already, as far as can be told without opening it."""
    return is_shared(url) or Path(str(url.database)).exists()


@contextmanager
def _folder_held(url: URL) -> Iterator[None]:
    """Has servers that start at once on an SQLite file make its tables one after the other."""
    with ExitStack() as stack:
        if not is_shared(url):
            with suppress(OSError):  # whatever is wrong with the folder, SQLite says
                folder = os.open(Path(str(url.database)).absolute().parent, os.O_RDONLY)
                stack.callback(os.close, folder)
                fcntl.flock(folder, fcntl.LOCK_EX)
        yield


def migrate(engine: Engine) -> None:
    """Makes what is missing of the tables, the queue's too; raises UsageError where the database can't be used."""
    from dbos import DBOS

    try:
        with _folder_held(engine.url):
            with engine.begin() as connection:
                if is_shared(engine.url):
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCKS}, 0)")
                metadata.create_all(connection)
                _add_columns(connection)
            DBOS.migrate(engine.url.render_as_string(hide_password=False))
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).partition("\n")[0]
        msg = f"the database of {VARIABLE} cannot be used ({reason}): check its address and that it is up"
        raise UsageError(msg) from None


def _add_columns(connection: Connection) -> None:
    """What a newer version remembers besides; only ever added, as older servers may work on beside this one."""
    there = inspect(connection)
    for table in metadata.sorted_tables:
        known = {column["name"] for column in there.get_columns(table.name)}
        for column in table.columns:
            if column.name not in known:
                told = CreateColumn(column).compile(dialect=connection.dialect)
                connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {told}")
