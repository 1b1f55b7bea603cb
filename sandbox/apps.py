"""How a test or demo furnishes a world with apps, their installations, and tokens that have permissions."""

from collections.abc import Iterable, Mapping, Sequence

from sandbox.records import Account, App, Installation, Repository, Token
from sandbox.rules import installations
from sandbox.rules.apps import TokenDraft, mint, new_app, repositories_of
from sandbox.rules.signatures import sign
from sandbox.words import TokenKind
from sandbox.world import World

USUAL_PERMISSIONS = {"contents": "read", "issues": "write", "metadata": "read"}


def add_app(
    world: World,
    slug: str,
    owner: str,
    *,
    permissions: Mapping[str, str] | None = None,
    events: Sequence[str] = (),
    name: str | None = None,
) -> App:
    """Adds an app of an existing account, and the bot that it acts as; by default it may write issues."""
    app = new_app(world, world.account(owner), slug, name or slug.replace("-", " ").capitalize())
    app.permissions = dict(USUAL_PERMISSIONS if permissions is None else permissions)
    app.events = tuple(events)
    return app


def install(
    world: World, app: App, login: str, *, repositories: Iterable[str] | None = None, by: str | None = None
) -> Installation:
    """Installs an app at an account, with all the app asks for: everywhere, or in repositories `owner/name`.

    Whoever does this and the following is told by a login, or is the account itself or one of its owners.
    """
    account = world.account(login)
    ids = None if repositories is None else _ids(world.repository(name) for name in repositories)
    with world.lock:
        return installations.install_app(world, _actor(world, account, by), app, account, ids)


def uninstall(world: World, installation: Installation, *, by: str | None = None) -> None:
    """Removes an installation; its tokens are unknown from then on."""
    with world.lock:
        installations.uninstall(world, _actor(world, installation.account, by), installation)


def suspend(world: World, installation: Installation, *, by: str | None = None) -> None:
    """Suspends an installation; its tokens are refused from then on."""
    with world.lock:
        installations.suspend(world, _actor(world, installation.account, by), installation)


def unsuspend(world: World, installation: Installation, *, by: str | None = None) -> None:
    """Lets a suspended installation work again."""
    with world.lock:
        installations.resume(world, _actor(world, installation.account, by), installation)


def choose_repositories(
    world: World, installation: Installation, names: Iterable[str] | None, *, by: str | None = None
) -> None:
    """Gives an installation the repositories `owner/name`, or all of its account, in place of those it has."""
    ids = None if names is None else _ids(world.repository(name) for name in names)
    actor = _actor(world, installation.account, by)
    with world.lock:
        installations.choose_repositories(world, actor, installation, ids)


def add_repositories(world: World, installation: Installation, *names: str, by: str | None = None) -> None:
    """Gives an installation of selected repositories more of them, `owner/name`."""
    kept = [one.full_name for one in repositories_of(world, installation)]
    choose_repositories(world, installation, [*kept, *names], by=by)


def remove_repositories(world: World, installation: Installation, *names: str, by: str | None = None) -> None:
    """Takes repositories `owner/name` from an installation, which has selected ones from then on."""
    kept = [one.full_name for one in repositories_of(world, installation) if one.full_name not in names]
    choose_repositories(world, installation, kept, by=by)


def _actor(world: World, account: Account, by: str | None) -> Account:
    if by is not None:
        return world.account(by)
    return next((world.accounts[key] for key in sorted(account.owners)), account)


def app_token(world: World, app: App) -> str:
    """A JSON web token signed by the app, good for ten minutes."""
    return sign(app, world.clock.now())


def installation_token(
    world: World, installation: Installation, permissions: Mapping[str, str] | None = None
) -> str:
    """A token of an installation, good for an hour; it does all that the installation may unless told."""
    return mint(world, installation, TokenDraft(permissions=permissions)).text


def fine_grained_token(
    world: World,
    login: str,
    owner: str,
    permissions: Mapping[str, str],
    repositories: Iterable[str] | None = None,
) -> str:
    """A fine-grained personal token for the repositories of one owner, all of them or those told."""
    account = world.account(login)
    token = Token(
        f"github_pat_{account.login}_{len(world.tokens) + 1}",
        TokenKind.FINE_GRAINED,
        account,
        permissions=dict(permissions),
        owner=world.account(owner),
        repository_ids=None
        if repositories is None
        else frozenset(_ids(world.repository(name) for name in repositories)),
    )
    return world.keep_token(token)


def _ids(repositories: Iterable[Repository]) -> set[int]:
    return {repository.database_id for repository in repositories}
