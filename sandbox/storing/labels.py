"""Labels as plain data."""

from sandbox.identities import Sort
from sandbox.records import Label, Repository
from sandbox.storing.plain import Data, identity_in, moment_in, without_blanks
from sandbox.times import written
from sandbox.world import PLAIN_COLOR, World


def label_data(label: Label) -> Data:
    """A label of a repository."""
    return without_blanks(
        {
            "name": label.name,
            "id": label.database_id,
            "color": label.color,
            "description": label.description,
            "created": written(label.created_at),
        }
    )


def load_label(world: World, repository: Repository, data: Data) -> Label:
    """Adds a label to a repository."""
    identity, number = identity_in(world, data, Sort.LABEL)
    color, meaning = data.get("color", PLAIN_COLOR), data.get("description")
    label = Label(identity, number, data["name"], color, meaning, moment_in(world, data))
    repository.labels[label.name.casefold()] = label
    world.nodes[identity] = label
    return label


def known_label(world: World, repository: Repository, name: str) -> Label:
    """The label of a name, made when the repository does not have it."""
    return repository.label(name) or load_label(world, repository, {"name": name})


def label_of_event(world: World, repository: Repository, name: str | None) -> Label | None:
    """The label that an event tells of, which the repository may have no more."""
    if name is None:
        return None
    return repository.label(name) or Label("LA_gone", 0, name, PLAIN_COLOR, None, world.clock.now())
