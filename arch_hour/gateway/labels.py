"""The labels of one repository.

Source: https://docs.github.com/en/rest/issues/labels
"""

from dataclasses import dataclass

from arch_hour.gateway.connection import Connection
from arch_hour.gateway.patience import Failure, Trouble
from arch_hour.gateway.reading import text
from arch_hour.rules.changes import CreateLabel, Declined, Done, Result


@dataclass(frozen=True)
class Labels:
    """Reads and makes labels; every method raises Failure."""

    connection: Connection
    full_name: str

    def names(self) -> frozenset[str]:
        """The names of all labels, without case."""
        return frozenset(text(label["name"]).casefold() for label in self.connection.listed(self._place))

    def create(self, change: CreateLabel) -> Result:
        """Makes a label, or tells why GitHub does not let us; one that is there already is as it shall be."""
        given = {"name": change.name, "color": change.color, "description": change.description}
        try:
            # A second one of a name is refused, so that a repetition does no harm.
            self.connection.repeatable("POST", self._place, given)
        except Failure as failure:
            if failure.trouble is not Trouble.REFUSED or failure.status not in (403, 404, 422):
                raise
            return Done() if "already_exists" in failure.message else Declined(failure.message)
        return Done()

    @property
    def _place(self) -> str:
        return f"/repos/{self.full_name}/labels"
