"""The process that carries runs out, apart from the one that takes deliveries, so that no answer waits for a run.

It lives as long as its standard input is open, and ends gracefully once that is closed, whoever closes it.
"""

import logging
import os
import signal
import socket
import sys
from collections.abc import Callable
from datetime import datetime
from threading import Event, Thread
from time import monotonic, time
from typing import Any

from dbos import DBOS
from sqlalchemy import Engine

from webhook.access import access_of
from webhook.allowances import Allowances
from webhook.database import address_of, open_database
from webhook.line import APPLICATION, AT_ONCE, RUN, SERIALIZER, SWEEP, SWEEPS, VERSION, Line, order_of
from webhook.logs import about, set_up_logs
from webhook.presence import take_presence
from webhook.rescue import Rescue, keep_watch
from webhook.runs import Runs
from webhook.settings import Settings
from webhook.store import Store
from webhook.supervision import READY
from webhook.sweeps import Sweeps
from webhook.turns import Turns

logger = logging.getLogger("webhook.worker")  # by its name, as it runs as `__main__`

GRACE = 25  # seconds for runs to end; what is stopped in the middle the next start takes up
DATABASE_PATIENCE = 30  # seconds
# Each run holds its repository's turn, and remembers things; then there are the queue's own threads.
CONNECTIONS = AT_ONCE * 2 + 8

# Answers come first. Less modest it must not be: it would keep an SQLite file locked while it waits for its turn.
NICENESS = 5
# Seconds that one run may compute before another thread, which may hold that lock, has its turn; Python's own are ten
# times as many (`make bench-server` shows the difference).
TURN = 0.0005


def main() -> int:
    """Works until standard input ends."""
    is_at_work, is_over = Event(), Event()
    Thread(target=_listen, args=(is_at_work, is_over), name="end", daemon=True).start()
    settings = Settings.of(os.environ)
    os.nice(NICENESS)
    sys.setswitchinterval(TURN)
    set_up_logs(settings.hidden)
    for number in (signal.SIGINT, signal.SIGTERM):  # the other process tells when to stop
        signal.signal(number, signal.SIG_IGN)
    url = address_of(settings.database)
    presence = take_presence(url, socket.gethostname())
    set_up_logs(settings.hidden, executor=presence.name)
    engine = open_database(url, patience=DATABASE_PATIENCE, connections=CONNECTIONS)
    rescue = Rescue(presence)
    Thread(target=keep_watch, args=(presence,), name="presence", daemon=True).start()
    is_at_work.set()
    _launch(engine, presence.name, rescue, settings)
    Thread(target=rescue.keep_looking, name="rescue", daemon=True).start()
    print(READY, flush=True)
    is_over.wait()
    logger.info("ending: runs have %d seconds", GRACE)
    DBOS.destroy(workflow_completion_timeout_sec=GRACE)
    logging.shutdown()
    os._exit(0)  # threads of runs that did not end in time hold nothing up


def _listen(is_at_work: Event, is_over: Event) -> None:
    """Hears when to end: at once where there is nothing to finish yet, though the database is waited for."""
    sys.stdin.read()
    if not is_at_work.is_set():
        logging.shutdown()
        os._exit(0)
    is_over.set()


def _launch(engine: Engine, name: str, rescue: Rescue, settings: Settings) -> None:
    """Starts to take orders, and orders a sweep."""
    DBOS(
        config={
            "name": APPLICATION,
            "system_database_engine": engine,
            "serializer": SERIALIZER,
            "executor_id": name,
            "application_version": VERSION,
            "run_migrations": False,
            "log_level": "WARNING",
        }
    )
    line = Line(engine)
    store = Store(engine, line, time)
    access = access_of(os.environ)
    allowances = Allowances(monotonic)
    _take_runs(Runs(store, Turns(engine), access, os.environ, allowances), rescue)
    sweep = _take_sweeps(Sweeps(store, access, line, allowances), rescue)
    DBOS.launch()
    DBOS.apply_schedules(
        [
            {
                "schedule_name": "sweep",
                "workflow_fn": sweep,
                "schedule": settings.sweep,
                "context": "the time of day",
                "queue_name": SWEEPS,
            }
        ]
    )
    store.learn((), sweep="a start")


def _take_runs(runs: Runs, rescue: Rescue) -> None:
    """Has DBOS know how an ordered run is carried out."""

    @DBOS.workflow(name=RUN, max_recovery_attempts=None)
    def run_repository(*arguments: Any) -> None:
        order = order_of(str(DBOS.workflow_id), arguments)
        with about(run=order.id, delivery=order.cause), rescue.at_work(order.id):
            runs.carry_out(order)


def _take_sweeps(sweeps: Sweeps, rescue: Rescue) -> Callable[[datetime | None, str], None]:
    """Has DBOS know how a sweep is carried out; what this gives is for its schedule."""

    @DBOS.workflow(name=SWEEP, max_recovery_attempts=None)
    def sweep(_: datetime | None, cause: str) -> None:
        run = str(DBOS.workflow_id)
        with about(run=run), rescue.at_work(run):
            logger.debug("a sweep, for %s", cause)
            sweeps.sweep(run)

    return sweep


if __name__ == "__main__":
    raise SystemExit(main())
