"""Pins and unpins issues, which nothing depends on and which older servers do not know."""

from dataclasses import dataclass

from arch_hour.gateway.asking import Asking
from arch_hour.gateway.documents import document
from arch_hour.gateway.features import Feature
from arch_hour.gateway.patience import Failure, Trouble
from arch_hour.rules.changes import Declined, Done, LeftOut, PinIssue, Result, UnpinIssue


@dataclass(frozen=True)
class Pins:
    """Writes to the top of a repository's list of issues; raises Failure."""

    asking: Asking

    def write(self, change: PinIssue | UnpinIssue) -> Result:
        """Carries out a change; one refused because an answer was lost and it is done already is done."""
        name = "pin" if isinstance(change, PinIssue) else "unpin"
        try:
            self.asking.connection.mutate(document(name), {"issue": change.id})
        except Failure as failure:
            if failure.trouble is not Trouble.REFUSED:
                raise
            if failure.unknown:
                self.asking.connection.lacking.add(Feature.PINS)
                return LeftOut()
            found = self.asking.ask("is_pinned", {"issue": change.id})["node"]
            is_done = found and found["isPinned"] is isinstance(change, PinIssue)
            return Done() if is_done else Declined(failure.message)
        return Done()
