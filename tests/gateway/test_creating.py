"""Nothing is ever made twice: after a doubtful answer the gateway looks, and only then makes it again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from arch_hour.errors import AccessError, ArchHourError, DoubtfulWriteError, UnreachableError
from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.model import Account
from arch_hour.rules.changes import AddComment, Commented, Created, CreateIssue, Key
from tests.gateway.build import LONG_AGO, NAME, TOKEN, rest_comment, rest_issue
from tests.gateway.conftest import Hub, Said, said

ISSUES = f"/repos/{NAME}/issues"
COMMENTS = f"{ISSUES}/7/comments"


@dataclass(frozen=True)
class Kind:
    """One of the two things that are created, with how GitHub tells of it."""

    path: str
    change: CreateIssue | AddComment
    told: Callable[..., dict[str, Any]]

    def made_by(self, gateway: GithubGateway) -> int:
        """The number by which the new thing is known."""
        result = gateway.apply(self.change, 7 if isinstance(self.change, AddComment) else 0)
        assert isinstance(result, Created | Commented)
        return result.issue.number if isinstance(result, Created) else result.database_id


ISSUE = Kind(ISSUES, CreateIssue(Key("agenda"), "Agenda", "the text", ("agenda",), "due"), rest_issue)
COMMENT = Kind(COMMENTS, AddComment(7, "well said", "due"), rest_comment)

kinds = pytest.mark.parametrize(
    "kind", [pytest.param(ISSUE, id="issue"), pytest.param(COMMENT, id="comment")]
)
doubtful = pytest.mark.parametrize(
    "answer",
    [
        pytest.param(said("<html>Bad gateway</html>", 502), id="502"),
        pytest.param(said({"message": "Server Error"}, 500), id="500"),
        pytest.param(said("", 504), id="504"),
        pytest.param(requests.ConnectionError("Connection reset by peer"), id="connection reset"),
        pytest.param(requests.ReadTimeout("read timed out"), id="timeout"),
        pytest.param(requests.exceptions.ChunkedEncodingError("cut off"), id="cut off"),
        pytest.param(said("<html>Sign in to the hotel</html>", 200), id="somebody else's page"),
        pytest.param(said('{"number": 7', 201), id="half an answer"),
        pytest.param(said({"ok": True}, 201), id="another shape"),
        pytest.param(said("", 201), id="nothing"),
    ],
)


@kinds
def test_what_is_made_at_once_is_asked_for_once(
    gateway: GithubGateway, hub: Hub, pauses: list[float], kind: Kind
) -> None:
    hub.answers("POST", kind.path, said(kind.told(9), 201))
    assert kind.made_by(gateway) == 9
    assert hub.log == [("POST", kind.path)]
    assert pauses == []


@kinds
@doubtful
def test_what_was_made_although_the_answer_was_lost_is_adopted(
    gateway: GithubGateway, hub: Hub, pauses: list[float], kind: Kind, answer: Said
) -> None:
    hub.answers("POST", kind.path, answer)
    hub.answers("GET", kind.path, said([kind.told(9)]))
    assert kind.made_by(gateway) == 9
    assert hub.log == [("POST", kind.path), ("GET", kind.path)]
    assert pauses == [2]


@kinds
@doubtful
def test_what_is_nowhere_to_be_seen_is_made_again_after_three_looks(
    gateway: GithubGateway, hub: Hub, pauses: list[float], kind: Kind, answer: Said
) -> None:
    hub.answers("POST", kind.path, answer, said(kind.told(9), 201))
    hub.answers("GET", kind.path, said([]))
    assert kind.made_by(gateway) == 9
    assert hub.log == [("POST", kind.path), *[("GET", kind.path)] * 3, ("POST", kind.path)]
    assert pauses == [2, 4, 8]


@kinds
def test_a_list_that_lags_is_looked_at_again(
    gateway: GithubGateway, hub: Hub, pauses: list[float], kind: Kind
) -> None:
    hub.answers("POST", kind.path, said("", 502))
    hub.answers("GET", kind.path, said([]), said([]), said([kind.told(9)]))
    assert kind.made_by(gateway) == 9
    assert hub.count("POST", kind.path) == 1
    assert pauses == [2, 4, 8]


@kinds
@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"body": "other words"}, id="other words"),
        pytest.param({"created_at": LONG_AGO}, id="of long ago"),
        pytest.param({"body": None}, id="empty"),
    ],
)
def test_what_only_looks_alike_is_not_adopted(
    gateway: GithubGateway, hub: Hub, kind: Kind, other: dict[str, Any]
) -> None:
    hub.answers("POST", kind.path, said("", 502), said(kind.told(9), 201))
    hub.answers("GET", kind.path, said([kind.told(8, **other)]))
    assert kind.made_by(gateway) == 9


@kinds
@pytest.mark.parametrize(
    ("last_answer", "number"),
    [
        pytest.param("Tue, 01 Jan 2019 00:00:30 GMT", 8, id="the server's clock is behind ours"),
        pytest.param("Fri, 01 Jan 2021 00:00:00 GMT", 9, id="ahead of ours"),
        pytest.param("yesterday", 9, id="no time at all"),
    ],
)
def test_what_was_just_made_is_known_by_the_clock_that_dates_it(
    gateway: GithubGateway, hub: Hub, kind: Kind, last_answer: str, number: int
) -> None:
    member = f"/repos/{NAME}/collaborators/ada/permission"
    hub.answers("GET", member, said({"permission": "write"}, Date=last_answer))
    gateway.may_write(Account("ada"))
    hub.answers("POST", kind.path, said("", 502), said(kind.told(9), 201))
    hub.answers("GET", kind.path, said([kind.told(8, created_at=LONG_AGO)]))
    assert kind.made_by(gateway) == number


@pytest.mark.parametrize(
    ("body", "listed"),
    [
        pytest.param("", None, id="empty comes back as null"),
        pytest.param("a\nb", "a\r\nb", id="line ends"),
        pytest.param("a\n", "a", id="trimmed"),
    ],
)
def test_a_text_that_changed_on_its_way_is_known_again(
    gateway: GithubGateway, hub: Hub, body: str, listed: str | None
) -> None:
    hub.answers("POST", ISSUES, said("", 502))
    hub.answers("GET", ISSUES, said([rest_issue(9, title="Agenda", body=listed)]))
    kind = Kind(ISSUES, CreateIssue(Key("agenda"), " Agenda ", body, ("agenda",), "due"), rest_issue)
    assert kind.made_by(gateway) == 9


@kinds
def test_a_look_that_fails_is_repeated(
    gateway: GithubGateway, hub: Hub, pauses: list[float], kind: Kind
) -> None:
    hub.answers("POST", kind.path, said("", 502))
    hub.answers("GET", kind.path, said("", 502), said([kind.told(9)]))
    assert kind.made_by(gateway) == 9
    assert hub.count("POST", kind.path) == 1
    assert pauses == [2, 1]


@kinds
def test_a_second_lost_answer_is_told_and_not_followed_by_a_third_try(
    gateway: GithubGateway, hub: Hub, kind: Kind
) -> None:
    hub.answers("POST", kind.path, requests.ConnectionError("reset"))
    hub.answers("GET", kind.path, said([]))
    with pytest.raises(UnreachableError, match=rf"nobody knows whether {NAME} .*run again"):
        kind.made_by(gateway)
    assert hub.count("POST", kind.path) == 2


@kinds
def test_nothing_is_made_again_where_nobody_can_look(gateway: GithubGateway, hub: Hub, kind: Kind) -> None:
    hub.answers("POST", kind.path, said("", 502))
    hub.answers("GET", kind.path, said("", 502))
    with pytest.raises(DoubtfulWriteError):
        kind.made_by(gateway)
    assert hub.count("POST", kind.path) == 1


@kinds
@pytest.mark.parametrize("listed", [said({"message": "hm"}), said([5]), said([{}]), said(None)])
def test_nothing_is_made_again_after_a_list_of_another_shape(
    gateway: GithubGateway, hub: Hub, kind: Kind, listed: Said
) -> None:
    hub.answers("POST", kind.path, said("", 502))
    hub.answers("GET", kind.path, listed)
    with pytest.raises(UnreachableError, match="not GitHub's"):
        kind.made_by(gateway)
    assert hub.count("POST", kind.path) == 1


@kinds
@pytest.mark.parametrize("status", [401, 403, 404, 410, 422])
def test_a_refusal_makes_nothing_and_needs_no_look(
    gateway: GithubGateway, hub: Hub, pauses: list[float], kind: Kind, status: int
) -> None:
    hub.answers("POST", kind.path, said({"message": "No"}, status))
    with pytest.raises(AccessError, match="No"):
        kind.made_by(gateway)
    assert hub.log == [("POST", kind.path)]
    assert pauses == []


@kinds
@pytest.mark.parametrize("status", [403, 429])
def test_a_limit_made_nothing_and_is_waited_out(
    gateway: GithubGateway, hub: Hub, pauses: list[float], kind: Kind, status: int
) -> None:
    hub.answers(
        "POST", kind.path, said({"message": "Slow"}, status, Retry_After="9"), said(kind.told(9), 201)
    )
    assert kind.made_by(gateway) == 9
    assert pauses == [9]


def test_an_issue_that_lacks_its_labels_is_told_since_nobody_would_find_it(
    gateway: GithubGateway, hub: Hub
) -> None:
    hub.answers("POST", ISSUES, said(rest_issue(9, labels=[]), 201))
    with pytest.raises(AccessError, match=rf"#9 without its labels \(agenda\).*{NAME}.*write access"):
        ISSUE.made_by(gateway)


def test_labels_are_compared_without_case(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("POST", ISSUES, said(rest_issue(9, labels=[{"name": "Agenda"}]), 201))
    assert ISSUE.made_by(gateway) == 9


def test_an_issue_made_in_another_repository_is_never_taken_for_ours(
    gateway: GithubGateway, hub: Hub
) -> None:
    elsewhere = rest_issue(9, html_url="https://github.com/acme/other/issues/9")
    hub.answers("POST", ISSUES, said(elsewhere, 201))
    hub.answers("GET", ISSUES, said([elsewhere]))
    with pytest.raises(ArchHourError, match="acme/other") as caught:
        ISSUE.made_by(gateway)
    assert hub.count("POST", ISSUES) == 1
    assert TOKEN not in str(caught.value)
