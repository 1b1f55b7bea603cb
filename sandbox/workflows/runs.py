"""The life of a run: queued, held back by its concurrency group, at work, completed.

Source: https://docs.github.com/en/actions/how-tos/write-workflows/choose-when-workflows-run/control-workflow-concurrency
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.hooks.payloads import surroundings
from sandbox.identities import Sort
from sandbox.records import Account
from sandbox.records.workflows import Run, Workflow
from sandbox.shapes.accounts import Json
from sandbox.words import Conclusion, RunStatus
from sandbox.workflows.expressions import substituted
from sandbox.workflows.files import Definition
from sandbox.world import World


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a run starts: the event's name and JSON, who caused it, and the run's title."""

    event: str
    payload: Mapping[str, object]
    actor: Account
    title: str


def queue(world: World, address: str, workflow: Workflow, definition: Definition, cause: Cause) -> Run:
    """Adds a run of a workflow; one of its group that waits already is cancelled by it."""
    repository = workflow.repository
    identity, number = world.identities.new(Sort.RUN)
    now = world.clock.now()
    workflow.last_run_number += 1
    run = Run(
        identity,
        number,
        workflow,
        workflow.last_run_number,
        cause.event,
        cause.actor,
        repository.commits[-1].sha,
        cause.title,
        now,
        now,
        payload=cause.payload,
        address=address,
    )
    run.group = substituted(definition.group, group_values(run)) if definition.group else None
    _make_room(world, run, definition)
    world.actions.runs[number] = run
    world.actions.bell.set()
    return run


def group_values(run: Run) -> dict[str, str]:
    """What the name of a group may be made of."""
    repository = run.workflow.repository
    return {
        "github.workflow": run.workflow.name,
        "github.ref": f"refs/heads/{repository.default_branch}",
        "github.ref_name": repository.default_branch,
        "github.repository": repository.full_name,
        "github.event_name": run.event,
        "github.run_id": str(run.database_id),
    }


def _make_room(world: World, run: Run, definition: Definition) -> None:
    for other in _others(world, run):
        if other.is_waiting:
            finish(world, other, Conclusion.CANCELLED)
        elif other.is_running:
            run.status = RunStatus.PENDING
            if definition.cancels_running:
                # Whoever runs it sees this and stops its process.
                finish(world, other, Conclusion.CANCELLED)


def _others(world: World, run: Run) -> list[Run]:
    if run.group is None:
        return []
    home = run.workflow.repository
    return [
        other
        for other in world.actions.runs.values()
        # GitHub compares the names of groups without case.
        if other.group is not None
        and other is not run
        and other.group.casefold() == run.group.casefold()
        and other.workflow.repository is home
    ]


def startable(world: World) -> list[Run]:
    """The runs that wait and that nothing holds back, oldest first."""
    return [
        run
        for run in world.actions.runs.values()
        if run.is_waiting and not any(other.is_running for other in _others(world, run))
    ]


def begin(world: World, run: Run) -> None:
    """Notes that a run is at work now."""
    run.status = RunStatus.IN_PROGRESS
    run.updated_at = world.clock.now()


def finish(world: World, run: Run, conclusion: Conclusion) -> None:
    """Notes how a run ended; one that was cancelled meanwhile stays so."""
    if run.status is RunStatus.COMPLETED:
        return
    run.status, run.conclusion = RunStatus.COMPLETED, conclusion
    run.updated_at = world.clock.now()
    world.actions.bell.set()


def setting(address: str, workflow: Workflow, sender: Account) -> Json:
    """What the payloads of events that happen only to workflows share with all others."""
    repository = workflow.repository
    return surroundings(address, repository, repository.owner, sender)
