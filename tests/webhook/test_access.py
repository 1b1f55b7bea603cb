"""By which right the server works: which sentence tells of a wrong one, and how an App's tokens come and go."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from time import sleep

import pytest

from arch_hour.errors import AccessError, GoneError, SuspendedError, UnreachableError, UsageError
from arch_hour.gateway.apps import AppGateway
from arch_hour.gateway.connection import Connection
from arch_hour.gateway.patience import Failure, Trouble
from arch_hour.hosts import Address
from sandbox.apps import suspend, unsuspend
from tests.webhook.keys import private_pem
from tests.webhook.sites import NOW, PERMISSIONS, TOKEN, WITH_PROJECTS, Site
from webhook.access import AppAccess, Credentials, TokenAccess, access_of, with_credentials


def test_each_installation_has_a_token_that_is_kept(site: Site) -> None:
    access = site.access()
    first, again = (access.credentials(site.acme.database_id) for _ in range(2))
    other = access.credentials(site.ada.database_id)
    assert site.works(first)
    assert site.works(other)
    assert first == again != other
    assert site.minted() == 2


@pytest.mark.parametrize(("minutes", "tokens"), [(39, 1), (41, 2), (61, 2), (600, 2)])
def test_a_token_that_might_end_within_a_run_is_replaced(site: Site, minutes: int, tokens: int) -> None:
    access = site.access()
    access.credentials(site.acme.database_id)
    site.pass_by(minutes=minutes)
    assert site.works(access.credentials(site.acme.database_id))
    assert site.minted() == tokens
    site.pass_by(minutes=19)
    assert site.works(access.credentials(site.acme.database_id)) or tokens == 1


@pytest.mark.parametrize("hours", [-30, -2, 2, 30])
def test_a_machine_whose_clock_is_wrong_renews_in_time_all_the_same(site: Site, hours: int) -> None:
    site.ours += timedelta(hours=hours)
    access = site.access()
    for minutes in (0, 39):
        site.pass_by(minutes=minutes)
        assert site.works(access.credentials(site.acme.database_id))
    assert site.minted() == 1
    site.pass_by(minutes=2)
    assert site.works(access.credentials(site.acme.database_id))
    assert site.minted() == 2


def test_many_threads_share_one_token(site: Site) -> None:
    access = site.access()
    with ThreadPoolExecutor(8) as pool:
        numbers = [site.acme.database_id, site.ada.database_id] * 8
        found = set(pool.map(lambda number: access.credentials(number).token, numbers))
    assert len(found) == site.minted() == 2


def test_an_installation_that_waits_for_its_token_keeps_no_other_waiting(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = AppGateway.token

    def slow(apps: AppGateway, number: int) -> object:
        if number == site.acme.database_id:
            sleep(1)
        return asked(apps, number)

    monkeypatch.setattr(AppGateway, "token", slow)
    access = site.access()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(access.credentials, site.acme.database_id)
        assert access.credentials(site.ada.database_id)
        assert not waiting.done()


@pytest.mark.parametrize(
    ("permissions", "given", "expected"),
    [
        pytest.param(PERMISSIONS, "", "", id="none"),
        pytest.param(WITH_PROJECTS, "", "own", id="the installation's own"),
        pytest.param(
            {**PERMISSIONS, "organization_projects": "admin"}, "", "own", id="the same by more rights"
        ),
        pytest.param({**PERMISSIONS, "organization_projects": "read"}, "", "", id="it may only read"),
        pytest.param(WITH_PROJECTS, TOKEN, TOKEN, id="one that was given"),
        pytest.param(PERMISSIONS, TOKEN, TOKEN, id="one that was given, and no other"),
    ],
)
def test_a_project_is_kept_with_what_may(
    site: Site, permissions: Mapping[str, str], given: str, expected: str
) -> None:
    site.acme.permissions = permissions
    found = site.access(given).credentials(site.acme.database_id)
    assert found.project_token == (found.token if expected == "own" else expected)


def test_a_suspended_installation_has_no_token_until_it_goes_on(site: Site) -> None:
    access = site.access()
    suspend(site.world, site.acme)
    for _ in range(2):
        with pytest.raises(SuspendedError):
            access.credentials(site.acme.database_id)
    assert access.credentials(site.ada.database_id)
    unsuspend(site.world, site.acme)
    assert site.works(access.credentials(site.acme.database_id))


@pytest.mark.parametrize("number", [None, 987_654])
def test_an_installation_that_is_not_there_is_gone(site: Site, number: int | None) -> None:
    with pytest.raises(GoneError):
        site.access().credentials(number)


def test_an_app_that_github_does_not_know_is_told_and_not_taken_for_gone(site: Site) -> None:
    access = site.access()
    site.app.pem = private_pem()
    with pytest.raises(AccessError, match="set ARCH_HOUR_APP_ID") as told:
        access.credentials(site.acme.database_id)
    assert type(told.value) is AccessError


def asked_with(site: Site, credentials: Credentials) -> object:
    """What a run does first: it asks, and tells a failure in its own words."""
    connection = Connection(Address(site.running.url, site.running.graphql_url), credentials.token)
    try:
        return connection.query("query { viewer { login } }", {})["viewer"]["login"]
    except Failure as failure:
        raise AccessError("the token may not do this") from failure


def test_work_is_done_once_more_with_a_new_token_where_the_last_is_not_known(site: Site) -> None:
    access, number = site.access(), site.acme.database_id
    old = access.credentials(number)
    site.world.clock.move(timedelta(minutes=61))
    seen: list[str] = []

    def work(credentials: Credentials) -> object:
        seen.append(credentials.token)
        return asked_with(site, credentials)

    assert with_credentials(access, number, work) == "arch-hour[bot]"
    assert seen[0] == old.token != seen[1]
    assert with_credentials(access, number, work) == "arch-hour[bot]"
    assert len(seen) == 3


def test_work_whose_new_token_is_not_known_either_ends_after_the_second(site: Site) -> None:
    seen: list[str] = []

    def work(credentials: Credentials) -> object:
        seen.append(credentials.token)
        tokens = site.world.tokens
        tokens[credentials.token] = replace(tokens[credentials.token], expires_at=NOW)
        return asked_with(site, credentials)

    with pytest.raises(AccessError, match="may not do this"):
        with_credentials(site.access(), site.acme.database_id, work)
    assert len(set(seen)) == 2


def test_what_another_thread_renewed_meanwhile_is_not_given_up(site: Site) -> None:
    access, number = site.access(), site.acme.database_id
    old = access.credentials(number)
    assert access.forget(number, old)
    new = access.credentials(number)
    assert access.forget(number, old)
    assert access.credentials(number) == new != old
    assert not access.forget(None, old)


def test_a_suspension_that_comes_amid_work_is_known_for_one(site: Site) -> None:
    access, number = site.access(), site.acme.database_id
    access.credentials(number)
    suspend(site.world, site.acme)
    with pytest.raises(SuspendedError):
        with_credentials(access, number, lambda credentials: asked_with(site, credentials))
    unsuspend(site.world, site.acme)
    work = with_credentials(access, number, lambda credentials: asked_with(site, credentials))
    assert work == "arch-hour[bot]"


@pytest.mark.parametrize(
    "failure",
    [
        None,
        Failure(Trouble.REFUSED, 403, "Resource not accessible by integration", {}),
        Failure(Trouble.REFUSED, 404, "Not Found", {}),
        Failure(Trouble.LOST, 502, "suspended", {}),
    ],
    ids=lambda failure: str(failure and failure.status),
)
def test_other_troubles_of_work_are_its_own(failure: Failure | None) -> None:
    runs: list[Credentials] = []

    def work(credentials: Credentials) -> None:
        runs.append(credentials)
        raise UnreachableError("as it was") from failure

    with pytest.raises(UnreachableError, match="as it was"):
        with_credentials(TokenAccess(TOKEN), None, work)
    assert len(runs) == 1


def test_a_token_that_is_not_known_is_the_only_one() -> None:
    runs: list[Credentials] = []

    def work(credentials: Credentials) -> None:
        runs.append(credentials)
        raise AccessError("no") from Failure(Trouble.REFUSED, 401, "Bad credentials", {})

    with pytest.raises(AccessError, match="no"):
        with_credentials(TokenAccess(TOKEN), 3, work)
    assert len(runs) == 1


def test_a_token_is_the_same_everywhere_and_sweeps_nothing() -> None:
    access = TokenAccess(TOKEN, "ghp_projects")
    assert access.credentials(None) == access.credentials(3) == Credentials(TOKEN, "ghp_projects")
    assert access.known([3], {7: 3}) == ()
    assert not access.forget(None, access.credentials(None))


KEY = private_pem()
APP = {"ARCH_HOUR_APP_ID": "12345", "ARCH_HOUR_APP_PRIVATE_KEY": KEY}


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        pytest.param({}, "no token was given: set ARCH_HOUR_TOKEN .* or ARCH_HOUR_APP_ID", id="neither"),
        pytest.param({"ARCH_HOUR_TOKEN": " "}, "set ARCH_HOUR_TOKEN", id="empty"),
        pytest.param({"ARCH_HOUR_TOKEN": TOKEN, **APP}, "both .* unset ARCH_HOUR_TOKEN, or", id="both"),
        pytest.param({"ARCH_HOUR_TOKEN": TOKEN, "ARCH_HOUR_APP_ID": "1"}, "both", id="both, the App by half"),
        pytest.param({"ARCH_HOUR_APP_ID": "12345"}, "set ARCH_HOUR_APP_PRIVATE_KEY", id="no key"),
        pytest.param({"ARCH_HOUR_APP_PRIVATE_KEY": KEY}, "set ARCH_HOUR_APP_ID", id="no App"),
        pytest.param({**APP, "ARCH_HOUR_APP_ID": "arch-hour"}, "'arch-hour' is no id of an App", id="no id"),
        pytest.param(
            {**APP, "ARCH_HOUR_APP_PRIVATE_KEY": "tea"}, "key cannot be used", id="no key of its kind"
        ),
        pytest.param(
            {"ARCH_HOUR_TOKEN": f"{TOKEN} x"}, "set ARCH_HOUR_TOKEN to the bare token", id="two words"
        ),
        pytest.param(
            {**APP, "ARCH_HOUR_PROJECT_TOKEN": f"{TOKEN}\nx"},
            "set ARCH_HOUR_PROJECT_TOKEN to the bare token",
            id="a token for projects in two lines",
        ),
        pytest.param({**APP, "GITHUB_API_URL": "tea"}, "no address of an API", id="no address"),
    ],
)
def test_a_right_that_cannot_work_is_told_in_one_sentence(environ: dict[str, str], words: str) -> None:
    with pytest.raises(UsageError, match=words) as told:
        access_of(environ)
    assert "\n" not in str(told.value)
    assert TOKEN not in str(told.value)


def test_a_right_is_read_from_the_environment() -> None:
    given = {"ARCH_HOUR_TOKEN": f" {TOKEN}\n", "GITHUB_TOKEN": "another"}
    assert access_of(given) == TokenAccess(TOKEN)
    assert access_of({**given, "ARCH_HOUR_PROJECT_TOKEN": "p"}) == TokenAccess(TOKEN, "p")
    assert isinstance(access_of({**APP, "GITHUB_TOKEN": "another"}), AppAccess)
    assert isinstance(access_of({**APP, "ARCH_HOUR_APP_ID": "Iv23liAbCdEfGhIjKlMn"}), AppAccess)


def test_neither_token_nor_key_shows() -> None:
    shown = [repr(TokenAccess(TOKEN, TOKEN)), repr(Credentials(TOKEN, TOKEN)), repr(access_of(APP))]
    assert [text for text in shown if TOKEN in text or KEY.splitlines()[1] in text] == []


def test_a_person_s_account_that_is_suspended_forgets_no_repository() -> None:
    def refused(_: Credentials) -> None:
        error = AccessError("GitHub does not let the token do this")
        raise error from Failure(Trouble.REFUSED, 403, "Sorry. Your account was suspended.", {})

    with pytest.raises(AccessError) as told:
        with_credentials(TokenAccess("ghp_x"), None, refused)
    assert not isinstance(told.value, SuspendedError)
