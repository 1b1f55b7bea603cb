"""Takes over the work of dead servers, and gives up at once where this one may be taken for dead itself."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep

from dbos import DBOS

from webhook.presence import BETWEEN_LOOKS, Presence

logger = logging.getLogger(__name__)

LOST = 70  # exit status; the other process starts a new one


def keep_watch(presence: Presence) -> None:
    """Ends the process once others may take it for dead; does nothing else, so that nothing keeps it from noticing."""
    with or_die():
        while presence.is_held():
            presence.wait(BETWEEN_LOOKS)
        logger.error("the database is lost, so that others may take over: ending at once")
    logging.shutdown()
    os._exit(LOST)


class Rescue:
    """What is done for work that nobody does any more."""

    def __init__(self, presence: Presence) -> None:
        self._presence = presence
        self._at_work: set[str] = set()
        self._idle: set[str] = set()

    def keep_looking(self) -> None:
        """Looks again and again, for as long as the process lives."""
        while True:
            try:
                self.look()
            except Exception:  # the database's own errors are many, and there is a next time
                logger.exception("it could not be looked for dead servers")
            sleep(BETWEEN_LOOKS)

    @contextmanager
    def at_work(self, name: str) -> Iterator[None]:
        """A run or a sweep that this process carries out; where that can't be remembered, the process ends."""
        self._at_work.add(name)
        try:
            with or_die():
                yield
        finally:
            self._at_work.discard(name)

    def look(self) -> int:
        """Puts what dead servers had begun back into the queue, and says of how many servers."""
        begun = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
        names = {str(each.executor_id) for each in begun}
        mine = {each.workflow_id for each in begun if each.executor_id == self._presence.name}
        self._mind(mine - self._at_work)
        return sum(self._take_over(name) for name in names - {self._presence.name})

    def _mind(self, idle: set[str]) -> None:
        """Ends the process over what it took and does not do, twice in a row: a connection was lost over taking it.

        As long as the process lives nobody else would do it, and its repository would wait for ever.
        """
        if lost := idle & self._idle:
            logger.error("what was taken is not done, so that another may take it: ending at once: %s", lost)
            logging.shutdown()
            os._exit(LOST)
        self._idle = idle

    def _take_over(self, name: str) -> bool:
        with self._presence.of_the_dead(name) as is_dead:
            if is_dead:
                logger.warning("taking over what the server %s had begun", name)
                # DBOS offers it to its own paid service alone; what it offers to all also forgets how often a
                # run was begun.
                DBOS._recover_pending_workflows([name])  # noqa: SLF001
        return is_dead


@contextmanager
def or_die() -> Iterator[None]:
    """What fails with nothing remembered of it must not pass for done: the process ends, and the work begins anew."""
    try:
        yield
    except BaseException:
        logger.exception("the server's memory could not be written: ending at once")
        logging.shutdown()
        os._exit(LOST)
