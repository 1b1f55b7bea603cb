"""Mistakes: one clear sentence with place and remedy, the right exit status, and nothing written."""

import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from arch_hour.cli import main
from arch_hour.environment import Environment
from arch_hour.gateway.connection import Connection
from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.gateway.patience import Patience
from arch_hour.hosts import Address
from tests.integration.conftest import CONFIGURATION, REPOSITORY

if TYPE_CHECKING:
    from tests.integration.conftest import Town

# The command as a process in which pauses take no time.
WITHOUT_WAITING = """\
import sys, time
time.sleep = lambda _: None
from arch_hour.cli import main
sys.exit(main(sys.argv[1:]))
"""
CHANGES = ("CreateIssue ", "AssignOwners ", "AddSubIssue ", "AddComment ", "PinIssue ")


def fails(
    town: "Town",
    *arguments: str,
    status: int,
    says: tuple[str, ...],
    by: str = "workflow",
    environ: Mapping[str, str] | None = None,
) -> None:
    done = town.here(*arguments, by=by, environ=environ)
    assert done.returncode == status, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    for part in says:
        assert part in done.stderr
    assert town.running.log.writes == []


def test_a_mistake_ends_the_process_with_its_status_and_one_line(town: "Town") -> None:
    town.world.put_file(REPOSITORY, ".github/arch-hour.yml", "meeting:\n  schedul: X\n")
    done = town.arch_hour("run")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith("arch-hour: .github/arch-hour.yml:2: ")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(
            "meeting:\n  schedul: X\n",
            (".github/arch-hour.yml:2", "did you mean `meeting.schedule`"),
            id="misspelt",
        ),
        pytest.param(
            CONFIGURATION + "vote:\n", ("arch-hour.yml:9", "did you mean `votes`"), id="misspelt section"
        ),
        pytest.param("meeting: {schedule: [}", ("arch-hour.yml:1", "no valid YAML"), id="no YAML"),
        pytest.param("- meeting", ("arch-hour.yml:1", "expected keys and values"), id="a list"),
        pytest.param("", ("arch-hour.yml:1", "expected keys and values"), id="empty"),
        pytest.param("meeting:\n  name: x\n", ("`meeting.schedule` is missing",), id="no schedule"),
        pytest.param(
            CONFIGURATION.replace("New_York", "Gotham"),
            ("arch-hour.yml:5", "no time zone"),
            id="no such zone",
        ),
        pytest.param(
            CONFIGURATION.replace("WEEKLY", "OFTEN"), ("arch-hour.yml:3", "no recurrence rule"), id="no rule"
        ),
    ],
)
def test_a_wrong_configuration_is_told_with_its_line(town: "Town", text: str, says: tuple[str, ...]) -> None:
    town.world.put_file(REPOSITORY, ".github/arch-hour.yml", text)
    fails(town, "run", status=2, says=says)


def test_a_missing_configuration_is_told_with_what_it_needs(town: "Town") -> None:
    fails(
        town,
        "run",
        "--config",
        "nowhere.yml",
        status=2,
        says=("nowhere.yml", "no such file", "`schedule` and `start`"),
    )


def test_a_missing_local_configuration_is_told(town: "Town") -> None:
    fails(town, "run", "--config-file", "nowhere.yml", status=2, says=("nowhere.yml", "cannot be read"))


@pytest.mark.parametrize(
    ("environ", "status", "says"),
    [
        pytest.param({"GITHUB_TOKEN": ""}, 2, ("no token was given", "GITHUB_TOKEN"), id="no token"),
        pytest.param(
            {"GITHUB_REPOSITORY": ""}, 2, ("no repository", "--repository OWNER/NAME"), id="no repository"
        ),
        pytest.param(
            {"GITHUB_REPOSITORY": "arch"}, 2, ("'arch' is no repository", "OWNER/NAME"), id="half a name"
        ),
        pytest.param(
            {"GITHUB_REPOSITORY": "octo-org/none"},
            1,
            ("octo-org/none was not found",),
            id="no such repository",
        ),
        pytest.param(
            {"GITHUB_TOKEN": "wrong"}, 1, ("does not know this token", "GITHUB_TOKEN"), id="refused token"
        ),
        pytest.param(
            {"GITHUB_API_URL": "octo"}, 2, ("'octo' is no address", "GITHUB_API_URL"), id="no address"
        ),
    ],
)
def test_a_wrong_environment_is_told_with_its_remedy(
    town: "Town", environ: Mapping[str, str], status: int, says: tuple[str, ...]
) -> None:
    fails(town, "run", status=status, says=says, environ=environ)


def test_a_reader_is_told_before_anything_is_tried(town: "Town") -> None:
    fails(town, "run", status=1, by="cleo", says=("cleo may not write to octo-org/arch", "write access"))


def test_a_reader_may_still_look_at_what_a_run_would_do(town: "Town") -> None:
    assert town.values("preview", by="cleo")["dry_run"] is True
    assert town.running.log.writes == []


@pytest.fixture
def closed() -> Iterator[str]:
    """An address of this machine at which nobody answers."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


def test_an_unreachable_api_is_told_after_trying_patiently(
    closed: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pauses: list[float] = []
    patience = Patience(pause=pauses.append)
    connection = Connection(Address(closed, f"{closed}/graphql"), "a-token", patience)
    monkeypatch.setattr(Environment, "gateway", lambda _: GithubGateway(connection, REPOSITORY))
    assert main(["run"]) == 1
    assert pauses == [1, 2, 4, 8]
    said = capsys.readouterr()
    assert (said.out, len(said.err.splitlines())) == ("", 1)
    for part in (closed, "did not answer", "check the network and the address"):
        assert part in said.err


def test_a_process_ends_with_the_same_sentence(town: "Town", closed: str) -> None:
    environ = {"GITHUB_API_URL": closed, "GITHUB_GRAPHQL_URL": f"{closed}/graphql"}
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_WAITING, "run"],
        env=town.environment("workflow") | environ,
        cwd=town.folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    (sentence,) = done.stderr.splitlines()
    assert sentence.startswith(f"arch-hour: {closed} did not answer as GitHub does (")
    assert town.running.log.writes == []


VERBOSE = [
    pytest.param({"GITHUB_TOKEN": "wrong"}, ("run",), id="token"),
    pytest.param({}, ("run", "--config", "nowhere.yml"), id="no configuration"),
    pytest.param({}, ("import", "nowhere.txt"), id="no page"),
    pytest.param({"GITHUB_REPOSITORY": ""}, ("check",), id="usage"),
]


@pytest.mark.parametrize(("environ", "arguments"), VERBOSE)
def test_a_mistake_is_one_sentence_however_much_is_to_be_told(
    town: "Town", environ: dict[str, str], arguments: tuple[str, ...]
) -> None:
    done = town.arch_hour(*arguments, "--verbose", environ=environ)
    assert done.returncode in (1, 2)
    (sentence,) = done.stderr.splitlines()
    assert sentence.startswith("arch-hour: ")


def test_much_is_told_of_our_own_doing_and_nothing_of_a_library_s(town: "Town") -> None:
    body = {"title": "Tea", "body": "ACTION @ben to **bring** `it`", "labels": ["topic"]}
    town.send("ada", "POST", "/issues", body)
    done = town.arch_hour("run", "--verbose")
    assert done.returncode == 0
    lines = done.stderr.splitlines()
    assert "stage plan_follow_ups" in lines
    assert any(line.startswith("CreateIssue of a new issue: ") for line in lines)
    assert [line for line in lines if not line.startswith(("stage ", *CHANGES))] == []


def test_what_is_nobody_s_mistake_is_told_with_where_it_came_from(town: "Town", closed: str) -> None:
    environ = {"GITHUB_API_URL": closed, "GITHUB_GRAPHQL_URL": f"{closed}/graphql"}
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_WAITING, "run", "--verbose"],
        env=town.environment("workflow") | environ,
        cwd=town.folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" in done.stderr
    assert done.stderr.splitlines()[-1].startswith("arch-hour: ")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"", ("page.txt", "empty"), id="empty"),
        pytest.param(b" \n\n", ("page.txt", "empty"), id="blank"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0", ("page.txt", "no text in UTF-8"), id="binary"),
        pytest.param("Größe".encode("latin-1"), ("page.txt", "no text in UTF-8"), id="latin-1"),
        pytest.param(b"Hour\n\nTopics\n\n * a\n", ("page.txt", "date"), id="no date"),
        pytest.param(b"Hour: 2020-12-17\n\nWords.\n", ("page.txt", "topics"), id="no sections"),
    ],
)
def test_what_is_no_meeting_page_is_told(town: "Town", content: bytes, says: tuple[str, ...]) -> None:
    (town.folder / "page.txt").write_bytes(content)
    fails(town, "import", "page.txt", by="ada", status=2, says=says)


def test_a_missing_page_is_told(town: "Town") -> None:
    fails(town, "import", "nowhere.txt", by="ada", status=2, says=("nowhere.txt", "cannot be read"))


def test_a_folder_is_no_page(town: "Town", tmp_path: Path) -> None:
    fails(town, "import", str(tmp_path), by="ada", status=2, says=(str(tmp_path), "cannot be read"))


@pytest.mark.parametrize(
    "arguments",
    [
        ("fly",),
        ("run", "--command", "fly"),
        ("run", "--config", "../arch-hour.yml"),
        ("run", "--now", "soon"),
        ("run", "--now", "0001-01-01"),
        ("run", "--now", "9999-12-31T23:00"),
        ("serve", "--port", "99999"),
        (),
    ],
)
def test_wrong_usage_ends_with_status_two(town: "Town", arguments: tuple[str, ...]) -> None:
    done = town.arch_hour(*arguments) if arguments else town.arch_hour("--nothing")
    assert done.returncode == 2
    assert "usage: arch-hour" in done.stderr


def test_a_page_without_a_topic_is_told(town: "Town") -> None:
    (town.folder / "page.txt").write_text("Hour: 2020-12-17\n\nTopics\n\nNothing yet.\n")
    fails(town, "import", "page.txt", by="ada", status=2, says=("page.txt", "no topic found", "as a bullet"))


@pytest.mark.parametrize("given", [("--config-file", "local.yml"), ("--config", "./.github//arch-hour.yml")])
def test_wherever_the_configuration_is_read_from_the_meeting_is_the_same(
    town: "Town", given: tuple[str, str]
) -> None:
    town.values("run")
    (town.folder / "local.yml").write_text(CONFIGURATION)
    _, writes = town.spent(lambda: town.values("run", *given))
    assert writes == 0


def test_what_does_not_exist_yet_has_no_number(town: "Town") -> None:
    (town.folder / "page.txt").write_text("Hour: 2020-12-17\n\nTopics\n\n * Tea +1\n")
    planned = town.values("import", "page.txt", "--dry-run", by="ada")
    assert [topic["number"] for topic in planned["topics"]] == [None]
    made = town.values("import", "page.txt", by="ada")
    assert [made["topics"][0]["number"], made["import"][0]["number"]] == [1, 1]
