"""Where the server's database is, and how it becomes one that this version can work with."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, inspect, text

from arch_hour.errors import UsageError
from tests.webhook.memories import address_at
from webhook.database import address_of, is_shared, is_there, migrate, open_database
from webhook.tables import metadata, repositories

PASSWORD = "hunter2"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param("sqlite:///tea.sqlite", "sqlite:///tea.sqlite", id="a file"),
        pytest.param("sqlite:////srv/tea.sqlite", "sqlite:////srv/tea.sqlite", id="a file anywhere"),
        pytest.param("postgresql://ada@db/tea", "postgresql+psycopg://ada@db/tea", id="PostgreSQL"),
        pytest.param("postgres://ada@db/tea", "postgresql+psycopg://ada@db/tea", id="its short name"),
        pytest.param(
            "postgresql://ada@db:5433/tea?sslmode=require",
            "postgresql+psycopg://ada@db:5433/tea?sslmode=require",
            id="with options",
        ),
    ],
)
def test_an_address_is_one_of_two_kinds(given: str, expected: str) -> None:
    assert address_of(given).render_as_string() == expected
    assert is_shared(address_of(given)) is not given.startswith("sqlite")


@pytest.mark.parametrize(
    "given",
    [
        "",
        "tea.sqlite",
        "sqlite://",
        "sqlite:///:memory:",
        f"mysql://ada:{PASSWORD}@db/tea",
        f"postgresql://ada:{PASSWORD}@db:port/tea",
        "postgresql:///tea",
    ],
)
def test_any_other_is_told_without_its_password(given: str) -> None:
    with pytest.raises(UsageError, match="ARCH_HOUR_DATABASE_URL is no database's address") as told:
        address_of(given)
    assert PASSWORD not in str(told.value)


@contextmanager
def opened(url: URL) -> Iterator[Engine]:
    engine = open_database(url, patience=5, connections=2)
    try:
        yield engine
    finally:
        engine.dispose()


def test_a_file_is_there_once_it_was_made(tmp_path: Path) -> None:
    url = address_of(f"sqlite:///{tmp_path}/tea.sqlite")
    assert not is_there(url)
    with opened(url) as engine:
        migrate(engine)
    assert is_there(url)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_an_older_versions_tables_get_what_they_lack_and_keep_what_they_have(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with opened(address_of(address_at(kind, tmp_path, request))) as engine:
        with engine.begin() as connection:
            metadata.tables["arch_hour_repository"].create(connection)
            connection.execute(repositories.insert().values(id=1, full_name="octo-org/tea"))
            connection.execute(text("ALTER TABLE arch_hour_repository DROP COLUMN trouble"))
            connection.execute(text("ALTER TABLE arch_hour_repository DROP COLUMN waiting_since"))
        migrate(engine)
        migrate(engine)
        with engine.connect() as connection:
            (tea,) = connection.execute(repositories.select())
            assert (tea.full_name, tea.trouble, tea.waiting_since) == ("octo-org/tea", None, None)
            for table in metadata.sorted_tables:
                found = {column["name"] for column in inspect(connection).get_columns(table.name)}
                assert found == set(table.columns.keys())


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "tea.sqlite").write_text("tea " * 1000)
    message = r"cannot be used .file is not a database.: check its address"
    with (
        opened(address_of(f"sqlite:///{tmp_path}/tea.sqlite")) as engine,
        pytest.raises(UsageError, match=message),
    ):
        migrate(engine)
