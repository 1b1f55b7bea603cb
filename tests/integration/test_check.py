"""`arch-hour check` says what is ready and what is not, each with its remedy, and writes nothing."""

import json
from typing import TYPE_CHECKING, Any

import pytest

from arch_hour.cli import main
from tests.integration.conftest import CONFIGURATION, REPOSITORY

if TYPE_CHECKING:
    from tests.integration.conftest import Town

FILE = ".github/arch-hour.yml"
NOT_YET = "2020-12-11T10:00Z"
READY = [
    ("repository", "ok", f"{REPOSITORY} can be read as github-actions"),
    ("configuration", "ok", f"{FILE} says what it should"),
    (
        "meetings",
        "ok",
        "Thursday, 17 December 2020, 10:00; Thursday, 24 December 2020, 10:00; Thursday, 31 December 2020, 10:00; "
        "Thursday, 7 January 2021, 10:00; Thursday, 14 January 2021, 10:00 (America/New_York)",
    ),
    (
        "ticking",
        "to know",
        "Ticking topics on an agenda and writing notes into it needs write access; everybody else can comment. "
        "4 accounts may write here.",
    ),
]


class Checked:
    """What `check` told in this process, with the environment that a shell gives."""

    def __init__(
        self, town: "Town", monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.town, self.monkeypatch, self.capsys = town, monkeypatch, capsys

    def findings(self, now: str = NOT_YET, by: str = "workflow") -> tuple[int, list[tuple[str, str, str]]]:
        """The exit status and the findings; nothing may be written."""
        for name, value in self.town.environment(by).items():
            self.monkeypatch.setenv(name, value)
        before = len(self.town.running.log.writes)
        status = main(["check", "--now", now, "--format", "json"])
        assert len(self.town.running.log.writes) == before
        told: list[Any] = json.loads(self.capsys.readouterr().out)
        return status, [(each["about"], each["verdict"], each["sentence"]) for each in told]

    def wrong(self, now: str = NOT_YET, by: str = "workflow") -> list[tuple[str, str]]:
        """What is wrong."""
        status, found = self.findings(now, by)
        assert status == 1
        return [(about, sentence) for about, verdict, sentence in found if verdict == "wrong"]


@pytest.fixture
def checked(town: "Town", monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Checked:
    return Checked(town, monkeypatch, capsys)


def configure(town: "Town", more: str) -> None:
    town.world.put_file(REPOSITORY, FILE, CONFIGURATION.replace("people:\n", f"{more}\npeople:\n"))


def test_all_is_ready(checked: Checked) -> None:
    assert checked.findings() == (0, READY)


def test_a_table_is_shown_at_a_terminal(town: "Town") -> None:
    shown = town.arch_hour("check")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert [line.split()[0] for line in shown.stdout.splitlines()][:3] == ["ok", "ok", "ok"]


def test_a_team_that_cannot_be_read_is_told_before_the_meeting(town: "Town", checked: Checked) -> None:
    configure(town, 'votes: {voters: ["@octo-org/architects"]}')
    town.send("ben", "POST", "/issues", {"title": "A topic"})
    town.send("ada", "POST", "/issues/1/labels", {"labels": ["topic"]})
    town.send("ben", "POST", "/issues/1/reactions", {"content": "+1"})
    ((about, sentence),) = checked.wrong()
    assert about == "run"
    assert sentence.startswith("the members of @octo-org/architects cannot be read")


def test_a_mistake_in_a_template_is_told_long_before_an_agenda_is_due(town: "Town", checked: Checked) -> None:
    configure(town, "agenda: {template: .github/agenda.md.j2}")
    town.world.put_file(REPOSITORY, ".github/agenda.md.j2", "{{ topcs }}\n")
    assert checked.wrong() == [
        ("run", ".github/agenda.md.j2:1: `topcs` is not known here; did you mean `topics`?")
    ]


def test_who_cannot_be_assigned_is_named(town: "Town", checked: Checked) -> None:
    configure(town, "  facilitators: [ada, stranger]\n  scribes: [ben]")
    assert checked.wrong() == [
        (
            "facilitators and scribes",
            "stranger cannot be assigned here and is passed over: invite them, or take them out",
        )
    ]


def test_an_app_that_is_named_without_its_ending_is_told(town: "Town", checked: Checked) -> None:
    town.values("run")
    configure(town, "bots: [github-actions, octo-helper]")
    assert checked.wrong("2020-12-15T15:00Z", by="ada") == [
        (
            "bots",
            "`bots` names github-actions, and here that is an app: its login ends in [bot], as in github-actions[bot]",
        )
    ]


def test_a_token_that_may_not_write_is_told(checked: Checked) -> None:
    assert checked.wrong(by="stranger") == [
        (
            "repository",
            f"stranger may not write to {REPOSITORY}: use a token with write access to its issues",
        )
    ]


def test_a_schedule_that_is_over_is_told(town: "Town", checked: Checked) -> None:
    over = CONFIGURATION.replace("FREQ=WEEKLY;BYDAY=TH", "FREQ=WEEKLY;COUNT=1")
    town.world.put_file(REPOSITORY, FILE, over)
    assert [about for about, _ in checked.wrong()] == ["meetings"]
