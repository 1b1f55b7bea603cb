"""Who is asking, and what they may do where."""

from dataclasses import dataclass
from typing import Literal

from sandbox.records import Account, Issue, Repository, Token, key_of
from sandbox.rules.refusals import NOT_FOR_INTEGRATIONS, Forbidden, Gone, NotFound, Unauthorized
from sandbox.words import AccountKind, Association, Role, TokenKind
from sandbox.world import World

Area = Literal["issues", "pull_requests", "contents", "metadata"]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who makes a request: an account, and the token it came with; without an account it is nobody."""

    account: Account | None = None
    token: Token | None = None

    @property
    def is_workflow(self) -> bool:
        """Whether the request comes with a workflow's token."""
        return self.token is not None and self.token.kind is TokenKind.WORKFLOW

    @property
    def login(self) -> str | None:
        """The login as REST writes it."""
        return self.account.rest_login if self.account else None


def caller_of(world: World, text: str | None) -> Caller:
    """Who a token belongs to; raises Unauthorized for an unknown one, Forbidden for a suspended account."""
    if text is None:
        return Caller()
    token = world.tokens.get(text)
    if token is None:
        raise Unauthorized("Bad credentials")
    if token.account.is_suspended:
        raise Forbidden("Sorry. Your account was suspended.")
    return Caller(token.account, token)


def granted(caller: Caller, repository: Repository, area: Area) -> str | None:
    """What a workflow's token may do in an area of a repository: `read`, `write` or None."""
    token = caller.token
    if token is None or token.repository != repository.full_name:
        return None
    if area == "metadata":
        return "read"
    permissions = {name.replace("-", "_"): level for name, level in token.permissions.items()}
    level = permissions.get(area)
    return None if level == "none" else level


def role_of(account: Account, repository: Repository) -> Role | None:
    """What a person may do in a repository: as owner, as given, as a member of the owner, or as anyone."""
    if account is repository.owner:
        return Role.ADMIN
    if account.key in repository.roles:
        return repository.roles[account.key]
    if account.key in repository.owner.members or not repository.is_private:
        return Role.READ
    return None


def can_see(caller: Caller, repository: Repository) -> bool:
    """Whether the repository exists for the caller at all."""
    if not repository.is_private:
        return True
    if caller.is_workflow:
        return granted(caller, repository, "metadata") is not None
    return caller.account is not None and role_of(caller.account, repository) is not None


def has_role(caller: Caller, repository: Repository, role: Role, area: Area = "issues") -> bool:
    """Whether the caller may do what the role may; a workflow's token may if it can write in the area."""
    if caller.is_workflow:
        return granted(caller, repository, area) == "write" and not role.reaches(Role.MAINTAIN)
    held = role_of(caller.account, repository) if caller.account else None
    return held is not None and held.reaches(role)


def see(world: World, caller: Caller, owner: str, name: str, area: Area = "metadata") -> Repository:
    """The repository to read; raises NotFound when it is hidden, Forbidden when the token lacks the area."""
    repository = world.find_repository(owner, name)
    if repository is None or not can_see(caller, repository):
        raise NotFound
    require_area(caller, repository, area)
    return repository


def require_area(caller: Caller, repository: Repository, area: Area) -> None:
    """Raises Forbidden when a workflow's token may not even read the area; what is public anyone reads."""
    if repository.is_private and caller.is_workflow and granted(caller, repository, area) is None:
        raise Forbidden(NOT_FOR_INTEGRATIONS)


def require_account(caller: Caller) -> Account:
    """The account that is to do something; raises Unauthorized when nobody signed in."""
    if caller.account is None:
        raise Unauthorized("Requires authentication")
    return caller.account


def require_writing(caller: Caller, repository: Repository, area: Area) -> Account:
    """The account that may add something of its own here; raises Forbidden where nothing can be written."""
    account = require_account(caller)
    if caller.is_workflow and granted(caller, repository, area) != "write":
        raise Forbidden(NOT_FOR_INTEGRATIONS)
    if repository.is_archived:
        raise Forbidden("Repository was archived so is read-only.")
    return account


def require_role(caller: Caller, repository: Repository, role: Role, area: Area = "issues") -> Account:
    """The account that may do what the role may; raises Forbidden for anyone less."""
    account = require_writing(caller, repository, area)
    if not has_role(caller, repository, role, area):
        raise Forbidden(
            NOT_FOR_INTEGRATIONS if caller.is_workflow else "Must have admin rights to Repository."
        )
    return account


def require_issues(repository: Repository) -> None:
    """Raises Gone when the repository has its issues switched off."""
    if not repository.has_issues:
        raise Gone("Issues has been disabled in this repository.")


def area_of(issue: Issue) -> Area:
    """Which permission of a workflow's token an issue or pull request falls under."""
    return "pull_requests" if issue.is_pull_request else "issues"


def permission_in(
    world: World, caller: Caller, repository: Repository, login: str
) -> tuple[Account, Role | None]:
    """An account and its role; raises NotFound for nobody and for bots, Forbidden for askers without push."""
    require_account(caller)
    may_ask = (
        granted(caller, repository, "metadata") is not None
        if caller.is_workflow
        else has_role(caller, repository, Role.WRITE)
    )
    if not may_ask:
        raise Forbidden(
            NOT_FOR_INTEGRATIONS
            if caller.is_workflow
            else "Must have push access to view collaborator permission."
        )
    account = world.find_account(login)
    if account is None:
        raise NotFound
    if account.kind is not AccountKind.USER:
        raise NotFound(f"{account.rest_login} is not a user")
    return account, role_of(account, repository)


def association(caller: Caller, repository: Repository, author: Account | None) -> Association:
    """How an author stands to the repository as the caller sees it.

    Members who keep their membership private look like strangers to everyone outside, workflows included.
    """
    if author is None or author.kind is AccountKind.BOT:
        return Association.NONE
    if author is repository.owner:
        return Association.OWNER
    is_public = repository.owner.members.get(author.key)
    sees_members = caller.account is not None and caller.account.key in repository.owner.members
    if is_public or (is_public is False and sees_members):
        return Association.MEMBER
    if author.key in repository.roles and is_public is None:
        return Association.COLLABORATOR
    if any(key_of(commit.author.login) == author.key for commit in repository.commits):
        return Association.CONTRIBUTOR
    return Association.NONE
