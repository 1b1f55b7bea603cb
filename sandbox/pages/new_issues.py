"""Opening an issue: the chooser, the blank one, and the forms of the repository."""

from collections.abc import Sequence

from flask import Response

from sandbox.pages.issue_forms import Chooser, Form, chooser_of
from sandbox.pages.rendering import render
from sandbox.pages.routes import Act, Page
from sandbox.pages.visits import Visit
from sandbox.records import Repository
from sandbox.rules import issues
from sandbox.rules.access import has_role, require_issues
from sandbox.rules.refusals import Invalid, NotFound
from sandbox.words import Role


def show_chooser(visit: Visit, owner: str, name: str) -> Response:
    """What one can begin an issue with."""
    repository = visit.repository(owner, name)
    require_issues(repository)
    return render(
        visit,
        "choose.html",
        title=f"New issue · {repository.full_name}",
        repository=repository,
        chooser=chooser_of(repository),
        may_write=_may_write(visit, repository),
    )


def show_new(visit: Visit, owner: str, name: str) -> Response:
    """The form that the query names, a blank issue, or the chooser where there are forms to choose from."""
    repository = visit.repository(owner, name)
    require_issues(repository)
    chooser = chooser_of(repository)
    file = visit.text("template") or visit.query.get("template", "")
    form = chooser.form(file)
    if form is None and not _may_be_blank(visit, repository, chooser):
        return show_chooser(visit, owner, name)
    return render(
        visit,
        "new.html",
        title=f"New issue · {repository.full_name}",
        repository=repository,
        form=form,
        may_push=has_role(visit.caller, repository, Role.WRITE),
        labels=sorted(repository.labels.values(), key=lambda label: label.name.casefold()),
        preset=visit.query,
    )


def _may_write(visit: Visit, repository: Repository) -> bool:
    return has_role(visit.caller, repository, Role.WRITE)


def _may_be_blank(visit: Visit, repository: Repository, chooser: Chooser) -> bool:
    return chooser.allows_blank or _may_write(visit, repository)


def open_issue(visit: Visit, owner: str, name: str) -> str:
    """Opens the issue that was written; a form's own labels and assignees are put on for everybody."""
    repository = visit.repository(owner, name)
    chooser = chooser_of(repository)
    file = visit.text("template")
    form = chooser.form(file) if file else None
    if file and form is None:
        raise NotFound("This form is gone. Choose another one.")
    visit.actor()
    if form is None and not _may_be_blank(visit, repository, chooser):
        raise Invalid("Blank issues are switched off here. Choose a form.")
    body = _body(visit, repository, form)
    chosen = visit.form.getlist("label")
    draft = issues.Draft(
        visit.text("title").strip(),
        body,
        chosen,
        form_labels=form.labels if form else (),
        form_assignees=form.assignees if form else (),
    )
    return issues.open_issue(visit.world, visit.caller, repository, draft).path


def _body(visit: Visit, repository: Repository, form: Form | None) -> str:
    if form is None or form.body is not None:
        return visit.text("body")
    answers: dict[str, Sequence[str]] = dict(visit.form.lists())
    missing = form.missing(answers)
    # As GitHub has it, what a form requires is only required in public repositories.
    if missing and not repository.is_private:
        raise Invalid(f"Please fill in: {', '.join(missing)}")
    return form.body_with(answers)


NEW = Page("/<owner>/<name>/issues/new", show_new)
PAGES = (NEW, Page("/<owner>/<name>/issues/new/choose", show_chooser))
ACTS = (Act("/<owner>/<name>/issues/new", open_issue, NEW),)
