"""A workflow that is kept alive: what is asked of GitHub, and what is made of its answers."""

from dataclasses import replace

import pytest
import requests

from arch_hour.environment import Environment
from arch_hour.gateway.connection import Connection
from arch_hour.gateway.patience import Failure
from arch_hour.gateway.repository_settings import RepositorySettings
from arch_hour.keep_alive import keep_alive
from tests.gateway.build import NAME, PLACE, TOKEN
from tests.gateway.conftest import Hub, said

PATH = f"/repos/{NAME}/actions/workflows/week.yml/enable"
REFERENCE = f"{NAME}/.github/workflows/week.yml@refs/heads/main"
HERE = Environment.of({"GITHUB_API_URL": PLACE}, token=TOKEN, repository="somebody/elsewhere")


@pytest.fixture
def settings(connection: Connection) -> RepositorySettings:
    return RepositorySettings(connection, NAME)


def test_a_workflow_is_switched_on_by_the_name_of_its_file(hub: Hub) -> None:
    hub.answers("PUT", PATH, said("", 204))
    assert keep_alive(HERE, REFERENCE) == ""
    assert hub.log == [("PUT", PATH)]


def test_a_lost_answer_is_asked_for_again_as_nothing_is_done_twice_by_it(
    hub: Hub, settings: RepositorySettings
) -> None:
    hub.answers("PUT", PATH, said("", 502), requests.ConnectionError("gone"), said("", 204))
    settings.enable_workflow("week.yml")
    assert hub.count("PUT", PATH) == 3


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (403, "Resource not accessible by integration"),
        (404, "Not Found"),
        (422, "Unable to enable"),
        (401, "Bad"),
    ],
)
def test_a_refusal_is_a_warning_with_its_remedy(hub: Hub, status: int, message: str) -> None:
    hub.answers("PUT", PATH, said({"message": message}, status))
    warning = keep_alive(HERE, REFERENCE)
    assert "week.yml was not kept alive" in warning
    assert message in warning
    assert "permissions: {actions: write}" in warning
    assert TOKEN not in warning
    assert hub.count("PUT", PATH) == 1


def test_no_answer_at_all_is_left_to_the_next_run(
    hub: Hub, settings: RepositorySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.answers("PUT", PATH, said("", 502))
    with pytest.raises(Failure):
        settings.enable_workflow("week.yml")
    monkeypatch.setattr(
        "arch_hour.keep_alive.RepositorySettings", lambda _, name: replace(settings, full_name=name)
    )
    assert "the next scheduled run tries again" in keep_alive(HERE, REFERENCE)


@pytest.mark.parametrize(
    "reference", ["unknown", "", "octo/cafe@main", "octo/cafe/../../.github/workflows/x.yml@m"]
)
def test_without_a_workflow_nothing_is_asked(hub: Hub, reference: str) -> None:
    assert "GITHUB_WORKFLOW_REF names no workflow" in keep_alive(HERE, reference)
    assert hub.log == []
