"""Labels of a repository and of its issues."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sandbox.happenings import Happening
from sandbox.records import Account, Issue, Label, Repository
from sandbox.rules.access import Caller, area_of, require_role
from sandbox.rules.history import record
from sandbox.rules.limits import (
    LABEL_DESCRIPTION_LENGTH,
    LABEL_NAME_LENGTH,
    check_labels,
)
from sandbox.rules.refusals import NotFound, invalid
from sandbox.words import EventKind, Role
from sandbox.world import PLAIN_COLOR, World


@dataclass(frozen=True, slots=True)
class LabelDraft:
    """What a label is to be; `color` is six hexadecimal digits."""

    name: str
    color: str = PLAIN_COLOR
    description: str | None = None


def create_label(world: World, caller: Caller, repository: Repository, draft: LabelDraft) -> Label:
    """Makes a label of the repository; raises Invalid when it exists in any case or is malformed."""
    maker = require_role(caller, repository, Role.WRITE)
    _check(draft)
    if repository.label(draft.name) is not None:
        raise invalid("Label", "name", "already_exists")
    label = world.add_label(repository, draft.name, color=draft.color, description=draft.description)
    world.announce(Happening("label", "created", maker, label, repository))
    return label


def change_label(
    world: World, caller: Caller, repository: Repository, label: Label, draft: LabelDraft
) -> None:
    """Renames or recolors a label of the repository; the issues that carry it keep it."""
    editor = require_role(caller, repository, Role.WRITE)
    _check(draft)
    if repository.label(draft.name) not in (None, label):
        raise invalid("Label", "name", "already_exists")
    fields = ("name", "color", "description")
    told = {
        name: {"from": getattr(label, name) or ""}
        for name in fields
        if getattr(label, name) != getattr(draft, name)
    }
    del repository.labels[label.name.casefold()]
    label.name, label.color, label.description = draft.name, draft.color, draft.description
    repository.labels[label.name.casefold()] = label
    world.announce(Happening("label", "edited", editor, label, repository, changes=told))


def delete_label(world: World, caller: Caller, repository: Repository, label: Label) -> None:
    """Removes a label from the repository and from every issue that carries it."""
    actor = require_role(caller, repository, Role.WRITE)
    del repository.labels[label.name.casefold()]
    del world.nodes[label.id]
    for issue in repository.issues.values():
        if label in issue.labels:
            issue.labels.remove(label)
    world.announce(Happening("label", "deleted", actor, label, repository))


def _check(draft: LabelDraft) -> None:
    name, color, description = draft.name, draft.color, draft.description
    if not name.strip():
        raise invalid("Label", "name", "missing_field")
    if len(name) > LABEL_NAME_LENGTH:
        raise invalid(
            "Label", "name", "custom", f"name is too long (maximum is {LABEL_NAME_LENGTH} characters)"
        )
    if len(color) != len(PLAIN_COLOR) or not all(digit in "0123456789abcdefABCDEF" for digit in color):
        raise invalid("Label", "color", "invalid")
    if len(description or "") > LABEL_DESCRIPTION_LENGTH:
        problem = f"description is too long (maximum is {LABEL_DESCRIPTION_LENGTH} characters)"
        raise invalid("Label", "description", "custom", problem)


def check_names(names: Sequence[str]) -> None:
    """Raises Invalid when an issue cannot have labels of all these names, before any of them is made."""
    check_labels({name.casefold() for name in names})
    for name in names:
        _check(LabelDraft(name))


def named(world: World, repository: Repository, names: Iterable[str], actor: Account) -> list[Label]:
    """The labels of these names, each once; unknown ones are made, plain and gray, as GitHub does."""
    labels: list[Label] = []
    for name in names:
        label = repository.label(name)
        if label is None:
            label = world.add_label(repository, name)
            world.announce(Happening("label", "created", actor, label, repository))
        if label not in labels:
            labels.append(label)
    return labels


def known(repository: Repository, names: Iterable[str]) -> list[Label]:
    """The labels of these names that the repository has."""
    return [label for name in names if (label := repository.label(name)) is not None]


def add_labels(world: World, caller: Caller, issue: Issue, names: Sequence[str]) -> None:
    """Adds labels to those the issue has; one that it has already changes and records nothing."""
    actor = require_role(caller, issue.repository, Role.TRIAGE, area_of(issue))
    check_names([*names, *(label.name for label in issue.labels)])
    for label in named(world, issue.repository, names, actor):
        put_on(world, issue, label, actor)


def set_labels(world: World, caller: Caller, issue: Issue, names: Sequence[str]) -> None:
    """Replaces the whole set of the issue's labels."""
    actor = require_role(caller, issue.repository, Role.TRIAGE, area_of(issue))
    check_names(names)
    wanted = named(world, issue.repository, names, actor)
    for label in [label for label in issue.labels if label not in wanted]:
        take_off(world, issue, label, actor)
    for label in wanted:
        put_on(world, issue, label, actor)


def remove_label(world: World, caller: Caller, issue: Issue, name: str) -> None:
    """Takes one label off; raises NotFound when the issue does not carry it."""
    actor = require_role(caller, issue.repository, Role.TRIAGE, area_of(issue))
    label = issue.repository.label(name)
    if label is None or label not in issue.labels:
        raise NotFound("Label does not exist")
    take_off(world, issue, label, actor)


def put_on(world: World, issue: Issue, label: Label, actor: Account) -> None:
    """Adds one label, by somebody whose right to it was checked before."""
    if label not in issue.labels:
        issue.labels.append(label)
        record(world, issue, EventKind.LABELED, actor, label=label)


def take_off(world: World, issue: Issue, label: Label, actor: Account) -> None:
    """Removes one label, by somebody whose right to it was checked before."""
    issue.labels.remove(label)
    record(world, issue, EventKind.UNLABELED, actor, label=label)
