"""The actions that workflows may use here, and which commands stand for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

import yaml

from sandbox.records import Repository
from sandbox.words import AllowedActions
from sandbox.workflows.files import text_of

CHECKOUT = "actions/checkout"


@dataclass(frozen=True, slots=True)
class KnownAction:
    """What is started for an action: a command, and what its image sets in the environment besides.

    `inputs` are the defaults that its `action.yml` gives; None when that is not known.
    """

    command: tuple[str, ...]
    inputs: Mapping[str, str] | None = None
    environment: Mapping[str, str] = field(default_factory=dict)


def action_in(folder: Path, *command: str, environment: Mapping[str, str] | None = None) -> KnownAction:
    """An action whose folder holds its `action.yml`, run by a command; raises OSError when there is none."""
    described = yaml.safe_load((folder / "action.yml").read_text(encoding="utf-8"))
    inputs = {
        name: text_of((one or {}).get("default")) for name, one in (described.get("inputs") or {}).items()
    }
    return KnownAction(command, inputs, environment or {})


def find_action(known: Mapping[str, KnownAction], uses: str) -> KnownAction | None:
    """What stands for `owner/name@ref` (or `./folder`): the patterns are of a part of the path, or shell-like."""
    path = uses.partition("@")[0]
    for pattern, action in known.items():
        if fnmatchcase(path, pattern) or pattern in path.split("/"):
            return action
    return None


def is_allowed(uses: str, repository: Repository) -> bool:
    """Whether a repository's settings let its workflows use an action; its owner's own are always allowed."""
    policy, owner = repository.actions, uses.partition("/")[0]
    if policy.allowed is AllowedActions.ALL or owner.casefold() in (".", repository.owner.login.casefold()):
        return True
    return policy.allowed is AllowedActions.SELECTED and any(
        fnmatchcase(uses.casefold(), pattern.casefold()) for pattern in policy.patterns
    )


def is_checkout(uses: str) -> bool:
    """Whether a step writes the repository's files into the workspace."""
    return uses.partition("@")[0] == CHECKOUT
