"""Milestones as plain data."""

from sandbox.identities import Sort
from sandbox.records import Milestone, Repository
from sandbox.storing.plain import (
    Data,
    account_of,
    identity_in,
    login_of,
    moment_in,
    optional_moment,
    without_blanks,
)
from sandbox.times import written
from sandbox.words import State
from sandbox.world import World


def milestone_data(milestone: Milestone) -> Data:
    """A milestone of a repository; its issues name it themselves."""
    return without_blanks(
        {
            "number": milestone.number,
            "id": milestone.database_id,
            "title": milestone.title,
            "description": milestone.description,
            "due": written(milestone.due_on),
            "creator": login_of(milestone.creator),
            "created": written(milestone.created_at),
            "updated": written(milestone.updated_at),
            "state": milestone.state.value,
            "closed": written(milestone.closed_at),
        }
    )


def load_milestone(world: World, repository: Repository, data: Data) -> None:
    """Adds a milestone to a repository; without a number it gets the next one."""
    identity, database_id = identity_in(world, data, Sort.MILESTONE)
    created = moment_in(world, data)
    number = data.get("number", max(repository.milestones, default=0) + 1)
    milestone = Milestone(
        identity,
        database_id,
        repository,
        number,
        data["title"],
        data.get("description"),
        optional_moment(data, "due"),
        account_of(world, data.get("creator")),
        created,
        optional_moment(data, "updated") or created,
        State(data.get("state", State.OPEN)),
        optional_moment(data, "closed"),
    )
    repository.milestones[number] = milestone
    world.nodes[identity] = milestone
