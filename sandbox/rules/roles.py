"""What accounts may do in repositories, and how they stand to them."""

from collections.abc import Iterator

from sandbox.records import Account, Repository
from sandbox.rules.callers import Caller
from sandbox.rules.permissions import granted, token_allows
from sandbox.words import AccountKind, Association, Role


def role_of(account: Account, repository: Repository) -> Role | None:
    """The most that an account may do in a repository: as owner, as given, by a team, as a member, as anyone."""
    if account is repository.owner or account.key in repository.owner.owners:
        return Role.ADMIN
    return Role.highest(_roles(account, repository))


def _roles(account: Account, repository: Repository) -> Iterator[Role]:
    owner = repository.owner
    if account.key in repository.roles:
        yield repository.roles[account.key]
    if account.key in owner.members and owner.base_role is not None:
        yield owner.base_role
    for team in owner.teams.values():
        if account.key in team.members and (role := team.role_in(repository.database_id)):
            yield role
    if not repository.is_private:
        yield Role.READ


def role_as_seen(caller: Caller, repository: Repository) -> Role | None:
    """What the caller may do there with this token, as the repository's `permissions` tell it."""
    if not caller.is_integration:
        return role_of(caller.account, repository) if caller.account else None
    if granted(caller, repository, "administration") == "write":
        return Role.ADMIN
    if granted(caller, repository, "contents") == "write":
        return Role.WRITE
    return Role.READ


def is_collaborator(account: Account, repository: Repository) -> bool:
    """Whether somebody may do more here than anyone at all: as owner, member, in a team or by invitation."""
    owner = repository.owner
    if account.kind is not AccountKind.USER:
        return False
    if account is owner or account.key in repository.roles or account.key in owner.owners:
        return True
    if account.key in owner.members and owner.base_role is not None:
        return True
    return any(
        account.key in team.members and team.role_in(repository.database_id) for team in owner.teams.values()
    )


def sees_members(caller: Caller, organization: Account) -> bool:
    """Whether the caller also sees members who keep their membership private."""
    if caller.is_integration:
        return granted(caller, organization, "members") is not None
    is_member = caller.account is not None and caller.account.key in organization.members
    return is_member and token_allows(caller, organization, "members")


def association(caller: Caller, repository: Repository, author: Account | None) -> Association:
    """How an author stands to the repository as the caller sees it.

    Members who keep their membership private look like strangers to everyone outside, workflows included.
    """
    if author is None or author.kind is AccountKind.BOT:
        return Association.NONE
    if author is repository.owner:
        return Association.OWNER
    is_public = repository.owner.members.get(author.key)
    if is_public or (is_public is False and sees_members(caller, repository.owner)):
        return Association.MEMBER
    if author.key in repository.roles and is_public is None:
        return Association.COLLABORATOR
    return Association.CONTRIBUTOR if author.key in repository.contributors else Association.NONE
