"""Endpoints about workflows and their runs."""

from functools import partial

from sandbox.records import Repository
from sandbox.records.workflows import Run, Workflow
from sandbox.rest.asking import NOTHING, Answer, Asking, Endpoint
from sandbox.rest.paging import PAGING, page_of
from sandbox.rest.repositories import REPOSITORY, TEXT
from sandbox.rules.access import role_of, token_allows
from sandbox.rules.permissions import not_permitted
from sandbox.rules.refusals import Conflict, Invalid
from sandbox.shapes.repositories import repository_url
from sandbox.shapes.workflows import run_page, run_shape, run_url, workflow_shape
from sandbox.words import AllowedActions, Conclusion, Role, RunStatus
from sandbox.workflows import handling
from sandbox.workflows.catalog import workflows_of


def _see(asking: Asking, owner: str, name: str) -> Repository:
    return asking.repository(owner, name, "actions")


def _workflow(asking: Asking, owner: str, name: str, workflow_id: str) -> Workflow:
    return handling.require_workflow(asking.world, _see(asking, owner, name), workflow_id)


def _counted(page: Answer, name: str, count: int) -> Answer:
    return Answer({"total_count": count, name: page.payload}, headers=page.headers)


def list_workflows(asking: Asking, owner: str, name: str) -> Answer:
    """The workflows of a repository."""
    found = workflows_of(asking.world, _see(asking, owner, name))
    page = page_of(asking, found, partial(workflow_shape, asking.address))
    return _counted(page, "workflows", len(found))


def get_workflow(asking: Asking, owner: str, name: str, workflow_id: str) -> Answer:
    """One workflow, by id or file name."""
    return Answer(workflow_shape(asking.address, _workflow(asking, owner, name, workflow_id)))


def enable_workflow(asking: Asking, owner: str, name: str, workflow_id: str) -> Answer:
    """Lets events and schedules start a workflow again."""
    handling.enable(asking.world, asking.caller, _workflow(asking, owner, name, workflow_id))
    return NOTHING


def disable_workflow(asking: Asking, owner: str, name: str, workflow_id: str) -> Answer:
    """Keeps events and schedules from starting a workflow."""
    handling.disable(asking.world, asking.caller, _workflow(asking, owner, name, workflow_id))
    return NOTHING


def dispatch_workflow(asking: Asking, owner: str, name: str, workflow_id: str) -> Answer:
    """Starts a workflow by hand; tells of the run only when asked to."""
    workflow = _workflow(asking, owner, name, workflow_id)
    ref, inputs = asking.needed("ref"), asking.body.get("inputs", {})
    run = handling.dispatch(asking.world, asking.caller, workflow, asking.address, ref, inputs)
    if not asking.body.get("return_run_details"):
        return NOTHING
    address = asking.address
    return Answer(
        {
            "workflow_run_id": run.database_id,
            "run_url": run_url(address, run),
            "html_url": run_page(address, run),
        }
    )


def list_runs(asking: Asking, owner: str, name: str, workflow_id: str) -> Answer:
    """The runs of a workflow, newest first, by actor, event, and status or conclusion."""
    workflow = _workflow(asking, owner, name, workflow_id)
    found = [run for run in asking.world.actions.runs_of(workflow) if _is_wanted(asking, run)]
    page = page_of(asking, found, partial(run_shape, asking.address))
    return _counted(page, "workflow_runs", len(found))


def _is_wanted(asking: Asking, run: Run) -> bool:
    status = asking.query.get("status")
    if status is not None and status not in (*RunStatus, *Conclusion):
        raise Invalid(f"status: {status} is none of GitHub's")
    told = {
        "actor": run.actor.rest_login if run.actor else None,
        "event": run.event,
        "branch": run.workflow.repository.default_branch,
        "head_sha": run.head_sha,
    }
    if any(asking.query.get(name, value) != value for name, value in told.items()):
        return False
    return status is None or status in (run.status, run.conclusion)


def _administered(asking: Asking, owner: str, name: str) -> Repository:
    """The repository, for who may see its settings; raises Forbidden for everybody else."""
    found = asking.repository(owner, name, "administration")
    caller = asking.caller
    if not token_allows(caller, found, "administration") or (
        not caller.is_integration
        and (caller.account is None or role_of(caller.account, found) is not Role.ADMIN)
    ):
        raise not_permitted(caller)
    return found


def get_permissions(asking: Asking, owner: str, name: str) -> Answer:
    """Whether workflows run, and which actions they may use."""
    found = _administered(asking, owner, name)
    told: dict[str, object] = {"enabled": found.actions.is_enabled}
    if found.actions.is_enabled:
        told |= {"allowed_actions": found.actions.allowed.value, "sha_pinning_required": False}
    if found.actions.allowed is AllowedActions.SELECTED:
        place = f"{repository_url(asking.address, found)}/actions/permissions/selected-actions"
        told["selected_actions_url"] = place
    return Answer(told)


def get_selected_actions(asking: Asking, owner: str, name: str) -> Answer:
    """Which actions are selected; raises Conflict where none are to be."""
    found = _administered(asking, owner, name)
    if found.actions.allowed is not AllowedActions.SELECTED:
        raise Conflict("Allowed actions is not set to selected.")
    patterns = list(found.actions.patterns)
    return Answer({"github_owned_allowed": True, "verified_allowed": False, "patterns_allowed": patterns})


PERMISSIONS = f"{REPOSITORY}/actions/permissions"
WORKFLOWS = f"{REPOSITORY}/actions/workflows"
WORKFLOW = f"{WORKFLOWS}/<workflow_id>"
DISPATCH: dict[str, tuple[type, ...]] = {"ref": TEXT, "inputs": (dict,), "return_run_details": (bool,)}
ENDPOINTS = (
    Endpoint("GET", PERMISSIONS, get_permissions),
    Endpoint("GET", f"{PERMISSIONS}/selected-actions", get_selected_actions),
    Endpoint("GET", WORKFLOWS, list_workflows, PAGING),
    Endpoint("GET", WORKFLOW, get_workflow),
    Endpoint("PUT", f"{WORKFLOW}/enable", enable_workflow),
    Endpoint("PUT", f"{WORKFLOW}/disable", disable_workflow),
    Endpoint("POST", f"{WORKFLOW}/dispatches", dispatch_workflow, body=DISPATCH),
    Endpoint(
        "GET", f"{WORKFLOW}/runs", list_runs, ("actor", "event", "branch", "head_sha", "status", *PAGING)
    ),
)
