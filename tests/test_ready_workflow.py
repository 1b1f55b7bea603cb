"""The workflow that people copy starts a runner for no less than what the Action runs for, and for hardly more."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from arch_hour.rules.events import Command, parse_event
from arch_hour.rules.markers import mark
from sandbox.workflows.expressions import holds
from sandbox.workflows.files import Definition, read_definition
from sandbox.workflows.language.parsing import Scope
from tests.github_examples import examples, needs_examples
from tests.nested import PAYLOAD_KEYS, nested
from tests.ready_workflow import ready_workflow

READY = ready_workflow()
MARKED = f"Tea\n\n{mark('agenda', {'meeting': '1'})}"
WELL = {"always": True, "success": True, "failure": False, "cancelled": False}


def ready() -> Definition:
    """The workflow as the sandbox, and so GitHub, reads it."""
    return read_definition("arch-hour.yml", READY.encode())


def starts_a_runner(name: str, payload: dict[str, Any]) -> bool:
    """Whether the condition of the job holds for an event."""
    (job,) = ready().jobs
    scope = Scope(
        {"github": {"event_name": name, "event": payload}, "inputs": {}, "vars": {}, "needs": {}}, WELL
    )
    return holds(job.condition, scope)


TEXT = st.sampled_from([None, "", "Tea", MARKED, MARKED.upper()]) | st.text(max_size=8)
LABELS = st.lists(st.fixed_dictionaries({"name": st.sampled_from(["topic", "bug", "[]"])}), max_size=2)
ISSUES = st.fixed_dictionaries(
    {"number": st.just(1), "body": TEXT, "labels": LABELS},
    optional={"pull_request": st.just({"url": "https://api.example/pulls/1"})},
)
SENDERS = st.fixed_dictionaries({"type": st.sampled_from(["User", "Bot", "Organization", "Mannequin"])})
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "body": st.fixed_dictionaries({"from": TEXT}),
        "title": st.just({"from": "Milk"}),
        "old_issue": ISSUES,
        "new_issue": ISSUES,
    },
)
HEARD = [(name, action) for name in ("issues", "issue_comment") for action in ready().events[name]]
LIKELY = st.sampled_from(HEARD).flatmap(
    lambda heard: st.tuples(
        st.just(heard[0]),
        st.fixed_dictionaries(
            {"action": st.just(heard[1]), "issue": ISSUES, "sender": SENDERS}, optional={"changes": CHANGES}
        ),
    )
)
ANYTHING = nested(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(["", "[]", "Bot", "bot", "unlabeled", MARKED]),
    PAYLOAD_KEYS,
)
ODD = st.tuples(
    st.sampled_from(["issues", "issue_comment", "push"]),
    st.dictionaries(st.sampled_from(["action", "issue", "sender", "changes"]), ANYTHING),
)


@given(LIKELY | ODD)
def test_whatever_the_condition_of_the_job_refuses_the_action_refuses_too(event: tuple[str, Any]) -> None:
    if not starts_a_runner(*event):
        assert parse_event(*event).command is None


@given(LIKELY)
def test_no_runner_is_started_for_what_the_action_refuses(event: tuple[str, Any]) -> None:
    name, payload = event
    # The condition compares without case, and no marker of ours is in capitals.
    if MARKED.upper() not in str(payload).replace("\\n", "\n"):
        assert starts_a_runner(name, payload) is (parse_event(name, payload).command is not None)


@needs_examples
def test_github_s_examples_start_a_runner_where_the_action_runs_for_them() -> None:
    definition = ready()
    heard = [
        (name, payload)
        for name, payload in examples()
        if payload.get("action") in definition.events.get(name, ())
    ]
    assert len(heard) > 15
    for name, payload in heard:
        assert starts_a_runner(name, payload) is (parse_event(name, payload).command is not None)


@pytest.mark.parametrize("name", ["schedule", "workflow_dispatch"])
def test_the_clock_and_people_always_start_a_runner(name: str) -> None:
    assert starts_a_runner(name, {"schedule": "23 6 * * *", "sender": {"type": "Bot"}})
    assert parse_event(name, {}).command is Command.ALL


def test_only_what_may_matter_is_listened_to() -> None:
    payload = {"issue": {"number": 1, "labels": [{"name": "topic"}]}, "sender": {"type": "User"}}
    for name, types in ready().events.items():
        for action in types:
            assert parse_event(name, {**payload, "action": action}).command is Command.ALL


def test_a_person_can_ask_for_every_part_and_for_a_look_ahead() -> None:
    inputs = ready().inputs or {}
    assert set(inputs["command"].options) == {command.value for command in Command}
    assert (inputs["command"].default, inputs["dry-run"].kind) == ("all", "boolean")


def test_the_group_is_the_job_s_and_nothing_at_work_is_cancelled() -> None:
    definition = ready()
    (job,) = definition.jobs
    assert definition.concurrency is None
    assert job.concurrency is not None
    assert not job.concurrency.cancels_running


def test_nothing_is_permitted_but_what_is_needed_and_no_script_sees_people_s_words() -> None:
    workflow = yaml.safe_load(READY)
    (job,) = workflow["jobs"].values()
    assert (workflow["permissions"], job["permissions"]) == ({}, {"contents": "read", "issues": "write"})
    assert [step for step in job["steps"] if "run" in step] == []
