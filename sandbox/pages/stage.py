"""What the top bar does: choose who acts, and move the clock; and the page of all requests to the APIs."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlencode

from flask import Response

from sandbox.pages.rendering import render
from sandbox.pages.routes import Act, Page
from sandbox.pages.visits import Visit, local_path
from sandbox.rules.refusals import Invalid
from sandbox.words import AccountKind

ACTING = "sandbox_as"
SHOWN = 200
# Years.
EARLIEST, LATEST = 1970, 2999
STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}


def address(path: str, query: Iterable[tuple[str, str]]) -> str:
    """A local address of a path and the parts of a query."""
    words = urlencode(list(query))
    return f"{local_path(quote(path))}{'?' if words else ''}{words}"


def show_log(visit: Visit) -> Response:
    """The last requests to the APIs, newest first."""
    entries = list(visit.desk.log)
    return render(
        visit,
        "log.html",
        title="Requests to the APIs",
        entries=entries[: -SHOWN - 1 : -1],
        total=len(entries),
    )


def act_as(visit: Visit) -> str:
    """Lets this browser act as somebody else, or as nobody."""
    login = visit.text("login")
    account = visit.world.find_account(login)
    if login and (account is None or account.kind is not AccountKind.USER or account.is_suspended):
        raise Invalid(f"Nobody can act as {login}.")
    visit.cookies[ACTING] = account.rest_login if account is not None else ""
    return local_path(visit.text("back"))


def set_time(visit: Visit) -> str:
    """Moves the clock on, stops it, lets it run, or sets it to a moment in UTC."""
    clock, step = visit.world.clock, visit.text("step")
    if step in STEPS:
        clock.move(_playable(clock.now() + STEPS[step]) - clock.now())
    elif step == "freeze":
        clock.freeze(clock.now())
    elif step == "run":
        # From where it stands: nobody who plays a week wants to be back in the real one.
        clock.go_on()
    elif clock.is_frozen:
        clock.freeze(_moment(visit.text("at")))
    else:
        clock.move(_moment(visit.text("at")) - clock.now())
    return local_path(visit.text("back"))


def _moment(text: str) -> datetime:
    try:
        return _playable(datetime.fromisoformat(text).replace(tzinfo=UTC))
    except ValueError:
        raise Invalid(f"“{text}” is no date and time.") from None


def _playable(at: datetime) -> datetime:
    """The moment, unless it is so far off that nothing could be reckoned from it."""
    if not EARLIEST <= at.year <= LATEST:
        raise Invalid(f"The clock can stand anywhere from {EARLIEST} to {LATEST}.")
    return at


LOG = Page("/_sandbox/", show_log)
PAGES = (LOG,)
ACTS = (Act("/_sandbox/act-as", act_as, LOG), Act("/_sandbox/time", set_time, LOG))
