"""A PostgreSQL of the tests' own, from what Debian installs; what needs it is skipped where there is none.

It keeps what it was given as any other does (fsync is on), so that figures taken with it are honest.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.processes import free_port, until

OWNER = "postgres"  # a role that may do everything, and Debian's name for the user that runs it
STARTING = 30.0  # seconds
# It ends with the tests, however these end: a pipe that nobody holds any more is read to its end.
GUARD = 'trap : TERM INT; "$@" & server=$!; cat >/dev/null; kill -INT $server; wait $server'


@dataclass(frozen=True)
class Cluster:
    """A running PostgreSQL on loopback that trusts everybody on this machine."""

    port: int
    _numbers: Iterator[int] = field(default_factory=lambda: count(1), repr=False)

    def url(self, database: str = OWNER) -> str:
        """The address of one of its databases."""
        return f"postgresql://{OWNER}@127.0.0.1:{self.port}/{database}"

    def made(self) -> str:
        """The name of a database that was made just now."""
        name = f"test_{next(self._numbers)}"
        self._does(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return name

    def drop(self, database: str) -> None:
        """Removes a database, whoever is still connected to it."""
        self._does(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))

    def answers(self) -> bool:
        """Whether it takes connections."""
        try:
            psycopg.connect(self.url(), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _does(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def running_cluster() -> Iterator[Cluster | None]:
    """A cluster until the context ends; None where PostgreSQL is not installed."""
    programs = _programs()
    if programs is None:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="arch-hour-postgres-"))
    try:
        yield from _running(programs, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """The one cluster of a worker of the tests."""
    with running_cluster() as cluster:
        if cluster is None:
            pytest.skip("PostgreSQL is not installed: Debian's package `postgresql` has it")
        yield cluster


@pytest.fixture
def postgres_url(postgres: Cluster) -> Iterator[str]:
    """The address of a database that nobody else has, empty, and removed in the end."""
    database = postgres.made()
    yield postgres.url(database)
    postgres.drop(database)


def _programs() -> Path | None:
    """Where initdb and postgres are: Debian keeps every major version apart from PATH."""
    found = shutil.which("initdb")
    beside = [Path(found).resolve().parent] if found else []
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_major, reverse=True)
    return next((each for each in (*installed, *beside) if (each / "postgres").exists()), None)


def _major(programs: Path) -> int:
    return int(programs.parent.name) if programs.parent.name.isdigit() else 0


def _running(programs: Path, folder: Path) -> Iterator[Cluster]:
    user, data = _user(), folder / "data"
    if user:
        shutil.chown(folder, user["user"], user["group"])
    made = [
        str(programs / "initdb"),
        "--auth=trust",
        f"--username={OWNER}",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
    ]
    subprocess.run([*made, "--no-sync", str(data)], cwd=folder, check=True, capture_output=True, **user)
    cluster = Cluster(free_port())
    settings = {"port": cluster.port, "listen_addresses": "127.0.0.1", "unix_socket_directories": folder}
    options = [f"--{name}={value}" for name, value in settings.items()]
    command = ["sh", "-c", GUARD, "sh", str(programs / "postgres"), "-D", str(data), *options]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=log, stderr=log, **user)
    try:
        until(cluster.answers, STARTING, (folder / "log").read_text)
        yield cluster
    finally:
        server.communicate(timeout=STARTING)


def _user() -> Mapping[str, Any]:
    """As whom it runs, for subprocess: PostgreSQL refuses to be root."""
    if os.geteuid() != 0:
        return {}
    known = {each.pw_name: each for each in pwd.getpwall()}
    chosen = known.get(OWNER) or known["nobody"]
    return {"user": chosen.pw_uid, "group": chosen.pw_gid, "extra_groups": []}
