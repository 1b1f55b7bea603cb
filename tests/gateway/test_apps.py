"""What GitHub may answer to an App, and what is told of it; no key or token stands in any sentence."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import jwt
import pytest
import requests

from arch_hour.errors import AccessError, ArchHourError, GoneError, SuspendedError, UnreachableError
from arch_hour.gateway.apps import (
    App,
    AppGateway,
    Installation,
    InstallationToken,
    InstalledRepository,
    convert,
)
from arch_hour.gateway.connection import AppKey, Connection
from arch_hour.gateway.patience import Patience
from arch_hour.hosts import Address
from tests.gateway.build import NOW, PLACE
from tests.gateway.conftest import Hub, Said, said
from tests.webhook.keys import private_pem, public_pem

ADDRESS = Address(PLACE, f"{PLACE}/graphql")
KEY = AppKey("12345", private_pem())
LINE = KEY.pem.splitlines()[1]
TEXT = "ghs_Kept0ut0fEverySentence"
TOKENS = "/app/installations/3/access_tokens"
TOKEN: dict[str, Any] = {
    "token": TEXT,
    "expires_at": "2020-12-17T16:00:00Z",
    "permissions": {"issues": "write"},
}
ACME: dict[str, Any] = {"id": 3, "account": {"login": "acme"}, "suspended_at": None}
REGISTERED: dict[str, Any] = {
    "id": 12345,
    "slug": "arch-hour",
    "pem": KEY.pem,
    "webhook_secret": "s3cret",
    "html_url": "https://github.com/apps/arch-hour",
    "client_secret": "unused",
}
CODE = "a180b1a3d263c81bc6441d7b990bae27d4c10679"
CONVERSION = f"/app-manifests/{CODE}/conversions"


@pytest.fixture
def patience(pauses: list[float]) -> Patience:
    return Patience(pause=pauses.append, clock=NOW.timestamp)


@pytest.fixture
def apps(patience: Patience) -> AppGateway:
    return AppGateway.of(ADDRESS, KEY, patience)


def sent(hub: Hub) -> list[str | None]:
    return [call.request.headers.get("Authorization") for call in hub.mock.calls]


def claims(authorization: str | None) -> dict[str, Any]:
    """What is signed, once the signature is found to be right."""
    kind, _, token = (authorization or "").partition(" ")
    assert kind == "Bearer"
    found: dict[str, Any] = jwt.decode(
        token, public_pem(), algorithms=["RS256"], options={"verify_exp": False, "verify_iat": False}
    )
    return found


def test_an_app_signs_each_request_anew_for_a_short_time_that_began_a_while_ago(
    apps: AppGateway, hub: Hub
) -> None:
    hub.answers("GET", "/app/installations", said([]))
    apps.installations()
    now = int(NOW.timestamp())
    assert claims(sent(hub)[0]) == {"iat": now - 60, "exp": now + 300, "iss": "12345"}


@pytest.mark.parametrize(
    "date", ["Thu, 17 Dec 2020 13:00:00 GMT", "Thu, 17 Dec 2020 15:11:00 GMT"], ids=["ahead", "behind"]
)
def test_a_machine_whose_clock_is_wrong_signs_by_githubs(apps: AppGateway, hub: Hub, date: str) -> None:
    refused = said({"message": "'Issued at' claim ('iat') must be an Integer"}, 401, Date=date)
    hub.answers("GET", "/app/installations", refused, said([], Date=date))
    hub.answers("POST", TOKENS, said(TOKEN, 201, Date=date))
    assert apps.installations() == ()
    apps.token(3)
    wrong, right, next_one = map(claims, sent(hub))
    told = int(datetime.strptime(date, "%a, %d %b %Y %H:%M:%S %Z").replace(tzinfo=UTC).timestamp())
    assert (wrong["iat"], right["iat"], next_one["iat"]) == (int(NOW.timestamp()) - 60, told - 60, told - 60)


@pytest.mark.parametrize("date", [{}, {"Date": "Thu, 17 Dec 2020 15:00:05 GMT"}], ids=["no clock", "same"])
def test_a_signature_that_github_does_not_know_is_not_sent_twice(
    apps: AppGateway, hub: Hub, date: dict[str, str]
) -> None:
    hub.answers("GET", "/app/installations", said({"message": "could not be decoded"}, 401, **date))
    with pytest.raises(AccessError, match="set ARCH_HOUR_APP_ID"):
        apps.installations()
    assert len(hub.log) == 1


def test_a_clock_that_is_never_right_ends_in_a_sentence(apps: AppGateway, hub: Hub) -> None:
    refused = said({"message": "no"}, 401, Date="Thu, 17 Dec 2020 13:00:00 GMT")
    hub.answers("GET", "/app/installations", refused)
    with pytest.raises(AccessError, match="set ARCH_HOUR_APP_ID"):
        apps.installations()
    assert len(hub.log) == 2


def test_every_installation_of_every_page_is_found(apps: AppGateway, hub: Hub) -> None:
    first = [{**ACME, "id": number} for number in range(1, 101)]
    rest = [
        {**ACME, "id": 101, "suspended_at": "2020-12-01T00:00:00Z"},
        {"id": 102, "account": {"slug": "acme-inc"}},
        {"id": 103, "account": None},
    ]
    hub.answers("GET", "/app/installations", said(first), said(rest))
    found = apps.installations()
    assert [one.id for one in found] == list(range(1, 104))
    assert found[0] == Installation(1, "acme", is_suspended=False)
    assert found[100].is_suspended
    assert [one.account for one in found[100:]] == ["acme", "acme-inc", ""]


def test_every_repository_of_every_page_is_found_with_the_installations_token(
    apps: AppGateway, hub: Hub
) -> None:
    first = [{"id": number, "full_name": f"acme/r{number}", "archived": False} for number in range(1, 101)]
    last = [{"id": 101, "full_name": "acme/old", "archived": True}]
    hub.answers(
        "GET",
        "/installation/repositories",
        said({"total_count": 101, "repositories": first}),
        said({"total_count": 101, "repositories": last}),
    )
    found = apps.repositories(TEXT)
    assert len(found) == 101
    assert found[0] == InstalledRepository(1, "acme/r1", is_archived=False)
    assert found[100] == InstalledRepository(101, "acme/old", is_archived=True)
    assert sent(hub) == [f"token {TEXT}"] * 2


def test_a_token_comes_with_its_end_and_what_it_may_do(apps: AppGateway, hub: Hub) -> None:
    hub.answers("POST", TOKENS, said("", 502), said(TOKEN, 201))
    ends = datetime(2020, 12, 17, 16, 0, tzinfo=UTC)
    assert apps.token(3) == InstallationToken(TEXT, ends, {"issues": "write"})


def test_a_server_that_tells_no_permissions_gives_a_token_all_the_same(apps: AppGateway, hub: Hub) -> None:
    hub.answers("POST", TOKENS, said({"token": TEXT, "expires_at": TOKEN["expires_at"]}, 201))
    assert apps.token(3).permissions == {}


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (
            said({"message": "This installation has been suspended"}, 403),
            SuspendedError,
            "installation 3 .* suspended",
        ),
        (said({"message": "Not Found"}, 404), GoneError, "no installation 3 any more"),
        (said({"message": "Integration not found"}, 404), AccessError, "set ARCH_HOUR_APP_ID"),
        (
            said({"message": "A JSON web token could not be decoded"}, 401),
            AccessError,
            "does not know the App 12345",
        ),
        (said({"message": "Resource not accessible"}, 403), AccessError, "look at the App's settings"),
        (said({"message": "Validation Failed"}, 422), AccessError, "Validation Failed"),
        (said({"message": "slow down"}, 429), UnreachableError, "rate limit"),
        (said("", 502), UnreachableError, "did not answer as GitHub does"),
        (said("", 301), AccessError, "elsewhere"),
        (requests.ConnectionError("reset"), UnreachableError, "did not answer"),
    ],
    ids=lambda value: "" if isinstance(value, str | type) else repr(value)[:40],
)
def test_no_token_is_told_by_its_reason(
    apps: AppGateway, hub: Hub, answer: Said, kind: type[ArchHourError], words: str
) -> None:
    hub.answers("POST", TOKENS, answer)
    with pytest.raises(kind, match=words) as told:
        apps.token(3)
    assert type(told.value) is kind
    assert LINE not in str(told.value)


ODD_TOKENS: list[object] = [
    None,
    [],
    "x",
    {},
    {**TOKEN, "token": [TEXT]},
    {**TOKEN, "expires_at": TEXT},
    {**TOKEN, "expires_at": 5},
]
ODD_TOKENS += [{**TOKEN, "permissions": [TEXT]}, TEXT]


@pytest.mark.parametrize("answer", ODD_TOKENS, ids=repr)
def test_what_is_no_token_is_told_without_it(apps: AppGateway, hub: Hub, answer: object) -> None:
    hub.answers("POST", TOKENS, said(answer, 201))
    with pytest.raises(UnreachableError, match=r"not GitHub's|no JSON") as told:
        apps.token(3)
    if answer != {**TOKEN, "expires_at": TEXT}:
        assert TEXT not in str(told.value)


@pytest.mark.parametrize(
    ("path", "ask"),
    [
        pytest.param("/app/installations", AppGateway.installations, id="installations"),
        pytest.param("/installation/repositories", lambda apps: apps.repositories(TEXT), id="repositories"),
    ],
)
@pytest.mark.parametrize(
    "answer",
    [None, 7, [7], [None], [{}], [{"id": True}], [{"id": -1}], {"repositories": [{}]}],
    ids=repr,
)
def test_a_list_that_is_none_is_told(
    apps: AppGateway, hub: Hub, path: str, ask: Callable[[AppGateway], object], answer: object
) -> None:
    hub.answers("GET", path, said(answer))
    with pytest.raises(UnreachableError, match="not GitHub's"):
        ask(apps)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (said({"message": "This installation has been suspended"}, 403), SuspendedError),
        (said({"message": "Bad credentials"}, 401), AccessError),
    ],
    ids=["suspended", "unknown"],
)
def test_repositories_that_are_not_listed_are_told(
    apps: AppGateway, hub: Hub, answer: Said, kind: type[ArchHourError]
) -> None:
    hub.answers("GET", "/installation/repositories", answer)
    with pytest.raises(kind) as told:
        apps.repositories(TEXT)
    assert type(told.value) is kind
    assert TEXT not in str(told.value)


def test_a_code_gives_an_app_and_nobody_signs_in_for_it(hub: Hub, patience: Patience) -> None:
    hub.answers("POST", CONVERSION, said(REGISTERED, 201))
    found = convert(ADDRESS, CODE, patience)
    assert found == App(12345, "arch-hour", KEY.pem, "s3cret", "https://github.com/apps/arch-hour")
    assert sent(hub) == [None]


def test_an_app_without_a_webhook_has_no_secret(hub: Hub, patience: Patience) -> None:
    hub.answers("POST", CONVERSION, said({**REGISTERED, "webhook_secret": None}, 201))
    assert convert(ADDRESS, CODE, patience).webhook_secret == ""


def test_a_code_whose_answer_was_lost_is_not_tried_again(hub: Hub, patience: Patience) -> None:
    hub.answers("POST", CONVERSION, said("", 502))
    with pytest.raises(UnreachableError):
        convert(ADDRESS, CODE, patience)
    assert len(hub.log) == 1


@pytest.mark.parametrize("code", ["", "..", "../x", "a/b", "a b", "a?b", "é", "x" * 201])
def test_what_can_be_no_code_is_not_sent(hub: Hub, patience: Patience, code: str) -> None:
    with pytest.raises(AccessError, match="register the App again"):
        convert(ADDRESS, code, patience)
    assert hub.log == []


@pytest.mark.parametrize("status", [404, 422])
def test_a_code_that_was_used_is_told(hub: Hub, patience: Patience, status: int) -> None:
    hub.answers("POST", CONVERSION, said({"message": "Not Found"}, status))
    with pytest.raises(AccessError, match="holds once and for an hour: register the App again"):
        convert(ADDRESS, CODE, patience)


@pytest.mark.parametrize("part", ["id", "slug", "pem", "webhook_secret", "html_url"])
def test_an_app_that_lacks_something_is_told_without_its_key(hub: Hub, patience: Patience, part: str) -> None:
    hub.answers("POST", CONVERSION, said({**REGISTERED, part: [KEY.pem]}, 201))
    with pytest.raises(UnreachableError, match="not GitHub's") as told:
        convert(ADDRESS, CODE, patience)
    assert LINE not in str(told.value)


def test_no_key_or_token_shows(apps: AppGateway, hub: Hub, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "github.Requester")
    hub.answers("POST", TOKENS, said(TOKEN, 201))
    hub.answers("POST", CONVERSION, said(REGISTERED, 201))
    shown = [
        repr(apps),
        repr(apps.token(3)),
        repr(convert(ADDRESS, CODE)),
        repr(KEY),
        repr(Connection(ADDRESS, "", key=KEY)),
    ]
    assert [text for text in shown if TEXT in text or LINE in text or "s3cret" in text] == []
    signed = (sent(hub)[0] or "").removeprefix("Bearer ")
    hub.answers("GET", "/app/installations", said([]))
    apps.installations()
    assert "/app/installations" in caplog.text
    assert [secret for secret in (TEXT, LINE, "s3cret", signed) if secret in caplog.text] == []
