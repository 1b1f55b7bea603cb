"""The projects that an issue is in, and those that it could be added to, as its page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.pages.visits import Visit
from sandbox.project_words import ProjectRole
from sandbox.records import Issue
from sandbox.records.projects import Option, OptionValue, Project, ProjectItem
from sandbox.rules.project_access import has_project_role, items_of, projects_of


@dataclass(frozen=True, slots=True)
class Membership:
    """An issue's item in one project; `may_write` tells whether who looks may change it there."""

    item: ProjectItem
    status: Option | None
    may_write: bool

    @property
    def project(self) -> Project:
        """The project that the issue is in."""
        return self.item.project

    @property
    def options(self) -> Sequence[Option]:
        """The statuses that the issue can have there."""
        return self.project.status.options if self.project.status is not None else ()


def memberships_of(visit: Visit, issue: Issue) -> Sequence[Membership]:
    """What the issue is in each project that exists for who looks."""
    return [
        Membership(item, status_of(item), item.archived_at is None and may_write(visit, item.project))
        for item in items_of(visit.world, visit.caller, issue)
    ]


def choosable_for(visit: Visit, issue: Issue) -> Sequence[Project]:
    """The open projects of the repository's owner that who looks may add the issue to."""
    return [
        project
        for project in projects_of(visit.world, visit.caller, issue.repository.owner)
        if project.closed_at is None and issue not in project.items_by_content and may_write(visit, project)
    ]


def may_write(visit: Visit, project: Project) -> bool:
    """Whether who looks may change what is in a project; the rules decide again on every act."""
    return visit.account is not None and has_project_role(visit.caller, project, ProjectRole.WRITER)


def status_of(item: ProjectItem) -> Option | None:
    """The option that an item has in its project's Status field."""
    field = item.project.status
    value = item.values.get(field.database_id) if field is not None else None
    return value.option if isinstance(value, OptionValue) else None
