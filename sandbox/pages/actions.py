"""The workflows of a repository, their runs, and the form that starts one."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response

from sandbox.pages.rendering import render
from sandbox.pages.routes import Act, Page
from sandbox.pages.visits import Visit
from sandbox.records import Repository
from sandbox.records.workflows import Run, Workflow
from sandbox.rules.access import has_role
from sandbox.rules.refusals import NotFound
from sandbox.words import Role
from sandbox.workflows.catalog import definition_of, workflows_of
from sandbox.workflows.files import Definition, Unreadable
from sandbox.workflows.handling import dispatch, require_workflow
from sandbox.workflows.log_commands import blocks

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Told:
    """A workflow with what its file says, or why that cannot be read."""

    workflow: Workflow
    definition: Definition | None
    problem: str


def _told(workflow: Workflow) -> Told:
    try:
        return Told(workflow, definition_of(workflow), "")
    except Unreadable as error:
        return Told(workflow, None, str(error))


def _runs_of(visit: Visit, repository: Repository) -> Sequence[Run]:
    runs = [run for run in visit.world.actions.runs.values() if run.workflow.repository is repository]
    return sorted(runs, key=lambda run: run.database_id, reverse=True)


def show_actions(visit: Visit, owner: str, name: str) -> Response:
    """All workflows with their forms, and the last runs."""
    repository = visit.repository(owner, name)
    return render(
        visit,
        "actions.html",
        title=f"Actions · {repository.full_name}",
        repository=repository,
        workflows=[_told(workflow) for workflow in workflows_of(visit.world, repository)],
        runs=_runs_of(visit, repository)[:SHOWN],
        may_write=has_role(visit.caller, repository, Role.WRITE, "actions"),
    )


def show_run(visit: Visit, owner: str, name: str, run: int) -> Response:
    """One run with its summary and log."""
    repository = visit.repository(owner, name)
    found = visit.world.actions.runs.get(run)
    if found is None or found.workflow.repository is not repository:
        raise NotFound
    title = f"{found.title} · Run {found.run_number} · {repository.full_name}"
    return render(
        visit, "run.html", title=title, repository=repository, run=found, log=tuple(blocks(found.log))
    )


def start(visit: Visit, owner: str, name: str, workflow: str) -> str:
    """Starts a workflow with the inputs that were filled in; those left empty are the file's own."""
    repository = visit.repository(owner, name)
    chosen = require_workflow(visit.world, repository, workflow)
    inputs = {
        field.removeprefix("input-"): value
        for field, value in visit.form.items()
        if field.startswith("input-") and value
    }
    dispatch(visit.world, visit.caller, chosen, f"http://{visit.host}", repository.default_branch, inputs)
    return f"/{repository.full_name}/actions"


ACTIONS = Page("/<owner>/<name>/actions", show_actions)
PAGES = (ACTIONS, Page("/<owner>/<name>/actions/runs/<int:run>", show_run))
ACTS = (Act("/<owner>/<name>/actions/workflows/<workflow>/dispatches", start, ACTIONS),)
