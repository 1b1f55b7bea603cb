"""The tests' own PostgreSQL: what is measured with it would be no different elsewhere."""

import psycopg
import pytest

from tests.postgres import Cluster


def test_every_test_has_a_database_of_its_own_that_keeps_what_it_was_given(
    postgres: Cluster, postgres_url: str
) -> None:
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
        assert connection.execute("SHOW synchronous_commit").fetchone() == ("on",)
        connection.execute("CREATE TABLE topics (number integer)")
    other = postgres.made()
    with psycopg.connect(postgres.url(other)) as connection:
        assert connection.execute("SELECT to_regclass('topics')").fetchone() == (None,)
    postgres.drop(other)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(postgres.url(other))
