"""The labels and milestones of a repository."""

from collections import Counter
from datetime import UTC, datetime

from flask import Response

from sandbox.pages.rendering import render
from sandbox.pages.routes import Act, Page
from sandbox.pages.visits import Visit
from sandbox.rules import milestones
from sandbox.rules.access import has_role
from sandbox.rules.labels import LabelDraft, create_label
from sandbox.rules.refusals import Invalid
from sandbox.words import Role


def show_labels(visit: Visit, owner: str, name: str) -> Response:
    """All labels, with how many open issues carry each."""
    repository = visit.repository(owner, name)
    carried = Counter(
        label.id
        for issue in repository.issues.values()
        if issue.is_open and not issue.is_pull_request
        for label in issue.labels
    )
    return render(
        visit,
        "labels.html",
        title=f"Labels · {repository.full_name}",
        repository=repository,
        labels=sorted(repository.labels.values(), key=lambda label: label.name.casefold()),
        carried=carried,
        may_write=has_role(visit.caller, repository, Role.WRITE),
    )


def make_label(visit: Visit, owner: str, name: str) -> str:
    """Makes a label."""
    repository = visit.repository(owner, name)
    color = visit.text("color").removeprefix("#")
    draft = LabelDraft(visit.text("name").strip(), color, visit.text("description") or None)
    create_label(visit.world, visit.caller, repository, draft)
    return f"/{repository.full_name}/labels"


def show_milestones(visit: Visit, owner: str, name: str) -> Response:
    """All milestones with how far they are."""
    repository = visit.repository(owner, name)
    return render(
        visit,
        "milestones.html",
        title=f"Milestones · {repository.full_name}",
        repository=repository,
        milestones=sorted(repository.milestones.values(), key=lambda milestone: not milestone.is_open),
        may_write=has_role(visit.caller, repository, Role.WRITE),
    )


def make_milestone(visit: Visit, owner: str, name: str) -> str:
    """Makes a milestone, due at midnight UTC of a day if one is given."""
    repository = visit.repository(owner, name)
    due = _day(visit.text("due")) if visit.text("due") else None
    draft = milestones.MilestoneDraft(visit.text("title").strip(), visit.text("description") or None, due)
    milestones.create_milestone(visit.world, visit.caller, repository, draft)
    return f"/{repository.full_name}/milestones"


def _day(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        raise Invalid(f"“{text}” is not a day.") from None


LABELS = Page("/<owner>/<name>/labels", show_labels)
MILESTONES = Page("/<owner>/<name>/milestones", show_milestones)
PAGES = (LABELS, MILESTONES)
ACTS = (Act(LABELS.rule, make_label, LABELS), Act(MILESTONES.rule, make_milestone, MILESTONES))
