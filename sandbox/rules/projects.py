"""Projects themselves: founding, describing, closing, linking and deleting them."""

from dataclasses import dataclass

from sandbox import boards
from sandbox.happenings import Happening
from sandbox.project_words import ProjectRole
from sandbox.records import Account, Repository
from sandbox.records.projects import Project
from sandbox.rules.access import Caller, require_account
from sandbox.rules.limits import check_board_title
from sandbox.rules.project_access import not_for, require_project_role, require_projects
from sandbox.rules.refusals import Invalid
from sandbox.world import World


class Mismatch(Invalid):
    """A value or id that does not fit what it is for."""

    graph_type = "VALIDATION"


@dataclass(frozen=True, slots=True)
class ProjectChanges:
    """What an edit is to change; None leaves a part as it is."""

    title: str | None = None
    short_description: str | None = None
    readme: str | None = None
    is_public: bool | None = None
    is_closed: bool | None = None


def create_project(
    world: World, caller: Caller, owner: Account, title: str, repository: Repository | None = None
) -> Project:
    """Founds a project of oneself or of an organization one is a member of, linked to a repository if told."""
    creator = require_account(caller)
    require_projects(caller, owner, "write")
    is_app = caller.is_integration
    if owner is not creator and creator.key not in owner.members and not is_app:
        raise not_for(creator)
    check_board_title(title)
    project = boards.found_project(world, owner, title, creator)
    if repository is not None:
        link(world, caller, project, repository)
    world.announce(Happening("projects_v2", "created", creator, project))
    return project


def change_project(world: World, caller: Caller, project: Project, changes: ProjectChanges) -> None:
    """Describes, closes or opens a project, by those who may write; only admins show or hide it."""
    needed = ProjectRole.WRITER if changes.is_public is None else ProjectRole.ADMIN
    editor = require_project_role(caller, project, needed)
    if changes.title is not None:
        check_board_title(changes.title)
    told = _edit(project, changes)
    if told:
        project.updated_at = world.clock.now()
        world.announce(Happening("projects_v2", "edited", editor, project, changes=told))
    if changes.is_closed is not None and changes.is_closed != (project.closed_at is not None):
        project.closed_at = world.clock.now() if changes.is_closed else None
        project.updated_at = world.clock.now()
        action = "closed" if changes.is_closed else "reopened"
        world.announce(Happening("projects_v2", action, editor, project))


def _edit(project: Project, changes: ProjectChanges) -> dict[str, object]:
    """Changes the texts and tells which were others before, as a webhook does."""
    names = {"title": "title", "short_description": "short_description", "readme": "description"}
    told: dict[str, object] = {}
    for name, official in (*names.items(), ("is_public", "public")):
        new, old = getattr(changes, name), getattr(project, name)
        if new is not None and new != old:
            setattr(project, name, new)
            told[official] = {"from": old, "to": new}
    return told


def delete_project(world: World, caller: Caller, project: Project) -> None:
    """Deletes a project for good, by its admins."""
    deleter = require_project_role(caller, project, ProjectRole.ADMIN)
    boards.drop_project(world, project)
    world.announce(Happening("projects_v2", "deleted", deleter, project))


def link(world: World, caller: Caller, project: Project, repository: Repository) -> None:
    """Lists a project among those of a repository of the same owner; once linked, it stays linked."""
    require_project_role(caller, project, ProjectRole.WRITER)
    if repository.owner is not project.owner:
        raise Mismatch("Repository must be owned by the same owner as the project")
    if repository not in project.repositories:
        project.repositories.append(repository)
        project.updated_at = world.clock.now()


def unlink(world: World, caller: Caller, project: Project, repository: Repository) -> None:
    """Takes a project from the list of a repository."""
    require_project_role(caller, project, ProjectRole.WRITER)
    if repository in project.repositories:
        project.repositories.remove(repository)
        project.updated_at = world.clock.now()
