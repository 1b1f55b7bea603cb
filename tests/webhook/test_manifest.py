"""What the App asks for: no more than is used, no less, and each with its why."""

import json
import os
from itertools import combinations
from pathlib import Path

import pytest

from tests.documented import rows
from tests.shipped import ROOT
from webhook.intake import EVENTS as HEARD
from webhook.intake import INSTALLING
from webhook.manifest import (
    EVENTS,
    LONGEST_NAME,
    PERMISSIONS,
    Use,
    manifest,
    offered,
    permissions,
    suggested_name,
)

URL = "https://coffee.example.com"
ALL_USES = [uses for count in range(len(Use) + 1) for uses in combinations(Use, count)]


def asked(*uses: Use) -> dict[str, str]:
    found: dict[str, str] = manifest("Tea", URL, uses)["default_permissions"]
    return found


def test_a_meeting_needs_no_more_than_issues_and_to_read_its_configuration() -> None:
    assert asked() == {"metadata": "read", "contents": "read", "issues": "write"}


@pytest.mark.parametrize(
    ("use", "more"),
    [
        pytest.param(Use.MINUTES, {"contents": "write"}, id="minutes that are committed"),
        pytest.param(Use.TEAMS, {"members": "read"}, id="teams that vote"),
        pytest.param(Use.BOARD, {"organization_projects": "write"}, id="a board"),
    ],
)
def test_what_a_team_uses_besides_asks_for_one_thing_more(use: Use, more: dict[str, str]) -> None:
    assert asked(use) == asked() | more


def test_uses_add_up() -> None:
    for uses in ALL_USES:
        alone = {key: level for use in uses for key, level in (asked(use).items() - asked().items())}
        assert asked(*uses) == asked() | alone


def test_no_permission_is_told_twice_and_each_has_its_why() -> None:
    for uses in ALL_USES:
        keys = [each.key for each in permissions(uses)]
        assert sorted(set(keys)) == sorted(keys)
    assert all(each.why and each.name and each.access for each in PERMISSIONS)
    assert all(each.why and each.name for each in EVENTS)


def test_an_app_of_a_person_is_offered_nothing_that_only_organizations_have() -> None:
    assert offered("") == (Use.MINUTES,)
    assert offered("acme") == tuple(Use)


def test_the_manifest_leads_back_to_the_server_and_is_for_its_owner_alone() -> None:
    told = manifest("Tea", URL, ())
    assert told["url"] == URL
    assert told["hook_attributes"] == {"url": f"{URL}/webhook", "active": True}
    assert told["redirect_url"] == f"{URL}/setup/registered"
    assert told["public"] is False
    assert told["default_events"] == ["issues", "issue_comment", "push", "repository"]
    assert not {"setup_url", "callback_urls", "request_oauth_on_install"} & told.keys()
    assert json.loads(json.dumps(told)) == told


@pytest.mark.parametrize(
    ("url", "organization", "name"),
    [
        pytest.param(URL, "acme", "Arch Hour acme", id="an organisation's"),
        pytest.param(URL, "", "Arch Hour coffee.example.com", id="a person's"),
        pytest.param(
            "https://coffee.engineering.example.com:8443/tea",
            "",
            "Arch Hour coffee.engineering.examp",
            id="a long one",
        ),
        pytest.param(
            "https://abcdefghijklmnopqrstuvw.example.com", "", "Arch Hour abcdefghijklmnopqrstuvw", id="cut"
        ),
    ],
)
def test_a_name_is_suggested_that_github_may_take(url: str, organization: str, name: str) -> None:
    assert suggested_name(url, organization) == name
    assert len(name) <= LONGEST_NAME


def test_the_server_hears_just_what_is_asked_for_and_what_every_app_is_told() -> None:
    assert {each.key for each in EVENTS} == set(HEARD) - INSTALLING - {"ping"}


def test_the_page_about_it_tells_the_same() -> None:
    page = (ROOT / "docs" / "app.md").read_text(encoding="utf-8")
    told = [[each.name, each.access, each.why, "if asked" if each.use else "always"] for each in PERMISSIONS]
    assert rows(page, "permission") == told
    assert rows(page, "event") == [[each.name, each.why] for each in EVENTS]


def test_github_knows_every_permission_and_its_level() -> None:
    folder = os.environ.get("GITHUB_SCHEMA_DIR")
    if not folder:
        pytest.skip("GITHUB_SCHEMA_DIR names no folder with GitHub's own contracts")
    contract = json.loads((Path(folder) / "rest-openapi.json").read_text(encoding="utf-8"))
    known = contract["components"]["schemas"]["app-permissions"]["properties"]
    assert [each.key for each in PERMISSIONS if each.level not in known[each.key]["enum"]] == []
