"""Apps and installations as REST shows them."""

from collections.abc import Iterable, Set
from typing import cast

from sandbox.records import App, Installation, Repository
from sandbox.shapes.accounts import Json, simple_user
from sandbox.shapes.addresses import site
from sandbox.times import written
from sandbox.words import AccountKind


def app_shape(address: str, app: App, installations: int) -> Json:
    """The `integration` of an app, as the app itself sees it."""
    return integration_shape(address, app) | {"installations_count": installations}


def conversion_shape(address: str, app: App, pem: str) -> Json:
    """A new app with its secrets, as they are told once to whoever had it registered by a manifest."""
    return integration_shape(address, app) | {
        "client_secret": app.client_secret,
        "webhook_secret": app.webhook_secret,
        "pem": pem,
    }


def integration_shape(address: str, app: App) -> Json:
    """The `integration` of an app."""
    return {
        "id": app.database_id,
        "client_id": app.client_id,
        "slug": app.slug,
        "node_id": app.id,
        "owner": simple_user(address, app.owner),
        "name": app.name,
        "description": app.description,
        "external_url": app.home or f"{address}/apps/{app.slug}",
        "html_url": f"{site(address)}/apps/{app.slug}",
        "created_at": written(app.created_at),
        "updated_at": written(app.created_at),
        "permissions": dict(app.permissions),
        "events": list(app.events),
    }


def installation_shape(address: str, installation: Installation) -> Json:
    """The `installation` of an app."""
    account, number = installation.account, installation.database_id
    is_organization = account.kind is AccountKind.ORGANIZATION
    home = f"organizations/{account.login}/settings" if is_organization else "settings"
    return {
        "id": number,
        "client_id": installation.app.client_id,
        "account": simple_user(address, account),
        "repository_selection": selection_of(installation.repository_ids),
        "access_tokens_url": f"{address}/app/installations/{number}/access_tokens",
        "repositories_url": f"{address}/installation/repositories",
        "html_url": f"{site(address)}/{home}/installations/{number}",
        "app_id": installation.app.database_id,
        "app_slug": installation.app.slug,
        "target_id": account.database_id,
        "target_type": account.kind.value,
        "permissions": dict(installation.permissions),
        "events": list(installation.events),
        "created_at": written(installation.created_at),
        "updated_at": written(installation.created_at),
        "single_file_name": None,
        "has_multiple_single_files": False,
        "single_file_paths": [],
        "suspended_by": simple_user(address, installation.suspended_by),
        "suspended_at": written(installation.suspended_at),
    }


def repository_names(repositories: object) -> list[Json]:
    """Repositories as the events of installations name them."""
    return [
        {
            "id": one.database_id,
            "node_id": one.id,
            "name": one.name,
            "full_name": one.full_name,
            "private": one.is_private,
        }
        for one in cast("Iterable[Repository]", repositories)
    ]


def selection_of(repository_ids: Set[int] | None) -> str:
    """REST's word for which repositories are meant."""
    return "all" if repository_ids is None else "selected"
