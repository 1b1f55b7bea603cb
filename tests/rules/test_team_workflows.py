"""What a team's workflow says, however it is written, and which step of which file uses the action."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from arch_hour.repository_paths import DEFAULT_PATH
from arch_hour.rules.crons import Timer
from arch_hour.rules.workflow_files import FOLDER, PATH, WorkflowFile, find_workflow, read_workflow
from tests.nested import nested

SHA = "5" * 40
OURS = f"acme/arch-hour@{SHA}"
OTHER = f"{FOLDER}/week.yml"
BOMB = "".join(
    [
        "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n",
        *(f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]\n" for level in range(1, 12)),
    ]
)


def text(*uses: str, on: Any = "push", top: Any = ..., job: Any = ..., **given_to_it: Any) -> str:
    """A workflow with a job whose steps use these; `top` and `job` are the permissions of both."""
    steps = [{"uses": each} | ({"with": given_to_it} if given_to_it else {}) for each in uses or (OURS,)]
    values: dict[str, Any] = {"on": on, "jobs": {"week": {"steps": steps}}}
    values |= {} if top is ... else {"permissions": top}
    values["jobs"]["week"] |= {} if job is ... else {"permissions": job}
    return yaml.safe_dump(values)


def read(written: str, path: str = OTHER) -> WorkflowFile:
    found = read_workflow(path, written)
    assert found is not None
    return found


def test_a_workflow_is_read_with_what_it_gives_to_the_action() -> None:
    schedule = [{"cron": "47 9 * * 4", "timezone": "America/New_York"}, {"cron": "23 6 * * *"}]
    written = text(
        "actions/checkout@v4",
        OURS,
        on={"schedule": schedule, "issues": {"types": ["opened"]}},
        job={"issues": "write"},
        config="teams/tea.yml",
        **{"keep-alive": "True"},
    )
    assert read(written) == WorkflowFile(
        path=OTHER,
        copy="acme/arch-hour",
        ref=SHA,
        timers=(Timer("47 9 * * 4", "America/New_York"), Timer("23 6 * * *")),
        events=frozenset({"schedule", "issues"}),
        permissions={"issues": "write"},
        config="teams/tea.yml",
        keeps_alive=True,
    )
    assert (read(written).name, read(written).is_pinned) == ("week.yml", True)


@pytest.mark.parametrize(
    ("on", "events"),
    [
        pytest.param("schedule", {"schedule"}, id="a text"),
        pytest.param(["schedule", "issues"], {"schedule", "issues"}, id="a list"),
        pytest.param({"issues": None}, {"issues"}, id="a mapping"),
        pytest.param("", set(), id="nothing"),
        pytest.param(["issues", ["push"], {"a": 1}, ""], {"issues"}, id="a list with other things"),
    ],
)
def test_events_are_named_in_any_of_the_three_forms(on: Any, events: set[str]) -> None:
    assert read(text(on=on)).events == events


@pytest.mark.parametrize(
    "schedule",
    [
        pytest.param("23 6 * * *", id="a text"),
        pytest.param(["23 6 * * *"], id="texts"),
        pytest.param([{"cron": ["23 6 * * *"]}], id="a list in it"),
        pytest.param([{"cron": "23 6 * * *", "timezone": ["UTC"]}], id="a list of zones"),
        pytest.param([{"timezone": "UTC"}], id="only a zone"),
        pytest.param({"cron": "23 6 * * *"}, id="a mapping"),
    ],
)
def test_a_schedule_of_another_form_starts_nothing(schedule: Any) -> None:
    assert read(text(on={"schedule": schedule})).timers == ()


@pytest.mark.parametrize(
    ("top", "job", "may"),
    [
        pytest.param(..., ..., {"read", "write"}, id="left to the settings"),
        pytest.param({"issues": "write"}, ..., {"read", "write"}, id="of the workflow"),
        pytest.param({"issues": "write"}, {"contents": "read"}, set(), id="of the job, which names all"),
        pytest.param({}, {"issues": "read"}, {"read"}, id="of the job alone"),
        pytest.param("write-all", {}, set(), id="none for the job"),
        pytest.param("write-all", ..., {"read", "write"}, id="all"),
        pytest.param("read-all", ..., {"read"}, id="all, for reading"),
        pytest.param("everything", ..., set(), id="no such word"),
        pytest.param({"issues": "admin"}, ..., set(), id="no such level"),
        pytest.param({"issues": ["write"]}, ..., set(), id="a list for a level"),
        pytest.param(["issues"], ..., set(), id="a list"),
    ],
)
def test_the_token_has_the_permissions_of_the_job_or_else_of_the_workflow(
    top: Any, job: Any, may: set[str]
) -> None:
    found = read(text(top=top, job=job))
    assert {level for level in ("read", "write") if found.may("issues", level)} == may


@pytest.mark.parametrize(
    ("ref", "is_pinned"),
    [(SHA, True), ("a" * 64, True), ("v1", False), ("main", False), ("A" * 40, False), ("5" * 39, False)],
)
def test_a_version_is_pinned_by_a_full_sha(ref: str, is_pinned: bool) -> None:  # noqa: FBT001
    assert read(text(f"acme/arch-hour@{ref}")).is_pinned is is_pinned


def test_a_config_that_is_not_named_is_the_usual_one_which_keeps_nothing_alive() -> None:
    found = read(text())
    assert (found.config, found.keeps_alive) == (DEFAULT_PATH, False)
    assert read(text(config=["a"])).config == DEFAULT_PATH
    assert not read(text(**{"keep-alive": ["true"]})).keeps_alive


COPY = f"acme/lean-coffee@{SHA}"


@pytest.mark.parametrize(
    ("path", "uses", "copy"),
    [
        pytest.param(OTHER, [OURS], "acme/arch-hour", id="by its name anywhere"),
        pytest.param(OTHER, ["Acme/Arch-Hour@v1"], "Acme/Arch-Hour", id="in other letters"),
        pytest.param(OTHER, [COPY], None, id="another name elsewhere"),
        pytest.param(
            PATH, ["actions/checkout@v4", COPY], "acme/lean-coffee", id="another name at the usual path"
        ),
        pytest.param(PATH, ["acme/guard@v1", OURS], "acme/arch-hour", id="its name before any other"),
        pytest.param(
            PATH, ["actions/checkout@v4", "./tea"], None, id="only GitHub's, and one in this repository"
        ),
        pytest.param(PATH, ["docker://example.org/a/arch-hour@sha256:5"], None, id="an image"),
        pytest.param(PATH, ["acme/mono/arch-hour@v1"], None, id="a folder of another repository"),
        pytest.param(PATH, ["acme/arch-hour"], None, id="no version"),
        pytest.param(PATH, ["acme/arch-hour@"], None, id="an empty version"),
    ],
)
def test_which_step_uses_the_action(path: str, uses: list[str], copy: str | None) -> None:
    found = read_workflow(path, text(*uses))
    assert (found.copy if found else None) == copy


def test_the_usual_path_goes_first_and_files_that_are_no_workflows_are_passed_over() -> None:
    week, ready = text("acme/arch-hour@v1"), text(COPY)
    broken = {f"{FOLDER}/a.yml": "{", f"{FOLDER}/b.yml": "- a", f"{FOLDER}/README.md": "# Read me"}
    found = find_workflow({**broken, OTHER: week, PATH: ready}, DEFAULT_PATH)
    assert found is not None
    assert (found.path, found.copy) == (PATH, "acme/lean-coffee")
    found = find_workflow(
        {**broken, OTHER: week, f"{FOLDER}/xmas.yml": text("acme/arch-hour@v2")}, DEFAULT_PATH
    )
    assert found is not None
    assert (found.path, found.ref) == (OTHER, "v1")
    assert find_workflow(broken, DEFAULT_PATH) is None


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("", id="empty"),
        pytest.param("5", id="a number"),
        pytest.param("jobs: 5", id="a number for the jobs"),
        pytest.param("jobs: [a]", id="a list of jobs"),
        pytest.param("jobs: {a: [b]}", id="a list for a job"),
        pytest.param("jobs: {a: {steps: {uses: acme/arch-hour@v1}}}", id="a mapping for steps"),
        pytest.param("jobs: {a: {steps: [acme/arch-hour@v1]}}", id="texts for steps"),
        pytest.param("jobs: {a: {steps: [{uses: [acme/arch-hour@v1]}]}}", id="a list for a step's action"),
        pytest.param("[" * 10_000, id="deep"),
        pytest.param("? [a]\n: b", id="a list for a key"),
        pytest.param("a: *b", id="an alias of nothing"),
        pytest.param("a: &a [*a]\njobs: *a", id="a list in itself"),
        pytest.param("a: \0", id="a null"),
        pytest.param("a: !!timestamp b\n!!python/object:os.system c: d", id="tags"),
        pytest.param(f"{BOMB}jobs: {{a: {{steps: [{{uses: *a11}}]}}}}", id="more than fits into memory"),
    ],
)
def test_odd_yaml_is_no_workflow(written: str) -> None:
    assert read_workflow(PATH, written) is None


def test_what_stands_for_more_than_fits_into_memory_is_never_written_out() -> None:
    parts = "on: *a11\npermissions: {issues: *a11}\n"
    step = "{uses: acme/arch-hour@v1, with: {config: *a11, keep-alive: *a11}}"
    found = read(f"{BOMB}{parts}jobs: {{a: {{steps: [{step}]}}}}")
    assert (found.events, found.config, found.may("issues", "read")) == (frozenset(), DEFAULT_PATH, False)


ANYTHING = nested(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just(OURS),
    ("on", "jobs", "steps", "uses", "with", "schedule", "cron", "timezone", "permissions"),
    20,
)
JOBS = st.fixed_dictionaries(
    {
        "jobs": st.dictionaries(
            st.text(max_size=3), st.fixed_dictionaries({"steps": st.lists(ANYTHING, max_size=3)})
        )
    },
    optional={"on": ANYTHING, "permissions": ANYTHING},
)


@given(st.text(max_size=60) | (ANYTHING | JOBS).map(yaml.safe_dump))
def test_any_text_is_a_workflow_or_none(written: str) -> None:
    found = find_workflow({PATH: written}, DEFAULT_PATH)
    assert found is None or (found.may("issues", "write") in (True, False) and found.copy and found.ref)
