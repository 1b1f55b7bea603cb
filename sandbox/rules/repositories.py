"""What becomes of repositories: made, renamed, archived, changed, transferred, deleted; each is told.

Sources: https://docs.github.com/en/rest/repos/repos and
https://docs.github.com/en/webhooks/webhook-events-and-payloads#repository
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from re import sub

from sandbox.happenings import Happening
from sandbox.records import Account, Label, Milestone, Repository
from sandbox.rules.access import Caller, has_role, require_account, require_token
from sandbox.rules.departures import forget_issue
from sandbox.rules.installations import coverage_told
from sandbox.rules.permissions import not_permitted
from sandbox.rules.refusals import Forbidden, NotFound, invalid
from sandbox.words import Role
from sandbox.world import World

LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Settings:
    """What is to be otherwise in a repository; None is as it was."""

    name: str | None = None
    description: str | None = None
    is_private: bool | None = None
    has_issues: bool | None = None
    is_archived: bool | None = None


def create_repository(
    world: World, caller: Caller, owner: Account, name: str, *, public: bool = True
) -> Repository:
    """Makes a repository at home or in an organization whose member the caller is; raises NotFound elsewhere."""
    actor = require_account(caller)
    if actor is not owner and actor.key not in owner.members:
        raise NotFound
    full_name = f"{owner.login}/{_free_name(world, owner, name)}"
    roles = {} if actor is owner else {actor.rest_login: Role.ADMIN.value}
    with coverage_told(world, actor):
        repository = world.add_repository(full_name, public=public, roles=roles)
        _tell(world, "created", actor, repository)
    return repository


def change_repository(world: World, caller: Caller, repository: Repository, settings: Settings) -> None:
    """Changes settings, by an administrator; what is archived must come back first."""
    actor = _administrator(caller, repository)
    if repository.is_archived and settings.is_archived is not False:
        raise Forbidden("Repository was archived so is read-only.")
    name = settings.name
    if name is not None and name != repository.name:
        _rename(world, actor, repository, name)
    if settings.has_issues is not None:
        repository.has_issues = settings.has_issues
    for change in (_archive, _publish, _describe):
        change(world, actor, repository, settings)


def transfer_repository(world: World, caller: Caller, repository: Repository, owner: Account) -> None:
    """Gives a repository, by its administrator, to another account that the same person decides for.

    GitHub asks other people to accept it first; the sandbox knows no such waiting.
    """
    actor = _administrator(caller, repository)
    if actor is not owner and actor.key not in owner.members:
        raise NotFound
    former = repository.owner
    _free_name(world, owner, repository.name)
    with coverage_told(world, actor):
        _move(world, repository, owner, repository.name)
        for installation in world.installations.values():
            if installation.repository_ids is not None:
                installation.repository_ids.discard(repository.database_id)
        for team in former.teams.values():
            team.roles.pop(repository.database_id, None)
        _tell(world, "transferred", actor, repository, former_owner=former)


def delete_repository(world: World, caller: Caller, repository: Repository) -> None:
    """Deletes a repository with all in it, by an administrator whose classic token may do that."""
    actor = _administrator(caller, repository)
    if not caller.has_scope("delete_repo"):
        raise not_permitted(caller)
    with coverage_told(world, actor):
        for issue in list(repository.issues.values()):
            forget_issue(world, issue)
        _forget(world, repository)
        _tell(world, "deleted", actor, repository)


def _administrator(caller: Caller, repository: Repository) -> Account:
    actor = require_account(caller)
    require_token(caller, repository, "administration", "write")
    if not has_role(caller, repository, Role.ADMIN, "administration"):
        raise not_permitted(caller)
    return actor


def _rename(world: World, actor: Account, repository: Repository, name: str) -> None:
    changes = {"repository": {"name": {"from": repository.name}}}
    _move(world, repository, repository.owner, _free_name(world, repository.owner, name, repository))
    _tell(world, "renamed", actor, repository, changes=changes)


def _free_name(world: World, owner: Account, name: str, present: Repository | None = None) -> str:
    """The name as GitHub takes it, with a hyphen for what it has no use for; raises Invalid for another's name."""
    usable = sub(r"[^A-Za-z0-9._-]+", "-", name)
    if not usable or usable in (".", ".."):
        raise invalid("Repository", "name", "missing_field")
    if len(usable) > LONGEST_NAME:
        problem = f"name is too long (maximum is {LONGEST_NAME} characters)"
        raise invalid("Repository", "name", "custom", problem)
    if world.find_repository(owner.login, usable) not in (None, present):
        message = "name already exists on this account"
        raise invalid("Repository", "name", "custom", message)
    return usable


def _move(world: World, repository: Repository, owner: Account, name: str) -> None:
    """Lets a repository be found under another name, and leads from the one that it had."""
    former = repository.full_name
    repository.owner, repository.name = owner, name
    world.repositories = {one.full_name.casefold(): one for one in world.repositories.values()}
    world.former_names[former.casefold()] = repository
    # Who has a name now is found by it for good.
    world.former_names.pop(repository.full_name.casefold(), None)
    for text, token in world.tokens.items():
        if token.repository == former:
            world.tokens[text] = replace(token, repository=repository.full_name)


def _archive(world: World, actor: Account, repository: Repository, settings: Settings) -> None:
    wanted = settings.is_archived
    if wanted is not None and wanted is not repository.is_archived:
        repository.is_archived = wanted
        _tell(world, "archived" if wanted else "unarchived", actor, repository)


def _publish(world: World, actor: Account, repository: Repository, settings: Settings) -> None:
    wanted = settings.is_private
    if wanted is not None and wanted is not repository.is_private:
        repository.is_private = wanted
        _tell(world, "privatized" if wanted else "publicized", actor, repository)


def _describe(world: World, actor: Account, repository: Repository, settings: Settings) -> None:
    wanted = settings.description
    if wanted is not None and wanted != repository.description:
        changes = {"description": {"from": repository.description}}
        repository.description = wanted
        _tell(world, "edited", actor, repository, changes=changes)


def _forget(world: World, repository: Repository) -> None:
    del world.repositories[repository.full_name.casefold()]
    world.former_names = {name: one for name, one in world.former_names.items() if one is not repository}
    parts: list[Repository | Label | Milestone] = [repository, *repository.labels.values()]
    parts += repository.milestones.values()
    for part in parts:
        world.nodes.pop(part.id, None)
    world.hooks = {number: hook for number, hook in world.hooks.items() if hook.target is not repository}
    world.tokens = {
        text: token for text, token in world.tokens.items() if token.repository != repository.full_name
    }
    runs, workflows = world.actions.runs, world.actions.workflows
    world.actions.runs = {n: run for n, run in runs.items() if run.workflow.repository is not repository}
    world.actions.workflows = {n: one for n, one in workflows.items() if one.repository is not repository}
    for installation in world.installations.values():
        if installation.repository_ids is not None:
            installation.repository_ids.discard(repository.database_id)
    for team in repository.owner.teams.values():
        team.roles.pop(repository.database_id, None)
    _forget_origin(world, repository)


def _forget_origin(world: World, gone: Repository) -> None:
    for repository in world.repositories.values():
        for issue in repository.issues.values():
            for event in issue.events:
                event.from_repository = None if event.from_repository is gone else event.from_repository


def _tell(
    world: World,
    action: str,
    actor: Account,
    repository: Repository,
    *,
    changes: Mapping[str, object] | None = None,
    former_owner: Account | None = None,
) -> None:
    parts = {"former_owner": former_owner} if former_owner else {}
    world.announce(Happening("repository", action, actor, repository, repository, parts, changes or {}))
