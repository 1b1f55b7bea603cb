"""What was done on an issue: all that its timeline tells, but for what touches nothing, and the edits of its text."""

import pytest

from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.gateway.reading import issue
from arch_hour.model import Account, Activity
from tests.gateway.build import LONG_AGO, NAME, TIME, Json, node, page, version
from tests.gateway.conftest import Hub, said

ISSUE = issue(node(7, createdAt=LONG_AGO))
TIMELINE = f"/repos/{NAME}/issues/7/timeline"
LATER, LAST = "2020-12-17T16:00:00Z", "2020-12-17T17:00:00Z"


def event(word: str, login: str | None = "ben", at: str = TIME) -> Json:
    return {"event": word, "created_at": at, "actor": {"login": login, "type": "User"} if login else None}


def read(gateway: GithubGateway, hub: Hub, events: list[Json], versions: list[Json]) -> list[Activity]:
    hub.answers("GET", TIMELINE, said(events))
    hub.tells({"node": {"versions": page(versions)}})
    return [*gateway.activity(ISSUE)]


def test_everything_is_told_in_its_order(gateway: GithubGateway, hub: Hub) -> None:
    events = [
        event("labeled"),
        event("commented", "ada", LAST),
        event("project_v2_item_status_changed", "cleo", LAST),
    ]
    versions = [version("now", LATER, editor=None), version("first", LONG_AGO)]
    assert read(gateway, hub, events, versions) == [
        Activity("labeled", Account("ben")),
        Activity("edited", None),
        Activity("commented", Account("ada")),
        Activity("project_v2_item_status_changed", Account("cleo")),
    ]
    assert hub.log == [("GET", TIMELINE), ("POST", "/graphql")]


@pytest.mark.parametrize(
    "word", ["mentioned", "subscribed", "unsubscribed", "cross-referenced", "referenced"]
)
def test_what_touches_nothing_is_no_activity(gateway: GithubGateway, hub: Hub, word: str) -> None:
    assert read(gateway, hub, [event(word)], []) == []


@pytest.mark.parametrize("word", ["labeled", "issue_type_added", "a_word_of_tomorrow"])
def test_a_word_that_nobody_knows_yet_counts(gateway: GithubGateway, hub: Hub, word: str) -> None:
    assert read(gateway, hub, [event(word, None)], []) == [Activity(word, None)]


@pytest.mark.parametrize(
    ("more", "whom"),
    [({"assignee": {"login": "ada", "type": "User"}}, "ada"), ({"assignee": None}, ""), ({}, "")],
    ids=["a person", "a deleted account", "nobody told"],
)
@pytest.mark.parametrize("word", ["assigned", "unassigned"])
def test_who_was_assigned_or_taken_off_is_told(
    gateway: GithubGateway, hub: Hub, word: str, more: Json, whom: str
) -> None:
    assert read(gateway, hub, [event(word) | more], []) == [Activity(word, Account("ben"), whom)]


def test_an_app_is_known_as_one(gateway: GithubGateway, hub: Hub) -> None:
    entry = event("labeled") | {"actor": {"login": "github-actions[bot]", "type": "Bot"}}
    assert read(gateway, hub, [entry], []) == [Activity("labeled", Account("github-actions", is_bot=True))]


@pytest.mark.parametrize(
    ("versions", "edits"),
    [
        pytest.param([], 0, id="never edited"),
        pytest.param([version("b", LATER), version("a", LONG_AGO)], 1, id="once"),
        pytest.param([version(None, LATER), version("a", LONG_AGO)], 1, id="its words deleted since"),
        pytest.param([version("a", LONG_AGO), version("c", LAST), version("b", LATER)], 2, id="in any order"),
        pytest.param(
            [version("b", LONG_AGO), version("a", LONG_AGO, editor=None)], 1, id="in its first second"
        ),
        pytest.param([version("b", LATER)], 1, id="opened before GitHub kept versions"),
    ],
)
def test_each_version_but_the_first_is_an_edit(
    gateway: GithubGateway, hub: Hub, versions: list[Json], edits: int
) -> None:
    assert read(gateway, hub, [], versions) == [Activity("edited", Account("ada"))] * edits


def test_a_short_page_is_not_the_last_where_github_names_another(gateway: GithubGateway, hub: Hub) -> None:
    more = {"Link": f'<https://api.github.com{TIMELINE}?page=2>; rel="next"'}
    hub.answers("GET", TIMELINE, said([event("labeled")], 200, **more), said([event("closed")]))
    hub.tells({"node": {"versions": page()}})
    assert [each.what for each in gateway.activity(ISSUE)] == ["labeled", "closed"]


def test_an_entry_without_a_time_or_an_actor_does_no_harm(gateway: GithubGateway, hub: Hub) -> None:
    entries: list[Json] = [{"event": "line-commented"}, {"event": "reviewed", "user": {"login": "ben"}}]
    assert read(gateway, hub, entries, []) == [
        Activity("line-commented", None),
        Activity("reviewed", Account("ben")),
    ]
