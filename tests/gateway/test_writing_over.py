"""A text is written over another one only as long as that is the one we knew, and GitHub is asked who fell in."""

from datetime import timedelta

import pytest
import requests

from arch_hour.errors import StaleError, UnreachableError
from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.model import Account, Edit
from arch_hour.rules.changes import CloseIssue, CloseReason, Done, EditIssue, Written
from tests.gateway.build import LONG_AGO, NAME, NOW, Json, page, rest_issue, version
from tests.gateway.conftest import Hub, Said, said

ISSUE = f"/repos/{NAME}/issues/7"
EDIT = EditIssue(7, "why", body="new", was="old")
LOST = (said("", 502), requests.ReadTimeout())


def there(body: str | None) -> Said:
    return said(rest_issue(7, body=body))


def versions(body: str, *found: Json) -> Json:
    return {"node": {"body": body, "userContentEdits": page(found)}}


def test_a_look_before_and_a_look_after_are_around_the_write(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("GET", ISSUE, there("old"))
    hub.answers("PATCH", ISSUE, there("new"))
    hub.tells(versions("newer", version("newer", editor=None), version("new"), version("old", LONG_AGO)))
    written = gateway.apply(EDIT, 7)
    assert isinstance(written, Written)
    assert written.body == "newer"
    assert [(edit.editor, edit.text) for edit in written.edits] == [
        (None, "newer"),
        (Account("ada"), "new"),
        (Account("ada"), "old"),
    ]
    assert hub.log == [("GET", ISSUE), ("PATCH", ISSUE), ("POST", "/graphql")]


def test_what_somebody_changed_meanwhile_is_not_written_over(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("GET", ISSUE, there("theirs"))
    hub.tells(versions("theirs, again", version("theirs, again")))
    with pytest.raises(StaleError) as raised:
        gateway.apply(EDIT, 7)
    assert (raised.value.number, raised.value.body) == (7, "theirs, again")
    assert raised.value.edits == (Edit(Account("ada"), NOW, "theirs, again"),)
    assert hub.count("PATCH", ISSUE) == 0


@pytest.mark.parametrize("lost", LOST, ids=["502", "timeout"])
def test_a_write_that_may_have_happened_is_repeated_only_after_another_look(
    gateway: GithubGateway, hub: Hub, lost: Said
) -> None:
    hub.answers("GET", ISSUE, there("old"), there("old"))
    hub.answers("PATCH", ISSUE, lost, there("new"))
    hub.tells(versions("new"))
    assert gateway.apply(EDIT, 7) == Written("new", ())
    assert hub.log[:4] == [("GET", ISSUE), ("PATCH", ISSUE)] * 2


@pytest.mark.parametrize("lost", LOST, ids=["502", "timeout"])
def test_a_write_that_did_happen_is_not_repeated(gateway: GithubGateway, hub: Hub, lost: Said) -> None:
    hub.answers("GET", ISSUE, there("old"), there("new"))
    hub.answers("PATCH", ISSUE, lost)
    hub.tells(versions("new"))
    assert gateway.apply(EDIT, 7) == Written("new", ())
    assert hub.count("PATCH", ISSUE) == 1


def test_a_write_that_happened_and_was_edited_since_is_not_repeated(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("GET", ISSUE, there("old"), there("new, and more"))
    hub.answers("PATCH", ISSUE, said("", 502))
    hub.tells(versions("new, and more"))
    with pytest.raises(StaleError):
        gateway.apply(EDIT, 7)
    assert hub.count("PATCH", ISSUE) == 1


def test_a_write_over_a_text_is_given_up_after_five_attempts(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("GET", ISSUE, there("old"))
    hub.answers("PATCH", ISSUE, said("", 502))
    with pytest.raises(UnreachableError, match="run again"):
        gateway.apply(EDIT, 7)
    assert (hub.count("GET", ISSUE), hub.count("PATCH", ISSUE)) == (5, 5)


def test_an_issue_is_closed_although_its_text_stays_as_it_was(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("GET", ISSUE, there("old"))
    hub.answers("PATCH", ISSUE, there("old"))
    hub.tells(versions("old"))
    same = CloseIssue(7, CloseReason.COMPLETED, "why", body="old", was="old")
    assert gateway.apply(same, 7) == Written("old", ())
    assert gateway.apply(EditIssue(7, "why", title="t", was="old"), 7) == Done()
    assert hub.count("PATCH", ISSUE) == 2


def test_a_title_that_somebody_gave_meanwhile_is_not_written_over(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("GET", ISSUE, said(rest_issue(7, body="old", title="Theirs")))
    hub.tells(versions("old", version("old")))
    with pytest.raises(StaleError) as raised:
        gateway.apply(EditIssue(7, "why", title="Ours", body="new", was="old", title_was="Before"), 7)
    assert (raised.value.title, raised.value.body) == ("Theirs", "old")
    assert hub.count("PATCH", ISSUE) == 0


def test_an_empty_text_is_one_like_any_other(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("GET", ISSUE, there(None))
    hub.answers("PATCH", ISSUE, there("new"))
    hub.tells(versions("new"))
    assert gateway.apply(EditIssue(7, "why", body="new", was=""), 7) == Written("new", ())


def test_versions_are_told_up_to_the_first_that_a_person_deleted(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("GET", ISSUE, there("old"))
    hub.answers("PATCH", ISSUE, there("new"))
    later = f"{NOW + timedelta(minutes=1):%Y-%m-%dT%H:%M:%SZ}"
    hub.tells(versions("new", version("new"), version("newest", later), version(None), version("old")))
    written = gateway.apply(EDIT, 7)
    assert isinstance(written, Written)
    assert [edit.text for edit in written.edits] == ["newest", "new"]
