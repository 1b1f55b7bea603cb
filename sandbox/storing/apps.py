"""Apps and their installations as plain data."""

from collections.abc import Set

from sandbox.identities import Sort
from sandbox.records import App, Installation, Repository
from sandbox.storing.plain import (
    Data,
    account_of,
    identity_in,
    login_of,
    moment_in,
    optional_moment,
    without_blanks,
)
from sandbox.times import written
from sandbox.world import World


def names_of(world: World, ids: Set[int] | None) -> list[str] | None:
    """Some repositories as `owner/name`; None for all."""
    if ids is None:
        return None
    return [one.full_name for one in world.repositories.values() if one.database_id in ids]


def ids_of(world: World, names: list[str] | None) -> set[int] | None:
    """The database ids of repositories; raises KeyError when one is not there."""
    repositories: list[Repository] = [world.repository(name) for name in names or ()]
    return None if names is None else {one.database_id for one in repositories}


def app_data(world: World, app: App) -> Data:
    """An app with its installations; without a private key it makes one when it needs it."""
    return without_blanks(
        {
            "slug": app.slug,
            "id": app.database_id,
            "client_id": app.client_id,
            "name": app.name,
            "owner": app.owner.rest_login,
            "created": written(app.created_at),
            "permissions": dict(app.permissions),
            "events": list(app.events),
            "webhook_url": app.webhook_url,
            "webhook_secret": app.webhook_secret,
            "private_key": app.pem,
            "description": app.description,
            "home": app.home,
            "setup_url": app.setup_url,
            "private": not app.is_public,
            "webhook_inactive": not app.is_hook_active,
            "client_secret": app.client_secret,
            "code": app.code,
            "installations": [
                _installation_data(world, one) for one in world.installations.values() if one.app is app
            ],
        }
    )


def _installation_data(world: World, installation: Installation) -> Data:
    names = names_of(world, installation.repository_ids)
    data = without_blanks(
        {
            "id": installation.database_id,
            "account": installation.account.rest_login,
            "created": written(installation.created_at),
            "permissions": dict(installation.permissions),
            "events": list(installation.events),
            "suspended": written(installation.suspended_at),
            "suspended_by": login_of(installation.suspended_by),
        }
    )
    return data if names is None else data | {"repositories": names}


def load_app(world: World, data: Data) -> None:
    """Adds an app with its installations; its bot is made when it is not there."""
    slug = data["slug"]
    identity, number = identity_in(world, data, Sort.APP)
    app = App(
        identity,
        number,
        data.get("client_id", f"Iv23{number:016}"),
        slug,
        str(data.get("name", slug)),
        world.account(data["owner"]),
        world.bot(slug),
        moment_in(world, data),
        data.get("permissions", {}),
        tuple(data.get("events", ())),
        data.get("webhook_url"),
        data.get("webhook_secret"),
        data.get("private_key"),
        data.get("description"),
        data.get("home"),
        data.get("setup_url"),
        not data.get("private", False),
        not data.get("webhook_inactive", False),
        data.get("client_secret"),
        data.get("code"),
    )
    world.apps[number] = app
    for installation in data.get("installations", []):
        _load_installation(world, app, installation)


def _load_installation(world: World, app: App, data: Data) -> None:
    _, number = identity_in(world, data, Sort.INSTALLATION)
    world.installations[number] = Installation(
        number,
        app,
        world.account(data["account"]),
        data.get("permissions", {}),
        tuple(data.get("events", ())),
        moment_in(world, data),
        ids_of(world, data.get("repositories")),
        optional_moment(data, "suspended"),
        account_of(world, data.get("suspended_by")),
    )
