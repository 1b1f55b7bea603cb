"""Workflows as people handle them: starting them by hand, enabling and disabling them."""

from collections.abc import Mapping

from sandbox.records import Repository
from sandbox.records.workflows import Run, Workflow
from sandbox.rules.access import Caller, require_role
from sandbox.rules.files import require_ref
from sandbox.rules.refusals import Invalid, NotFound
from sandbox.words import Role, WorkflowState
from sandbox.workflows import runs
from sandbox.workflows.catalog import definition_of, find_workflow
from sandbox.workflows.files import Definition, Input, Unreadable, text_of
from sandbox.world import World

# How many inputs a person may give.
INPUTS = 25


def require_workflow(world: World, repository: Repository, name: str) -> Workflow:
    """The workflow of a database id or file name; raises NotFound."""
    workflow = find_workflow(world, repository, name)
    if workflow is None:
        raise NotFound
    return workflow


def dispatch(
    world: World, caller: Caller, workflow: Workflow, address: str, ref: str, inputs: Mapping[str, object]
) -> Run:
    """Starts a workflow by hand, also with a workflow's token; raises Invalid where its file does not allow it."""
    repository = workflow.repository
    actor = require_role(caller, repository, Role.WRITE, "actions")
    definition = _definition(workflow)
    _require_ref(repository, ref)
    if workflow.state is not WorkflowState.ACTIVE:
        raise Invalid("Cannot trigger a 'workflow_dispatch' on a disabled workflow")
    if definition.inputs is None:
        raise Invalid("Workflow does not have 'workflow_dispatch' trigger")
    payload: dict[str, object] = {
        "inputs": _filled(definition.inputs, inputs),
        "ref": f"refs/heads/{repository.default_branch}",
        "workflow": workflow.path,
    }
    payload |= runs.setting(address, workflow, actor)
    cause = runs.Cause("workflow_dispatch", payload, actor, workflow.name)
    return runs.queue(world, address, workflow, definition, cause)


def _definition(workflow: Workflow) -> Definition:
    try:
        return definition_of(workflow)
    except Unreadable as error:
        raise Invalid(f"Unable to read the workflow: {error}") from None


def _require_ref(repository: Repository, ref: str) -> None:
    try:
        require_ref(repository, ref)
    except NotFound:
        raise Invalid(f"No ref found for: {ref}") from None


def _filled(wanted: Mapping[str, Input], given: Mapping[str, object]) -> dict[str, str]:
    if len(given) > INPUTS:
        raise Invalid(f"There are more than {INPUTS} inputs")
    unknown = [name for name in given if name not in wanted]
    if unknown:
        raise Invalid(f"Unexpected inputs provided: {unknown}")
    filled: dict[str, str] = {}
    for name, one in wanted.items():
        value = text_of(given[name]) if name in given else one.default
        if not value and one.required:
            raise Invalid(f"Required input '{name}' not provided")
        if value and not _fits(one, value):
            raise Invalid(
                f"Provided value '{value}' for input '{name}' is not one of its {one.kind}'s values"
            )
        filled[name] = value if value is not None else _empty(one)
    return filled


def _fits(one: Input, value: str) -> bool:
    if one.kind == "choice":
        return value in one.options
    if one.kind == "boolean":
        return value in ("true", "false")
    if one.kind == "number":
        return value.removeprefix("-").replace(".", "", 1).isdecimal()
    return True


def _empty(one: Input) -> str:
    if one.kind == "choice" and one.options:
        return one.options[0]
    return "false" if one.kind == "boolean" else ""


def enable(world: World, caller: Caller, workflow: Workflow) -> None:
    """Lets events and schedules start a workflow again."""
    _turn(world, caller, workflow, WorkflowState.ACTIVE)


def disable(world: World, caller: Caller, workflow: Workflow) -> None:
    """Keeps events and schedules from starting a workflow."""
    _turn(world, caller, workflow, WorkflowState.DISABLED_MANUALLY)


def _turn(world: World, caller: Caller, workflow: Workflow, state: WorkflowState) -> None:
    require_role(caller, workflow.repository, Role.WRITE, "actions")
    workflow.state = state
    workflow.updated_at = world.clock.now()
