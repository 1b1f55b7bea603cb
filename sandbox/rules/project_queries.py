"""What a search within a project means, in the few words of GitHub's filter language that the sandbox speaks."""

from collections.abc import Callable

from sandbox.project_words import ItemType
from sandbox.records import Issue
from sandbox.records.projects import OptionValue, ProjectItem
from sandbox.rules.queries import Term, terms_of
from sandbox.rules.refusals import Invalid

Test = Callable[[ProjectItem, str], bool]
KINDS = {"issue": ItemType.ISSUE, "pr": ItemType.PULL_REQUEST, "draft": ItemType.DRAFT_ISSUE}


def matches(item: ProjectItem, query: str) -> bool:
    """Whether an item meets every part of a query; raises Invalid for a qualifier that is not known here."""
    return all(_meets(item, term) is term.is_wanted for term in terms_of(query))


def _meets(item: ProjectItem, term: Term) -> bool:
    value = term.value.casefold()
    if not term.name and ":" not in value:
        return value in item.content.title.casefold()
    test = TESTS.get(term.name)
    if test is None:
        raise Invalid(f"The qualifier {term.name or term.value.partition(':')[0]} is not known here.")
    return test(item, value)


def _is(item: ProjectItem, value: str) -> bool:
    if value in KINDS:
        return item.type is KINDS[value]
    if value == "archived":
        return item.archived_at is not None
    if value not in ("open", "closed"):
        raise Invalid(f"is:{value} is not known here.")
    content = item.content
    return (isinstance(content, Issue) and not content.is_open) == (value == "closed")


def _has_status(item: ProjectItem, value: str) -> bool:
    status = item.project.status
    held = item.values.get(status.database_id) if status is not None else None
    return isinstance(held, OptionValue) and held.option.name.casefold() == value


def _has_label(item: ProjectItem, value: str) -> bool:
    return isinstance(item.content, Issue) and item.content.has_label(value)


def _has_assignee(item: ProjectItem, value: str) -> bool:
    return any(account.key == value for account in item.content.assignees)


def _is_in(item: ProjectItem, value: str) -> bool:
    content = item.content
    return isinstance(content, Issue) and content.repository.full_name.casefold() == value


TESTS: dict[str, Test] = {
    "is": _is,
    "status": _has_status,
    "label": _has_label,
    "assignee": _has_assignee,
    "repo": _is_in,
}
