"""What may be refused without harm, and the small questions: pins, and who can be assigned."""

import pytest

from arch_hour.errors import AccessError, UnreachableError
from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.gateway.reading import issue
from arch_hour.model import Account, Pinning
from arch_hour.rules.changes import Change, Declined, Done, PinIssue, UnpinIssue
from tests.gateway.build import NAME, OPENING, TIME, WANTED, actor, meeting, node, page
from tests.gateway.conftest import Hub, said

PIN, UNPIN = PinIssue(7, "I_7", "why"), UnpinIssue(7, "I_7", "why")
REFUSED = said({"errors": [{"type": "UNPROCESSABLE", "message": "Maximum 3 pinned issues per repository"}]})
BOTH = pytest.mark.parametrize(
    ("change", "mutation", "done"), [(PIN, "pinIssue", True), (UNPIN, "unpinIssue", False)]
)


@BOTH
def test_a_pin_is_one_request(
    gateway: GithubGateway,
    hub: Hub,
    change: Change,
    mutation: str,
    done: bool,  # noqa: FBT001
) -> None:
    hub.tells({mutation: {"issue": {"isPinned": done}}})
    assert gateway.apply(change, 7) == Done()
    (sent,) = hub.contents
    assert mutation in sent["query"]
    assert sent["variables"] == {"issue": "I_7"}


@BOTH
def test_a_refusal_is_told_in_the_words_of_github(
    gateway: GithubGateway,
    hub: Hub,
    change: Change,
    mutation: str,
    done: bool,  # noqa: FBT001
) -> None:
    hub.tells(REFUSED, {"node": {"isPinned": not done}})
    assert gateway.apply(change, 7) == Declined("Maximum 3 pinned issues per repository"), mutation


@BOTH
def test_what_is_done_already_is_done(
    gateway: GithubGateway,
    hub: Hub,
    change: Change,
    mutation: str,
    done: bool,  # noqa: FBT001
) -> None:
    lost = said("", 502)
    hub.tells(lost, REFUSED, {"node": {"isPinned": done}})
    assert gateway.apply(change, 7) == Done(), mutation


def test_an_issue_that_is_gone_cannot_be_pinned(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells(REFUSED, {"node": None})
    assert isinstance(gateway.apply(PIN, 7), Declined)


def test_an_answer_that_never_comes_is_no_refusal(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells(said("", 502))
    with pytest.raises(UnreachableError):
        gateway.apply(PIN, 7)


@pytest.mark.parametrize(("status", "known"), [(204, True), (404, False)])
def test_who_can_be_assigned_is_asked_by_name(
    gateway: GithubGateway,
    hub: Hub,
    status: int,
    known: bool,  # noqa: FBT001
) -> None:
    hub.answers(
        "GET", f"/repos/{NAME}/assignees/ada", said("" if known else {"message": "Not Found"}, status)
    )
    assert gateway.is_assignable(Account("ada")) is known


def test_a_token_that_may_not_ask_is_an_error(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("GET", f"/repos/{NAME}/assignees/ada", said({"message": "Forbidden"}, 403))
    with pytest.raises(AccessError):
        gateway.is_assignable(Account("ada"))


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], None),
        ([("Pinned", TIME, "ben")], Pinning(is_pin=True, by=Account("ben"))),
        ([("Pinned", TIME, "ben"), ("Unpinned", TIME, None)], Pinning(is_pin=False, by=None)),
        (
            [("Unpinned", TIME, "ada"), ("Pinned", "2020-12-16T15:00:00Z", "ben")],
            Pinning(is_pin=False, by=Account("ada")),
        ),
    ],
    ids=["never", "once", "in one second", "in another order"],
)
def test_who_pinned_or_unpinned_an_issue_last_is_known(
    events: list[tuple[str, str, str | None]], expected: Pinning | None
) -> None:
    timeline = [
        {"__typename": f"{kind}Event", "createdAt": at, "actor": actor(login) if login else None}
        for kind, at, login in events
    ]
    assert issue(node(timelineItems={"nodes": timeline})).pinning == expected


def test_pins_are_read_with_everything_else(gateway: GithubGateway, hub: Hub) -> None:
    events = {"nodes": [{"__typename": "PinnedEvent", "createdAt": TIME, "actor": actor("ben")}]}
    agenda = node(4, isPinned=False, timelineItems=events)
    hub.tells(meeting(agendas=page([agenda]), pinnedIssues={"nodes": [{"issue": {"number": 4}}]}))
    seen = gateway.read(OPENING, WANTED)
    assert seen.pinned == (4,)
    (found,) = seen.agendas
    assert (found.is_pinned, found.pinning) == (False, Pinning(is_pin=True, by=Account("ben")))


def test_who_closed_an_issue_last_is_known() -> None:
    closings = [
        {"__typename": "ClosedEvent", "createdAt": TIME, "actor": actor("arch-hour", "Bot")},
        {"__typename": "ClosedEvent", "createdAt": "2020-12-16T15:00:00Z", "actor": actor("ben")},
    ]
    read = issue(node(state="CLOSED", closedAt=TIME, timelineItems={"nodes": closings}))
    assert read.closed_by == Account("arch-hour", is_bot=True)
    gone = issue(node(timelineItems={"nodes": [{**closings[0], "actor": None}]}))
    assert gone.closed_by is None
    assert issue(node()).closed_by is None
