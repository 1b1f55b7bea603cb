"""Workflows and their runs as plain data; the event's JSON is kept only of runs that are not completed."""

from sandbox.identities import Sort
from sandbox.records.workflows import Run, Workflow
from sandbox.storing.plain import (
    Data,
    account_of,
    identity_in,
    login_of,
    moment_in,
    value_of,
    without_blanks,
    word_of,
)
from sandbox.times import written
from sandbox.words import Conclusion, RunStatus, WorkflowState
from sandbox.world import World


def workflow_data(world: World, workflow: Workflow) -> Data:
    """A workflow with its runs, oldest first."""
    return without_blanks(
        {
            "repository": workflow.repository.full_name,
            "path": workflow.path,
            "id": workflow.database_id,
            "name": workflow.name,
            "state": None if workflow.state is WorkflowState.ACTIVE else workflow.state.value,
            "created": written(workflow.created_at),
            "updated": written(workflow.updated_at),
            "last_run_number": workflow.last_run_number,
            "runs": [_run_data(run) for run in reversed(world.actions.runs_of(workflow))],
        }
    )


def load_workflow(world: World, data: Data) -> None:
    """Adds a workflow; raises KeyError when its repository is not there."""
    identity, number = identity_in(world, data, Sort.WORKFLOW)
    created = moment_in(world, data)
    workflow = Workflow(
        identity,
        number,
        world.repository(data["repository"]),
        data["path"],
        data["name"] if "name" in data else data["path"],
        created,
        moment_in(world, data, "updated") if "updated" in data else created,
        WorkflowState(data.get("state", WorkflowState.ACTIVE)),
        data.get("last_run_number", 0),
    )
    world.actions.workflows[number] = workflow
    for run in data.get("runs", []):
        _load_run(world, workflow, run)


def _run_data(run: Run) -> Data:
    return without_blanks(
        {
            "id": run.database_id,
            "number": run.run_number,
            "event": run.event,
            "actor": login_of(run.actor),
            "sha": run.head_sha,
            "title": run.title,
            "created": written(run.created_at),
            "updated": written(run.updated_at),
            "status": run.status.value,
            "conclusion": value_of(run.conclusion),
            "group": run.group,
            "log": run.log or None,
            "summary": run.summary or None,
            "payload": {} if run.status is RunStatus.COMPLETED else dict(run.payload),
        }
    )


def _load_run(world: World, workflow: Workflow, data: Data) -> None:
    identity, number = identity_in(world, data, Sort.RUN)
    created = moment_in(world, data)
    world.actions.runs[number] = Run(
        identity,
        number,
        workflow,
        data["number"],
        data["event"],
        account_of(world, data.get("actor")),
        data.get("sha", ""),
        data.get("title", ""),
        created,
        moment_in(world, data, "updated") if "updated" in data else created,
        RunStatus(data.get("status", RunStatus.COMPLETED)),
        word_of(Conclusion, data.get("conclusion")),
        data.get("group"),
        data.get("payload", {}),
        data.get("log", ""),
        data.get("summary", ""),
    )
