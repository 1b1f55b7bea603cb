"""The workflows of a repository: one record for each file that is, or was, at the head of its default branch."""

from functools import lru_cache

from sandbox.identities import Sort
from sandbox.records import Repository
from sandbox.records.workflows import Workflow
from sandbox.words import WorkflowState
from sandbox.workflows.files import Definition, Unreadable, is_workflow_path, read_definition
from sandbox.world import World


def workflows_of(world: World, repository: Repository) -> list[Workflow]:
    """The workflows whose files are there, in order of path; a file seen for the first time gets its record now."""
    known = {
        workflow.path: workflow
        for workflow in world.actions.workflows.values()
        if workflow.repository is repository
    }
    paths = sorted(path for path in repository.files if is_workflow_path(path))
    found = [known.get(path) or _first_seen(world, repository, path) for path in paths]
    for workflow in found:
        workflow.name = _name(workflow)
    return found


def _first_seen(world: World, repository: Repository, path: str) -> Workflow:
    identity, number = world.identities.new(Sort.WORKFLOW)
    now = world.clock.now()
    workflow = Workflow(identity, number, repository, path, path, now, now)
    world.actions.workflows[number] = workflow
    return workflow


def _name(workflow: Workflow) -> str:
    try:
        return definition_of(workflow).name
    except Unreadable:
        return workflow.path


def find_workflow(world: World, repository: Repository, name: str) -> Workflow | None:
    """The workflow of a database id or a file's name (`arch-hour.yml`), if there is one."""
    for workflow in workflows_of(world, repository):
        if name in (str(workflow.database_id), workflow.path.rpartition("/")[2]):
            return workflow
    return None


def active_definitions(world: World, repository: Repository) -> list[tuple[Workflow, Definition]]:
    """The workflows that events may start, with what their files say; unreadable ones are left out."""
    found: list[tuple[Workflow, Definition]] = []
    if not repository.actions.is_enabled:
        return found
    for workflow in workflows_of(world, repository):
        if workflow.state is not WorkflowState.ACTIVE:
            continue
        try:
            found.append((workflow, definition_of(workflow)))
        except Unreadable:
            continue
    return found


def definition_of(workflow: Workflow) -> Definition:
    """What the workflow's file says now; raises Unreadable, also when the file is gone."""
    file = workflow.repository.files.get(workflow.path)
    if file is None:
        raise Unreadable("The file is gone.")
    return _read(workflow.path, file.content)


@lru_cache(maxsize=256)
def _read(path: str, content: bytes) -> Definition:
    return read_definition(path, content)
