"""The labels of a configuration as people see them, and those that a run must make before it puts them on an issue.

GitHub makes an unknown label by itself, in grey and without a word on what it means; so ours are made first.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import datetime

from arch_hour.config import Config
from arch_hour.model import Snapshot
from arch_hour.rules.changes import (
    AddLabels,
    AssignOwners,
    Change,
    CreateIssue,
    CreateLabel,
    repository_of,
)

# By the section and key of the configuration: a color, as six hexadecimal digits, and a description.
DESIGNS: Mapping[tuple[str, str], tuple[str, str]] = {
    ("agenda", "label"): ("3fb950", "The agenda of one meeting"),
    ("topics", "label"): ("0b5cad", "To talk about at a meeting: vote with a 👍 on the first post"),
    ("topics", "pinned_label"): ("5319e7", "First on the agenda"),
    ("topics", "scheduled_label"): ("1d76db", "On the agenda of the next meeting"),
    ("topics", "hold_label"): ("d4c5f9", "Not on the agenda for now"),
    ("topics", "discussed_label"): ("c2e0c6", "Was talked about at a meeting"),
    ("topics", "merged_label"): ("bfdadc", "Part of another topic now, with its voters"),
    ("actions", "label"): ("fbca04", "Somebody promised to do this"),
    ("actions", "needs_owner_label"): ("f85149", "A promise that nobody is assigned to"),
}


def labels_of(config: Config) -> tuple[CreateLabel, ...]:
    """Every label of the configuration, as it is made where it is missing."""
    return tuple(
        CreateLabel(name, *DESIGNS[place], "the configuration names it")
        for place, name in config.labels().items()
    )


def missing_labels(config: Config, there: Container[str]) -> tuple[CreateLabel, ...]:
    """Those of them that are not among the names of a repository's labels, which are told without case."""
    return tuple(label for label in labels_of(config) if label.name.casefold() not in there)


# What people put on issues: no run would ever need these. The one that tells whether a repository is new goes last, so
# that a run which was stopped between them is made up for.
_FOR_PEOPLE = ("pinned_label", "hold_label", "label")


def plan_labels(snapshot: Snapshot, config: Config, now: datetime) -> list[Change]:  # noqa: ARG001  as every plan is called
    """In a repository that is new to us, which has no label for topics, the labels that only people put."""
    there = snapshot.labels
    if there is None or config.topics.label.casefold() in there:
        return []
    missing = missing_labels(config, there)
    return [label for label in labels_for_people(config) if label in missing]


def labels_for_people(config: Config) -> tuple[CreateLabel, ...]:
    """The labels that only people put, in the order in which they are made."""
    designs = {label.name: label for label in labels_of(config)}
    return tuple(designs[getattr(config.topics, key)] for key in _FOR_PEOPLE)


def with_missing_labels(changes: Iterable[Change], snapshot: Snapshot, config: Config) -> Iterator[Change]:
    """The changes, and before the first one that puts a label of ours which the repository lacks, the label."""
    there = snapshot.labels
    if there is None:
        yield from changes
        return
    missing = {label.name.casefold(): label for label in missing_labels(config, there)}
    for change in changes:
        for name in _put_by(change):
            made = missing.pop(name.casefold(), None)
            if made is not None:
                yield made
        yield change


def _put_by(change: Change) -> tuple[str, ...]:
    """The labels that a change puts on an issue of this repository."""
    if repository_of(change):
        return ()
    match change:
        case CreateIssue(labels=labels) | AddLabels(labels=labels):
            return labels
        case AssignOwners(label_if_skipped=label):
            return (label,) if label else ()
        case _:
            return ()
