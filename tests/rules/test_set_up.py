"""The files of a team: their texts are valid whatever is in them, and what people changed stays theirs."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from arch_hour.config_file import read_config
from arch_hour.errors import ConfigurationError
from arch_hour.repository_paths import DEFAULT_PATH
from arch_hour.rules.crons import crons_for
from arch_hour.rules.set_up import (
    FORM,
    Answers,
    Copy,
    Verdict,
    completed,
    configuration,
    copy_in,
    forms_with,
    is_untouched,
    planned,
    planned_form,
    topic_form,
    workflow,
)
from arch_hour.rules.workflow_files import FOLDER, PATH, find_workflow, path_for, read_workflow
from sandbox.workflows.files import read_definition
from tests.rules.build import OPENED, config

COPY = Copy("acme/arch-hour", "5" * 40)
SCHEMA = "https://github.com/acme/arch-hour/raw/555/schema/arch-hour.schema.json"
START = datetime(2026, 1, 8, 10)  # noqa: DTZ001  local time
ANSWERS = Answers(START, "America/New_York", "Arch Hour")
FORMS = ".github/ISSUE_TEMPLATE"


def ready_workflow(
    copy: Copy = COPY, *, keep_alive: bool = False, path: str = DEFAULT_PATH, **sections: Any
) -> str:
    of = config(path, **sections)
    return workflow(of, crons_for(of, OPENED, with_zone=True), copy, keep_alive=keep_alive)


TEXTS: dict[str, Callable[[], str]] = {
    "configuration": lambda: configuration(ANSWERS, SCHEMA),
    "form": lambda: topic_form(config()),
    "workflow": ready_workflow,
}
EACH = pytest.mark.parametrize("text", [pytest.param(text(), id=name) for name, text in TEXTS.items()])


def test_the_texts_to_the_letter(golden: Callable[[str, str], None]) -> None:
    for name, text in TEXTS.items():
        golden(f"ready_{name}.yml", text().removesuffix("\n"))
    golden(
        "ready_workflow_with_all.yml",
        ready_workflow(
            keep_alive=True, path="teams/tea.yml", minutes={"path": "docs/{date}.md"}
        ).removesuffix("\n"),
    )


NAMES = [
    pytest.param(name, id=told)
    for told, name in {
        "quotation marks": """'"\\""",
        "a colon": "a: b",
        "a comment": "a # b",
        "braces": "{{ name }} {% if %} {# #} ${{ secrets.X }}",
        "an alias": "*a &b !c",
        "a document": "--- ...",
        "letters of all kinds": "Grüße 架构 🏴󠁧󠁢󠁥󠁮󠁧󠁿 👨‍👩‍👧",
        "line ends of Unicode": "a\u2028b\u2029c\x85d",
        "marks that nobody sees": "a\ufeffb\u200bc\x7f\x9f",
        "an action": "- uses: acme/arch-hour@v1",
        "yes": "yes",
        "a number": "0x10",
    }.items()
]


@pytest.mark.parametrize("name", NAMES)
def test_a_meeting_may_have_any_name(name: str) -> None:
    text = configuration(Answers(START, "Europe/Berlin", name), SCHEMA)
    found = read_config(text, DEFAULT_PATH)
    assert (found.meeting.name, found.meeting.schedule) == (name, "FREQ=WEEKLY;BYDAY=TH")
    assert (found.meeting.start, found.zone.key) == (START, "Europe/Berlin")
    assert is_untouched(text)


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20), st.text(max_size=20))
def test_any_answers_are_read_as_they_were_given_or_refused_in_a_sentence(name: str, zone: str) -> None:
    named, problem = read(configuration(Answers(START, zone or "UTC", name), SCHEMA))
    assert named == name.strip() if named else problem.count("\n") == 0 < len(problem)


def read(text: str) -> tuple[str, str]:
    """The name of the meeting, or what is wrong with the text."""
    try:
        return read_config(text, DEFAULT_PATH).meeting.name, ""
    except ConfigurationError as error:
        return "", error.problem


@pytest.mark.parametrize("label", NAMES)
def test_a_form_and_a_workflow_are_read_with_any_label_and_path(label: str) -> None:
    form = topic_form(config(topics={"label": label}))
    assert yaml.safe_load(form)["labels"] == [label]
    assert list(forms_with({FORM: form}, label)) == [FORM]
    text = ready_workflow(path="teams/a b: c.yml", topics={"label": label})
    assert read_definition(PATH, text.encode()).jobs[0].steps[0].given["config"] == "teams/a b: c.yml"


def test_a_workflow_is_read_as_it_is_meant() -> None:
    plain, alive = read_workflow(PATH, ready_workflow()), read_workflow(PATH, ready_workflow(keep_alive=True))
    assert plain is not None
    assert alive is not None
    assert (plain.copy, plain.ref, plain.config, plain.keeps_alive) == (*vars_of(COPY), DEFAULT_PATH, False)
    assert plain.permissions == {"contents": "read", "issues": "write"}
    assert alive.keeps_alive
    assert alive.permissions == {"contents": "read", "issues": "write", "actions": "write"}
    assert plain.timers == crons_for(config(), OPENED, with_zone=True).timers


def vars_of(copy: Copy) -> tuple[str, str]:
    return copy.name, copy.ref


@pytest.mark.parametrize(
    ("start", "schedule", "rule"),
    [
        (START, "", "FREQ=WEEKLY;BYDAY=TH"),
        (datetime(2026, 1, 11, 9, tzinfo=UTC), "", "FREQ=WEEKLY;BYDAY=SU"),
        (START, "FREQ=MONTHLY;BYDAY=2TH", "FREQ=MONTHLY;BYDAY=2TH"),
    ],
)
def test_once_a_week_is_meant_where_nothing_else_was_said(start: datetime, schedule: str, rule: str) -> None:
    assert Answers(start, "UTC", "Tea", schedule).rule == rule


@EACH
@pytest.mark.parametrize(
    "kept",
    [
        pytest.param(lambda text: text, id="to the letter"),
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="with the line ends of Windows"),
        pytest.param(lambda text: text.removesuffix("\n"), id="without its last line end"),
        pytest.param(lambda text: f"{text}\n", id="with one more"),
    ],
)
def test_what_editors_and_git_do_by_themselves_is_no_change(text: str, kept: Callable[[str], str]) -> None:
    assert is_untouched(kept(text))
    assert planned("a.yml", kept(text), text).verdict is Verdict.SAME


@EACH
@given(data=st.data())
def test_any_other_edit_makes_it_people_s(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start, min(len(text) - 1, start + 5)))
    edited = f"{text[:start]}{data.draw(st.text(max_size=3))}{text[end:]}"
    one = edited.replace("\r\n", "\n").rstrip("\n") + "\n"
    if one != text and without_version(one) != without_version(text):
        plan = planned("a.yml", edited, text)
        assert (plan.verdict, plan.change) == (Verdict.THEIRS, None)


def without_version(text: str) -> list[str]:
    return [line for line in text.split("\n") if "- uses: " not in line]


def test_a_file_that_was_not_changed_is_brought_up_to_date_in_place_of_its_text() -> None:
    old, new = (configuration(Answers(START, "UTC", name), SCHEMA) for name in ("Tea", "Coffee"))
    plan = planned("a.yml", old, new)
    assert plan.verdict is Verdict.RENEWED
    assert plan.change is not None
    assert (plan.change.text, plan.change.was) == (new, old)


def test_a_file_that_is_not_there_is_written() -> None:
    plan = planned("a.yml", None, "b")
    assert plan.verdict is Verdict.NEW
    assert plan.change is not None
    assert (plan.change.path, plan.change.text, plan.change.was) == ("a.yml", "b", None)


MOVED = f"acme/arch-hour@{'6' * 40} # v1.2.3"


def test_a_version_that_dependabot_moved_leaves_a_workflow_ours_and_as_it_is() -> None:
    there = ready_workflow().replace(f"{COPY.name}@{COPY.ref}", MOVED)
    assert is_untouched(there)
    known = read_workflow(PATH, there)
    assert known is not None
    used = copy_in(there, known)
    assert planned(PATH, there, ready_workflow(used)).verdict is Verdict.SAME
    assert planned(PATH, there.replace("\n", "\r\n"), ready_workflow(used)).verdict is Verdict.SAME


def test_what_was_given_before_stays_where_it_is_not_given_now() -> None:
    moved = Answers(START.replace(hour=11), "UTC")
    text = configuration(replace(ANSWERS, schedule="FREQ=MONTHLY;BYDAY=2TH"), SCHEMA)
    before = read_config(text, DEFAULT_PATH)
    assert completed(moved, before) == replace(moved, name="Arch Hour", schedule="FREQ=MONTHLY;BYDAY=2TH")
    named = replace(moved, name="Tea", schedule="FREQ=DAILY")
    assert completed(named, before) == named


def test_a_weekly_rhythm_that_nobody_gave_moves_to_the_new_day() -> None:
    before = read_config(configuration(ANSWERS, SCHEMA), DEFAULT_PATH)
    friday = Answers(START + timedelta(days=1), "UTC")
    assert completed(friday, before).rule == "FREQ=WEEKLY;BYDAY=FR"


def test_each_meeting_has_a_workflow_with_a_name_and_a_group_of_its_own() -> None:
    retro = "docs/retro.yml"
    ours, other = ready_workflow(), ready_workflow(path=retro)
    assert (path_for(DEFAULT_PATH), path_for(retro)) == (PATH, f"{FOLDER}/arch-hour-docs-retro.yml")
    assert ours.startswith("name: Arch Hour\n")
    assert other.startswith("name: Arch Hour (docs-retro)\n")
    assert "group: arch-hour${{" in ours
    assert "group: arch-hour-docs-retro${{" in other
    files = {PATH: ours, path_for(retro): other}
    for path in (DEFAULT_PATH, retro):
        found = find_workflow(files, path)
        assert found is not None
        assert (found.path, found.config) == (path_for(path), path)
    assert find_workflow(files, "docs/tea.yml") is None


@pytest.mark.parametrize("words", ["", " # v1.2.3", " # v1.2.3, held by Ada: do not bump"])
def test_the_copy_that_a_workflow_uses_is_known_with_the_words_behind_it(words: str) -> None:
    used = f"acme/lean-coffee@{'b' * 40}{words}"
    text = ready_workflow().replace(f"{COPY.name}@{COPY.ref}", used)
    text = text.replace("steps:\n", "steps:\n      - uses: actions/checkout@v4 # first\n").replace(
        "\n", "\r\n"
    )
    known = read_workflow(PATH, text)
    assert known is not None
    found = copy_in(text, known)
    assert found == Copy("acme/lean-coffee", f"{'b' * 40}{words}")
    assert found.version == "b" * 40


@pytest.mark.parametrize(
    ("name", "text", "is_one"),
    [
        pytest.param("a.yml", "labels: [Topic]", True, id="a list"),
        pytest.param("a.yml", "labels: bug, topic", True, id="a text with commas"),
        pytest.param("a.yml", "labels:\n  - bug\n  - topic\n", True, id="lines"),
        pytest.param(
            "a.md", "---\nname: a\nlabels: topic\n---\n*Hi*: {\n", True, id="the head of a Markdown file"
        ),
        pytest.param("a.md", "labels: topic for all", False, id="words in a Markdown file"),
        pytest.param("a.yml", "labels: [topics]", False, id="another label"),
        pytest.param("a.yml", "labels: {topic: topic}", False, id="a mapping"),
        pytest.param("a.yml", "labels: [[topic]]", False, id="a list in a list"),
        pytest.param("a.yml", "labels: 5", False, id="a number"),
        pytest.param("a.yml", "labels:", False, id="nothing"),
        pytest.param("a.yml", "[topic]", False, id="only a list"),
        pytest.param("a.yml", "topic", False, id="only a text"),
        pytest.param("a.yml", "labels: [topic", False, id="a mistake"),
        pytest.param("a.yml", "labels: [!!timestamp x]", False, id="a tag"),
        pytest.param("a.yml", "", False, id="empty"),
    ],
)
def test_which_forms_make_topics(name: str, text: str, is_one: bool) -> None:  # noqa: FBT001
    forms = {f"{FORMS}/{name}": text}
    assert list(forms_with(forms, "topic")) == (list(forms) if is_one else [])
    assert planned_form(forms, config()).verdict is (Verdict.ELSEWHERE if is_one else Verdict.NEW)


def test_a_form_of_ours_is_renewed_also_beside_another() -> None:
    forms = {f"{FORMS}/a.yml": "labels: topic", FORM: topic_form(config(topics={"label": "Thema"}))}
    assert planned_form(forms, config()).verdict is Verdict.RENEWED
