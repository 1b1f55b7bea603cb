"""Who can be assigned, and what becomes of those who cannot."""

from collections.abc import Sequence

from sandbox.records import Account, Issue, Repository
from sandbox.rules.access import Caller, area_of, has_role, require_role, require_writing, role_of
from sandbox.rules.history import record
from sandbox.rules.limits import check_assignees
from sandbox.rules.refusals import invalid
from sandbox.words import AccountKind, EventKind, Role
from sandbox.world import World


def assignable(repository: Repository, account: Account) -> bool:
    """Whether anyone may assign the account in this repository: it can write, or is a member who can read."""
    if account.kind is not AccountKind.USER or account.is_suspended:
        return False
    role = role_of(account, repository)
    return role is not None and (role.reaches(Role.WRITE) or account.key in repository.owner.members)


def assignable_to(issue: Issue, account: Account, asker: Account | None) -> bool:
    """Whether the account can be assigned to this issue: also its commenters, and who asks for oneself."""
    if assignable(issue.repository, account):
        return True
    if account.kind is not AccountKind.USER or account.is_suspended:
        return False
    if issue.repository.is_private and role_of(account, issue.repository) is None:
        return False
    return account is asker or any(comment.author is account for comment in issue.comments)


def for_new_issue(
    world: World, caller: Caller, repository: Repository, logins: Sequence[str]
) -> list[Account]:
    """The accounts to assign to an issue that is being made; raises Invalid when even one cannot be."""
    accounts = [world.find_account(login) for login in logins]
    chosen = list(dict.fromkeys(account for account in accounts if account))
    asker = caller.account
    if None in accounts or not all(one is asker or assignable(repository, one) for one in chosen):
        raise invalid("Issue", "assignees", "invalid", value=" ".join(logins))
    check_assignees(repository, chosen)
    return chosen


def known(world: World, repository: Repository, logins: Sequence[str]) -> list[Account]:
    """The accounts of these logins that anyone may assign here."""
    accounts = [world.find_account(login) for login in logins]
    return [account for account in accounts if account is not None and assignable(repository, account)]


def assign(world: World, caller: Caller, issue: Issue, logins: Sequence[str]) -> None:
    """Adds those who can be assigned and silently skips the rest, and everyone for callers without push."""
    actor = require_writing(caller, issue.repository, area_of(issue))
    if not has_role(caller, issue.repository, Role.TRIAGE, area_of(issue)):
        return
    accounts = [account for login in logins if (account := world.find_account(login))]
    chosen = [account for account in accounts if assignable_to(issue, account, caller.account)]
    check_assignees(issue.repository, {*chosen, *issue.assignees})
    for account in chosen:
        put_on(world, issue, account, actor)


def unassign(world: World, caller: Caller, issue: Issue, logins: Sequence[str]) -> None:
    """Removes assignees; logins that are not assigned are skipped, and all for callers without push."""
    actor = require_writing(caller, issue.repository, area_of(issue))
    if not has_role(caller, issue.repository, Role.TRIAGE, area_of(issue)):
        return
    for account in [world.find_account(login) for login in logins]:
        if account in issue.assignees:
            _take_off(world, issue, account, actor)


def set_assignees(world: World, caller: Caller, issue: Issue, logins: Sequence[str]) -> None:
    """Replaces the whole set; raises Invalid when somebody newly named cannot be assigned."""
    actor = require_role(caller, issue.repository, Role.TRIAGE, area_of(issue))
    wanted = check_for_set(world, caller, issue, logins)
    for account in [account for account in issue.assignees if account not in wanted]:
        _take_off(world, issue, account, actor)
    for account in wanted:
        put_on(world, issue, account, actor)


def check_for_set(world: World, caller: Caller, issue: Issue, logins: Sequence[str]) -> list[Account]:
    """The accounts that are to be the whole set; raises Invalid when one of them cannot be assigned."""
    accounts = [world.find_account(login) for login in logins]
    chosen = list(dict.fromkeys(account for account in accounts if account))
    new = [account for account in chosen if account not in issue.assignees]
    if None in accounts or not all(assignable_to(issue, one, caller.account) for one in new):
        raise invalid("Issue", "assignees", "invalid", value=" ".join(logins))
    check_assignees(issue.repository, chosen)
    return chosen


def put_on(world: World, issue: Issue, account: Account, actor: Account) -> None:
    """Adds one assignee, by somebody whose right to it was checked before."""
    if account not in issue.assignees:
        issue.assignees.append(account)
        record(world, issue, EventKind.ASSIGNED, actor, assignee=account)


def _take_off(world: World, issue: Issue, account: Account | None, actor: Account) -> None:
    if account is not None:
        issue.assignees.remove(account)
        record(world, issue, EventKind.UNASSIGNED, actor, assignee=account)
