"""From GitHub's JSON to values: deleted people, bots of two spellings, and issues that were opened again."""

from datetime import UTC, datetime
from typing import Any

import pytest

from arch_hour.gateway.reading import (
    WRONG_SHAPE,
    account,
    comment,
    created_comment,
    created_issue,
    issue,
    moment,
    votes,
)
from arch_hour.model import Account, Removal
from tests.gateway.build import NAME, actor, node, remark, rest_comment, rest_issue, thumb

Json = dict[str, Any]


@pytest.mark.parametrize(
    ("told", "known"),
    [
        pytest.param(None, None, id="deleted"),
        pytest.param(actor("ada"), Account("ada"), id="person"),
        pytest.param(actor("helper", "Bot"), Account("helper", is_bot=True), id="bot without suffix"),
        pytest.param(actor("helper[bot]", "Bot"), Account("helper", is_bot=True), id="bot with suffix"),
        pytest.param({"login": "helper[bot]"}, Account("helper", is_bot=True), id="bot of the viewer"),
        pytest.param(actor("old", "Mannequin"), Account("old"), id="mannequin"),
    ],
)
def test_an_actor_is_an_account_or_nobody(told: Json | None, known: Account | None) -> None:
    assert account(told) == known


@pytest.mark.parametrize(
    ("user", "known"),
    [
        pytest.param(None, None, id="deleted"),
        pytest.param({"login": "ada", "type": "User"}, Account("ada"), id="person"),
        pytest.param({"login": "helper[bot]", "type": "Bot"}, Account("helper", is_bot=True), id="bot"),
    ],
)
def test_rest_tells_the_same_account_in_its_own_way(user: Json | None, known: Account | None) -> None:
    assert created_issue(rest_issue(user=user), NAME).author == known


def test_votes_of_deleted_people_are_nobodys() -> None:
    found = votes([thumb("ada"), thumb(None), thumb("bo")])
    assert [vote.voter for vote in found] == [Account("ada"), Account("bo")]


CLOSED = {"__typename": "ClosedEvent", "createdAt": "2020-11-01T00:00:00Z"}


@pytest.mark.parametrize(
    ("parts", "at"),
    [
        pytest.param({}, None, id="never"),
        pytest.param({"closedAt": "2020-12-01T00:00:00Z"}, datetime(2020, 12, 1, tzinfo=UTC), id="closed"),
        pytest.param(
            {"timelineItems": {"nodes": [CLOSED]}}, datetime(2020, 11, 1, tzinfo=UTC), id="opened again"
        ),
        pytest.param(
            {"closedAt": "2020-12-01T00:00:00Z", "timelineItems": {"nodes": [CLOSED]}},
            datetime(2020, 12, 1, tzinfo=UTC),
            id="closed twice",
        ),
    ],
)
def test_an_issue_knows_when_it_was_closed_last(parts: Json, at: datetime | None) -> None:
    assert issue(node(1, **parts)).closed_at == at


def unassigned(assignee: Json | None, by: Json | None) -> Json:
    return {"__typename": "UnassignedEvent", "assignee": assignee, "actor": by}


def unlabelled(label: str, by: Json | None) -> Json:
    return {"__typename": "UnlabeledEvent", "label": {"name": label}, "actor": by}


@pytest.mark.parametrize(
    ("event", "removal"),
    [
        pytest.param(unassigned(actor("bo"), actor("ada")), Removal("bo", Account("ada")), id="unassigned"),
        pytest.param(unassigned(actor("bo"), None), Removal("bo", None), id="by a deleted person"),
        pytest.param(unassigned(None, actor("ada")), None, id="a deleted assignee"),
        pytest.param(
            unassigned({"__typename": "Mannequin"}, actor("ada")), None, id="an assignee without a login"
        ),
        pytest.param(
            unassigned(actor("bo"), actor("helper", "Bot")),
            Removal("bo", Account("helper", is_bot=True)),
            id="by a bot",
        ),
        pytest.param(unlabelled("x", actor("ada")), Removal("x", Account("ada")), id="unlabelled"),
        pytest.param(CLOSED, None, id="another event"),
    ],
)
def test_a_follow_up_knows_what_was_taken_away_and_by_whom(event: Json, removal: Removal | None) -> None:
    assert issue(node(1, timelineItems={"nodes": [event]})).removals == ((removal,) if removal else ())


def test_a_part_that_was_not_asked_for_is_empty() -> None:
    asked = {
        key: value for key, value in node(1).items() if key not in ("comments", "reactions", "timelineItems")
    }
    found = issue(asked)
    assert (found.comments, found.comments_total, found.votes, found.votes_total, found.removals) == (
        (),
        0,
        (),
        0,
        (),
    )


def test_a_comments_number_is_beyond_what_a_json_integer_holds_everywhere() -> None:
    assert comment(remark(1, fullDatabaseId="3000000000123")).database_id == 3_000_000_000_123


@pytest.mark.parametrize(
    ("told", "at"),
    [(None, None), ("2020-12-17T15:00:00Z", datetime(2020, 12, 17, 15, tzinfo=UTC))],
    ids=["never", "edited"],
)
def test_a_comment_knows_when_it_was_edited_last(told: str | None, at: datetime | None) -> None:
    assert comment(remark(1, lastEditedAt=told)).edited_at == at


@pytest.mark.parametrize(
    "text", ["2020-12-17T15:00:00Z", "2020-12-17T10:00:00-05:00", "2020-12-17T15:00:00.000Z"]
)
def test_times_are_in_utc(text: str) -> None:
    found = moment(text)
    assert found == datetime(2020, 12, 17, 15, tzinfo=UTC)
    assert found.tzinfo is UTC


def test_an_empty_body_of_rest_is_empty() -> None:
    assert created_issue(rest_issue(body=None), NAME).body == ""


def test_a_repository_is_known_without_case() -> None:
    assert created_issue(rest_issue(), NAME.upper()).number == 7


@pytest.mark.parametrize(
    "url", ["https://github.com/acme/lean-two/issues/7", "https://github.com/evil/acme/issues/7"]
)
def test_an_issue_of_another_repository_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=url):
        created_issue(rest_issue(html_url=url), NAME)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", 5),
        ("number", "7"),
        ("title", None),
        ("body", None),
        ("url", 5),
        ("createdAt", "soon"),
        ("createdAt", None),
        ("createdAt", "0001-01-01T00:00:00+14:00"),
        ("author", "ada"),
        ("author", {"login": 5}),
        ("labels", {"nodes": [{"name": 5}]}),
        ("labels", None),
        ("assignees", {"nodes": [None]}),
        ("comments", {"totalCount": "many", "nodes": []}),
        ("reactions", {"totalCount": 1, "nodes": [{"user": {"login": 5}}]}),
        ("timelineItems", {"nodes": [None]}),
    ],
)
def test_a_field_of_another_shape_is_noticed_at_once(field: str, value: Any) -> None:
    with pytest.raises(WRONG_SHAPE):
        issue(node(1, **{field: value}))


@pytest.mark.parametrize("missing", ["node_id", "id", "html_url"])
def test_a_created_comment_lacks_nothing(missing: str) -> None:
    with pytest.raises(WRONG_SHAPE):
        created_comment({**rest_comment(), missing: None})
