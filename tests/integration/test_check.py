"""`arch-hour check` says what is ready and what is not, each with its remedy, and writes nothing."""

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from arch_hour.cli import main
from arch_hour.config_file import read_config
from arch_hour.rules.crons import crons_for
from arch_hour.rules.set_up import Copy, topic_form, workflow
from tests.integration.conftest import CONFIGURATION, REPOSITORY

if TYPE_CHECKING:
    from tests.integration.conftest import Town

FILE, FORM, WORKFLOW = (
    ".github/arch-hour.yml",
    ".github/ISSUE_TEMPLATE/topic.yml",
    ".github/workflows/arch-hour.yml",
)
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
    ("labels", "ok", "there is the label topic"),
    ("names", "ok", "2 names of `people` can be assigned"),
    (
        "ticking",
        "to know",
        "Ticking topics on an agenda and writing notes into it needs write access; everybody else can comment. "
        "4 accounts may write here.",
    ),
    ("issue form", "ok", f"{FORM} makes topics"),
    ("token", "ok", "the token of github-actions may write issues"),
    ("workflow", "ok", f"{WORKFLOW} uses octo-org/arch-hour at aaaaaaa"),
    ("permissions", "ok", f"the job in {WORKFLOW} has the permissions that it needs"),
    ("running", "ok", f"{WORKFLOW} is switched on"),
    ("Actions", "to know", "whether Actions are allowed here GitHub tells only to administrators"),
    ("schedule", "ok", "runs fall before and after each of the next 5 meetings"),
]


class Checked:
    """What `check` told in this process, with the environment that a shell gives."""

    def __init__(
        self, town: "Town", monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.town, self.monkeypatch, self.capsys = town, monkeypatch, capsys

    def shown(self, *options: str, now: str = NOT_YET, by: str = "workflow") -> tuple[int, str]:
        """The exit status and what is printed; nothing may be written but what changes nothing."""
        for name, value in self.town.environment(by).items():
            self.monkeypatch.setenv(name, value)
        before = len(self.town.running.log.writes)
        status = main(["check", "--now", now, *options])
        written = [(entry.method, entry.path) for entry in self.town.running.log.writes[before:]]
        assert set(written) <= {
            ("PATCH", f"/repos/{REPOSITORY}/labels/topic")
        }  # without a word of change in it
        return status, self.capsys.readouterr().out

    def findings(
        self, *options: str, now: str = NOT_YET, by: str = "workflow"
    ) -> tuple[int, list[tuple[str, str, str]]]:
        """The exit status and the findings."""
        status, out = self.shown(*options, "--format", "json", now=now, by=by)
        told: list[Any] = json.loads(out)
        return status, [(each["about"], each["verdict"], each["sentence"]) for each in told]

    def wrong(self, now: str = NOT_YET, by: str = "workflow") -> list[tuple[str, str]]:
        """What is wrong."""
        status, found = self.findings(now=now, by=by)
        assert status == 1
        return [(about, sentence) for about, verdict, sentence in found if verdict == "wrong"]


@pytest.fixture
def checked(town: "Town", monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Checked:
    config = read_config(CONFIGURATION, FILE)
    crons = crons_for(config, datetime.fromisoformat(NOT_YET), with_zone=True)
    town.world.put_file(REPOSITORY, WORKFLOW, workflow(config, crons, Copy("octo-org/arch-hour", "a" * 40)))
    town.world.put_file(REPOSITORY, FORM, topic_form(config))
    return Checked(town, monkeypatch, capsys)


def configure(town: "Town", more: str) -> None:
    town.world.put_file(REPOSITORY, FILE, CONFIGURATION.replace("people:\n", f"{more}\npeople:\n"))


def test_all_is_ready(checked: Checked) -> None:
    assert checked.findings() == (0, READY)


@pytest.mark.usefixtures("checked")
def test_a_table_is_shown_at_a_terminal(town: "Town") -> None:
    shown = town.arch_hour("check")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert [line.split()[0] for line in shown.stdout.splitlines()][:3] == ["ok", "ok", "ok"]


def test_a_table_of_markdown_is_shown_where_that_is_asked_for(town: "Town", checked: Checked) -> None:
    configure(town, 'votes: {voters: ["a-b", ben]}')
    status, out = checked.shown("--format", "markdown")
    lines = out.splitlines()
    assert (status, lines[:2]) == (1, ["| | | |", "| :-- | :-- | :-- |"])
    assert lines[2] == f"| ok | repository | {REPOSITORY} can be read as github-actions |"
    assert r"| wrong | voters | \`votes.voters\` names a-b, and there is no person of that login" in out
    assert {line.count("|") for line in lines} == {4}


def test_each_trouble_has_its_row(town: "Town", checked: Checked) -> None:
    configure(
        town,
        """\
  facilitators: [ada, stranger]
  skip: [2020-12-25]
agenda: {template: .github/nowhere.md.j2}
topics: {repositories: [octo-org/nowhere], label: subject}
votes: {voters: ["@octo-org/architects", ghost, ben]}""",
    )
    found = checked.wrong()
    assert [about for about, _ in found] == [
        "skipped and moved",
        "template",
        "labels",
        "voters",
        "voters",
        "repositories",
        "facilitators and scribes",
        "issue form",
    ]
    parts = (
        "`meeting.skip` names 2020-12-25",
        f"{FILE}:8: `agenda.template` names .github/nowhere.md.j2",
        "no label subject",
        "the members of @octo-org/architects cannot be read",
        "`votes.voters` names ghost",
        "the topics of octo-org/nowhere cannot be read",
        "stranger cannot be assigned here",
        "does not put the label subject",
    )
    assert [part for part, (_, sentence) in zip(parts, found, strict=True) if part not in sentence] == []


def test_an_organization_is_no_voter(town: "Town", checked: Checked) -> None:
    configure(town, "votes: {voters: [octo-org, ben]}")
    assert [about for about, _ in checked.wrong()] == ["voters"]


@pytest.mark.parametrize(("by", "verdict"), [("ada", "ok"), ("workflow", "to know"), ("ben", "to know")])
def test_topics_elsewhere_that_could_not_be_labelled_are_to_know(
    town: "Town", checked: Checked, by: str, verdict: str
) -> None:
    other = "octo-org/other"
    town.world.add_repository(other, roles={"ada": "triage"})
    configure(town, f"topics: {{repositories: [{other}]}}")
    status, found = checked.findings(by=by)
    assert status == 0
    ((told, sentence),) = [(told, sentence) for about, told, sentence in found if about == "repositories"]
    assert (told, sentence.startswith(f"{other} has 0 open topics")) == (verdict, True)


def test_the_local_file_that_was_read_is_named(town: "Town", checked: Checked) -> None:
    local = town.folder / "c.yml"
    local.write_text(CONFIGURATION)
    _, found = checked.findings("--config-file", str(local))
    assert ("configuration", "ok", f"{local} says what it should") in found


def test_a_mistake_in_the_configuration_is_a_row_with_its_line(town: "Town", checked: Checked) -> None:
    town.world.put_file(REPOSITORY, FILE, CONFIGURATION + "vote:\n")
    ((about, sentence),) = checked.wrong()
    assert (about, sentence.startswith(f"{FILE}:9: unknown key `vote`")) == ("configuration", True)


def test_a_token_that_github_does_not_know_is_a_row(checked: Checked) -> None:
    checked.town.tokens["nobody"] = "wrong"
    ((about, sentence),) = checked.wrong(by="nobody")
    assert (about, "does not know this token" in sentence) == ("repository", True)


def test_a_team_that_cannot_be_read_is_told_before_the_meeting(town: "Town", checked: Checked) -> None:
    configure(town, 'votes: {voters: ["@octo-org/architects"]}')
    ((about, sentence),) = checked.wrong()
    assert about == "voters"
    assert sentence.startswith("the members of @octo-org/architects cannot be read")


def test_a_mistake_in_a_template_is_told_long_before_an_agenda_is_due(town: "Town", checked: Checked) -> None:
    configure(town, "agenda: {template: .github/agenda.md.j2}")
    town.world.put_file(REPOSITORY, ".github/agenda.md.j2", "{{ topcs }}\n")
    assert checked.wrong() == [
        ("template", ".github/agenda.md.j2:1: `topcs` is not known here; did you mean `topics`?")
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
