"""The closed lists of words about projects: a member's value is REST's spelling, its name is GraphQL's."""

from enum import StrEnum

from sandbox.words import Ladder


class FieldKind(StrEnum):
    """What a field of a project holds; the first ones are built in, the last five people may make."""

    TITLE = "title"
    ASSIGNEES = "assignees"
    LABELS = "labels"
    LINKED_PULL_REQUESTS = "linked_pull_requests"
    MILESTONE = "milestone"
    REPOSITORY = "repository"
    REVIEWERS = "reviewers"
    PARENT_ISSUE = "parent_issue"
    SUB_ISSUES_PROGRESS = "sub_issues_progress"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    SINGLE_SELECT = "single_select"
    ITERATION = "iteration"

    @property
    def is_custom(self) -> bool:
        """Whether people make such fields, and set their values."""
        return self in CUSTOM_KINDS


CUSTOM_KINDS = (
    FieldKind.TEXT,
    FieldKind.NUMBER,
    FieldKind.DATE,
    FieldKind.SINGLE_SELECT,
    FieldKind.ITERATION,
)


class ItemType(StrEnum):
    """What an item is to whoever looks at it; what they may not see is redacted."""

    ISSUE = "Issue"
    PULL_REQUEST = "PullRequest"
    DRAFT_ISSUE = "DraftIssue"
    REDACTED = "Redacted"


class OptionColor(StrEnum):
    """The colors of an option."""

    GRAY = "GRAY"
    BLUE = "BLUE"
    GREEN = "GREEN"
    YELLOW = "YELLOW"
    ORANGE = "ORANGE"
    RED = "RED"
    PINK = "PINK"
    PURPLE = "PURPLE"


class ViewLayout(StrEnum):
    """How a view lays its items out."""

    TABLE_LAYOUT = "table"
    BOARD_LAYOUT = "board"
    ROADMAP_LAYOUT = "roadmap"


class ProjectRole(Ladder):
    """What an account may do in a project, from least to most."""

    READER = "reader"
    WRITER = "writer"
    ADMIN = "admin"


class ProjectWorkflowKind(StrEnum):
    """The built-in workflows, by the names that a project's settings show."""

    ITEM_ADDED = "Item added to project"
    ITEM_REOPENED = "Item reopened"
    ITEM_CLOSED = "Item closed"
