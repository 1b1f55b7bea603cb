"""What is decided about a delivery, and what it is answered with."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.webhook.memories import Memory, memory_at
from webhook.following import InstallationSeen
from webhook.intake import MOST_AT_ONCE, Intake
from webhook.metrics import Taken

REPOSITORY = {"id": 1, "full_name": "octo/arch", "default_branch": "main"}
TOPIC = {"number": 1, "labels": [{"name": "topic"}]}
OPENED: dict[str, Any] = {"action": "opened", "issue": TOPIC, "repository": REPOSITORY}
INSTALLED = {"id": 7, "account": {"login": "octo"}, "suspended_at": None}


def push(*files: str, ref: str = "refs/heads/main") -> dict[str, Any]:
    return {"ref": ref, "commits": [{"modified": list(files)}], "repository": REPOSITORY}


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    with memory_at(f"sqlite:///{tmp_path}/arch-hour.sqlite") as made:
        yield made


@pytest.mark.parametrize(
    ("event", "payload", "status", "taken"),
    [
        pytest.param("ping", {"zen": "…"}, 200, Taken.IGNORED, id="ping"),
        pytest.param("issues", OPENED, 202, Taken.QUEUED, id="a topic"),
        pytest.param(
            "issues",
            OPENED | {"issue": {"labels": []}},
            200,
            Taken.IGNORED,
            id="an issue that is none of ours",
        ),
        pytest.param("issues", OPENED | {"sender": {"type": "Bot"}}, 200, Taken.IGNORED, id="by an app"),
        pytest.param("issues", OPENED | {"repository": {}}, 200, Taken.IGNORED, id="of no repository"),
        pytest.param(
            "issues",
            OPENED | {"repository": REPOSITORY | {"id": True}},
            200,
            Taken.IGNORED,
            id="an odd number",
        ),
        pytest.param(
            "issues",
            OPENED | {"repository": REPOSITORY | {"archived": True}},
            200,
            Taken.IGNORED,
            id="archived",
        ),
        pytest.param("push", push(".github/arch-hour.yml"), 202, Taken.QUEUED, id="the configuration"),
        pytest.param("push", push("README.md"), 200, Taken.IGNORED, id="another file"),
        pytest.param(
            "push", push(".github/arch-hour.yml", ref="refs/heads/x"), 200, Taken.IGNORED, id="another branch"
        ),
        pytest.param("push", {"commits": 3, "repository": []}, 200, Taken.IGNORED, id="an odd push"),
        pytest.param("installation", {"action": "created"}, 200, Taken.IGNORED, id="an odd installation"),
        pytest.param(
            "installation",
            {"action": "created", "installation": INSTALLED},
            202,
            Taken.QUEUED,
            id="installed",
        ),
        pytest.param(
            "repository", {"action": "renamed", "repository": REPOSITORY}, 202, Taken.QUEUED, id="renamed"
        ),
    ],
)
def test_a_delivery_is_answered_with_what_became_of_it(
    memory: Memory, event: str, payload: dict[str, Any], status: int, taken: Taken
) -> None:
    answer = Intake(memory.store).take(event, "guid", payload)
    assert (answer.status, answer.taken) == (status, taken)


def test_what_is_done_is_told_as_that(memory: Memory) -> None:
    intake = Intake(memory.store)
    assert intake.take("issues", "guid", OPENED).status == 202
    (order,) = memory.orders()
    begun = memory.store.begin(order)
    assert begun is not None
    memory.store.finish(begun, is_configured=True)
    again = intake.take("issues", "guid", OPENED)
    assert (again.status, again.taken) == (200, Taken.DUPLICATE)


def test_a_database_that_fails_is_503_and_tells_nothing(memory: Memory) -> None:
    memory.engine.dispose()
    Path(str(memory.engine.url.database)).unlink()
    answer = Intake(memory.store).take("issues", "guid", OPENED)
    assert (answer.status, answer.taken) == (503, Taken.UNAVAILABLE)
    assert "sqlite" not in answer.reason


@pytest.mark.parametrize(
    ("action", "sweeps"), [("created", 1), ("unsuspend", 1), ("suspend", 0), ("deleted", 0)]
)
def test_where_there_may_be_more_to_do_than_before_all_is_looked_at(
    memory: Memory, action: str, sweeps: int
) -> None:
    memory.store.learn([InstallationSeen(7, "octo", suspended=False)])
    Intake(memory.store).take("installation", "guid", {"action": action, "installation": INSTALLED})
    assert len([name for name in memory.queued() if name.startswith("sweep-")]) == sweeps


def test_an_installation_with_very_many_repositories_is_answered_at_once(memory: Memory) -> None:
    listed = [{"id": number, "full_name": f"octo/r{number}"} for number in range(1, 1001)]
    payload = {"action": "created", "installation": INSTALLED, "repositories": listed}
    assert Intake(memory.store).take("installation", "guid", payload).status == 202
    assert len(memory.store.known().repositories) < MOST_AT_ONCE
    assert len(memory.queued()) == 1


def test_a_repository_that_may_be_written_to_again_is_looked_at_at_once(memory: Memory) -> None:
    intake = Intake(memory.store)
    intake.take("repository", "a", {"action": "archived", "repository": REPOSITORY | {"archived": True}})
    assert memory.queued() == set()
    intake.take("repository", "b", {"action": "unarchived", "repository": REPOSITORY})
    assert len(memory.queued()) == 1


def test_a_name_that_is_told_again_is_not_believed(memory: Memory) -> None:
    intake = Intake(memory.store)
    intake.take("repository", "a", {"action": "renamed", "repository": REPOSITORY})
    later = REPOSITORY | {"full_name": "octo-org/chai"}
    intake.take("repository", "b", {"action": "renamed", "repository": later})
    intake.take("repository", "a", {"action": "renamed", "repository": REPOSITORY})
    assert [state.full_name for state in memory.store.listing()] == ["octo-org/chai"]
