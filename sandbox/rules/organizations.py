"""Members and teams of an organization, as far as they are told to the caller."""

from collections.abc import Iterable

from sandbox.records import Account, Team
from sandbox.rules.callers import Caller, require_account
from sandbox.rules.permissions import require_token
from sandbox.rules.refusals import NotFound
from sandbox.rules.roles import sees_members
from sandbox.words import AccountKind, OrganizationRole, TeamPrivacy
from sandbox.world import World


def organization_of(world: World, login: str) -> Account:
    """The organization of a login; raises NotFound for anything else."""
    account = world.find_account(login)
    if account is None or account.kind is not AccountKind.ORGANIZATION:
        raise NotFound
    return account


def people_of(world: World, keys: Iterable[str]) -> list[Account]:
    """The accounts of some keys, in the order they were made."""
    found = [world.accounts[key] for key in keys if key in world.accounts]
    return sorted(found, key=lambda account: account.database_id)


def members_seen(world: World, caller: Caller, organization: Account) -> list[Account]:
    """All members for those inside, only the public ones for those outside."""
    sees_all = sees_members(caller, organization)
    keys = [key for key, is_public in organization.members.items() if is_public or sees_all]
    return people_of(world, keys)


def require_teams(caller: Caller, organization: Account) -> None:
    """Raises Forbidden or InsufficientScopes when the caller's token may not read an organization's teams."""
    require_account(caller)
    require_token(caller, organization, "members")


def is_inside(caller: Caller, organization: Account) -> bool:
    """Whether the caller is a member, or an app that is installed in the organization."""
    if caller.account is None:
        return False
    return caller.is_integration or caller.account.key in organization.members


def teams_seen(caller: Caller, organization: Account) -> list[Team]:
    """The teams that the caller gets to see, none for those outside; raises what `require_teams` raises."""
    require_teams(caller, organization)
    if not is_inside(caller, organization):
        return []
    return [team for team in organization.teams.values() if is_seen(caller, team)]


def team_seen(caller: Caller, organization: Account, slug: str) -> Team | None:
    """The team of a slug, if the caller gets to see it; raises what `require_teams` raises."""
    return next((team for team in teams_seen(caller, organization) if team.slug == slug.casefold()), None)


def is_seen(caller: Caller, team: Team) -> bool:
    """Whether somebody inside the organization sees a team: a secret one only its members and owners do."""
    account = caller.account
    if team.privacy is TeamPrivacy.VISIBLE or caller.is_integration:
        return True
    if account is None:
        return False
    is_owner = team.organization.organization_role(account) is OrganizationRole.ADMIN
    return is_owner or account.key in team.everyone
