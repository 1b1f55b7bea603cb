"""What an older server lacks is left out, told once, and asked for no more."""

import logging
from itertools import chain, combinations
from pathlib import Path
from typing import Any

import pytest
from graphql import parse, validate

from arch_hour.errors import AccessError
from arch_hour.gateway.documents import document
from arch_hour.gateway.features import Feature, Lacking
from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.gateway.patience import Unknown
from arch_hour.rules.changes import AddSubIssue, Declined, LeftOut, PinIssue
from sandbox import lacking as older
from sandbox.graph.older import schema_without
from tests.gateway.build import NAME, OPENING, WANTED, meeting, node, page, remark
from tests.gateway.conftest import Hub, said
from tests.gateway.test_documents import NAMES

# What a server lacks, as the sandbox and as the gateway call it.
PAIRS = {
    older.Feature.PINNED_ISSUES: Feature.PINS,
    older.Feature.LONG_NUMBERS: Feature.LONG_NUMBERS,
}
# What nothing of a run depends on: these documents are of the features themselves.
OF_PINS = ("pin", "unpin", "is_pinned")
PARTS = f"/repos/{NAME}/issues/1/sub_issues"
WHOLE = f"/repos/{NAME}/issues/1"
NOT_FOUND = said({"message": "Not Found"}, 404)


def unknown(*fields: str, line: int = 1, kind: str = "undefinedField") -> dict[str, Any]:
    """A whole answer that only says what is not known."""
    return {
        "errors": [
            {
                "path": ["query", field],
                "extensions": {"code": kind, "typeName": "Issue", "fieldName": field},
                "locations": [{"line": line, "column": 3}],
                "message": f"Field '{field}' doesn't exist on type 'Issue'",
            }
            for field in fields
        ]
    }


def line_of(name: str, words: str) -> int:
    """Where words stand in a document."""
    return next(
        place
        for place, line in enumerate(document(name).splitlines(), start=1)
        if words in line.split("#")[0]
    )


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "lacking",
    [set(each) for each in chain(combinations(PAIRS, 1), combinations(PAIRS, 2))],
    ids=lambda each: " and ".join(sorted(one.value for one in each)),
)
def test_without_what_a_server_lacks_a_document_is_valid_there(
    name: str, lacking: set[older.Feature]
) -> None:
    if older.Feature.PINNED_ISSUES in lacking and name in OF_PINS:
        return
    fitted = Lacking({PAIRS[each] for each in lacking}).fitted(document(name))
    assert validate(schema_without(frozenset(lacking)), parse(fitted)) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_server_that_lacks_nothing_is_asked_everything(name: str) -> None:
    assert Lacking().fitted(document(name)) == document(name)


def test_a_question_is_asked_again_without_what_is_not_known(
    gateway: GithubGateway, hub: Hub, caplog: pytest.LogCaptureFixture
) -> None:
    strange = said(unknown("pinnedIssues", line=line_of("meeting", "pinnedIssues")))
    answer = meeting(agendas=page([node(4)]))
    del answer["repository"]["pinnedIssues"]
    hub.tells(strange, answer, answer)
    for _ in range(2):
        seen = gateway.read(OPENING, WANTED)
        assert (seen.pinned, seen.knows_pins) == ((), False)
        assert [issue.is_pinned for issue in seen.agendas] == [False]
    assert ["isPinned" in sent["query"] for sent in hub.contents] == [True, False, False]
    assert caplog.messages == ["this server knows no pinned issues: the agenda is not pinned"]


def test_a_value_is_found_in_the_words_about_its_whole_list(gateway: GithubGateway, hub: Hub) -> None:
    """GitHub tells the line where the field begins, which is on every server."""
    wrong = {
        "extensions": {"code": "argumentLiteralsIncompatible", "argumentName": "itemTypes"},
        "locations": [{"line": line_of("meeting", "timelineItems("), "column": 3}],
        "message": "Argument 'itemTypes' on Field 'timelineItems' has an invalid value "
        "([CLOSED_EVENT, PINNED_EVENT]). Expected type '[IssueTimelineItemsItemType!]'.",
    }
    answer = meeting()
    del answer["repository"]["pinnedIssues"]
    hub.tells(said({"errors": [wrong]}), answer)
    assert not gateway.read(OPENING, WANTED).knows_pins


def test_older_servers_tell_it_in_words_alone(gateway: GithubGateway, hub: Hub) -> None:
    answer = unknown("isPinned", line=line_of("meeting", "isPinned"))
    for error in answer["errors"]:
        del error["extensions"]
    hub.tells(said(answer), meeting())
    assert not gateway.read(OPENING, WANTED).knows_pins


def test_a_comment_has_its_short_number_where_no_long_ones_are_known(
    gateway: GithubGateway, hub: Hub, caplog: pytest.LogCaptureFixture
) -> None:
    said_once = remark(5)
    said_once["databaseId"] = int(said_once.pop("fullDatabaseId"))
    agenda = node(4, comments={"totalCount": 1, "nodes": [said_once]})
    hub.tells(
        said(unknown("fullDatabaseId", line=line_of("meeting", "fullDatabaseId"))),
        meeting(agendas=page([agenda])),
    )
    (seen,) = gateway.read(OPENING, WANTED).agendas
    assert [comment.database_id for comment in seen.comments] == [5]
    assert caplog.messages == []  # nothing is missed


def test_what_every_run_needs_is_told_with_the_servers_own_words(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells(said(unknown("viewerPermission", line=line_of("opening", "viewerPermission"))))
    with pytest.raises(AccessError) as trouble:
        gateway.open("arch-hour.yml")
    assert str(trouble.value) == (
        "http://127.0.0.1:9 is too old for Arch Hour, as it does not know all that every run asks for "
        "(Field 'viewerPermission' doesn't exist on type 'Issue'): update the server"
    )
    assert len(hub.log) == 1


def test_a_part_that_stays_unknown_without_it_is_not_asked_for_ever(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells(said(unknown("pinnedIssues", line=line_of("meeting", "pinnedIssues"))))
    with pytest.raises(AccessError, match="too old"):
        gateway.read(OPENING, WANTED)
    assert len(hub.log) <= 3


def test_places_that_are_none_do_no_harm(gateway: GithubGateway, hub: Hub) -> None:
    for odd in (None, "here", [None, {"line": "9"}, {}], [{"line": 10**9}]):
        answer = unknown("viewerPermission")
        answer["errors"][0]["locations"] = odd
        hub.tells(said(answer))
        with pytest.raises(AccessError, match="too old"):
            gateway.open("arch-hour.yml")


def test_a_pin_that_the_server_has_no_word_for_is_left_out(
    gateway: GithubGateway, hub: Hub, caplog: pytest.LogCaptureFixture
) -> None:
    hub.tells(said(unknown("pinIssue")))
    assert gateway.apply(PinIssue(7, "I_7", "why"), 7) == LeftOut()
    assert len(caplog.messages) == 1


def test_sub_issues_that_the_server_has_no_list_for_are_left_out_and_asked_for_once(
    gateway: GithubGateway, hub: Hub, caplog: pytest.LogCaptureFixture
) -> None:
    hub.answers("GET", f"/repos/{NAME}/issues/7", said({"id": 5}))
    hub.answers("GET", WHOLE, said({"id": 3}))
    hub.answers("POST", PARTS, NOT_FOUND)
    hub.answers("GET", PARTS, NOT_FOUND)
    for _ in range(3):
        assert gateway.apply(AddSubIssue(7, 1, "why"), 7) == LeftOut()
    assert len(hub.log) == 4
    assert caplog.messages == [
        "this server knows no sub-issues: follow-ups are not made sub-issues of their topics"
    ]


def test_a_topic_that_is_gone_is_no_server_without_sub_issues(
    gateway: GithubGateway, hub: Hub, caplog: pytest.LogCaptureFixture
) -> None:
    hub.answers("GET", f"/repos/{NAME}/issues/7", said({"id": 5}))
    for verb, path in (("GET", WHOLE), ("POST", PARTS), ("GET", PARTS)):
        hub.answers(verb, path, NOT_FOUND)
    assert gateway.apply(AddSubIssue(7, 1, "why"), 7) == Declined("Not Found")
    assert caplog.messages == []


def test_what_is_told_is_seen_by_who_asked_for_nothing_more_and_is_no_warning(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert logging.getLogger("arch_hour.gateway.features").level == logging.INFO
    Lacking().add(Feature.PINS)
    assert [record.levelno for record in caplog.records] == [logging.INFO]


def test_every_mark_names_a_feature() -> None:
    for name in NAMES:
        marked = Lacking(set(Feature)).fitted(document(name))
        assert "# optional" not in marked


def test_a_line_without_a_mark_is_never_optional() -> None:
    lacking = Lacking()
    assert not lacking.learn(document("opening"), [Unknown("Field 'url' doesn't exist on type 'X'", (5,))])
    assert lacking.features == set()


def test_the_page_on_enterprise_server_has_every_line_that_is_told(caplog: pytest.LogCaptureFixture) -> None:
    lacking = Lacking()
    for feature in Feature:
        lacking.add(feature)
    page_ = (Path(__file__).parents[2] / "docs" / "enterprise.md").read_text(encoding="utf-8")
    assert len(caplog.messages) == 2
    assert [line for line in caplog.messages if f"`{line}`" not in page_] == []
