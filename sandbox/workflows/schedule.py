"""Which workflows the clock starts.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule

However far the clock moved, each schedule starts at most one run, the latest that is due, as after one of
GitHub's delays.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from cronsim import CronSim, CronSimError

from sandbox.records.workflows import Run, Workflow
from sandbox.words import WorkflowState
from sandbox.workflows import runs
from sandbox.workflows.catalog import active_definitions
from sandbox.workflows.files import Definition, Timer
from sandbox.world import World

INACTIVITY = timedelta(days=60)


def start_due(world: World, address: str, since: datetime) -> list[Run]:
    """Queues what became due after a moment and until now, for every active workflow."""
    now = world.clock.now()
    if now <= since:
        return []
    return [
        runs.queue(world, address, workflow, definition, _cause(world, address, workflow, timer))
        for workflow, definition in list(_scheduled(world))
        for timer in definition.timers
        if (moment := latest(timer, now)) is not None and moment > since
    ]


def _scheduled(world: World) -> Iterator[tuple[Workflow, Definition]]:
    for repository in world.repositories.values():
        for workflow, definition in active_definitions(world, repository):
            if not definition.timers:
                continue
            if _is_forgotten(world, workflow):
                workflow.state = WorkflowState.DISABLED_INACTIVITY
                workflow.updated_at = world.clock.now()
            else:
                yield workflow, definition


def _is_forgotten(world: World, workflow: Workflow) -> bool:
    """Whether a public repository has seen no commit for 60 days; its issues do not count."""
    repository = workflow.repository
    if repository.is_private:
        return False
    # Enabling it, or the file's arrival, is activity too.
    last = max(repository.commits[-1].created_at, workflow.updated_at)
    return world.clock.now() - last > INACTIVITY


def latest(timer: Timer, now: datetime) -> datetime | None:
    """The last moment at or before `now` at which a timer was due, aware; None when there was none in 50 years."""
    # The library looks only before the moment that it is given.
    end = now.replace(second=0) + timedelta(minutes=1)
    try:
        return next(CronSim(timer.cron, end.astimezone(timer.zone), reverse=True))
    except (StopIteration, CronSimError):
        return None


def _cause(world: World, address: str, workflow: Workflow, timer: Timer) -> runs.Cause:
    # GitHub's payload has nothing else of the schedule; the actor is whoever committed last, of those still there.
    repository = workflow.repository
    authors = (commit.author for commit in reversed(repository.commits))
    actor = next((one for one in authors if one.key in world.accounts), repository.owner)
    payload = {"schedule": timer.cron, "workflow": workflow.path} | runs.setting(address, workflow, actor)
    return runs.Cause("schedule", payload, actor, workflow.name)
