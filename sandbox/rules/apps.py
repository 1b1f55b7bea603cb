"""Installations of apps, and the tokens that they are given."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha1

from sandbox.identities import Sort
from sandbox.records import Account, App, Installation, Repository, Token
from sandbox.rules.access import Renamed
from sandbox.rules.callers import Caller
from sandbox.rules.permissions import LEVELS
from sandbox.rules.refusals import Forbidden, Invalid, NotFound
from sandbox.words import TokenKind
from sandbox.world import World

TOKEN_LIFE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class TokenDraft:
    """How much less than its installation a token is to do; None is as much."""

    repositories: Sequence[str] | None = None
    repository_ids: Sequence[int] | None = None
    permissions: Mapping[str, str] | None = None

    @property
    def is_for_some(self) -> bool:
        """Whether it names the repositories that it is for."""
        return self.repositories is not None or self.repository_ids is not None


def new_app(world: World, owner: Account, slug: str, name: str) -> App:
    """A new app that may do nothing yet, with the bot that it acts as."""
    bot = world.add_bot(slug)
    identity, number = world.identities.new(Sort.APP)
    client_id = "Iv23" + sha1(slug.encode(), usedforsecurity=False).hexdigest()[:16]
    app = App(identity, number, client_id, slug, name, owner, bot, world.clock.now())
    world.apps[number] = app
    return app


def app_of_slug(world: World, slug: str) -> App:
    """The app of a slug; raises NotFound when there is none."""
    for app in world.apps.values():
        if app.slug == slug.casefold():
            return app
    raise NotFound


def accounts_of(world: World, app: App, actor: Account) -> list[Account]:
    """Where somebody may install an app: at home and in the organizations they own; a private app at its owner only.

    GitHub lets administrators of single repositories install some apps too; the sandbox does not.
    """
    owned = [account for account in world.accounts.values() if manages(actor, account)]
    return [account for account in owned if app.is_public or account is app.owner]


def manages(actor: Account, account: Account) -> bool:
    """Whether somebody decides which apps an account has."""
    return actor is account or actor.key in account.owners


def managed_installation(world: World, actor: Account, number: int) -> Installation:
    """The installation of that id, at an account whose apps the actor decides on; raises NotFound."""
    installation = world.installations.get(number)
    if installation is None or not manages(actor, installation.account):
        raise NotFound
    return installation


def installation_of(world: World, app: App, number: int) -> Installation:
    """The app's installation of that id; raises NotFound for another app's."""
    installation = world.installations.get(number)
    if installation is None or installation.app is not app:
        raise NotFound
    return installation


def installation_at(world: World, app: App, account: Account) -> Installation:
    """The app's installation at an account; raises NotFound when it is not installed there."""
    for installation in world.installations.values():
        if installation.app is app and installation.account is account:
            return installation
    raise NotFound


def installation_for(world: World, app: App, owner: str, name: str) -> Installation:
    """The app's installation that covers a repository; raises NotFound when none does, Renamed for an old name."""
    present = world.find_repository(owner, name)
    repository = present or world.find_renamed(owner, name)
    if repository is None:
        raise NotFound
    installation = installation_at(world, app, repository.owner)
    if not installation.covers(repository.database_id):
        raise NotFound
    if present is None:
        raise Renamed(repository)
    return installation


def repositories_of(world: World, installation: Installation) -> list[Repository]:
    """The repositories that an installation covers."""
    return [
        repository
        for repository in world.repositories.values()
        if repository.owner is installation.account and installation.covers(repository.database_id)
    ]


def repositories_for(world: World, caller: Caller) -> list[Repository]:
    """The repositories that the caller's installation token reaches; raises Forbidden for every other caller."""
    found = repositories_of(world, _own_installation(caller))
    chosen = selection_for(caller)
    return [one for one in found if chosen is None or one.database_id in chosen]


def selection_for(caller: Caller) -> Set[int] | None:
    """The database ids that the caller's installation token is limited to, by itself or its installation."""
    installation = _own_installation(caller)
    own = caller.token.repository_ids if caller.token else None
    return installation.repository_ids if own is None else own


def _own_installation(caller: Caller) -> Installation:
    token = caller.token
    if token is None or token.installation is None:
        raise Forbidden(
            "You must authenticate with an installation access token in order to list repositories "
            "for an installation."
        )
    return token.installation


def revoke(world: World, caller: Caller) -> None:
    """Ends the installation token that the caller came with; raises Forbidden for every other caller."""
    _own_installation(caller)
    if caller.token is not None:
        del world.tokens[caller.token.text]


def mint(world: World, installation: Installation, draft: TokenDraft) -> Token:
    """A new token of an installation, good for an hour.

    Raises Forbidden while the installation is suspended, Invalid for what the installation itself may not do.
    """
    if installation.suspended_at is not None:
        raise Forbidden("This installation has been suspended")
    # Clients that want no less send no permissions at all, or an empty object.
    permissions = dict(draft.permissions or installation.permissions)
    _check_permissions(installation, permissions)
    now = world.clock.now()
    token = Token(
        f"ghs_{installation.app.slug}_{installation.database_id}_{len(world.tokens) + 1}",
        TokenKind.INSTALLATION,
        installation.app.bot,
        permissions=permissions,
        owner=installation.account,
        repository_ids=_chosen(world, installation, draft),
        installation=installation,
        expires_at=now + TOKEN_LIFE,
    )
    world.keep_token(token)
    return token


def _check_permissions(installation: Installation, wanted: Mapping[str, str]) -> None:
    for area, level in wanted.items():
        held = installation.permissions.get(area, "read" if area == "metadata" else None)
        if level not in LEVELS or held is None or LEVELS.index(level) > LEVELS.index(held):
            raise Invalid("The permissions requested are not granted to this installation.")


def _chosen(world: World, installation: Installation, draft: TokenDraft) -> frozenset[int] | None:
    if not draft.is_for_some:
        return None
    covered = repositories_of(world, installation)
    names = {repository.name.casefold(): repository.database_id for repository in covered}
    wanted = {names.get(name.casefold()) for name in draft.repositories or ()}
    wanted |= {number if number in names.values() else None for number in draft.repository_ids or ()}
    if None in wanted:
        raise Invalid(
            "There is at least one repository that does not exist or is not accessible "
            "to the parent installation."
        )
    return frozenset(number for number in wanted if number is not None)
