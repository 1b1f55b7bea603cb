"""Labels as plain data."""

from sandbox.identities import Sort
from sandbox.records import Event, Label, Repository
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
            "default": label.is_default,
            "created": written(label.created_at),
        }
    )


def load_label(world: World, repository: Repository, data: Data) -> Label:
    """Adds a label to a repository."""
    identity, number = identity_in(world, data, Sort.LABEL)
    color, meaning = data.get("color", PLAIN_COLOR), data.get("description")
    label = Label(
        identity, number, data["name"], color, meaning, moment_in(world, data), data.get("default", False)
    )
    repository.labels[label.name.casefold()] = label
    world.nodes[identity] = label
    return label


def known_label(world: World, repository: Repository, name: str) -> Label:
    """The label of a name, made when the repository does not have it."""
    return repository.label(name) or load_label(world, repository, {"name": name})


def color_of_event(event: Event) -> str | None:
    """The color of the label that an event tells of, where the repository does not have that label any more."""
    label = event.label
    return None if label is None or event.issue.repository.label(label.name) is label else label.color


def label_of_event(world: World, repository: Repository, name: str | None, color: str | None) -> Label | None:
    """The label that an event tells of; a color is given for one that the repository does not have any more."""
    if name is None:
        return None
    known = repository.label(name) if color is None else None
    return known or Label("LA_gone", 0, name, color or PLAIN_COLOR, None, world.clock.now())
