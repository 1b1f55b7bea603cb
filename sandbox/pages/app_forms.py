"""Registering an app from a manifest that another site's page sends, and what everybody sees of an app.

Source: https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest

GitHub keeps to itself where its page for confirming is, so the address of ours is the sandbox's own.
"""

from secrets import token_urlsafe
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from flask import Response

from sandbox.bodies import read_json
from sandbox.pages.rendering import render
from sandbox.pages.routes import Act, Page
from sandbox.pages.visits import Visit
from sandbox.records import App
from sandbox.rules.app_manifests import LIFE, Wish, home_for, read_manifest, register
from sandbox.rules.apps import accounts_of, app_of_slug
from sandbox.rules.organizations import organization_of
from sandbox.rules.refusals import BadRequest, Invalid, NotFound

# More wishes than a person has at once: what other sites send in shall not pile up.
MOST = 100


def show_refused(visit: Visit, org: str | None = None) -> Response:
    """Why a manifest was refused, or how one is sent."""
    return render(visit, "manifest.html", title="Register an app", wish=None, org=org)


def take_manifest(visit: Visit, org: str | None = None) -> str:
    """Keeps a manifest until somebody confirms it."""
    try:
        manifest = read_manifest(read_json(visit.text("manifest").encode()))
    except BadRequest as unreadable:
        raise Invalid(unreadable.message) from None
    organization = organization_of(visit.world, org) if org is not None else None
    state = visit.query.get("state") or visit.text("state") or None
    key = token_urlsafe(16)
    wishes = visit.desk.wishes
    for oldest in list(wishes)[: len(wishes) - MOST + 1]:
        del wishes[oldest]
    wishes[key] = Wish(manifest, state, organization, visit.world.clock.now())
    return f"/settings/apps/manifests/{key}"


def _wish(visit: Visit, key: str) -> Wish:
    wish = visit.desk.wishes.get(key)
    if wish is None or visit.world.clock.now() >= wish.asked_at + LIFE:
        raise NotFound
    if wish.organization is not None and visit.account is not None:
        home_for(visit.world, visit.account, wish.organization.login)
    return wish


def show_wish(visit: Visit, key: str) -> Response:
    """What an app is to be, for a person to name and confirm."""
    wish = _wish(visit, key)
    visit.leads_to = site_of(wish.manifest.redirect_url)
    return render(visit, "manifest.html", title="Register an app", wish=wish, org=None)


def confirm(visit: Visit, key: str) -> str:
    """Registers the app, and leads back to where the manifest says with the code that tells its secrets."""
    actor, wish = visit.actor(), _wish(visit, key)
    organization = wish.organization.login if wish.organization else None
    owner = home_for(visit.world, actor, organization)
    app = register(visit.world, owner, wish.manifest, visit.text("name").strip())
    del visit.desk.wishes[key]
    visit.leads_to = site_of(wish.manifest.redirect_url)
    if wish.manifest.redirect_url is None:
        return f"/apps/{app.slug}"
    told = {"code": str(app.code)} | ({"state": wish.state} if wish.state else {})
    return with_query(wish.manifest.redirect_url, told)


def site_of(url: str | None) -> str:
    """The site that an address is on, as browsers name it; none of no address."""
    if url is None:
        return ""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def with_query(url: str, told: dict[str, str]) -> str:
    """An address with something more in its query."""
    parts = urlsplit(url)
    query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), *told.items()])
    return urlunsplit(parts._replace(query=query))


def app_seen(visit: Visit, slug: str) -> App:
    """The app of a slug; raises NotFound for a private one that who acts could not install."""
    app = app_of_slug(visit.world, slug)
    if app.is_public or (visit.account is not None and accounts_of(visit.world, app, visit.account)):
        return app
    raise NotFound


def show_app(visit: Visit, slug: str) -> Response:
    """What an app is, and what it may do once it is installed."""
    app = app_seen(visit, slug)
    return render(visit, "app.html", title=app.name, app=app)


REFUSED = Page("/settings/apps/new", show_refused)
REFUSED_FOR_ORGANIZATION = Page("/organizations/<org>/settings/apps/new", show_refused)
WISH = Page("/settings/apps/manifests/<key>", show_wish)
PAGES = (REFUSED, REFUSED_FOR_ORGANIZATION, WISH, Page("/apps/<slug>", show_app))
ACTS = (
    Act(REFUSED.rule, take_manifest, REFUSED, is_from_elsewhere=True),
    Act(REFUSED_FOR_ORGANIZATION.rule, take_manifest, REFUSED_FOR_ORGANIZATION, is_from_elsewhere=True),
    Act(WISH.rule, confirm, WISH),
)
