"""What is asked about a repository beside its issues, where it is set up and where that is checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ActionsPolicy:
    """Which actions a repository may run: `allowed` is GitHub's word for it, `patterns` those of `selected`."""

    is_enabled: bool
    allowed: str
    patterns: tuple[str, ...] = ()


class Facilities(Protocol):
    """Files, workflows and permissions of a repository; every method raises AccessError or UnreachableError."""

    def folder(self, path: str) -> Mapping[str, str]:
        """The texts of the files directly in a folder, by their paths; one request, and one for each file."""

    def labels(self) -> frozenset[str]:
        """The names of all labels, without case; one request for each hundred."""

    def workflow_state(self, file: str) -> str | None:
        """GitHub's word for the state of the workflow of a file's name, None where it tells none; one request."""

    def enable_workflow(self, file: str) -> None:
        """Switches the workflow of a file's name on; one request."""

    def actions_policy(self) -> ActionsPolicy | None:
        """Which actions may run, None where the token is not told; one request or two."""

    def may_write_issues(self, label: str) -> bool:
        """Whether the token may write issues; one request, which changes nothing of a label that is there."""
