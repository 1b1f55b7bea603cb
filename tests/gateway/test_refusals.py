"""Whatever goes wrong is told in one sentence that names the place and the remedy, without the token."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from arch_hour.errors import AccessError, ArchHourError, UnreachableError
from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.model import Account
from tests.gateway.build import NAME, OPENING, PLACE, TOKEN, WANTED, meeting, opening
from tests.gateway.conftest import Hub, Said, said

PERMISSION = f"/repos/{NAME}/collaborators/bo/permission"
ADA = Account("ada")

REFUSED = [
    pytest.param(
        said({"message": "Bad credentials"}, 401), AccessError, (PLACE, "GITHUB_TOKEN"), id="bad token"
    ),
    pytest.param(
        said({"message": "Resource not accessible by integration"}, 403),
        AccessError,
        (NAME, "not accessible by integration", "issues: write"),
        id="forbidden",
    ),
    pytest.param(
        said({"message": "Not Found"}, 404), AccessError, (NAME, "check OWNER/NAME"), id="not found"
    ),
    pytest.param(
        said({"message": "Moved"}, 307), AccessError, (NAME, "elsewhere", "present name"), id="moved"
    ),
    pytest.param(
        said("", 301, Location="https://elsewhere.example/x"),
        AccessError,
        (PLACE, "elsewhere", "GITHUB_API_URL"),
        id="sent to another host",
    ),
    pytest.param(said({"message": "No"}, 418), AccessError, (PLACE, NAME, "No"), id="something else"),
    pytest.param(
        said("<html>hello</html>"), UnreachableError, (PLACE, "no JSON", "GITHUB_API_URL"), id="a web page"
    ),
    pytest.param(said('{"data":'), UnreachableError, (PLACE, "no JSON"), id="malformed JSON"),
    pytest.param(said({"x": 1}), UnreachableError, (PLACE,), id="another shape"),
    pytest.param(said([1, 2]), UnreachableError, (PLACE,), id="a list"),
    pytest.param(said("", 503), UnreachableError, (PLACE, "503", "run again"), id="server error"),
    pytest.param(requests.ReadTimeout(), UnreachableError, (PLACE, "30 seconds"), id="timeout"),
    pytest.param(
        requests.ConnectionError("[Errno 111] Connection refused"),
        UnreachableError,
        (PLACE, "Connection refused", "GITHUB_API_URL", "network"),
        id="unreachable",
    ),
    pytest.param(
        requests.exceptions.SSLError("certificate expired"), UnreachableError, (PLACE, "expired"), id="TLS"
    ),
    pytest.param(
        requests.exceptions.InvalidHeader(f"no: {TOKEN}"), UnreachableError, (PLACE, "***"), id="echoed token"
    ),
]


def check_sentence(error: ArchHourError, parts: tuple[str, ...]) -> None:
    sentence = str(error)
    assert [part for part in parts if part not in sentence] == [], sentence
    assert "\n" not in sentence
    assert TOKEN not in sentence


@pytest.mark.parametrize(("answer", "kind", "parts"), REFUSED)
def test_a_failed_question_is_told(
    gateway: GithubGateway, hub: Hub, answer: Said, kind: type[ArchHourError], parts: tuple[str, ...]
) -> None:
    hub.answers("POST", "/graphql", answer)
    with pytest.raises(kind) as caught:
        gateway.open(".github/arch-hour.yml")
    check_sentence(caught.value, parts)


@pytest.mark.parametrize(("answer", "kind", "parts"), [each for each in REFUSED if each.id != "not found"])
def test_a_failed_look_at_a_permission_is_told(
    gateway: GithubGateway, hub: Hub, answer: Said, kind: type[ArchHourError], parts: tuple[str, ...]
) -> None:
    hub.answers("GET", PERMISSION, answer)
    with pytest.raises(kind) as caught:
        gateway.may_write(Account("bo"))
    check_sentence(caught.value, parts)


def nothing(kind: str, message: str) -> Said:
    return said(
        {
            "data": {"viewer": {"login": "ada"}, "repository": None},
            "errors": [{"type": kind, "message": message}],
        }
    )


@pytest.mark.parametrize(
    ("answer", "parts"),
    [
        pytest.param(
            nothing("NOT_FOUND", "Could not resolve"), (NAME, "not found", "OWNER/NAME"), id="not found"
        ),
        pytest.param(
            nothing("FORBIDDEN", "SAML enforcement"), (NAME, "SAML", "write access"), id="forbidden"
        ),
        pytest.param(nothing("INSUFFICIENT_SCOPES", "scopes"), (NAME, "write access"), id="scopes"),
        pytest.param(
            said({"data": {"viewer": {"login": "ada"}, "repository": None}}),
            (NAME, "OWNER/NAME"),
            id="null alone",
        ),
        pytest.param(
            said({"data": opening(nameWithOwner="acme/espresso")}),
            (NAME, "acme/espresso", "use that"),
            id="renamed",
        ),
    ],
)
def test_a_repository_that_cannot_be_worked_on_is_told(
    gateway: GithubGateway, hub: Hub, pauses: list[float], answer: Said, parts: tuple[str, ...]
) -> None:
    hub.answers("POST", "/graphql", answer)
    with pytest.raises(AccessError) as caught:
        gateway.open(".github/arch-hour.yml")
    check_sentence(caught.value, parts)
    assert pauses == []


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(opening(), id="writer"),
        pytest.param(opening(viewerPermission="ADMIN"), id="admin"),
        pytest.param(opening(viewerPermission=None), id="untold"),
        pytest.param(
            opening(viewer="github-actions[bot]", viewerPermission="READ"),
            id="an app, whose rights are not told",
        ),
        pytest.param(opening(nameWithOwner="Acme/Lean"), id="another case"),
    ],
)
def test_a_repository_that_can_be_worked_on_is_opened(gateway: GithubGateway, hub: Hub, answer: Any) -> None:
    hub.tells(answer)
    assert gateway.open("x.yml").configuration == "meeting: {}"
    assert hub.contents[0]["variables"] == {"owner": "acme", "name": "lean", "configuration": "HEAD:x.yml"}


@pytest.mark.parametrize("there", [None, {}, {"text": None}], ids=["no file", "a folder", "no text"])
def test_a_configuration_that_is_no_file_is_none(gateway: GithubGateway, hub: Hub, there: Any) -> None:
    hub.tells(opening(configuration=there))
    assert gateway.open("x.yml").configuration is None


Asking = Callable[[GithubGateway], object]
LIMITS = [
    pytest.param(said({"message": "x"}, 403, Retry_After="7"), 7, id="retry-after"),
    pytest.param(
        said({"message": "x"}, 403, X_RateLimit_Remaining="0", X_RateLimit_Reset="1608217230"),
        31,
        id="quota spent",
    ),
    pytest.param(
        said({"message": "You have exceeded a secondary rate limit."}, 403), 60, id="secondary limit"
    ),
    pytest.param(said({"message": "x"}, 429), 60, id="too many"),
    pytest.param(said("", 502), 1, id="server error"),
]


@pytest.mark.parametrize(("answer", "seconds"), LIMITS)
def test_a_question_is_asked_again_when_the_limit_is_over(
    gateway: GithubGateway, hub: Hub, pauses: list[float], answer: Said, seconds: float
) -> None:
    hub.tells(answer, meeting())
    gateway.read(OPENING, WANTED)
    assert pauses == [seconds]


@pytest.mark.parametrize(("answer", "seconds"), LIMITS)
def test_a_permission_is_asked_again_when_the_limit_is_over(
    gateway: GithubGateway, hub: Hub, pauses: list[float], answer: Said, seconds: float
) -> None:
    hub.answers("GET", PERMISSION, answer, said({"permission": "write"}))
    assert gateway.may_write(Account("bo"))
    assert pauses == [seconds]


@pytest.mark.parametrize("kind", ["RATE_LIMITED", "RATE_LIMIT"])
def test_a_limit_told_in_a_good_answer_is_waited_out_too(
    gateway: GithubGateway, hub: Hub, pauses: list[float], kind: str
) -> None:
    limited = said({"errors": [{"type": kind, "message": "spent"}]}, 200, X_RateLimit_Reset="1608217290")
    hub.tells(limited, opening())
    assert gateway.open("x.yml").viewer == ADA
    assert pauses == [91]


@pytest.mark.parametrize(
    ("headers", "until"),
    [
        pytest.param({"Retry_After": "3600"}, "2020-12-17 16:00 UTC", id="retry-after"),
        pytest.param(
            {"X_RateLimit_Remaining": "0", "X_RateLimit_Reset": "1608221999"},
            "2020-12-17 16:20 UTC",
            id="reset",
        ),
    ],
)
def test_a_limit_beyond_the_bound_is_told_with_its_end(
    gateway: GithubGateway, hub: Hub, pauses: list[float], headers: dict[str, str], until: str
) -> None:
    hub.tells(said({"message": "API rate limit exceeded"}, 403, **headers))
    with pytest.raises(UnreachableError) as caught:
        gateway.open("x.yml")
    check_sentence(caught.value, (f"until {until}", "run again then"))
    assert pauses == []
    assert hub.count("POST", "/graphql") == 1


def test_a_limit_without_an_end_is_told_with_the_next_moment_to_try(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells(said({"message": "x"}, 429))
    with pytest.raises(UnreachableError, match="until 2020-12-17 15:01 UTC"):
        gateway.open("x.yml")


@pytest.mark.parametrize(
    ("permission", "may"),
    [("admin", True), ("write", True), ("read", False), ("none", False), ("triage", False)],
)
def test_only_writers_may_write(gateway: GithubGateway, hub: Hub, permission: str, may: bool) -> None:  # noqa: FBT001  a table's column
    hub.answers("GET", PERMISSION, said({"permission": permission}))
    assert gateway.may_write(Account("bo")) is may


def test_who_is_no_user_any_more_may_not_write(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("GET", PERMISSION, said({"message": "bo is not a user"}, 404))
    assert gateway.may_write(Account("bo")) is False


def test_a_login_stays_one_part_of_the_path(gateway: GithubGateway, hub: Hub) -> None:
    path = f"/repos/{NAME}/collaborators/..%2F..%2Fuser%3F/permission"
    hub.answers("GET", path, said({"permission": "read"}))
    assert gateway.may_write(Account("../../user?")) is False
    assert hub.log == [("GET", path)]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        pytest.param(opening(isArchived=True), (NAME, "archived", "unarchive"), id="archived"),
        pytest.param(opening(hasIssuesEnabled=False), (NAME, "issues", "switch them on"), id="no issues"),
        pytest.param(opening(viewerPermission="READ"), ("ada", NAME, "write access"), id="reader"),
        pytest.param(opening(viewerPermission="TRIAGE"), ("ada", NAME, "write access"), id="triager"),
    ],
)
def test_what_hinders_every_write_is_told_with_the_opening(
    gateway: GithubGateway, hub: Hub, answer: Any, says: tuple[str, ...]
) -> None:
    hub.tells(answer)
    hindrance = gateway.open("x.yml").hindrance
    for part in says:
        assert part in hindrance
