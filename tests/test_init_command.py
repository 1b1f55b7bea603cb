"""`arch-hour init` into a checkout: what is written where, what is told, and what stands in the way."""

import json
from pathlib import Path

import pytest

from arch_hour.cli import main

SHA = "a" * 40
ANSWERS = ["--start", "2026-01-08T10:00", "--timezone", "Europe/Berlin", "--action", f"acme/arch-hour@{SHA}"]
CONFIGURATION, WORKFLOW = ".github/arch-hour.yml", ".github/workflows/arch-hour.yml"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("GITHUB_API_URL", "GITHUB_GRAPHQL_URL", "GITHUB_SERVER_URL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def init(folder: Path, *options: str) -> int:
    return main(["init", "--folder", str(folder), *options])


def test_it_tells_what_was_written_and_what_is_next(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert init(folder, *ANSWERS) == 0
    told = capsys.readouterr().out
    assert f"{CONFIGURATION} written" in told
    assert "1. Commit these files, and push them" in told
    assert init(folder, "--format", "markdown") == 0
    assert f"- {CONFIGURATION} is as it should be" in capsys.readouterr().out
    assert init(folder, "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["schedule"][1] == {
        "cron": "32 9 * * 4",
        "timezone": "Europe/Berlin",
    }


def test_where_time_zones_may_be_unknown_the_hours_are_those_of_utc(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_API_URL", "https://ghe.example.org/api/v3")
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://ghe.example.org")
    assert init(folder, *ANSWERS) == 0
    workflow = (folder / WORKFLOW).read_text()
    assert "timezone" not in workflow
    assert '"32 8,7 * * 4"' in workflow or '"32 7,8 * * 4"' in workflow
    assert "https://ghe.example.org/acme/arch-hour/raw" in (folder / CONFIGURATION).read_text()


def test_a_calendar_in_the_checkout_tells_the_schedule(folder: Path) -> None:
    event = "DTSTART;TZID=Europe/Berlin:20260108T140000\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY\r\nUID:1\r\n"
    (folder / "tea.ics").write_bytes(
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nDTSTAMP:20260101T000000Z\r\n{event}"
        "END:VEVENT\r\nEND:VCALENDAR\r\n".encode()
    )
    (folder / ".github").mkdir()
    (folder / CONFIGURATION).write_text("meeting:\n  calendar: tea.ics\n")
    assert init(folder, "--action", f"acme/arch-hour@{SHA}") == 0
    assert '"47 13 * * 4"' in (folder / WORKFLOW).read_text()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ([], "when is your meeting?"),
        (["--start", "2026-01-08T10:00"], "in which time zone"),
        (["--timezone", "UTC"], "--timezone goes with --start"),
        (["--name", "Tea"], "--name goes with --start"),
        ([*ANSWERS, "--schedule", "FREQ=NEVER"], "`meeting.schedule`"),
        ([*ANSWERS, "--config-file", "x.yml"], "leave --config-file out"),
        ([*ANSWERS, "--config", WORKFLOW], "is no place for the configuration"),
        ([*ANSWERS, "--config", ".github/ISSUE_TEMPLATE/a.yml"], "is no place for the configuration"),
        ([*ANSWERS, "--config", ".github"], "is no place for the configuration"),
        ([*ANSWERS, "--name", "two\nlines"], "leave that out"),
        ([*ANSWERS, "--repository", "acme/tea"], "give one of them"),
        ([*ANSWERS[:3], "Europe/Nowhere", *ANSWERS[4:]], "is no time zone"),
    ],
)
def test_what_is_missing_or_wrong_is_one_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str], options: list[str], words: str
) -> None:
    assert init(folder, *options) == 2
    assert words in capsys.readouterr().err
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "start", ["2026-01-08", "10:00", "2026-01-08T10:00Z", "2026-01-08T10:00:30", "soon", "0001-01-01T10:00"]
)
def test_a_start_is_a_local_time(folder: Path, start: str) -> None:
    with pytest.raises(SystemExit) as end:
        init(folder, "--start", start)
    assert end.value.code == 2


def test_a_folder_that_is_not_there_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert init(folder / "nowhere", *ANSWERS) == 2
    assert "there is no such folder" in capsys.readouterr().err


def test_which_copy_is_used_has_to_be_known(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("arch_hour.init_command.copy_of_this", lambda: None)
    assert init(folder, *ANSWERS[:4]) == 2
    assert "--action OWNER/arch-hour@" in capsys.readouterr().err


def test_what_was_asked_for_and_is_people_s_to_write_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    init(folder, *ANSWERS)
    for path in (CONFIGURATION, WORKFLOW):
        (folder / path).write_text((folder / path).read_text() + "# mine\n")
    capsys.readouterr()
    assert init(folder, *ANSWERS, "--keep-alive") == 0
    told = capsys.readouterr().out
    for words in (
        "Put --start",
        "has these in its schedule",
        f"uses: acme/arch-hour@{SHA}",
        "keep-alive: true",
    ):
        assert words in told


def test_a_file_in_the_way_is_told_without_a_word_of_tokens(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / ".github").write_text("in the way")
    assert init(folder, *ANSWERS) == 1
    assert "Make room for .github/arch-hour.yml" in capsys.readouterr().out


def test_a_meeting_far_away_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert init(folder, "--start", "2060-01-08T10:00", *ANSWERS[2:]) == 0
    assert "no meeting within a year" in capsys.readouterr().out


def test_another_meeting_does_not_take_the_workflow_over(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    init(folder, *ANSWERS)
    workflow = (folder / WORKFLOW).read_text()
    assert init(folder, *ANSWERS, "--config", "docs/retro.yml") == 0
    assert (folder / WORKFLOW).read_text() == workflow
    assert ".github/workflows/arch-hour-docs-retro.yml written" in capsys.readouterr().out


def test_a_dry_run_of_what_is_complete_says_nothing_of_writing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    init(folder, *ANSWERS)
    capsys.readouterr()
    assert init(folder, "--dry-run") == 0
    assert "Nothing was written" not in capsys.readouterr().out


def test_a_configuration_of_people_s_with_a_mistake_is_told_with_its_place(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / ".github").mkdir()
    (folder / CONFIGURATION).write_text("meeting:\n  tea: 1\n")
    assert init(folder, *ANSWERS) == 2
    assert f"{CONFIGURATION}:2:" in capsys.readouterr().err
