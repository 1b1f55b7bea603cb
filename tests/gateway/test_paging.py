"""Beyond the first hundred: what is followed, what is fetched only when it matters, and what is never asked twice."""

from typing import Any

import pytest

from arch_hour.errors import AccessError, UnreachableError
from arch_hour.gateway.documents import declared
from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.gateway.reading import comment, issue
from arch_hour.model import Account
from tests.gateway.build import LONG_AGO, OPENING, TIME, WANTED, meeting, node, page, remark, thumb, version
from tests.gateway.conftest import Hub, said

COMMON = {"owner": "acme", "name": "lean"}


def asked(hub: Hub) -> list[tuple[str, dict[str, Any]]]:
    """The operations that were sent, each with its variables."""
    return [(each["query"].split("query ")[1].split("(")[0], each["variables"]) for each in hub.contents]


def repository(**parts: Any) -> dict[str, Any]:
    return {"repository": parts}


def test_an_ordinary_run_is_read_in_one_question(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells(meeting(topics=page([node(1), node(2)]), followUps=page([node(3)]), discussed=page([node(4)])))
    snapshot = gateway.read(OPENING, WANTED)
    assert [each.number for each in snapshot.topics] == [1, 2]
    assert [each.number for each in snapshot.follow_ups] == [3]
    assert [each.number for each in snapshot.discussed] == [4]
    assert (snapshot.repository, snapshot.viewer) == (OPENING.repository, OPENING.viewer)
    assert asked(hub) == [
        (
            "Meeting",
            {
                **COMMON,
                "viewer": "ada",
                "agendaLabels": ["agenda"],
                "topicLabels": ["topic"],
                "mergedLabels": ["topic: merged"],
                "followUpLabels": ["action-item"],
                "reaction": "THUMBS_UP",
                "since": "2020-12-03T00:00:00Z",
                **{f"label{place}": "topic" for place in range(1, 10)},
            },
        )
    ]


@pytest.mark.parametrize(
    ("field", "operation", "variables"),
    [
        pytest.param(
            "topics",
            "Topics",
            {"topicLabels": ["topic"], "states": ["OPEN"], "reaction": "THUMBS_UP"},
            id="topics",
        ),
        pytest.param(
            "followUps", "FollowUps", {"followUpLabels": ["action-item"], "states": ["OPEN"]}, id="follow-ups"
        ),
        pytest.param(
            "discussed",
            "Discussed",
            {"topicLabels": ["topic"], "since": "2020-12-03T00:00:00Z"},
            id="discussed",
        ),
    ],
)
def test_further_pages_are_followed_by_their_cursor(
    gateway: GithubGateway, hub: Hub, field: str, operation: str, variables: dict[str, Any]
) -> None:
    hub.tells(
        meeting(**{field: page([node(1)], "one")}),
        repository(**{field: page([node(2)], "two")}),
        repository(**{field: page([node(3)])}),
    )
    snapshot = gateway.read(OPENING, WANTED)
    found = {"topics": snapshot.topics, "followUps": snapshot.follow_ups, "discussed": snapshot.discussed}[
        field
    ]
    assert [each.number for each in found] == [1, 2, 3]
    expected = {**COMMON, **variables}
    assert asked(hub)[1:] == [
        (operation, expected | {"after": "one"}),
        (operation, expected | {"after": "two"}),
    ]


def test_variables_are_those_that_their_document_declares(gateway: GithubGateway, hub: Hub) -> None:
    full = {
        name: page([node(1, reactions={"totalCount": 200, "nodes": []})], "next")
        for name in ("topics", "followUps")
    }
    votes = {"node": {"reactions": page([thumb()])}}
    hub.tells(meeting(**full), votes, repository(topics=page()), repository(followUps=page()))
    gateway.read(OPENING, WANTED)
    documents = {"Meeting": "meeting", "Topics": "topics", "FollowUps": "follow_ups", "Votes": "votes"}
    assert [name for name, _ in asked(hub)] == ["Meeting", "Votes", "Topics", "FollowUps"]
    for name, variables in asked(hub):
        assert set(variables) <= declared(documents[name])


def test_an_import_reads_the_topics_of_all_states(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells(repository(topics=page([node(1)], "one")), repository(topics=page([node(2, state="CLOSED")])))
    assert [(each.number, each.is_open) for each in gateway.every_topic(WANTED)] == [(1, True), (2, False)]
    assert [variables["states"] for _, variables in asked(hub)] == [["OPEN", "CLOSED"]] * 2
    assert [variables["after"] for _, variables in asked(hub)] == [None, "one"]


def test_closed_follow_ups_are_read_only_when_asked_for(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells(repository(followUps=page([node(1, state="CLOSED")])))
    assert [each.is_open for each in gateway.closed_follow_ups(WANTED)] == [False]
    assert asked(hub) == [
        ("FollowUps", {**COMMON, "followUpLabels": ["action-item"], "states": ["CLOSED"], "after": None})
    ]


def test_votes_beyond_a_hundred_are_fetched(gateway: GithubGateway, hub: Hub) -> None:
    loved = node(1, reactions={"totalCount": 102, "nodes": [thumb(f"p{each}") for each in range(100)]})
    hub.tells(
        meeting(topics=page([loved])),
        {"node": {"reactions": page([thumb(f"p{each}") for each in range(100)], "one")}},
        {"node": {"reactions": page([thumb("late"), thumb("later")])}},
    )
    (topic,) = gateway.read(OPENING, WANTED).topics
    assert [vote.voter.login for vote in topic.votes[-3:]] == ["p99", "late", "later"]
    assert len(topic.votes) == topic.votes_total == 102
    one = {"issue": "I_1", "reaction": "THUMBS_UP"}
    assert asked(hub)[1:] == [("Votes", {**one, "after": None}), ("Votes", {**one, "after": "one"})]


def test_a_vote_of_a_deleted_account_asks_for_no_second_page(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells(meeting(topics=page([node(1, reactions={"totalCount": 2, "nodes": [thumb(), thumb(None)]})])))
    (topic,) = gateway.read(OPENING, WANTED).topics
    assert [vote.voter.login for vote in topic.votes] == ["ada"]
    assert len(hub.log) == 1


@pytest.mark.parametrize("field", ["agendas", "pastAgendas", "justClosed", "ours", "topics", "discussed"])
@pytest.mark.parametrize(
    ("oldest", "total", "more"),
    [
        pytest.param(TIME, 21, 1, id="recent and cut"),
        pytest.param(LONG_AGO, 21, 0, id="cut long ago"),
        pytest.param(TIME, 20, 0, id="whole"),
    ],
)
def test_comments_are_read_on_only_when_the_oldest_read_is_recent(
    gateway: GithubGateway, hub: Hub, field: str, oldest: str, total: int, more: int
) -> None:
    read = [remark(1, oldest), *(remark(each) for each in range(2, 21))]
    talked = node(1, comments={"totalCount": total, "nodes": read})
    everything = {"node": {"comments": page([remark(0), *read], totalCount=21)}}
    hub.tells(meeting(**{field: page([talked])}), everything)
    snapshot = gateway.read(OPENING, WANTED)
    (found,) = (*snapshot.agendas, *snapshot.topics, *snapshot.discussed)
    assert len(hub.log) == 1 + more
    assert len(found.comments) == 20 + more
    assert found.comments_total == total


def test_all_comments_of_an_issue_are_read_by_their_cursor(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells(
        {"node": {"comments": page([remark(1)], "one", totalCount=2)}},
        {"node": {"comments": page([remark(2)], totalCount=2)}},
    )
    whole = gateway.with_all_comments(issue(node(1)))
    assert [comment.database_id for comment in whole.comments] == [1, 2]
    assert whole.comments_total == 2
    assert asked(hub) == [("Comments", {"issue": "I_1", "after": each}) for each in (None, "one")]


def test_an_issue_that_is_gone_is_never_taken_for_one_without_comments(
    gateway: GithubGateway, hub: Hub
) -> None:
    hub.tells({"node": None})
    with pytest.raises(UnreachableError):
        gateway.with_all_comments(issue(node(1)))


def test_an_agenda_found_by_label_and_by_author_is_one(gateway: GithubGateway, hub: Hub) -> None:
    open_one = node(2, userContentEdits=page([version("new"), version("old")]))
    hub.tells(meeting(agendas=page([node(1), open_one]), ours=page([node(2), node(3)])))
    agendas = gateway.read(OPENING, WANTED).agendas
    assert [each.number for each in agendas] == [1, 2, 3]
    assert [edit.text for edit in agendas[1].edits] == ["new", "old"]


@pytest.mark.parametrize(
    ("viewer", "login"), [(Account("ada"), "ada"), (Account("helper", is_bot=True), "helper[bot]")]
)
def test_what_is_ours_is_asked_for_by_our_whole_login(
    gateway: GithubGateway, hub: Hub, viewer: Account, login: str
) -> None:
    hub.tells(meeting())
    opening = type(OPENING)(viewer, OPENING.repository, None)
    gateway.read(opening, WANTED)
    assert hub.contents[0]["variables"]["viewer"] == login


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(page([node(2)], "one"), id="the same cursor again"),
        pytest.param({"nodes": [], "pageInfo": {"hasNextPage": True, "endCursor": None}}, id="no cursor"),
    ],
)
def test_pages_that_lead_nowhere_are_not_read_for_ever(gateway: GithubGateway, hub: Hub, second: Any) -> None:
    hub.tells(meeting(topics=page([node(1)], "one")), repository(topics=second))
    with pytest.raises(UnreachableError, match="leads nowhere"):
        gateway.read(OPENING, WANTED)
    assert len(hub.log) == 2


def test_a_rate_limit_between_two_pages_loses_nothing(
    gateway: GithubGateway, hub: Hub, pauses: list[float]
) -> None:
    limited = (200, {"Retry-After": "5"}, '{"errors": [{"type": "RATE_LIMITED"}]}')
    hub.tells(meeting(topics=page([node(1)], "one")), limited, repository(topics=page([node(2)])))
    assert [each.number for each in gateway.read(OPENING, WANTED).topics] == [1, 2]
    assert pauses == [5]


def test_more_than_a_hundred_open_agendas_are_all_read(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells(meeting(agendas=page([node(2)], "one")), repository(agendas=page([node(1)])))
    assert [each.number for each in gateway.read(OPENING, WANTED).agendas] == [2, 1]
    assert asked(hub)[-1][0] == "Agendas"


def test_the_whole_history_of_a_text_is_read_by_its_cursor(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells(
        {"node": {"versions": page([version("new")], "one")}},
        {"node": {"versions": page([version("old", LONG_AGO)])}},
    )
    assert [edit.text for edit in gateway.history(issue(node(1)))] == ["new", "old"]
    assert asked(hub) == [("History", {"text": "I_1", "after": each}) for each in (None, "one")]


def test_the_history_of_a_comment_is_read_by_its_own_id(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells({"node": {"versions": page([version("new"), version("old", LONG_AGO)])}})
    assert [edit.text for edit in gateway.history(comment(remark(5)))] == ["new", "old"]
    assert asked(hub) == [("History", {"text": "IC_5", "after": None})]


NO_NODE = {"data": {"node": None}, "errors": [{"type": "NOT_FOUND", "path": ["node"], "message": "no"}]}


def test_a_comment_that_was_deleted_has_no_history(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells(said(NO_NODE))
    assert gateway.history(comment(remark(5))) == ()
    with pytest.raises(AccessError):
        gateway.history(issue(node(1)))


def test_a_report_reads_the_agendas_of_all_states_newest_first(gateway: GithubGateway, hub: Hub) -> None:
    old = node(1, state="CLOSED", comments={"totalCount": 1, "nodes": [remark(5)]})
    hub.tells(repository(agendas=page([node(2)], "one")), repository(agendas=page([old])))
    found = gateway.every_agenda(WANTED)
    assert [(each.number, each.is_open, len(each.comments)) for each in found] == [
        (2, True, 0),
        (1, False, 1),
    ]
    expected = {**COMMON, "agendaLabels": ["agenda"]}
    assert asked(hub) == [("EveryAgenda", expected | {"after": each}) for each in (None, "one")]


def test_merged_topics_come_along_with_all_their_votes(gateway: GithubGateway, hub: Hub) -> None:
    loved = node(2, state="CLOSED", reactions={"totalCount": 101, "nodes": [thumb()]})
    talked = node(1, state="CLOSED", comments={"totalCount": 21, "nodes": [remark(1)]})
    hub.tells(
        meeting(merged=page([talked, loved])),
        {"node": {"reactions": page([thumb(), thumb("late")])}},
    )
    merged = gateway.read(OPENING, WANTED).merged
    assert [(each.number, [vote.voter.login for vote in each.votes]) for each in merged] == [
        (1, []),
        (2, ["ada", "late"]),
    ]
    assert [name for name, _ in asked(hub)] == ["Meeting", "Votes"]


@pytest.mark.parametrize(
    ("more", "has_older"),
    [
        ({"userContentEdits": page([version("a")], "one")}, True),
        ({"userContentEdits": page([version("a")])}, False),
        ({"userContentEdits": page(), "lastEditedAt": TIME}, False),
        ({"lastEditedAt": TIME}, True),
        ({"lastEditedAt": None}, False),
        ({}, False),
    ],
    ids=["more pages", "all read", "none kept", "edited", "never edited", "not asked"],
)
def test_whether_there_are_older_versions_is_known(more: dict[str, Any], has_older: bool) -> None:  # noqa: FBT001
    assert issue(node(1, **more)).has_older_edits is has_older


def test_agendas_that_were_just_closed_come_with_their_versions(gateway: GithubGateway, hub: Hub) -> None:
    plain, telling = node(4), node(4, userContentEdits=page([version("the text")]))
    hub.tells(meeting(pastAgendas=page([plain, node(3)]), justClosed=page([telling]), ours=page([plain])))
    found = gateway.read(OPENING, WANTED).agendas
    assert [(agenda.number, len(agenda.edits)) for agenda in found] == [(4, 1), (3, 0)]
