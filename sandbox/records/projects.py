"""Projects: boards of an organization or user, with their fields, items, views and built-in workflows."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sandbox.project_words import (
    FieldKind,
    ItemType,
    OptionColor,
    ProjectRole,
    ProjectWorkflowKind,
    ViewLayout,
)
from sandbox.records.accounts import Account
from sandbox.records.issues import Issue
from sandbox.records.repositories import Repository
from sandbox.words import AccountKind


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a single select field; GitHub gives it another id whenever the list is written anew."""

    id: str
    name: str
    color: OptionColor
    description: str


@dataclass(frozen=True, slots=True)
class Iteration:
    """A stretch of days of an iteration field."""

    id: str
    title: str
    start_date: date
    duration: int

    def is_over(self, today: date) -> bool:
        """Whether its last day is past."""
        return self.start_date + timedelta(days=self.duration) <= today


@dataclass(slots=True, eq=False)
class ProjectField:
    """A column of a project: built in, or one that people made."""

    id: str
    database_id: int
    project: "Project" = field(repr=False)
    name: str
    kind: FieldKind
    created_at: datetime
    updated_at: datetime


@dataclass(slots=True, eq=False)
class SelectField(ProjectField):
    """A field with a list of options."""

    options: list[Option] = field(default_factory=list)

    def option(self, identity: str) -> Option | None:
        """The option of an id, if the field still has it."""
        return next((option for option in self.options if option.id == identity), None)

    def option_named(self, name: str) -> Option | None:
        """The option of exactly this name, if there is one."""
        return next((option for option in self.options if option.name == name), None)


@dataclass(slots=True, eq=False)
class IterationField(ProjectField):
    """A field with iterations, oldest first; `start_day` is 1 for Monday, `duration` the usual one in days."""

    duration: int = 14
    start_day: int = 1
    iterations: list[Iteration] = field(default_factory=list)

    def iteration(self, identity: str) -> Iteration | None:
        """The iteration of an id, if the field still has it."""
        return next((one for one in self.iterations if one.id == identity), None)


@dataclass(slots=True, eq=False)
class FieldValue:
    """What an item has in a field that people made; which class it is depends on the field's kind."""

    id: str
    database_id: int
    item: "ProjectItem" = field(repr=False)
    field: ProjectField
    creator: Account | None
    created_at: datetime
    updated_at: datetime


@dataclass(slots=True, eq=False)
class TextValue(FieldValue):
    """A line of text."""

    text: str


@dataclass(slots=True, eq=False)
class NumberValue(FieldValue):
    """A number."""

    number: float


@dataclass(slots=True, eq=False)
class DateValue(FieldValue):
    """A day."""

    date: date


@dataclass(slots=True, eq=False)
class OptionValue(FieldValue):
    """One of the field's options."""

    option: Option


@dataclass(slots=True, eq=False)
class IterationValue(FieldValue):
    """One of the field's iterations."""

    iteration: Iteration


@dataclass(slots=True, eq=False)
class DraftIssue:
    """An item that lives in its project alone."""

    id: str
    database_id: int
    title: str
    body: str
    creator: Account | None
    created_at: datetime
    updated_at: datetime
    assignees: list[Account] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class ProjectItem:
    """An issue, pull request or draft in a project; `values` are by the field's database id."""

    id: str
    database_id: int
    project: "Project" = field(repr=False)
    content: Issue | DraftIssue
    position: float
    creator: Account | None
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None = None
    values: dict[int, FieldValue] = field(default_factory=dict, repr=False)

    @property
    def place(self) -> tuple[float, int]:
        """What the items of a project are ordered by."""
        return (self.position, self.database_id)

    @property
    def type(self) -> ItemType:
        """What the item is to those who may see it."""
        if isinstance(self.content, DraftIssue):
            return ItemType.DRAFT_ISSUE
        return ItemType.PULL_REQUEST if self.content.is_pull_request else ItemType.ISSUE


@dataclass(slots=True, eq=False)
class ProjectView:
    """How a project is looked at; `fields` are the columns it shows."""

    id: str
    database_id: int
    project: "Project" = field(repr=False)
    number: int
    name: str
    layout: ViewLayout
    creator: Account | None
    created_at: datetime
    filter: str | None = None
    fields: list[ProjectField] = field(default_factory=list, repr=False)


@dataclass(slots=True, eq=False)
class ProjectWorkflow:
    """Something that GitHub itself does in a project while it is enabled."""

    id: str
    database_id: int
    project: "Project" = field(repr=False)
    number: int
    kind: ProjectWorkflowKind
    enabled: bool
    created_at: datetime

    @property
    def name(self) -> str:
        """What the project's settings call it."""
        return self.kind.value


@dataclass(slots=True, eq=False)
class Project:
    """A project; items are by database id, and once more by their content."""

    id: str
    database_id: int
    owner: Account
    number: int
    title: str
    creator: Account | None
    created_at: datetime
    updated_at: datetime
    short_description: str | None = None
    readme: str | None = None
    is_public: bool = False
    closed_at: datetime | None = None
    is_template: bool = False
    roles: dict[str, ProjectRole] = field(default_factory=dict)
    fields: list[ProjectField] = field(default_factory=list, repr=False)
    items: dict[int, ProjectItem] = field(default_factory=dict, repr=False)
    items_by_content: dict[Issue | DraftIssue, ProjectItem] = field(default_factory=dict, repr=False)
    views: list[ProjectView] = field(default_factory=list, repr=False)
    workflows: list[ProjectWorkflow] = field(default_factory=list, repr=False)
    repositories: list[Repository] = field(default_factory=list, repr=False)

    @property
    def key(self) -> str:
        """What the project is found by in its world."""
        return f"{self.owner.key}/{self.number}"

    @property
    def owner_path(self) -> str:
        """Where the owner's projects are, on the site and in the API alike."""
        sort = "orgs" if self.owner.kind is AccountKind.ORGANIZATION else "users"
        return f"/{sort}/{self.owner.login}"

    @property
    def path(self) -> str:
        """Where its page is."""
        return f"{self.owner_path}/projects/{self.number}"

    @property
    def ordered_items(self) -> list[ProjectItem]:
        """All items, archived ones too, as they stand in the project."""
        return sorted(self.items.values(), key=lambda item: item.place)

    def field_named(self, name: str) -> ProjectField | None:
        """The field of a name in any case, if there is one."""
        wanted = name.casefold()
        return next((one for one in self.fields if one.name.casefold() == wanted), None)

    @property
    def status(self) -> SelectField | None:
        """The Status field that GitHub's own workflows write, unless somebody deleted it."""
        found = self.field_named("Status")
        return found if isinstance(found, SelectField) else None

    def workflow(self, kind: ProjectWorkflowKind) -> ProjectWorkflow:
        """The built-in workflow of a kind."""
        return next(workflow for workflow in self.workflows if workflow.kind is kind)


ProjectNode = Project | ProjectField | ProjectItem | FieldValue | ProjectView | ProjectWorkflow | DraftIssue
