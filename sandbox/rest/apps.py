"""Endpoints of GitHub Apps: about themselves, their installations and the tokens of those."""

from functools import partial

from sandbox.records import Installation, Repository
from sandbox.rest.asking import NOTHING, Answer, Asking, Endpoint
from sandbox.rest.fields import check_items
from sandbox.rest.paging import PAGING, page_of
from sandbox.rules import app_manifests, apps, installations
from sandbox.rules.access import Renamed, require_app, role_as_seen
from sandbox.rules.signatures import private_key
from sandbox.shapes.accounts import Json
from sandbox.shapes.apps import app_shape, conversion_shape, installation_shape, selection_of
from sandbox.shapes.repositories import full_repository
from sandbox.times import written


def _installations(asking: Asking) -> list[Installation]:
    app = require_app(asking.caller)
    return [one for one in asking.world.installations.values() if one.app is app]


def _installation(asking: Asking, number: int) -> Installation:
    return apps.installation_of(asking.world, require_app(asking.caller), number)


def get_app(asking: Asking) -> Answer:
    """The app that asks."""
    app = require_app(asking.caller)
    return Answer(app_shape(asking.address, app, len(_installations(asking))))


def list_installations(asking: Asking) -> Answer:
    """Where the app that asks is installed."""
    return page_of(asking, _installations(asking), partial(installation_shape, asking.address))


def get_installation(asking: Asking, installation_id: int) -> Answer:
    """One installation of the app that asks."""
    return Answer(installation_shape(asking.address, _installation(asking, installation_id)))


def get_repository_installation(asking: Asking, owner: str, repo: str) -> Answer:
    """The installation through which the app that asks reaches a repository."""
    app = require_app(asking.caller)
    try:
        installation = apps.installation_for(asking.world, app, owner, repo)
    except Renamed as renamed:
        raise asking.elsewhere(renamed.repository) from None
    return Answer(installation_shape(asking.address, installation))


def post_access_token(asking: Asking, installation_id: int) -> Answer:
    """Makes a token of an installation, with all that it may do or less."""
    installation = _installation(asking, installation_id)
    body = asking.body
    draft = apps.TokenDraft(body.get("repositories"), body.get("repository_ids"), body.get("permissions"))
    check_items("repositories", draft.repositories, str)
    check_items("repository_ids", draft.repository_ids, int)
    token = apps.mint(asking.world, installation, draft)
    chosen = installation.repository_ids if token.repository_ids is None else token.repository_ids
    shape: Json = {
        "token": token.text,
        "expires_at": written(token.expires_at),
        "permissions": dict(token.permissions),
        "repository_selection": selection_of(chosen),
    }
    if token.repository_ids is not None:
        found = apps.repositories_of(asking.world, installation)
        named = [one for one in found if one.database_id in token.repository_ids]
        shape["repositories"] = [full_repository(asking.address, one, None) for one in named]
    return Answer(shape, 201)


def list_repositories(asking: Asking) -> Answer:
    """The repositories that an installation's token reaches."""
    found = apps.repositories_for(asking.world, asking.caller)

    def shape(repository: Repository) -> Json:
        return full_repository(asking.address, repository, role_as_seen(asking.caller, repository))

    page = page_of(asking, found, shape)
    told = {
        "total_count": len(found),
        "repository_selection": selection_of(apps.selection_for(asking.caller)),
        "repositories": page.payload,
    }
    return Answer(told, headers=page.headers)


def delete_token(asking: Asking) -> Answer:
    """Ends an installation's token, which is unknown from then on."""
    apps.revoke(asking.world, asking.caller)
    return NOTHING


def delete_installation(asking: Asking, installation_id: int) -> Answer:
    """Removes an installation, by the app itself."""
    installation = _installation(asking, installation_id)
    installations.uninstall(asking.world, installation.app.bot, installation)
    return NOTHING


def put_suspended(asking: Asking, installation_id: int) -> Answer:
    """Suspends an installation: its tokens are refused."""
    installation = _installation(asking, installation_id)
    installations.suspend(asking.world, installation.app.bot, installation)
    return NOTHING


def delete_suspended(asking: Asking, installation_id: int) -> Answer:
    """Lets a suspended installation's tokens work again."""
    installation = _installation(asking, installation_id)
    installations.resume(asking.world, installation.app.bot, installation)
    return NOTHING


def post_conversion(asking: Asking, code: str) -> Answer:
    """Tells an app that was registered from a manifest its secrets, to whoever has the code."""
    app = app_manifests.convert(asking.world, code)
    return Answer(conversion_shape(asking.address, app, private_key(app)), 201)


INSTALLATION = "/app/installations/<int:installation_id>"
NARROWER = {"repositories": (list,), "repository_ids": (list,), "permissions": (dict,)}
ENDPOINTS = (
    Endpoint("GET", "/app", get_app),
    Endpoint("GET", "/app/installations", list_installations, PAGING),
    Endpoint("GET", INSTALLATION, get_installation),
    Endpoint("DELETE", INSTALLATION, delete_installation),
    Endpoint("POST", f"{INSTALLATION}/access_tokens", post_access_token, body=NARROWER),
    Endpoint("PUT", f"{INSTALLATION}/suspended", put_suspended),
    Endpoint("DELETE", f"{INSTALLATION}/suspended", delete_suspended),
    Endpoint("GET", "/repos/<owner>/<repo>/installation", get_repository_installation),
    Endpoint("GET", "/installation/repositories", list_repositories, PAGING),
    Endpoint("DELETE", "/installation/token", delete_token),
    Endpoint("POST", "/app-manifests/<code>/conversions", post_conversion),
)
