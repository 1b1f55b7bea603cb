"""The demo as a process: the whole story without a token, and the documents that it leaves."""

import re
import subprocess
from pathlib import Path
from socket import create_server

import pytest

from sandbox.demo import story
from tests.integration.conftest import BIN


def tell(folder: Path, *page: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(BIN / "arch-hour"), "demo", *page, "--out", str(folder / "demo")],
        env={"HOME": str(folder), "LANG": "C.UTF-8"},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        stdin=subprocess.DEVNULL,
        check=False,
    )


def test_it_tells_the_story_with_its_own_page(tmp_path: Path) -> None:
    told = tell(tmp_path)
    assert told.returncode == 0, told.stderr
    assert "9 topics from “Platform Coffee: 2026-03-12”" in told.stdout
    assert "Running again: 0 changes, 0 writes to GitHub." in told.stdout
    assert (tmp_path / "demo" / "index.html").read_text().count("<article") == len(
        list((tmp_path / "demo").glob("*.md"))
    )
    words = " ".join(told.stdout.split())
    for part in (
        "10:00 facilitator /next Arch Hour ⏳ #8 Feature flags: who cleans up? Box 1 of 3 · 10 minutes · until 10:10",
        "10:10 facilitator /next Arch Hour 👍 3 (mateo, noor, yuki) · 👎 1 (ines)",
        "Box 2 of 3 · 5 minutes · until 10:15",
        "10:13 tomasz /next Arch Hour 2 minutes left",
        "15 min in 2 boxes",
        "its time was worth 4.0 of 5 (5 people)",
        "Done 2026-03-12 4 #2 Splitting the billing service (draft)",
        "On agenda 2026-03-19 0 #1 Guests for the spring",
        "Todo 2026-03-12 #11 try a fallback in the shop",
    ):
        assert part in words
    (minutes,) = (tmp_path / "demo").glob("*-minutes.md")
    assert "- **Decision:** we try the smallest step" in minutes.read_text()


def test_its_addresses_are_those_of_the_sandbox_that_goes_on_unless_another_answers_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        monkeypatch.setattr(story, "SANDBOX_PORT", port)
        assert port not in ports(tmp_path / "elsewhere")
    assert ports(tmp_path / "there") == {port}


def ports(folder: Path) -> set[int]:
    """At which ports the texts of a story's world lead."""
    assert story.tell(None, folder) == 0
    world = (folder / "world.yml").read_text(encoding="utf-8")
    return set(map(int, re.findall(r"http://127\.0\.0\.1:(\d+)", world)))


def test_it_tells_the_story_with_a_real_page(tmp_path: Path, real_page: Path) -> None:
    told = tell(tmp_path, str(real_page))
    assert told.returncode == 0, told.stderr
    assert "9 topics from “Arch Hour: 2020-12-17”" in told.stdout
    assert "ablackwell, nasthagiri" in told.stdout
    (follow_up,) = (tmp_path / "demo").glob("*follow-up-11.md")
    assert "Stacey Messier (smessier), Adam Butterworth (abutterworth)" in follow_up.read_text()


def test_a_page_without_topics_has_no_story(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("Hour: 2020-12-17\n\nTopics\n\nNothing yet.\n")
    told = tell(tmp_path, "page.txt")
    assert told.returncode == 2
    assert "no topic found" in told.stderr


def test_a_page_of_somebody_else_s_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "index.html").write_text("mine")
    told = tell(tmp_path)
    assert told.returncode == 2
    assert "is not the demo's" in told.stderr
    assert (tmp_path / "demo" / "index.html").read_text() == "mine"


def test_telling_it_again_leaves_no_document_of_the_time_before(tmp_path: Path) -> None:
    tell(tmp_path)
    (tmp_path / "demo" / "99-old.md").write_text("of the time before")
    tell(tmp_path)
    assert not (tmp_path / "demo" / "99-old.md").exists()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("a file")
    told = tell(tmp_path)
    assert told.returncode == 2
    assert len(told.stderr.strip().splitlines()) == 1
