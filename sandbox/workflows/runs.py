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
from sandbox.workflows.expressions import holds, substituted
from sandbox.workflows.files import Definition, Job
from sandbox.workflows.language.functions import ExpressionError
from sandbox.workflows.scopes import scope_of_job, scope_of_run
from sandbox.world import World

NOTHING_TO_DO = "No job has a condition that holds: nothing is started.\n"


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a run starts: the event's name and JSON, who caused it, and the run's title."""

    event: str
    payload: Mapping[str, object]
    actor: Account
    title: str


def queue(world: World, address: str, workflow: Workflow, definition: Definition, cause: Cause) -> Run:
    """Adds a run of a workflow; where no job of it is wanted it has ended already."""
    run = _new(world, address, workflow, cause)
    wanted = foreseen(run, definition)
    concurrency = definition.concurrency or next((job.concurrency for job in wanted if job.concurrency), None)
    if not wanted and concurrency is None:
        # No runner is started for it, and nobody waits for it or has to make room.
        run.log = NOTHING_TO_DO
        finish(world, run, Conclusion.SKIPPED)
    elif concurrency is not None:
        run.group = _group(run, definition, concurrency.group)
        _make_room(world, run, cancels_running=concurrency.cancels_running)
    world.actions.bell.set()
    return run


def _new(world: World, address: str, workflow: Workflow, cause: Cause) -> Run:
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
    world.actions.runs[number] = run
    return run


def foreseen(run: Run, definition: Definition) -> list[Job]:
    """The jobs that will be done if all goes well."""
    results: dict[str, Conclusion] = {}
    for job in definition.jobs:
        results[job.id] = (
            Conclusion.SUCCESS if _may_begin(run, definition, job, results) else Conclusion.SKIPPED
        )
    return [job for job in definition.jobs if results[job.id] is Conclusion.SUCCESS]


def _may_begin(run: Run, definition: Definition, job: Job, results: Mapping[str, Conclusion]) -> bool:
    try:
        return is_wanted(run, definition, job, results)
    except ExpressionError:
        # The run begins, and fails of it.
        return True


def is_wanted(run: Run, definition: Definition, job: Job, results: Mapping[str, Conclusion]) -> bool:
    """Whether the condition of a job holds, after the jobs that ended so; raises ExpressionError."""
    return holds(job.condition, scope_of_job(run, definition, job, results))


def _group(run: Run, definition: Definition, name: str) -> str:
    try:
        return substituted(name, scope_of_run(run, definition))
    except ExpressionError:
        return name


def _make_room(world: World, run: Run, *, cancels_running: bool) -> None:
    """A run of its group that waits already is cancelled by it."""
    for other in _others(world, run):
        if other.is_waiting:
            finish(world, other, Conclusion.CANCELLED)
        elif other.is_running:
            run.status = RunStatus.PENDING
            if cancels_running:
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
