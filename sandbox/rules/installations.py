"""What becomes of installations: made, given other repositories, suspended, removed; apps are told of each.

Source: https://docs.github.com/en/webhooks/webhook-events-and-payloads#installation

Which installations an app may have is asked first (`apps.accounts_of`, `apps.require_manager`).
"""

from collections.abc import Iterator, Set
from contextlib import contextmanager

from sandbox.happenings import Happening
from sandbox.identities import Sort
from sandbox.records import Account, App, Installation
from sandbox.rules.apps import repositories_of
from sandbox.rules.refusals import Invalid
from sandbox.world import World


def install_app(
    world: World, actor: Account, app: App, account: Account, repository_ids: Set[int] | None
) -> Installation:
    """Installs an app at an account, with all it asks for: everywhere, or in some repositories of the account."""
    if any(one.app is app and one.account is account for one in world.installations.values()):
        raise Invalid(f"{app.name} is installed at {account.login} already.")
    _, number = world.identities.new(Sort.INSTALLATION)
    installation = Installation(
        number,
        app,
        account,
        dict(app.permissions),
        app.events,
        world.clock.now(),
        _own(world, account, repository_ids),
    )
    world.installations[number] = installation
    _tell(world, "created", actor, installation)
    return installation


def uninstall(world: World, actor: Account, installation: Installation) -> None:
    """Removes an installation, whose tokens are unknown from then on."""
    # The event still tells what there was.
    parts = {"repositories": repositories_of(world, installation)}
    del world.installations[installation.database_id]
    world.tokens = {
        text: token for text, token in world.tokens.items() if token.installation is not installation
    }
    world.announce(Happening("installation", "deleted", actor, installation, None, parts))


def suspend(world: World, actor: Account, installation: Installation) -> None:
    """Suspends an installation: its tokens are refused; a suspended one keeps its first time."""
    if installation.suspended_at is None:
        installation.suspended_at = world.clock.now()
        installation.suspended_by = actor
        _tell(world, "suspend", actor, installation)


def resume(world: World, actor: Account, installation: Installation) -> None:
    """Lets a suspended installation work again."""
    if installation.suspended_at is not None:
        installation.suspended_at = installation.suspended_by = None
        _tell(world, "unsuspend", actor, installation)


def choose_repositories(
    world: World, actor: Account, installation: Installation, repository_ids: Set[int] | None
) -> None:
    """Gives an installation all repositories of its account, or only some."""
    chosen = _own(world, installation.account, repository_ids)
    with coverage_told(world, actor):
        installation.repository_ids = chosen


@contextmanager
def coverage_told(world: World, actor: Account) -> Iterator[None]:
    """Tells apps at the end which repositories their installations gained and lost inside."""
    before = [(one, repositories_of(world, one)) for one in world.installations.values()]
    yield
    for installation, known in before:
        present = repositories_of(world, installation)
        added = [one for one in present if one not in known]
        removed = [one for one in known if one not in present]
        for action, repositories in (("added", added), ("removed", removed)):
            if repositories:
                parts = {f"repositories_{action}": repositories}
                event = "installation_repositories"
                world.announce(Happening(event, action, actor, installation, None, parts))


def _tell(world: World, action: str, actor: Account, installation: Installation) -> None:
    parts = {"repositories": repositories_of(world, installation)} if action == "created" else {}
    world.announce(Happening("installation", action, actor, installation, None, parts))


def _own(world: World, account: Account, repository_ids: Set[int] | None) -> set[int] | None:
    """The ids as a set of their own; raises Invalid when one is no repository of the account's."""
    if repository_ids is None:
        return None
    known = {one.database_id for one in world.repositories.values() if one.owner is account}
    if repository_ids - known:
        raise Invalid(f"There is a repository among these that {account.login} does not own.")
    return set(repository_ids)
