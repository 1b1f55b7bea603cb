"""What a sweep finds of all that the server's App reaches."""

import logging

import pytest

from arch_hour.errors import SuspendedError, UnreachableError
from arch_hour.gateway.apps import AppGateway
from sandbox.apps import suspend
from tests.webhook.sites import Site
from webhook.following import InstallationGone, InstallationSeen, RepositoryGone, RepositorySeen


def test_a_sweep_finds_all_that_the_app_reaches(site: Site) -> None:
    numbers = {
        name: site.world.repository(name).database_id for name in ("acme/tea", "acme/cake", "ada/notes")
    }
    acme, ada = site.acme.database_id, site.ada.database_id
    assert site.access().known() == (
        InstallationSeen(acme, "acme", suspended=False),
        RepositorySeen(numbers["acme/tea"], "acme/tea", acme),
        RepositorySeen(numbers["acme/cake"], "acme/cake", acme),
        InstallationSeen(ada, "ada", suspended=False),
        RepositorySeen(numbers["ada/notes"], "ada/notes", ada),
    )


def test_a_sweep_leaves_what_is_suspended_and_misses_what_is_lost(site: Site) -> None:
    tea, cake, notes = (
        site.world.repository(name).database_id for name in ("acme/tea", "acme/cake", "ada/notes")
    )
    acme, ada = site.acme.database_id, site.ada.database_id
    site.acme.repository_ids = {tea}
    suspend(site.world, site.ada)
    before = {tea: acme, cake: acme, notes: ada}
    assert site.access().known([acme, ada, 99], before) == (
        InstallationSeen(acme, "acme", suspended=False),
        RepositorySeen(tea, "acme/tea", acme),
        InstallationSeen(ada, "ada", suspended=True),
        InstallationGone(99),
        RepositoryGone(cake, acme),
    )
    assert [entry.path for entry in site.running.log.reads].count("/installation/repositories") == 1


def test_a_sweep_goes_on_where_one_installation_is_in_trouble(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked = AppGateway.token
    notes = site.world.repository("ada/notes").database_id
    acme, ada = site.acme.database_id, site.ada.database_id

    def token(apps: AppGateway, number: int) -> object:
        if number == acme:
            raise UnreachableError("GitHub is having a bad day")
        return asked(apps, number)

    monkeypatch.setattr(AppGateway, "token", token)
    with caplog.at_level(logging.WARNING):
        facts = site.access().known([acme, ada], {5: acme})
    assert facts == (
        InstallationSeen(acme, "acme", suspended=False),
        InstallationSeen(ada, "ada", suspended=False),
        RepositorySeen(notes, "ada/notes", ada),
    )
    assert "the repositories of acme cannot be listed now: GitHub is having a bad day" in caplog.text


def test_an_installation_that_is_suspended_while_a_sweep_looks_at_it_is_seen_as_that(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def suspended(_: AppGateway, __: int) -> object:
        raise SuspendedError("suspended")

    monkeypatch.setattr(AppGateway, "token", suspended)
    facts = site.access().known()
    assert [fact.suspended for fact in facts if isinstance(fact, InstallationSeen)] == [True, True]


def test_a_repository_that_is_archived_is_none_to_work_for(site: Site) -> None:
    site.world.repository("acme/tea").is_archived = True
    names = [fact.full_name for fact in site.access().known() if isinstance(fact, RepositorySeen)]
    assert names == ["acme/cake", "ada/notes"]
