"""`arch-hour queue`: how each repository stands, and a run of one that is parked."""

import argparse
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from time import time
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from arch_hour.errors import UsageError
from arch_hour.streams import printable, printing
from arch_hour.terminal_tables import show_table
from webhook.credentials import with_credentials_file
from webhook.database import VARIABLE, address_of, is_there, migrate, open_database
from webhook.line import Line
from webhook.orders import Standing, State, standing
from webhook.settings import database_of
from webhook.store import Store

PATIENCE = 10  # seconds that a statement waits for others
CAUSE = "by hand"
NOTHING = "No repository is known yet: the first delivery or sweep tells of some."
# Where there is nothing to do and nothing to see.
QUIET = (Standing.IDLE, Standing.UNCONFIGURED)


def queue(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Tells, or orders a run; raises UsageError where the database can't be used or the repository is not known."""
    url = address_of(database_of(with_credentials_file(options.credentials, environ)))
    if not is_there(url):
        msg = f"{url.database} is not there: set {VARIABLE} to the server's database"
        raise UsageError(msg)
    engine = open_database(url, patience=PATIENCE, connections=1)
    try:
        migrate(engine)
        store = Store(engine, Line(engine), time)
        if options.run:
            _order(store, options.run)
        states = store.listing()
    finally:
        engine.dispose()
    with printing():
        if options.format == "json":
            print(json.dumps([values(state) for state in states], indent=2, ensure_ascii=False))
        else:
            _show(Console(highlight=False), states)
    return 0


def values(state: State) -> dict[str, Any]:
    """A repository as JSON has it; times are ISO 8601, in UTC."""
    return {
        "repository": state.full_name,
        "id": state.id,
        "installation": state.installation,
        "state": standing(state).value,
        "since": _moment(_since(state)),
        "runs": state.begun,
        "failures": state.failures,
        "trouble": state.trouble,
    }


def _order(store: Store, name: str) -> None:
    found = [state.id for state in store.listing() if state.full_name.casefold() == name.casefold()]
    if not found or not store.want(found[0], CAUSE):
        msg = f"{name} is no repository that the server knows: it learns of one by its first delivery, or by a sweep"
        raise UsageError(msg)


def _show(console: Console, states: Sequence[State]) -> None:
    shown = [state for state in states if standing(state) not in QUIET]
    if shown:
        table = Table("repository", "state", "since", "runs", "trouble", box=None, pad_edge=False)
        for state in shown:
            told = values(state)
            cells = (
                told["repository"],
                told["state"],
                told["since"],
                str(told["runs"]),
                told["trouble"] or "",
            )
            table.add_row(*(Text(printable(cell)) for cell in cells))
        show_table(console, table)
    counts = Counter(standing(state) for state in states)
    console.print(", ".join(f"{counts[each]} {each.value}" for each in Standing if counts[each]) or NOTHING)


def _since(state: State) -> float | None:
    """Since when it stands so, in seconds since the epoch."""
    match standing(state):
        case Standing.RUNNING:
            return state.begun_at
        case Standing.WAITING:
            return state.waiting_since
        case Standing.PARKED:
            return state.parked_at
        case _:
            return state.looked_at


def _moment(seconds: float | None) -> str:
    return "" if seconds is None else f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ}"
