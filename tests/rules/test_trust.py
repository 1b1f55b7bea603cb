"""Whose words count."""

import pytest

from arch_hour.model import Account
from arch_hour.rules.trust import is_ours, is_trusted, known_to_promise, known_without_asking, may_promise
from tests.rules.build import config, person, snapshot

COLLABORATORS = config(bots=["@Former-Bot[bot]", "old-person"])
LISTED = config(actions={"trusted": ["@Guest", "helper[bot]"]}, bots=["former-bot[bot]"])


@pytest.mark.parametrize(
    ("login", "among_collaborators", "among_listed"),
    [
        ("arch-hour[bot]", True, True),
        ("Arch-Hour[bot]", True, True),
        ("arch-hour", None, False),
        ("former-bot[bot]", True, True),
        ("former-bot", None, False),
        ("OLD-person", True, False),
        ("other-app[bot]", False, False),
        ("helper[bot]", False, False),
        ("wren", True, False),
        ("stranger", False, False),
        ("guest", None, True),
        ("nobody", None, False),
    ],
)
def test_whose_promises_are_known_without_asking(
    login: str,
    among_collaborators: bool | None,  # noqa: FBT001
    among_listed: bool,  # noqa: FBT001
) -> None:
    assert known_to_promise(snapshot(), COLLABORATORS, person(login)) is among_collaborators
    assert known_to_promise(snapshot(), LISTED, person(login)) is among_listed
    assert may_promise(snapshot(), LISTED, person(login)) is among_listed
    assert is_trusted(snapshot(), COLLABORATORS, person(login)) is bool(among_collaborators)


@pytest.mark.parametrize(
    ("login", "known"), [("wren", True), ("former-bot[bot]", True), ("guest", None), ("helper[bot]", False)]
)
def test_whose_markers_count_is_no_matter_of_the_list(login: str, known: bool | None) -> None:  # noqa: FBT001
    assert known_without_asking(snapshot(), LISTED, person(login)) is known
    assert is_trusted(snapshot(), LISTED, person(login)) is bool(known)


def test_a_deleted_account_is_a_stranger() -> None:
    assert not is_trusted(snapshot(), COLLABORATORS, None)
    assert not may_promise(snapshot(), LISTED, None)
    assert not is_ours(snapshot(), COLLABORATORS, None)


def test_a_person_who_has_our_login_is_not_our_app() -> None:
    assert is_ours(snapshot(), COLLABORATORS, Account("ARCH-hour", is_bot=True))
    assert not is_ours(snapshot(), COLLABORATORS, Account("arch-hour"))
