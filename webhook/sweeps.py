"""The look at everything, timed and at each start: what was missed while nobody listened is made good by it."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from arch_hour.errors import ArchHourError
from webhook.access import Access
from webhook.allowances import Allowances
from webhook.line import Line
from webhook.orders import RUNS_KEPT
from webhook.store import Store

logger = logging.getLogger(__name__)

FORGOTTEN_AT_ONCE = 500  # runs


@dataclass(frozen=True, slots=True)
class Sweeps:
    """Asks what there is, and orders a run of all that is known."""

    store: Store
    access: Access
    line: Line
    allowances: Allowances

    def sweep(self, name: str) -> int:
        """Does one sweep, and says how many runs it ordered; where GitHub can't be asked, of what was known before."""
        try:
            # Known before GitHub is asked: what an event brings meanwhile is not lost because it came too late for
            # the answer.
            known = self.store.known()
            self.store.learn(self.access.known(known.installations, known.repositories))
        except ArchHourError as error:
            logger.warning("GitHub did not tell what the App reaches: %s", error)
        self._forget_old()
        spared = self.allowances.scarce()
        if spared:
            logger.warning(
                "GitHub's quota is nearly used up, and left to events: installations %s", set(spared)
            )
        count = self.store.sweep(name, spared)
        logger.info("a sweep ordered runs: %d", count)
        return count

    def _forget_old(self) -> None:
        self.store.forget_old()
        before = datetime.now(UTC) - timedelta(seconds=RUNS_KEPT)
        while names := self.line.ended(before.isoformat(), FORGOTTEN_AT_ONCE):
            self.line.forget(names)
