"""Milestones of a repository, and which of its issues have which."""

from dataclasses import dataclass
from datetime import datetime

from sandbox.happenings import Happening
from sandbox.identities import Sort
from sandbox.records import Account, Issue, Milestone, Repository
from sandbox.rules.access import Caller, require_role
from sandbox.rules.history import record
from sandbox.rules.limits import check_milestone_title
from sandbox.rules.refusals import NotFound, invalid
from sandbox.words import EventKind, Role, State
from sandbox.world import World


@dataclass(frozen=True, slots=True)
class MilestoneDraft:
    """What a milestone is to be."""

    title: str
    description: str | None = None
    due_on: datetime | None = None
    state: State = State.OPEN


def find_milestone(repository: Repository, number: int) -> Milestone:
    """The milestone of that number; raises NotFound when there is none."""
    milestone = repository.milestones.get(number)
    if milestone is None:
        raise NotFound
    return milestone


def milestone_for(repository: Repository, number: int) -> Milestone:
    """The milestone that an issue is to have; raises Invalid when there is none of that number."""
    milestone = repository.milestones.get(number)
    if milestone is None:
        raise invalid("Issue", "milestone", "invalid", value=number)
    return milestone


def create_milestone(
    world: World, caller: Caller, repository: Repository, draft: MilestoneDraft
) -> Milestone:
    """Makes a milestone; raises Invalid when the title is none, too long, or another's."""
    creator = require_role(caller, repository, Role.WRITE)
    _check(repository, draft, None)
    identity, database_id = world.identities.new(Sort.MILESTONE)
    now = world.clock.now()
    repository.last_milestone += 1
    number = repository.last_milestone
    milestone = Milestone(
        identity,
        database_id,
        repository,
        number,
        draft.title,
        draft.description,
        draft.due_on,
        creator,
        now,
        now,
    )
    repository.milestones[number] = milestone
    world.nodes[identity] = milestone
    _announce(world, creator, milestone, "created")
    _change_state(world, creator, milestone, draft.state)
    return milestone


def change_milestone(world: World, caller: Caller, milestone: Milestone, draft: MilestoneDraft) -> None:
    """Gives a milestone other texts, another day or state; all or nothing."""
    editor = require_role(caller, milestone.repository, Role.WRITE)
    _check(milestone.repository, draft, milestone)
    before = (milestone.title, milestone.description, milestone.due_on)
    milestone.title, milestone.description, milestone.due_on = draft.title, draft.description, draft.due_on
    if before != (draft.title, draft.description, draft.due_on):
        milestone.updated_at = world.clock.now()
        _announce(world, editor, milestone, "edited")
    _change_state(world, editor, milestone, draft.state)


def delete_milestone(world: World, caller: Caller, milestone: Milestone) -> None:
    """Removes a milestone; the issues that had it have none then, and their timelines keep silent about it."""
    actor = require_role(caller, milestone.repository, Role.WRITE)
    for issue in milestone.issues:
        issue.milestone = None
    del milestone.repository.milestones[milestone.number]
    del world.nodes[milestone.id]
    _announce(world, actor, milestone, "deleted")


def _check(repository: Repository, draft: MilestoneDraft, changed: Milestone | None) -> None:
    check_milestone_title(draft.title)
    others = (one for one in repository.milestones.values() if one is not changed)
    if any(one.title == draft.title for one in others):
        raise invalid("Milestone", "title", "already_exists")


def _change_state(world: World, actor: Account, milestone: Milestone, state: State) -> None:
    if state is milestone.state:
        return
    milestone.state = state
    milestone.updated_at = world.clock.now()
    milestone.closed_at = None if milestone.is_open else milestone.updated_at
    _announce(world, actor, milestone, "opened" if milestone.is_open else "closed")


def _announce(world: World, actor: Account, milestone: Milestone, action: str) -> None:
    world.announce(Happening("milestone", action, actor, milestone, milestone.repository))


def give(world: World, issue: Issue, milestone: Milestone | None, actor: Account) -> None:
    """Moves an issue to a milestone, or out of it, by somebody whose right to it was checked before."""
    if milestone is issue.milestone:
        return
    if issue.milestone is not None:
        _note(world, issue, EventKind.DEMILESTONED, issue.milestone, actor)
        issue.milestone.issues.remove(issue)
    issue.milestone = milestone
    if milestone is not None:
        milestone.issues.append(issue)
        _note(world, issue, EventKind.MILESTONED, milestone, actor)


def _note(world: World, issue: Issue, kind: EventKind, milestone: Milestone, actor: Account) -> None:
    record(world, issue, kind, actor).milestone_title = milestone.title
    parts = {"milestone": milestone}
    event = "pull_request" if issue.is_pull_request else "issues"
    world.announce(Happening(event, kind.value, actor, issue, issue.repository, parts))
