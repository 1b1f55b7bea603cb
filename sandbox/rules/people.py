"""The people and teams of a repository, as far as they are told to the caller."""

from sandbox.records import Account, Repository, Team
from sandbox.rules.access import may_ask_for_people, require_role
from sandbox.rules.callers import Caller, require_account
from sandbox.rules.organizations import is_seen
from sandbox.rules.refusals import NOT_FOR_INTEGRATIONS, Forbidden, NotFound
from sandbox.rules.roles import is_collaborator, role_of
from sandbox.words import Affiliation, Role
from sandbox.world import World

__all__ = ["collaborators", "is_collaborator", "remove", "require_asking", "teams"]


def require_asking(caller: Caller, repository: Repository) -> None:
    """Raises Unauthorized or Forbidden unless the caller is told who may do what here."""
    require_account(caller)
    if not may_ask_for_people(caller, repository):
        raise Forbidden(
            NOT_FOR_INTEGRATIONS
            if caller.is_integration
            else "Must have push access to view repository collaborators."
        )


def collaborators(
    world: World, caller: Caller, repository: Repository, affiliation: Affiliation = Affiliation.ALL
) -> list[tuple[Account, Role]]:
    """Everyone who has a role here with that role, in the order of the accounts.

    Raises Unauthorized or Forbidden for callers who may not ask.
    """
    require_asking(caller, repository)
    found = []
    for account in world.accounts.values():
        role = role_of(account, repository)
        if role and is_collaborator(account, repository) and _is_affiliated(account, repository, affiliation):
            found.append((account, role))
    return found


def _is_affiliated(account: Account, repository: Repository, affiliation: Affiliation) -> bool:
    if affiliation is Affiliation.ALL:
        return True
    is_direct = account.key in repository.roles
    return is_direct and (affiliation is Affiliation.DIRECT or account.key not in repository.owner.members)


def teams(caller: Caller, repository: Repository) -> list[tuple[Team, Role]]:
    """The teams that have a role here with that role; raises NotFound for callers who may not administer."""
    require_account(caller)
    if caller.is_workflow:
        raise Forbidden(NOT_FOR_INTEGRATIONS)
    if not may_ask_for_people(caller, repository):
        raise NotFound
    found = []
    for team in repository.owner.teams.values():
        role = team.role_in(repository.database_id)
        if role is not None and is_seen(caller, team):
            found.append((team, role))
    return found


def remove(caller: Caller, repository: Repository, login: str) -> None:
    """Takes away a role that was given, by an administrator or by the person; nobody's is no error."""
    account = require_account(caller)
    if account.key != login.casefold():
        require_role(caller, repository, Role.ADMIN, "administration")
    repository.roles.pop(login.casefold(), None)
