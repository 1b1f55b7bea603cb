"""How a test or demo furnishes a world with apps, their installations, and tokens that have permissions."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha1

from sandbox.identities import Sort
from sandbox.records import App, Installation, Repository, Token
from sandbox.rules.apps import TokenDraft, mint
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
    account = world.account(owner)
    bot = world.add_bot(slug)
    identity, number = world.identities.new(Sort.APP)
    app = App(
        identity,
        number,
        "Iv23" + sha1(slug.encode(), usedforsecurity=False).hexdigest()[:16],
        slug,
        name or slug.replace("-", " ").capitalize(),
        account,
        bot,
        world.clock.now(),
        dict(USUAL_PERMISSIONS if permissions is None else permissions),
        tuple(events),
    )
    world.apps[number] = app
    return app


def install(world: World, app: App, login: str, *, repositories: Iterable[str] | None = None) -> Installation:
    """Installs an app at an account, with all the app asks for: everywhere, or in repositories `owner/name`."""
    _, number = world.identities.new(Sort.INSTALLATION)
    installation = Installation(
        number,
        app,
        world.account(login),
        dict(app.permissions),
        app.events,
        world.clock.now(),
        None if repositories is None else _ids(world.repository(name) for name in repositories),
    )
    world.installations[number] = installation
    return installation


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
