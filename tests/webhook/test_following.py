"""What deliveries tell of the places a server works for, and what a sweep misses."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.github_examples import examples, needs_examples
from tests.nested import nested
from webhook.following import (
    LARGEST_ID,
    Fact,
    InstallationGone,
    InstallationSeen,
    Reach,
    RepositoryGone,
    RepositorySeen,
    followed,
    lost,
    seen,
)

TEA: dict[str, Any] = {"id": 7, "full_name": "acme/tea"}
CAKE: dict[str, Any] = {"id": 8, "full_name": "acme/cake"}
OLD: dict[str, Any] = {**TEA, "archived": True}
ACME: dict[str, Any] = {"id": 3, "account": {"login": "acme"}, "suspended_at": None}
HELD: dict[str, Any] = {**ACME, "suspended_at": "2026-11-30T09:00:00Z"}
OF_ALL = {"installation": {"id": 3}}
KEYS = (
    *(
        "action",
        "repository",
        "installation",
        "id",
        "full_name",
        "account",
        "login",
        "suspended_at",
        "archived",
    ),
    *("repositories", "repositories_added", "repositories_removed"),
)


TABLE: list[tuple[str, str, Mapping[str, Any], tuple[Fact, ...]]] = [
    (
        "installed somewhere, with what it reaches there",
        "installation",
        {"action": "created", "installation": ACME, "repositories": [TEA, CAKE]},
        (
            InstallationSeen(3, "acme", suspended=False),
            RepositorySeen(7, "acme/tea", 3),
            RepositorySeen(8, "acme/cake", 3),
        ),
    ),
    (
        "installed and suspended since, told late",
        "installation",
        {"action": "created", "installation": HELD},
        (InstallationSeen(3, "acme", suspended=True),),
    ),
    (
        "uninstalled",
        "installation",
        {"action": "deleted", "installation": ACME, "repositories": [TEA]},
        (InstallationGone(3),),
    ),
    (
        "suspended",
        "installation",
        {"action": "suspend", "installation": HELD},
        (InstallationSeen(3, "acme", suspended=True),),
    ),
    (
        "suspended, by the action alone",
        "installation",
        {"action": "suspend", "installation": ACME},
        (InstallationSeen(3, "acme", suspended=True),),
    ),
    (
        "let go on",
        "installation",
        {"action": "unsuspend", "installation": ACME},
        (InstallationSeen(3, "acme", suspended=False),),
    ),
    (
        "given more rights",
        "installation",
        {"action": "new_permissions_accepted", "installation": ACME},
        (InstallationSeen(3, "acme", suspended=False),),
    ),
    (
        "something of an installation that nobody knows yet",
        "installation",
        {"action": "polished", "installation": HELD},
        (InstallationSeen(3, "acme", suspended=True),),
    ),
    (
        "at an enterprise",
        "installation",
        {"action": "created", "installation": {**ACME, "account": {"slug": "acme-inc"}}},
        (InstallationSeen(3, "acme-inc", suspended=False),),
    ),
    (
        "at an account whose name is odd",
        "installation",
        {"action": "created", "installation": {**ACME, "account": {"login": "a\nb"}}},
        (InstallationSeen(3, "", suspended=False),),
    ),
    (
        "repositories added and removed",
        "installation_repositories",
        {"installation": ACME, "repositories_added": [TEA], "repositories_removed": [CAKE]},
        (RepositorySeen(7, "acme/tea", 3), RepositoryGone(8, 3)),
    ),
    (
        "added, with some that are none",
        "installation_repositories",
        {"installation": ACME, "repositories_added": [None, 7, {"id": 7}, {"id": 9, "full_name": "x"}, TEA]},
        (RepositorySeen(7, "acme/tea", 3),),
    ),
    (
        "renamed",
        "repository",
        {"action": "renamed", "repository": {**TEA, "full_name": "acme/mint"}, **OF_ALL},
        (RepositorySeen(7, "acme/mint", 3),),
    ),
    (
        "transferred to an account without the App",
        "repository",
        {"action": "transferred", "repository": {**TEA, "full_name": "bell/tea"}},
        (RepositorySeen(7, "bell/tea", None),),
    ),
    ("deleted", "repository", {"action": "deleted", "repository": TEA, **OF_ALL}, (RepositoryGone(7),)),
    ("archived", "repository", {"action": "archived", "repository": OLD}, (RepositoryGone(7),)),
    (
        "unarchived",
        "repository",
        {"action": "unarchived", "repository": {**TEA, "archived": False}},
        (RepositorySeen(7, "acme/tea", None),),
    ),
    (
        "made private",
        "repository",
        {"action": "privatized", "repository": TEA, **OF_ALL},
        (RepositorySeen(7, "acme/tea", 3),),
    ),
    (
        "any other event",
        "issue_comment",
        {"action": "created", "repository": TEA, **OF_ALL},
        (RepositorySeen(7, "acme/tea", 3),),
    ),
    (
        "an issue deleted is no repository deleted",
        "issues",
        {"action": "deleted", "repository": TEA},
        (RepositorySeen(7, "acme/tea", None),),
    ),
    ("an event of an organization", "organization", {"action": "member_added"}, ()),
    ("nothing at all", "ping", {}, ()),
]


@pytest.mark.parametrize(("event", "payload", "facts"), [pytest.param(*row[1:], id=row[0]) for row in TABLE])
def test_a_delivery_tells(event: str, payload: Mapping[str, Any], facts: tuple[Fact, ...]) -> None:
    assert followed(event, payload) == facts


@pytest.mark.parametrize("number", [True, False, 0, -7, 7.0, "7", None, [7], LARGEST_ID + 1], ids=repr)
def test_what_is_no_number_of_githubs_names_nothing(number: object) -> None:
    assert followed("issues", {"repository": {**TEA, "id": number}}) == ()
    assert followed("installation", {"action": "deleted", "installation": {"id": number}}) == ()
    added = {"installation": {"id": number}, "repositories_added": [TEA]}
    assert followed("installation_repositories", added) == ()
    odd = {"repository": TEA, "installation": {"id": number}}
    assert followed("issues", odd) == (RepositorySeen(7, "acme/tea", None),)


@pytest.mark.parametrize(
    "name",
    [
        "tea",
        "acme/tea/pot",
        "acme/",
        "/tea",
        "acme/..",
        "-acme/tea",
        "acme/t ea",
        "acme/tea\n",
        "",
        None,
        7,
        "a/" + "x" * 300,
    ],
    ids=lambda name: repr(name)[:20],
)
def test_what_is_no_name_of_a_repository_names_nothing(name: object) -> None:
    assert seen(7, name) is None
    assert followed("issues", {"repository": {**TEA, "full_name": name}}) == ()


def test_the_largest_number_is_one() -> None:
    assert seen(LARGEST_ID, "acme/tea") == RepositorySeen(LARGEST_ID, "acme/tea", None)


@given(
    st.sampled_from(["installation", "installation_repositories", "repository", "issues", "x"]),
    nested(st.none() | st.booleans() | st.integers() | st.just("acme/tea"), KEYS),
)
def test_no_payload_is_too_odd(event: str, payload: Any) -> None:
    if isinstance(payload, dict):
        followed(event, payload)


@needs_examples
def test_githubs_own_examples_tell_their_repositories_and_installations() -> None:
    for event, payload in examples():
        told = followed(event, payload)
        if "repository" in payload:
            (one,) = told
            assert one.id == payload["repository"]["id"]
            is_gone = event == "repository" and payload["action"] == "deleted"
            assert isinstance(one, RepositoryGone) == (
                is_gone or payload["repository"].get("archived", False)
            )
        elif event in ("installation", "installation_repositories"):
            assert told, payload["action"]


def reach(number: int, *repositories: int, listed: bool = True) -> Reach:
    found = tuple(RepositorySeen(one, f"acme/r{one}", number) for one in repositories)
    return Reach(InstallationSeen(number, "acme", suspended=False), found if listed else None)


@pytest.mark.parametrize(
    ("reaches", "installations", "repositories", "facts"),
    [
        pytest.param((reach(1, 7),), [1], {7: 1}, (), id="all is as it was"),
        pytest.param((reach(1, 7),), [1, 2], {7: 1}, (InstallationGone(2),), id="uninstalled somewhere"),
        pytest.param(
            (), [2], {7: 2}, (InstallationGone(2), RepositoryGone(7, 2)), id="uninstalled everywhere"
        ),
        pytest.param((reach(1, 7),), [1], {7: 1, 8: 1}, (RepositoryGone(8, 1),), id="reached no more"),
        pytest.param((reach(1, listed=False),), [1], {7: 1}, (), id="suspended: its repositories wait"),
        pytest.param((reach(1), reach(2, 7)), [1, 2], {7: 1}, (), id="moved to another installation"),
        pytest.param((reach(1, 7),), [1], {8: None}, (RepositoryGone(8),), id="never reached by the App"),
        pytest.param(
            (reach(1, listed=False), reach(2)),
            [1, 2],
            {7: 1, 8: 2},
            (RepositoryGone(8, 2),),
            id="one cannot be listed, another can",
        ),
    ],
)
def test_a_sweep_tells_what_it_misses(
    reaches: tuple[Reach, ...],
    installations: list[int],
    repositories: dict[int, int | None],
    facts: tuple[Fact, ...],
) -> None:
    assert lost(reaches, installations, repositories) == facts
