"""Who sees a project and what they may do in it: by the token first, then by the account."""

from sandbox.boards import projects_with
from sandbox.project_words import ProjectRole
from sandbox.records import Account, Issue
from sandbox.records.projects import (
    DraftIssue,
    FieldValue,
    Project,
    ProjectField,
    ProjectItem,
    ProjectNode,
    ProjectView,
    ProjectWorkflow,
)
from sandbox.rules.access import (
    Caller,
    Level,
    area_of,
    can_see,
    granted,
    require_account,
    require_area,
    require_token,
)
from sandbox.rules.permissions import not_permitted
from sandbox.rules.refusals import Forbidden, NotFound, Refusal
from sandbox.words import AccountKind
from sandbox.world import World

APP_ROLES = {"read": ProjectRole.READER, "write": ProjectRole.WRITER, "admin": ProjectRole.ADMIN}


def require_projects(caller: Caller, owner: Account, level: Level = "read") -> None:
    """Raises Forbidden for a token that does not reach an owner's projects: no workflow's does, not even public ones.

    Those of apps, and fine-grained ones, reach no projects of users.
    """
    require_token(caller, owner, "organization_projects", level)
    if caller.is_limited and owner.kind is not AccountKind.ORGANIZATION:
        raise not_permitted(caller)


def project_role(account: Account, project: Project) -> ProjectRole | None:
    """What a person may do: owners and the creator all, a member of the owner write, anyone read what is public."""
    owner = project.owner
    is_member = account.key in owner.members
    if account is owner or account.key in owner.owners or (account is project.creator and is_member):
        return ProjectRole.ADMIN
    given = project.roles.get(account.key)
    if is_member and given is not ProjectRole.ADMIN:
        return ProjectRole.WRITER
    return given or (ProjectRole.READER if project.is_public else None)


def _held_role(caller: Caller, project: Project) -> ProjectRole | None:
    if caller.is_integration:
        return APP_ROLES.get(granted(caller, project.owner, "organization_projects") or "")
    if caller.account is None:
        return ProjectRole.READER if project.is_public else None
    return project_role(caller.account, project)


def can_read(caller: Caller, project: Project) -> bool:
    """Whether the project exists for the caller at all."""
    return _held_role(caller, project) is not None


def has_project_role(caller: Caller, project: Project, role: ProjectRole) -> bool:
    """Whether the caller may do what the role may."""
    held = _held_role(caller, project)
    return held is not None and held.reaches(role)


def require_project_role(caller: Caller, project: Project, role: ProjectRole) -> Account:
    """The account that may do what the role may; raises Forbidden for anyone less, NotFound where it is hidden."""
    account = require_account(caller)
    require_projects(caller, project.owner, "write")
    if not can_read(caller, project):
        raise NotFound
    if not has_project_role(caller, project, role):
        raise not_for(account)
    return account


def not_for(account: Account) -> Forbidden:
    """What GitHub says to somebody who sees a project but may not do that."""
    login = account.rest_login
    return Forbidden(f"{login} does not have the correct permissions to execute this request")


def projects_of(world: World, caller: Caller, owner: Account) -> list[Project]:
    """The projects of an owner that exist for the caller, by number."""
    known = world.find_account(owner.rest_login) or owner
    require_projects(caller, known)
    found = (project for project in world.projects.values() if project.owner is known)
    return [project for project in found if can_read(caller, project)]


def items_of(world: World, caller: Caller, content: Issue) -> list[ProjectItem]:
    """The items that an issue or pull request is in the projects that exist for the caller."""
    require_projects(caller, content.repository.owner)
    return [item for item in projects_with(world, content) if can_read(caller, item.project)]


class HiddenItem(Forbidden):
    """An item whose project the caller's token does not reach, in its place: GitHub lists it as null with an error."""

    def __init__(self, item: ProjectItem, refusal: Forbidden) -> None:
        super().__init__(refusal.message)
        self.database_id = item.database_id
        self.archived_at = item.archived_at


def items_listed(world: World, caller: Caller, content: Issue) -> list[ProjectItem | HiddenItem]:
    """The same as GitHub lists them, to a fine-grained token with those that it does not reach in their places.

    Source: https://github.com/cli/cli/pull/11703 and https://github.com/raycast/extensions/issues/24028
    """
    if not caller.is_limited or caller.is_integration:
        return [*items_of(world, caller, content)]
    listed: list[ProjectItem | HiddenItem] = []
    for item in projects_with(world, content):
        try:
            require_projects(caller, item.project.owner)
        except Forbidden as refusal:
            listed.append(HiddenItem(item, refusal))
            continue
        listed += [item] if can_read(caller, item.project) else []
    return listed


def shows_content(caller: Caller, item: ProjectItem) -> bool:
    """Whether the caller may see what the item is; if not, GitHub shows it redacted."""
    content = item.content
    if not isinstance(content, Issue):
        return True
    if not can_see(caller, content.repository):
        return False
    try:
        require_area(caller, content.repository, area_of(content))
    except Refusal:
        return False
    return True


def project_of(world: World, record: object) -> Project | None:
    """The project that a record is part of, or None for anything else."""
    if isinstance(record, Project):
        return record
    if isinstance(record, ProjectField | ProjectItem | ProjectView | ProjectWorkflow):
        return record.project
    if isinstance(record, FieldValue):
        return record.item.project
    if isinstance(record, DraftIssue):
        return item_of_draft(world, record).project
    return None


def item_of_draft(world: World, draft: DraftIssue) -> ProjectItem:
    """The one item that a draft is."""
    found = (project.items_by_content.get(draft) for project in world.projects.values())
    return next(item for item in found if item is not None)


def can_see_part(world: World, caller: Caller, record: ProjectNode) -> bool:
    """Whether a project, or something in it, exists for the caller; raises Forbidden for tokens without projects."""
    project = project_of(world, record)
    if project is None:
        return False
    require_projects(caller, project.owner)
    return can_read(caller, project)
