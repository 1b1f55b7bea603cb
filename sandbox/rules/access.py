"""What callers see and may do, by their role and their token together."""

from sandbox.records import Account, Issue, Repository
from sandbox.rules.callers import Caller, caller_of, refuse_app, require_account, require_app
from sandbox.rules.permissions import Area, Level, granted, not_permitted, require_token, token_allows
from sandbox.rules.refusals import NOT_FOR_INTEGRATIONS, Forbidden, Gone, NotFound
from sandbox.rules.roles import association, role_as_seen, role_of
from sandbox.words import AccountKind, Role
from sandbox.world import World

__all__ = [
    "Area",
    "Caller",
    "Level",
    "Renamed",
    "area_of",
    "association",
    "caller_of",
    "can_see",
    "granted",
    "has_role",
    "may_ask_for_people",
    "permission_in",
    "require_account",
    "require_app",
    "require_area",
    "require_issues",
    "require_role",
    "require_token",
    "require_writing",
    "role_as_seen",
    "role_of",
    "see",
    "token_allows",
]
# Where a token's permission to write stands for a maintainer's and an administrator's rights too.
ADMINISTRATIVE = (
    "administration",
    "members",
    "organization_hooks",
    "organization_projects",
    "repository_hooks",
)


class Renamed(NotFound):
    """The repository has another name or owner now, and the caller may look there."""

    def __init__(self, repository: Repository) -> None:
        super().__init__()
        self.repository = repository


def _absence(world: World, caller: Caller, owner: str, name: str) -> NotFound:
    """What is so where no repository of that name is: it has another one, or there is none for the caller."""
    elsewhere = world.find_renamed(owner, name)
    if elsewhere is None or not can_see(caller, elsewhere):
        return NotFound()
    return Renamed(elsewhere)


def can_see(caller: Caller, repository: Repository) -> bool:
    """Whether the repository exists for the caller at all."""
    if not repository.is_private:
        return True
    if caller.account is None or not token_allows(caller, repository, "metadata"):
        return False
    return caller.is_integration or role_of(caller.account, repository) is not None


def has_role(caller: Caller, repository: Repository, role: Role, area: Area = "issues") -> bool:
    """Whether the caller may do what the role may, with a token that can write in the area.

    An integration has no role: its permissions alone decide, and those end below what maintainers may.
    """
    if caller.account is None or not token_allows(caller, repository, area, "write"):
        return False
    if caller.is_integration:
        return area in ADMINISTRATIVE or not role.reaches(Role.MAINTAIN)
    held = role_of(caller.account, repository)
    return held is not None and held.reaches(role)


def see(world: World, caller: Caller, owner: str, name: str, area: Area = "metadata") -> Repository:
    """The repository to read; raises NotFound when it is hidden, Forbidden when the token lacks the area.

    For a name that it had before, NotFound is Renamed.
    """
    refuse_app(caller)
    repository = world.find_repository(owner, name)
    if repository is None:
        raise _absence(world, caller, owner, name)
    if not can_see(caller, repository):
        raise NotFound
    require_area(caller, repository, area)
    return repository


def require_area(caller: Caller, repository: Repository, area: Area) -> None:
    """Raises Forbidden when the token may not even read the area; what is public anyone reads."""
    if repository.is_private:
        require_token(caller, repository, area)


def require_writing(caller: Caller, repository: Repository, area: Area) -> Account:
    """The account that may add something of its own here; raises Forbidden where nothing can be written."""
    account = require_account(caller)
    require_token(caller, repository, area, "write")
    if repository.is_archived:
        raise Forbidden("Repository was archived so is read-only.")
    return account


def require_role(caller: Caller, repository: Repository, role: Role, area: Area = "issues") -> Account:
    """The account that may do what the role may; raises Forbidden for anyone less."""
    account = require_writing(caller, repository, area)
    if not has_role(caller, repository, role, area):
        raise not_permitted(caller)
    return account


def require_issues(repository: Repository) -> None:
    """Raises Gone when the repository has its issues switched off."""
    if not repository.has_issues:
        raise Gone("Issues has been disabled in this repository.")


def area_of(issue: Issue) -> Area:
    """Which permission of a token an issue or pull request falls under."""
    return "pull_requests" if issue.is_pull_request else "issues"


def permission_in(
    world: World, caller: Caller, repository: Repository, login: str
) -> tuple[Account, Role | None]:
    """An account and its role; raises NotFound for nobody and for bots, Forbidden for askers without push."""
    require_account(caller)
    if not may_ask_for_people(caller, repository):
        raise Forbidden(
            NOT_FOR_INTEGRATIONS
            if caller.is_integration
            else "Must have push access to view collaborator permission."
        )
    account = world.find_account(login)
    if account is None:
        raise NotFound
    if account.kind is not AccountKind.USER:
        raise NotFound(f"{account.rest_login} is not a user")
    return account, role_of(account, repository)


def may_ask_for_people(caller: Caller, repository: Repository) -> bool:
    """Whether the caller is told who may do what here: those who can push, and integrations of the repository."""
    if caller.is_integration:
        return granted(caller, repository, "metadata") is not None
    held = role_of(caller.account, repository) if caller.account else None
    return held is not None and held.reaches(Role.WRITE) and token_allows(caller, repository, "metadata")
