"""What is set up around a repository's issues: its workflows, and whether the token may write.

Source: https://docs.github.com/en/rest/actions/workflows and https://docs.github.com/en/rest/actions/permissions
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote

from arch_hour.gateway.connection import Connection
from arch_hour.gateway.facilities import ActionsPolicy
from arch_hour.gateway.patience import Failure, Trouble
from arch_hour.gateway.reading import text

T = TypeVar("T")

# How GitHub keeps something to itself.
_NO = (403, 404, 409)


@dataclass(frozen=True)
class RepositorySettings:
    """Sees to the settings of the repository of that full name; every method raises Failure."""

    connection: Connection
    full_name: str

    def enable_workflow(self, file: str) -> None:
        """Switches the workflow of a file's name on; for one that is on it counts as activity."""
        self.connection.repeatable("PUT", f"{self._workflow(file)}/enable")

    def workflow_state(self, file: str) -> str | None:
        """GitHub's word for the state of a workflow, such as `disabled_inactivity`; None where it does not tell any."""
        return _unless_refused(lambda: text(self.connection.get(self._workflow(file))["state"]))

    def actions_policy(self) -> ActionsPolicy | None:
        """Which actions may run; None where GitHub does not tell, as only to administrators."""
        return _unless_refused(self._actions_policy)

    def _actions_policy(self) -> ActionsPolicy:
        found = self.connection.get(f"{self._actions}/permissions")
        allowed = found.get("allowed_actions", "all")
        patterns: tuple[str, ...] = ()
        if allowed == "selected":
            selected = self.connection.get(f"{self._actions}/permissions/selected-actions")
            patterns = tuple(map(str, selected["patterns_allowed"]))
        return ActionsPolicy(found["enabled"], str(allowed), patterns)

    def may_write_issues(self, label: str) -> bool:
        """Whether the token may write issues, tried by a change of a label that changes nothing."""

        def tried() -> bool:
            self.connection.repeatable("PATCH", f"/repos/{self.full_name}/labels/{quote(label, safe='')}", {})
            return True

        return _unless_refused(tried) is not None

    def _workflow(self, file: str) -> str:
        return f"{self._actions}/workflows/{quote(file, safe='')}"

    @property
    def _actions(self) -> str:
        return f"/repos/{self.full_name}/actions"


def _unless_refused(ask: Callable[[], T]) -> T | None:
    """An answer, or None where GitHub has none for this token."""
    try:
        return ask()
    except Failure as failure:
        if failure.trouble is not Trouble.REFUSED or failure.status not in _NO:
            raise
        return None
