"""Endpoints about the people of a repository: collaborators, teams, and who can be assigned."""

from functools import partial

from sandbox.records import Account
from sandbox.rest.asking import NOTHING, Answer, Asking, Endpoint, word_of
from sandbox.rest.paging import PAGING, page_of
from sandbox.rules import people
from sandbox.rules.access import permission_in
from sandbox.rules.assignees import assignable
from sandbox.rules.refusals import NotFound
from sandbox.shapes.accounts import Json, collaborator_permission, permissions, simple_user
from sandbox.shapes.teams import team_in_repository
from sandbox.words import Affiliation, Role


def list_collaborators(asking: Asking, owner: str, name: str) -> Answer:
    """Everyone who has a role in the repository, by all ways or only the one that is told."""
    found = asking.repository(owner, name)
    affiliation = word_of(asking.query.get("affiliation", "all"), Affiliation, "Collaborator", "affiliation")
    listed = people.collaborators(asking.world, asking.caller, found, affiliation)
    return page_of(asking, listed, partial(_collaborator, asking.address))


def _collaborator(address: str, listed: tuple[Account, Role]) -> Json:
    account, role = listed
    own = simple_user(address, account) or {}
    return own | {"permissions": permissions(role), "role_name": role.value}


def check_collaborator(asking: Asking, owner: str, name: str, username: str) -> Answer:
    """204 for a collaborator, 404 for others."""
    found = asking.repository(owner, name)
    people.require_asking(asking.caller, found)
    account = asking.world.find_account(username)
    if account is None or not people.is_collaborator(account, found):
        raise NotFound
    return NOTHING


def delete_collaborator(asking: Asking, owner: str, name: str, username: str) -> Answer:
    """Takes away the role that somebody was given in the repository."""
    people.remove(asking.caller, asking.repository(owner, name), username)
    return NOTHING


def permission(asking: Asking, owner: str, name: str, username: str) -> Answer:
    """What an account may do in the repository."""
    found = asking.repository(owner, name)
    account, role = permission_in(asking.world, asking.caller, found, username)
    return Answer(collaborator_permission(asking.address, account, role))


def list_teams(asking: Asking, owner: str, name: str) -> Answer:
    """The teams that have a role in the repository."""
    found = asking.repository(owner, name)
    listed = people.teams(asking.caller, found)
    return page_of(asking, listed, lambda one: team_in_repository(asking.address, *one))


def list_assignees(asking: Asking, owner: str, name: str) -> Answer:
    """Everyone who can be assigned to any issue of the repository."""
    found = asking.repository(owner, name, "issues")
    listed = [account for account in asking.world.accounts.values() if assignable(found, account)]
    return page_of(asking, listed, partial(simple_user, asking.address))


def check_assignee(asking: Asking, owner: str, name: str, assignee: str) -> Answer:
    """204 when the account can be assigned in the repository, 404 when not."""
    found = asking.repository(owner, name, "issues")
    account = asking.world.find_account(assignee)
    if account is None or not assignable(found, account):
        raise NotFound
    return NOTHING


REPOSITORY = "/repos/<owner>/<name>"
COLLABORATORS = f"{REPOSITORY}/collaborators"
ENDPOINTS = (
    Endpoint("GET", COLLABORATORS, list_collaborators, ("affiliation", *PAGING)),
    Endpoint("GET", f"{COLLABORATORS}/<username>", check_collaborator),
    Endpoint("DELETE", f"{COLLABORATORS}/<username>", delete_collaborator),
    Endpoint("GET", f"{COLLABORATORS}/<username>/permission", permission),
    Endpoint("GET", f"{REPOSITORY}/teams", list_teams, PAGING),
    Endpoint("GET", f"{REPOSITORY}/assignees", list_assignees, PAGING),
    Endpoint("GET", f"{REPOSITORY}/assignees/<assignee>", check_assignee),
)
