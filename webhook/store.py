"""What the server remembers, and the orders that follow from it: each method is one transaction.

An event is dealt with by a run that begins after it came. So it needs no order where one waits: that run has not
begun, and it reads GitHub after the event's change was made.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Engine, case, delete, select, update

from webhook.following import Fact, InstallationGone, InstallationSeen, RepositoryGone
from webhook.learning import in_parts, is_news, learn
from webhook.line import Line
from webhook.orders import (
    CRASHES,
    KEPT,
    LONGEST_GAP,
    Aftermath,
    Kind,
    Next,
    Order,
    Standing,
    State,
    Workload,
    after_failure,
    crashes_with,
    gap_after,
    is_covered,
    is_dealt_with,
    is_left_alone,
    is_left_to_events,
    is_stale,
    pause_before,
    standing,
    storable,
)
from webhook.rows import change, note_delivery, sleeping, state_and_delivery, state_of, states
from webhook.tables import deliveries, installations, repositories

# Runs that a sweep orders are a quarter of a second apart, so that events find the queue short and GitHub is spared.
SPREAD = 0.25


@dataclass(frozen=True, slots=True)
class Received:
    """A delivery that calls for a run of a repository, and what it tells of what there is.

    `is_of_configuration` is whether it may bring the configuration that was missing.
    """

    guid: str
    repository: int
    facts: tuple[Fact, ...]
    is_of_configuration: bool = False


class Verdict(Enum):
    """What became of a delivery, as the answer to it says."""

    QUEUED = "queued"
    DUPLICATE = "duplicate"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Begun:
    """A run that has begun, its number among those of its repository, and the repository."""

    order: Order
    number: int
    state: State


@dataclass(frozen=True, slots=True)
class Known:
    """The installations that are known, and the repositories with theirs."""

    installations: frozenset[int]
    repositories: Mapping[int, int | None]


class Store:
    """The server's memory in one database; `clock` tells seconds since the epoch."""

    def __init__(self, engine: Engine, line: Line, clock: Callable[[], float]) -> None:
        self._engine = engine
        self._line = line
        self._clock = clock

    def receive(self, received: Received) -> Verdict:
        """Takes a delivery; once this returns, the run that it calls for is ordered for good."""
        now = self._clock()
        with self._engine.begin() as connection:
            state, before = state_and_delivery(connection, received.repository, received.guid)
            # What is delivered again tells of names as they were.
            if before is None and (state is None or is_news(received.facts, state)):
                learn(connection, received.facts)
                state = state_of(connection, received.repository)
            if state is None:
                return Verdict.IGNORED
            if before is not None and is_dealt_with(state, before):
                return Verdict.DUPLICATE
            if not received.is_of_configuration and is_left_alone(state, now):
                return Verdict.IGNORED
            if before is None:
                note_delivery(connection, received.guid, state, now)
            self._want(connection, state, received.guid, now)
        return Verdict.QUEUED

    def learn(self, facts: Sequence[Fact], *, sweep: str = "") -> None:
        """Takes note of facts; orders a sweep where its cause is given, once all of them are noted."""
        *most, last = in_parts(facts)
        for part in most:
            with self._engine.begin() as connection:
                learn(connection, part)
        with self._engine.begin() as connection:
            learn(connection, last)
            if sweep:
                self._line.put_sweep(connection, f"sweep-{uuid4()}", sweep)

    def want(self, repository: int, cause: str) -> bool:
        """Orders a run of a repository unless one waits; false where it is not known."""
        with self._engine.begin() as connection:
            state = state_of(connection, repository)
            if state is not None:
                self._want(connection, state, cause, self._clock())
        return state is not None

    def begin(self, order: Order) -> Begun | None:
        """Notes that a run begins; None where it is needless, or where servers keep dying of it."""
        now = self._clock()
        with self._engine.begin() as connection:
            state = state_of(connection, order.repository, is_locked=True)
            if state is None or is_stale(order, state, now):
                return None
            crashes = crashes_with(order, state)
            if crashes >= CRASHES:
                parked = _parked("the server died again and again while it ran", now)
                change(connection, order.repository, parked | {"crashes": crashes})
                return None
            waiting = repositories.c.waiting
            values = {
                "waiting": case((waiting == order.id, None), else_=waiting),
                "running": order.id,
                "crashes": crashes,
                "begun": repositories.c.begun + 1,
                "begun_at": now,
                "gap": gap_after(state, now),
            }
            change(connection, order.repository, values)
            if state.installation in sleeping(connection):
                change(connection, order.repository, {"running": None, "done": state.begun + 1})
                return None
        return Begun(order, state.begun + 1, state)

    def finish(self, begun: Begun, *, is_configured: bool) -> None:
        """Notes that a run did all that was due, or found that the repository has no configuration."""
        values = _ended(begun.number) | {"configured": is_configured, "looked_at": self._clock()}
        with self._engine.begin() as connection:
            if _left_by(begun, connection):
                change(connection, begun.order.repository, values)

    def leave(self, begun: Begun, *, is_gone: bool) -> None:
        """Notes that a run found nothing to be done where the App is suspended, or gone, of which no event told."""
        number = begun.state.installation
        with self._engine.begin() as connection:
            if _left_by(begun, connection):
                change(connection, begun.order.repository, _ended(begun.number))
            if number is None:
                learn(connection, [RepositoryGone(begun.order.repository)])
            elif is_gone:
                learn(connection, [InstallationGone(number)])
            else:
                account = select(installations.c.account).where(installations.c.id == number)
                seen = InstallationSeen(number, connection.scalar(account) or "", suspended=True)
                learn(connection, [seen])

    def forget(self, begun: Begun) -> None:
        """Notes that a run found another repository under the name: there is none of that number any more."""
        was = (repositories.c.id == begun.state.id, repositories.c.full_name == begun.state.full_name)
        with self._engine.begin() as connection:
            connection.execute(delete(repositories).where(*was))
            # Who told its new name meanwhile ordered another run.
            if _left_by(begun, connection):
                change(connection, begun.state.id, {"running": None, "crashes": 0})

    def fail(self, begun: Begun, trouble: str, *, is_hopeless: bool) -> Aftermath:
        """Notes that a run failed, and orders the next try where there is to be one."""
        now, order, trouble = self._clock(), begun.order, storable(trouble)
        with self._engine.begin() as connection:
            state = _left_by(begun, connection)
            if state is None:
                return Aftermath(Next.COMING)
            aftermath = after_failure(state, order.id, is_hopeless=is_hopeless)
            values: dict[str, Any] = {"running": None, "crashes": 0, "trouble": trouble, "looked_at": now}
            if aftermath.next is Next.PARKED:
                values |= _parked(trouble, state.parked_at or now)
            elif aftermath.next is Next.RETRY:
                retry = Order(
                    f"retry-{uuid4()}", order.repository, Kind.RETRY, order.cause, now, aftermath.pause
                )
                values |= {"failures": state.failures + 1, "retry": retry.id}
                self._line.put(connection, retry)
            change(connection, order.repository, values)
        return aftermath

    def sweep(self, name: str, spared: Collection[int | None] = ()) -> int:
        """Orders a run of every repository that is known, but of the spared installations, and says of how many.

        What an earlier sweep ordered and has not begun is not ordered again: sweeps may come faster than they end.
        """
        now = self._clock()
        with self._engine.connect() as connection:
            left_out = {*sleeping(connection), *spared}
            found = [state for state in states(connection) if state.installation not in left_out]
        wanted = [state for state in found if not is_left_to_events(state, now)]
        ordered = self._line.waiting(now + len(wanted) * SPREAD + LONGEST_GAP)
        earlier = {order.repository: order for order in ordered if order.kind is Kind.SWEEP}
        due = [s for s in wanted if s.id not in earlier or is_stale(earlier[s.id], s, now)]
        for count, state in enumerate(due):
            order = Order(f"{name}-{state.id}", state.id, Kind.SWEEP, name, now, count * SPREAD)
            with self._engine.begin() as connection:
                self._line.put(connection, order)
        return len(due)

    def known(self) -> Known:
        """What there is, as far as the server was told."""
        with self._engine.connect() as connection:
            found = connection.execute(select(repositories.c.id, repositories.c.installation))
            return Known(
                frozenset(connection.scalars(select(installations.c.id))),
                {row.id: row.installation for row in found},
            )

    def listing(self) -> list[State]:
        """Every repository that is known, by its name."""
        with self._engine.connect() as connection:
            return states(connection)

    def workload(self) -> Workload:
        """How much there is to do, for who watches the server."""
        now, states = self._clock(), self.listing()
        counts = Counter(standing(state) for state in states)
        since = [state.waiting_since for state in states if state.waiting and state.waiting_since is not None]
        return Workload(
            {each.value: counts[each] for each in Standing}, max(now - min(since, default=now), 0.0)
        )

    def forget_old(self) -> None:
        """Forgets deliveries that GitHub does not repeat any more."""
        with self._engine.begin() as connection:
            connection.execute(delete(deliveries).where(deliveries.c.received_at < self._clock() - KEPT))

    def _want(self, connection: Connection, state: State, cause: str, now: float) -> None:
        """Orders a run unless one waits; of two servers that want it at once, one orders it."""
        if is_covered(state, now):
            return
        order = Order(f"event-{uuid4()}", state.id, Kind.EVENT, cause, now, pause_before(state, now))
        ordered = connection.execute(
            update(repositories)
            .where(repositories.c.id == state.id, repositories.c.waiting.is_not_distinct_from(state.waiting))
            .values(waiting=order.id, waiting_since=now)
        )
        if ordered.rowcount:
            self._line.put(connection, order)


def _left_by(begun: Begun, connection: Connection) -> State | None:
    """The repository of a run that ends, locked; None where it is gone, or where another server took the run over."""
    state = state_of(connection, begun.order.repository, is_locked=True)
    return state if state is not None and state.begun == begun.number else None


def _ended(number: int) -> dict[str, Any]:
    """What is remembered of a run that ended well."""
    nothing = dict.fromkeys(("running", "retry", "parked_at", "trouble"))
    return {**nothing, "done": number, "crashes": 0, "failures": 0}


def _parked(trouble: str, since: float) -> dict[str, Any]:
    return {"running": None, "crashes": 0, "retry": None, "parked_at": since, "trouble": trouble}
