"""`arch-hour sandbox` as people start it: the demo's world on a page, saved when it is stopped."""

import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import create_server

import pytest
import requests

from sandbox.demo.cast import REPOSITORY, fresh_world
from sandbox.storing.worlds import read_world, write_world
from tests.integration.conftest import BIN
from tests.integration.test_demo import tell

PAGE = {"Accept": "text/html"}


@contextmanager
def opened(folder: Path, *arguments: str) -> Iterator[tuple[str, str]]:
    """The sandbox's address and somebody's token, until it is stopped as by Ctrl-C."""
    command = [str(BIN / "arch-hour"), "sandbox", "--port", "0", *arguments]
    environment = {"HOME": str(folder), "LANG": "C.UTF-8", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = ""
        for line in process.stdout:
            told += line
            if "ghp_noor_1" in line:
                break
        address = re.search(r"http://127\.0\.0\.1:\d+", told)
        assert address is not None, told
        yield address[0], "ghp_noor_1"
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0


def test_a_team_that_has_just_begun_finds_all_set_up(tmp_path: Path) -> None:
    began = time.monotonic()
    with opened(tmp_path) as (address, _):
        assert time.monotonic() - began < 10
        home = f"{address}/{REPOSITORY}"
        for path in ("", "/issues", "/issues/new/choose", "/actions"):
            assert requests.get(home + path, headers=PAGE, timeout=10).status_code == 200
        chooser = requests.get(f"{home}/issues/new/choose", headers=PAGE, timeout=10).text
        assert "Propose a topic for the next meeting" in chooser
        board = requests.get(f"{address}/orgs/platform-team/projects/1", headers=PAGE, timeout=10).text
        assert all(column in board for column in ("Backlog", "On agenda", "Todo", "Done"))


def test_the_demo_s_world_goes_on_and_is_saved(tmp_path: Path) -> None:
    told = tell(tmp_path)
    world = tmp_path / "demo" / "world.yml"
    assert f"arch-hour sandbox --world {world}" in told.stdout
    with opened(tmp_path, "--world", str(world), "--save", str(world)) as (address, token):
        shown = requests.get(f"{address}/{REPOSITORY}/issues?q=is:closed", headers=PAGE, timeout=10).text
        assert "Platform Coffee: 2026-03-12" in shown
        answer = requests.post(
            f"{address}/repos/{REPOSITORY}/issues",
            json={"title": "Next time", "labels": ["topic"]},
            headers={"Authorization": f"Bearer {token}"},
            timeout=10,
        )
        assert answer.status_code == 201
    issues = read_world(world).repository(REPOSITORY).issues
    assert issues[max(issues)].title == "Next time"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(None, "cannot be read", id="no file"),
        pytest.param("accounts: [{name: Ada}]", "no world of the sandbox", id="no world"),
    ],
)
def test_a_file_without_a_world_is_told_in_a_sentence(tmp_path: Path, text: str | None, problem: str) -> None:
    file = tmp_path / "world.yml"
    if text is not None:
        file.write_text(text)
    command = [str(BIN / "arch-hour"), "sandbox", "--world", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 2
    assert problem in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_port_that_is_taken_is_told_in_a_sentence(tmp_path: Path) -> None:
    with create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [str(BIN / "arch-hour"), "sandbox", "--port", port]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 2
    assert f"port {port} cannot be served" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_fresh_world_can_be_saved_and_read(tmp_path: Path) -> None:
    file = tmp_path / "world.yml"
    write_world(fresh_world(), file)
    assert read_world(file).project("platform-team", 1).title == "Coffee"
