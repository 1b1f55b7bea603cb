"""Installing an app, and what the owner of an account does with an installation.

Source: https://docs.github.com/en/apps/using-github-apps/reviewing-and-modifying-installed-github-apps
"""

from collections.abc import Sequence, Set

from flask import Response

from sandbox.pages.app_forms import app_seen, site_of, with_query
from sandbox.pages.rendering import render
from sandbox.pages.routes import Act, Page
from sandbox.pages.visits import Visit
from sandbox.records import Account, Installation, Repository
from sandbox.rules import installations
from sandbox.rules.apps import accounts_of, managed_installation
from sandbox.rules.refusals import Invalid, NotFound
from sandbox.words import AccountKind

ALL, SOME = "all", "selected"


def show_new(visit: Visit, slug: str) -> Response:
    """Where to install an app, and in which repositories."""
    app = app_seen(visit, slug)
    accounts = accounts_of(visit.world, app, visit.account) if visit.account is not None else []
    visit.leads_to = site_of(app.setup_url)
    present = [
        one for one in visit.world.installations.values() if one.app is app and one.account in accounts
    ]
    taken = [one.account for one in present]
    return render(
        visit,
        "install.html",
        title=f"Install {app.name}",
        app=app,
        accounts=[(one, _owned(visit, one)) for one in accounts if one not in taken],
        present=[(one, path_of(one)) for one in present],
    )


def install(visit: Visit, slug: str) -> str:
    """Installs an app where and for which repositories it was chosen, and leads to its set-up if it has one."""
    actor, app = visit.actor(), app_seen(visit, slug)
    chosen = visit.text("account")
    for account in accounts_of(visit.world, app, actor):
        if account.login == chosen:
            break
    else:
        raise NotFound(f"You cannot install {app.name} at {chosen}.")
    ids = _chosen(visit, account)
    installation = installations.install_app(visit.world, actor, app, account, ids)
    if app.setup_url is None:
        return path_of(installation)
    told = {"installation_id": str(installation.database_id), "setup_action": "install"}
    return with_query(app.setup_url, told)


def _owned(visit: Visit, account: Account) -> Sequence[Repository]:
    return [one for one in visit.world.repositories.values() if one.owner is account]


def _chosen(visit: Visit, account: Account) -> Set[int] | None:
    if visit.text("selection") == ALL:
        return None
    names = visit.form.getlist("repository")
    ids = {one.database_id for one in _owned(visit, account) if one.full_name in names}
    if not ids:
        raise Invalid(f"Choose at least one repository of {account.login}.")
    return ids


def path_of(installation: Installation) -> str:
    """Where the page of an installation is."""
    account = installation.account
    is_organization = account.kind is AccountKind.ORGANIZATION
    home = f"/organizations/{account.login}/settings" if is_organization else "/settings"
    return f"{home}/installations/{installation.database_id}"


def _installation(visit: Visit, number: int, org: str | None) -> Installation:
    installation = managed_installation(visit.world, visit.actor(), number)
    if org is not None and installation.account is not visit.world.find_account(org):
        raise NotFound
    return installation


def show_installation(visit: Visit, number: int, org: str | None = None) -> Response:
    """What an app has at an account, and the ways to change or end that."""
    installation = _installation(visit, number, org)
    return render(
        visit,
        "installation.html",
        title=f"{installation.app.name} at {installation.account.login}",
        installation=installation,
        path=path_of(installation),
        owned=_owned(visit, installation.account),
    )


def change(visit: Visit, number: int, org: str | None = None) -> str:
    """Gives an installation all repositories of its account, or those chosen."""
    installation = _installation(visit, number, org)
    ids = _chosen(visit, installation.account)
    installations.choose_repositories(visit.world, visit.actor(), installation, ids)
    return path_of(installation)


def suspend(visit: Visit, number: int, org: str | None = None) -> str:
    """Suspends an installation, or lets it work again."""
    installation = _installation(visit, number, org)
    turn = installations.suspend if installation.suspended_at is None else installations.resume
    turn(visit.world, visit.actor(), installation)
    return path_of(installation)


def uninstall(visit: Visit, number: int, org: str | None = None) -> str:
    """Removes an installation."""
    installation = _installation(visit, number, org)
    installations.uninstall(visit.world, visit.actor(), installation)
    return f"/apps/{installation.app.slug}"


NEW = Page("/apps/<slug>/installations/new", show_new)
AT_HOME = Page("/settings/installations/<int:number>", show_installation)
OF_ORGANIZATION = Page("/organizations/<org>/settings/installations/<int:number>", show_installation)
PAGES = (NEW, AT_HOME, OF_ORGANIZATION)
ACTS = (
    Act("/apps/<slug>/installations", install, NEW),
    *(
        Act(f"{page.rule}{place}", do, page)
        for page in (AT_HOME, OF_ORGANIZATION)
        for place, do in (("", change), ("/suspended", suspend), ("/removed", uninstall))
    ),
)
