"""What happened in a world, as webhooks and workflows hear of it: GitHub's event and action, and whom it is about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox.records import Account, Installation, Repository

if TYPE_CHECKING:
    from sandbox.world import Node


@dataclass(frozen=True, slots=True)
class Happening:
    """One event such as `issues` `opened`, told while the world is as the event left it.

    `parts` are the further records that its payload shows, by the payload's name for them (`label`, `assignee`),
    `changes` the texts before an edit, as in `{"title": {"from": "Old"}}`. Of an organization's event and
    of an installation's `repository` is None.
    """

    event: str
    action: str | None
    sender: Account
    subject: "Node | Installation"
    repository: Repository | None = None
    parts: Mapping[str, object] = field(default_factory=dict)
    changes: Mapping[str, object] = field(default_factory=dict)
