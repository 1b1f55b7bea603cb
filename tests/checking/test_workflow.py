"""The workflow, looked at: its file, its permissions, whether it runs, and when."""

from collections.abc import Mapping

import pytest

from arch_hour.checking.checkup import enable_workflow
from arch_hour.gateway.facilities import ActionsPolicy
from arch_hour.repository_paths import DEFAULT_PATH
from arch_hour.rules.workflow_files import FOLDER
from arch_hour.rules.workflow_files import PATH as WORKFLOW
from tests.checking.build import to_know, wrong
from tests.rules.memory import Memory


def with_workflow(changes: Mapping[str, str], repository: Memory | None = None) -> Memory:
    """A repository whose ready workflow somebody edited."""
    found = repository or Memory.of()
    text = found.folder(FOLDER)[WORKFLOW]
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    found.rewritten[WORKFLOW] = text
    return found


@pytest.mark.parametrize(
    ("changes", "about", "words"),
    [
        pytest.param(
            {"        with:\n": "        with:\n          config: docs/other.yml\n"},
            "workflow",
            "no workflow uses Arch Hour with .github/arch-hour.yml",
            id="another configuration",
        ),
        pytest.param({"  schedule:\n": "  push_:\n"}, "workflow", "has no `schedule`", id="no schedule"),
        pytest.param(
            {"    - cron:": "    - corn:"}, "workflow", "has no `schedule`", id="nothing in the schedule"
        ),
        pytest.param({"issues: write": "issues: read"}, "permissions", "`issues: write`", id="reads issues"),
        pytest.param(
            {"contents: read": "metadata: read"}, "permissions", "`contents: read`", id="no contents"
        ),
        pytest.param(
            {"          command:": "          keep-alive: true\n          command:"},
            "permissions",
            "`actions: write`",
            id="keeps alive without the right",
        ),
        pytest.param({"23 6,18 * * *": "23 25 * * *"}, "schedule", "no cron expression", id="no such hour"),
        pytest.param({"America/New_York": "Europe/Berlin"}, "schedule", "no run falls", id="another zone"),
    ],
)
def test_what_is_wrong_with_the_file_is_told(changes: Mapping[str, str], about: str, words: str) -> None:
    found = wrong(with_workflow(changes))
    assert about in [each for each, _ in found]
    assert any(words in sentence for _, sentence in found)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"5" * 40: "v1"}, "which can be moved", id="a tag"),
        pytest.param({"  issue_comment:": "  issue_comments:"}, "`issue_comment`", id="no comments"),
    ],
)
def test_what_could_be_better_is_to_know(changes: Mapping[str, str], words: str) -> None:
    assert [words in sentence for about, sentence in to_know(with_workflow(changes))] == [True]


def test_minutes_that_are_committed_need_the_right_to_do_so() -> None:
    repository = with_workflow({}, Memory.of())
    repository.values["minutes"] = {"path": "docs/{date}.md"}
    ((about, sentence),) = wrong(repository)
    assert about == "permissions"
    assert "`contents: write`" in sentence


def test_a_short_freeze_leaves_a_late_run_no_room() -> None:
    ((about, sentence),) = to_know(Memory.of(agenda={"freeze_before": "8m"}))
    assert about == "schedule"
    assert "less than ten minutes" in sentence


def test_without_a_workflow_nothing_else_is_said_of_it() -> None:
    repository = Memory.of()
    repository.rewritten[WORKFLOW] = ""
    assert wrong(repository) == [
        ("workflow", "no workflow uses Arch Hour with .github/arch-hour.yml: `arch-hour init` writes one"),
    ]


@pytest.mark.parametrize("state", ["disabled_inactivity", "disabled_manually", "disabled_fork", "odd"])
def test_a_workflow_that_is_switched_off_is_wrong_until_it_is_switched_on(state: str) -> None:
    repository = Memory.of()
    repository.state_of_workflow = state
    ((about, sentence),) = wrong(repository)
    assert about == "running"
    assert "arch-hour check --enable" in sentence
    enable_workflow(repository, DEFAULT_PATH)
    assert wrong(repository) == []


@pytest.mark.parametrize("state", ["active", None], ids=["on", "unknown"])
def test_what_is_not_off_is_not_switched_on(state: str | None) -> None:
    repository = Memory.of()
    repository.state_of_workflow = state
    enable_workflow(repository, DEFAULT_PATH)
    assert "enable arch-hour.yml" not in repository.asked


@pytest.mark.parametrize(
    ("policy", "is_wrong"),
    [
        (ActionsPolicy(is_enabled=False, allowed="all"), True),
        (ActionsPolicy(is_enabled=True, allowed="all"), False),
        (ActionsPolicy(is_enabled=True, allowed="local_only"), False),
        (ActionsPolicy(is_enabled=True, allowed="selected"), False),
    ],
    ids=["off", "all", "only the owner's", "selected, and the owner's"],
)
def test_the_owner_s_own_action_is_always_allowed(policy: ActionsPolicy, is_wrong: bool) -> None:  # noqa: FBT001
    repository = Memory.of()
    repository.policy = policy
    assert (wrong(repository) != []) is is_wrong


@pytest.mark.parametrize(
    ("policy", "is_wrong"),
    [
        (ActionsPolicy(is_enabled=True, allowed="local_only"), True),
        (ActionsPolicy(is_enabled=True, allowed="selected", patterns=("acme/*",)), True),
        (ActionsPolicy(is_enabled=True, allowed="selected", patterns=("Other/arch-hour@*",)), False),
        (
            ActionsPolicy(is_enabled=True, allowed="selected", patterns=("other/*", "!other/arch-hour@*")),
            True,
        ),
    ],
    ids=["only the owner's", "others are selected", "it is selected", "it is excepted"],
)
def test_another_owner_s_action_has_to_be_selected(policy: ActionsPolicy, is_wrong: bool) -> None:  # noqa: FBT001
    repository = with_workflow({"acme/arch-hour": "other/arch-hour"})
    repository.policy = policy
    assert (wrong(repository) != []) is is_wrong


def test_what_github_tells_only_administrators_is_to_know() -> None:
    repository = Memory.of()
    repository.policy = None
    assert [about for about, _ in to_know(repository)] == ["Actions"]
