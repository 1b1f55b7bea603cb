"""Orders to run a repository, and what is decided about them; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

FIRST_PAUSE = 10.0  # seconds
GROWTH = 3
TRIES = 6  # after the first failure; about an hour in all
# Seconds from the beginning of one run to the next of a repository in which something happens all the time: the first
# comes at once, then it is twice as long each time. At its longest it is 240 runs an hour of 19 points each, so that
# one busy repository alone never uses up the 5,000 points that GitHub gives for an hour.
FIRST_GAP, LONGEST_GAP = 3.0, 15.0
# Seconds after which an order that waits may as well be lost, by a clock that was put back or with a part of the
# database: an event then orders another, which does no harm where it is not.
LONGEST_WAIT = 900.0
QUIET = 60.0  # seconds after which a repository begins at FIRST_GAP again
# So often may a server die during one run before that run is held to be why.
CRASHES = 5
# Seconds for which sweeps leave such a repository out: each start of a server orders one.
DEADLY = 3600.0
# Seconds for which a repository without a configuration is left alone, whatever happens in it; a push that
# brings one is heard at once.
UNCONFIGURED = 600.0
UNCONFIGURED_SWEEP = 3600.0  # likewise by sweeps
LONGEST_TROUBLE = 2000  # characters
RUNS_KEPT = 3600.0  # seconds for which the queue remembers what ended; nobody asks for it
KEPT = 8 * 24 * 3600.0  # seconds; GitHub delivers again for three days, Enterprise Server for seven


class Kind(Enum):
    """Why a run is ordered."""

    EVENT = "event"
    RETRY = "retry"
    SWEEP = "sweep"


@dataclass(frozen=True, slots=True)
class Order:
    """A run to be done; `cause` is the delivery that asked for it, `asked_at` and `delay` are seconds."""

    id: str
    repository: int
    kind: Kind
    cause: str
    asked_at: float
    delay: float = 0.0


@dataclass(frozen=True, slots=True)
class State:
    """What is known of a repository; see the table for the words."""

    id: int
    full_name: str
    installation: int | None = None
    waiting: str | None = None
    waiting_since: float | None = None
    running: str | None = None
    crashes: int = 0
    begun: int = 0
    begun_at: float | None = None
    gap: float = 0.0
    done: int = 0
    failures: int = 0
    retry: str | None = None
    parked_at: float | None = None
    trouble: str | None = None
    configured: bool | None = None
    looked_at: float | None = None


class Standing(Enum):
    """How a repository stands, in one word."""

    WAITING = "waiting"
    RUNNING = "running"
    RETRYING = "retrying"
    PARKED = "parked"
    UNCONFIGURED = "unconfigured"
    IDLE = "idle"


@dataclass(frozen=True, slots=True)
class Workload:
    """How many repositories stand how, and for how many seconds the one has waited that has waited longest."""

    repositories: Mapping[str, int]
    oldest_waiting: float = 0.0


class Next(Enum):
    """What comes after a failure."""

    RETRY = "it is tried again"
    PARKED = "it is parked until the next event or sweep"
    COMING = "another try is coming already"


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What comes after a failure, and for a retry in how many seconds."""

    next: Next
    pause: float = 0.0


def standing(state: State) -> Standing:
    """How a repository stands; what is happening goes before what has happened."""
    if state.running is not None:
        return Standing.RUNNING
    if state.waiting is not None:
        return Standing.WAITING
    if state.retry is not None:
        return Standing.RETRYING
    if state.parked_at is not None:
        return Standing.PARKED
    return Standing.UNCONFIGURED if state.configured is False else Standing.IDLE


def is_dealt_with(state: State, begun_before: int) -> bool:
    """Whether a run that began after a delivery came was done; the number counts the runs begun until then."""
    return state.done > begun_before


def is_known_to_lack_configuration(state: State, now: float, seconds: float) -> bool:
    """Whether it was looked for within so many seconds, and there was none."""
    # A clock that was put back leaves times to come, which tell nothing.
    return state.configured is False and state.looked_at is not None and 0 <= now - state.looked_at < seconds


def is_left_alone(state: State, now: float) -> bool:
    """Whether its events matter to nobody; a run that goes may find a configuration, having read all else before."""
    return state.running is None and is_known_to_lack_configuration(state, now, UNCONFIGURED)


def is_left_to_events(state: State, now: float) -> bool:
    """Whether a sweep leaves it out: it has no configuration, or servers died of it a short while ago."""
    if is_known_to_lack_configuration(state, now, UNCONFIGURED_SWEEP):
        return True
    since = state.parked_at if state.crashes >= CRASHES else None
    return since is not None and 0 <= now - since < DEADLY


def is_covered(state: State, now: float) -> bool:
    """Whether a run is ordered that has not begun, so that an event needs no other."""
    if state.waiting is None:
        return False
    return state.waiting_since is not None and 0 <= now - state.waiting_since < LONGEST_WAIT


def pause_before(state: State, now: float) -> float:
    """Seconds until a run that an event calls for now may begin."""
    if state.begun_at is None:
        return 0.0
    # A clock that was put back must not put a run off for long.
    return min(max(state.begun_at + state.gap - now, 0.0), LONGEST_GAP)


def gap_after(state: State, now: float) -> float:
    """Seconds from the beginning of a run that begins now to the next."""
    if state.begun_at is None or now - state.begun_at > QUIET:
        return FIRST_GAP
    return min(max(state.gap * 2, FIRST_GAP), LONGEST_GAP)


def is_stale(order: Order, state: State, now: float) -> bool:
    """Whether another run has made an order needless; none that begins after `now`, by a clock that was wrong."""
    if state.running == order.id:  # it had begun, and the server died
        return False
    if order.kind is Kind.RETRY:
        return state.retry != order.id
    if order.kind is not Kind.SWEEP:
        return False
    # A sweep may have ordered it just before servers died of the repository once too often.
    is_done = state.begun_at is not None and order.asked_at <= state.begun_at <= now
    return is_done or is_left_to_events(state, now)


def crashes_with(order: Order, state: State) -> int:
    """How often servers died during a run that begins now."""
    return state.crashes + 1 if state.running == order.id else 0


def after_failure(state: State, order: str, *, is_hopeless: bool) -> Aftermath:
    """What comes after the failure of an order; hopeless is what no waiting mends."""
    if state.retry is not None and state.retry != order:
        return Aftermath(Next.COMING)
    if is_hopeless or state.failures >= TRIES:
        return Aftermath(Next.PARKED)
    return Aftermath(Next.RETRY, FIRST_PAUSE * GROWTH**state.failures)


def storable(trouble: str) -> str:
    """A text that any database keeps, whatever GitHub or a file had in it."""
    shown = trouble.replace("\0", " ").encode(errors="replace").decode()
    return shown if len(shown) <= LONGEST_TROUBLE else f"{shown[:LONGEST_TROUBLE]}…"
