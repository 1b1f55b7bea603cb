"""A comment is written over, or taken away, only as long as it is the one that we knew."""

import pytest
import requests

from arch_hour.errors import AccessError, StaleCommentError, UnreachableError
from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.model import Account, Edit
from arch_hour.rules.changes import Change, DeleteComment, Done, EditComment, Written
from tests.gateway.build import LONG_AGO, NAME, NOW, Json, page, rest_comment, version
from tests.gateway.conftest import Hub, Said, said

COMMENT = f"/repos/{NAME}/issues/comments/5"
EDIT = EditComment(7, 5, "new", "why", was="old")
DELETE = DeleteComment(7, 5, "why", was="old")
BOTH = pytest.mark.parametrize("change", [EDIT, DELETE], ids=["edit", "delete"])
GONE = said({"message": "Not Found"}, 404)
NO_NODE = said({"data": {"node": None}, "errors": [{"type": "NOT_FOUND", "path": ["node"], "message": "no"}]})
LOST = (said("", 502), requests.ReadTimeout())


def there(body: str) -> Said:
    return said(rest_comment(5, body=body))


def versions(body: str, *found: Json) -> Json:
    return {"node": {"body": body, "userContentEdits": page(found)}}


def test_a_look_before_and_a_look_after_are_around_the_write(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("GET", COMMENT, there("old"))
    hub.answers("PATCH", COMMENT, there("new"))
    hub.tells(versions("newer", version("newer"), version("old", LONG_AGO)))
    written = gateway.apply(EDIT, 7)
    assert isinstance(written, Written)
    assert (written.body, [edit.text for edit in written.edits]) == ("newer", ["newer", "old"])
    assert hub.log == [("GET", COMMENT), ("PATCH", COMMENT), ("POST", "/graphql")]
    assert hub.contents[1] == {"body": "new"}
    assert hub.contents[2]["variables"] == {"comment": "IC_5"}


@BOTH
def test_what_somebody_changed_meanwhile_stays(gateway: GithubGateway, hub: Hub, change: Change) -> None:
    hub.answers("GET", COMMENT, there("theirs"))
    hub.tells(versions("theirs, again", version("theirs, again")))
    with pytest.raises(StaleCommentError) as raised:
        gateway.apply(change, 7)
    stale = raised.value
    assert (stale.number, stale.database_id, stale.body) == (7, 5, "theirs, again")
    assert stale.edits == (Edit(Account("ada"), NOW, "theirs, again"),)
    assert hub.log == [("GET", COMMENT), ("POST", "/graphql")]


@pytest.mark.parametrize("lost", LOST, ids=["502", "timeout"])
def test_a_write_that_did_happen_is_not_repeated(gateway: GithubGateway, hub: Hub, lost: Said) -> None:
    hub.answers("GET", COMMENT, there("old"), there("new"))
    hub.answers("PATCH", COMMENT, lost)
    hub.tells(versions("new"))
    assert gateway.apply(EDIT, 7) == Written("new", ())
    assert hub.count("PATCH", COMMENT) == 1


def test_a_write_that_happened_and_was_edited_since_is_not_repeated(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("GET", COMMENT, there("old"), there("new, and more"))
    hub.answers("PATCH", COMMENT, said("", 502))
    hub.tells(versions("new, and more"))
    with pytest.raises(StaleCommentError):
        gateway.apply(EDIT, 7)
    assert hub.count("PATCH", COMMENT) == 1


@pytest.mark.parametrize("moment", ["before", "between", "after"])
def test_a_comment_that_was_deleted_meanwhile_is_told(gateway: GithubGateway, hub: Hub, moment: str) -> None:
    hub.answers("GET", COMMENT, GONE if moment == "before" else there("old"))
    hub.answers("PATCH", COMMENT, GONE if moment == "between" else there("new"))
    hub.tells(NO_NODE)
    with pytest.raises(StaleCommentError) as raised:
        gateway.apply(EDIT, 7)
    assert (raised.value.body, raised.value.edits) == (None, ())


def test_a_comment_is_taken_away_after_a_look(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("GET", COMMENT, there("old"))
    hub.answers("DELETE", COMMENT, said("", 204))
    assert gateway.apply(DELETE, 7) == Done()
    assert hub.log == [("GET", COMMENT), ("DELETE", COMMENT)]


@pytest.mark.parametrize(
    "looks", [(GONE,), (there("old"), GONE)], ids=["before", "by an answer that was lost"]
)
def test_a_comment_that_is_gone_already_is_done(
    gateway: GithubGateway, hub: Hub, looks: tuple[Said, ...]
) -> None:
    hub.answers("GET", COMMENT, *looks)
    hub.answers("DELETE", COMMENT, said("", 502))
    assert gateway.apply(DELETE, 7) == Done()
    assert hub.count("DELETE", COMMENT) == len(looks) - 1


@BOTH
def test_a_refusal_is_an_error(gateway: GithubGateway, hub: Hub, change: Change) -> None:
    hub.answers("GET", COMMENT, there("old"))
    for verb in ("PATCH", "DELETE"):
        hub.answers(verb, COMMENT, said({"message": "Must have admin rights"}, 403))
    with pytest.raises(AccessError, match="admin rights"):
        gateway.apply(change, 7)


@BOTH
def test_a_write_is_given_up_after_five_attempts(gateway: GithubGateway, hub: Hub, change: Change) -> None:
    hub.answers("GET", COMMENT, there("old"))
    for verb in ("PATCH", "DELETE"):
        hub.answers(verb, COMMENT, said("", 502))
    with pytest.raises(UnreachableError, match="run again"):
        gateway.apply(change, 7)
    assert hub.count("GET", COMMENT) == 5
