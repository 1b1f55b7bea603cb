"""How much GitHub takes: lengths in characters, and numbers of things."""

from collections.abc import Sized

from sandbox.records import Repository
from sandbox.rules.refusals import Invalid, invalid
from sandbox.words import Plan

TITLE_LENGTH = 256
BODY_LENGTH = 65_536
ASSIGNEES = 10
FREE_ASSIGNEES = 1
LABELS = 100
PINS = 3
SUB_ISSUES = 100
SUB_ISSUE_LEVELS = 8
LABEL_NAME_LENGTH = 50
LABEL_DESCRIPTION_LENGTH = 100
SEARCH_LENGTH = 256
# Of all that a search finds, no more than the first are given out.
SEARCH_RESULTS = 1_000
# One event may be told to this many hooks of a repository.
HOOKS_FOR_AN_EVENT = 20
PROJECT_FIELDS = 50
FIELD_OPTIONS = 50
FIELD_TEXT_LENGTH = 1_024


def check_title(title: str) -> None:
    """Raises Invalid for a title that is empty or too long."""
    if not title.strip():
        raise invalid("Issue", "title", "missing_field")
    if len(title) > TITLE_LENGTH:
        raise invalid("Issue", "title", "custom", f"title is too long (maximum is {TITLE_LENGTH} characters)")


def check_milestone_title(title: str) -> None:
    """Raises Invalid for a milestone's title that is empty or too long."""
    if not title.strip():
        raise invalid("Milestone", "title", "missing_field")
    if len(title) > TITLE_LENGTH:
        problem = f"title is too long (maximum is {TITLE_LENGTH} characters)"
        raise invalid("Milestone", "title", "custom", problem)


def check_board_title(title: str) -> None:
    """Raises Invalid for the title of a project or draft that is empty or too long."""
    if not title.strip():
        raise Invalid("Title can't be blank")
    if len(title) > TITLE_LENGTH:
        raise Invalid(f"Title is too long (maximum is {TITLE_LENGTH} characters)")


def check_body(resource: str, body: str | None) -> None:
    """Raises Invalid for a body that is too long; any other is taken character for character, CRLF too."""
    if body is not None and len(body) > BODY_LENGTH:
        raise invalid(resource, "body", "custom", f"body is too long (maximum is {BODY_LENGTH} characters)")


def check_comment_body(body: str) -> None:
    """Raises Invalid for a comment that says nothing or too much."""
    if not body.strip():
        raise invalid("IssueComment", "data", "unprocessable", "Body cannot be blank")
    check_body("IssueComment", body)


def check_labels(labels: Sized) -> None:
    """Raises Invalid when an issue would carry more labels than fit."""
    if len(labels) > LABELS:
        raise invalid("Issue", "labels", "custom", f"Issues cannot have more than {LABELS} labels")


def check_assignees(repository: Repository, assignees: Sized) -> None:
    """Raises Invalid when an issue would have more assignees than fit: one only in a free private repository."""
    is_free = repository.is_private and repository.plan is Plan.FREE
    most = FREE_ASSIGNEES if is_free else ASSIGNEES
    if len(assignees) > most:
        raise invalid("Issue", "assignees", "custom", f"Issues cannot have more than {most} assignees")
