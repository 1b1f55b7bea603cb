"""Where one begins: the repositories there are, one of them, and who somebody is."""

from collections.abc import Sequence

from flask import Response

from sandbox.pages.rendering import render
from sandbox.pages.routes import Page
from sandbox.pages.visits import Visit
from sandbox.records import File, Repository
from sandbox.rules.access import can_see, role_of
from sandbox.rules.files import entries_of
from sandbox.rules.project_access import projects_of
from sandbox.rules.refusals import NotFound

READMES = ("readme.md", "readme")


def _repositories(visit: Visit) -> Sequence[Repository]:
    return [one for one in visit.world.repositories.values() if can_see(visit.caller, one)]


def show_home(visit: Visit) -> Response:
    """All repositories and projects that exist for who acts, and how to begin."""
    owners = visit.world.accounts.values()
    projects = [project for owner in owners for project in projects_of(visit.world, visit.caller, owner)]
    return render(
        visit, "home.html", title="The sandbox", repositories=_repositories(visit), projects=projects
    )


def show_repository(visit: Visit, owner: str, name: str) -> Response:
    """What lies in a repository, and its README."""
    repository = visit.repository(owner, name)
    entries = entries_of(repository, "")
    readme = next((file for path, file in entries if file is not None and path.casefold() in READMES), None)
    return render(
        visit,
        "repository.html",
        title=repository.full_name,
        repository=repository,
        entries=entries,
        readme=_readable(readme),
    )


def _readable(file: File | None) -> str | None:
    return file.content.decode(errors="replace") if file is not None else None


def show_account(visit: Visit, login: str) -> Response:
    """Who a login is: what a mention leads to."""
    account = visit.world.find_account(login)
    if account is None:
        raise NotFound(f"There is no {login} here.")
    repositories = _repositories(visit)
    return render(
        visit,
        "account.html",
        title=account.rest_login,
        account=account,
        roles=[(one, role_of(account, one)) for one in repositories if account.key in one.roles],
        owned=[one for one in repositories if one.owner is account],
        projects=projects_of(visit.world, visit.caller, account),
    )


PAGES = (
    Page("/", show_home),
    Page("/<login>", show_account),
    Page("/<owner>/<name>", show_repository),
)
