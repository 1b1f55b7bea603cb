"""The webhook server as a process that does not start: status 2, and one sentence that says what to do."""

import socket
from collections.abc import Iterator, Mapping

import pytest

from tests.integration.server_places import Places, places
from tests.integration.servers import serving


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    with places(tmp_path_factory.mktemp("start"), 0) as made:
        yield made


REFUSALS: dict[str, tuple[dict[str, str], str]] = {
    "a secret": ({"ARCH_HOUR_WEBHOOK_SECRET": ""}, "set ARCH_HOUR_WEBHOOK_SECRET"),
    "a secret, though there are quotation marks": (
        {"ARCH_HOUR_WEBHOOK_SECRET": '""'},
        "set ARCH_HOUR_WEBHOOK_SECRET",
    ),
    "a secret that is one": ({"ARCH_HOUR_WEBHOOK_SECRET": " , "}, "set ARCH_HOUR_WEBHOOK_SECRET"),
    "access": ({"ARCH_HOUR_TOKEN": ""}, "set ARCH_HOUR_TOKEN"),
    "a database's address": ({"ARCH_HOUR_DATABASE_URL": "mysql://u:hush@h/n"}, "is no database's address"),
    "a file that can be made": ({"ARCH_HOUR_DATABASE_URL": "sqlite:////no/such/folder/x"}, "cannot be used"),
    "a database that is up": (
        {"ARCH_HOUR_DATABASE_URL": "postgresql://u:hush@127.0.0.1:1/n"},
        "cannot be used",
    ),
    "a cron line": ({"ARCH_HOUR_SWEEP": "now and then"}, "ARCH_HOUR_SWEEP is no cron line"),
}


@pytest.mark.parametrize("missing", REFUSALS)
def test_it_does_not_start_without(town: Places, missing: str) -> None:
    environ, told = REFUSALS[missing]
    refused(town, told, environ)


def test_it_does_not_start_where_its_port_is_taken(town: Places) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert str(port) in refused(town, "choose another --port", {}, port)


def test_it_does_not_start_at_a_host_that_is_none(town: Places) -> None:
    server = town.server("other")
    server.host = "no.such.host.invalid"
    done = server.run()
    assert done.returncode == 2
    assert "no.such.host.invalid is no address of this machine: choose another --host" in " ".join(
        done.stderr.split()
    )


def test_it_starts_at_every_address_of_a_host_that_has_several(town: Places) -> None:
    server = town.server("everywhere")
    server.host = "*"
    with serving(server):
        assert server.lines()[0]["message"] == f"listening on http://*:{server.port}/webhook"


def test_it_does_not_start_over_a_file_that_is_no_database(town: Places) -> None:
    (town.folder / "letter.txt").write_text("Dear Ada,\n" * 500)
    refused(town, "cannot be used", {"ARCH_HOUR_DATABASE_URL": f"sqlite:///{town.folder}/letter.txt"})


def refused(town: Places, told: str, environ: Mapping[str, str], port: int = 0) -> str:
    """A start that fails with status 2 and one sentence, which is given."""
    database = f"sqlite:///{town.folder}/other.sqlite"
    done = town.server("other", **{"ARCH_HOUR_DATABASE_URL": database, **environ}).run(port)
    assert done.returncode == 2, done.stderr
    assert told in done.stderr
    # Where it does not fit a line it goes on in the next.
    assert done.stderr.startswith("arch-hour: ")
    assert done.stderr.count("arch-hour: ") == 1
    assert "Traceback" not in done.stderr
    assert "hush" not in done.stderr
    return done.stderr
