"""Two servers that do the same to one database in the same moment."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from time import sleep

import pytest
from sqlalchemy import event

from tests.webhook.memories import Memory, address_at, memory_at
from webhook.database import address_of, migrate, open_database
from webhook.following import Fact, InstallationSeen, RepositorySeen
from webhook.orders import LONGEST_WAIT, Kind, Next, Order
from webhook.store import Begun, Received, Verdict

ARCH = RepositorySeen(1, "octo/arch", None)
ORDER = Order("event", 1, Kind.EVENT, "a", 0.0)


@pytest.fixture
def memories(postgres_url: str) -> Iterator[tuple[Memory, Memory]]:
    with memory_at(postgres_url) as one, memory_at(postgres_url) as two:
        yield one, two


@pytest.fixture(params=["sqlite", "postgresql"])
def memory(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Memory]:
    with memory_at(address_at(request.param, tmp_path, request)) as made:
        made.store.learn((ARCH,))
        yield made


def begun(memory: Memory) -> Begun:
    found = memory.store.begin(ORDER)
    assert found is not None
    return found


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_servers_that_start_at_once_on_an_empty_database_make_its_tables_once(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    count, address = 4, address_of(address_at(kind, tmp_path, request))
    gate = Barrier(count)

    def start(_: int) -> None:
        engine = open_database(address, patience=5, connections=4)
        gate.wait()
        migrate(engine)
        engine.dispose()

    with ThreadPoolExecutor(count) as starters:
        list(starters.map(start, range(count)))


def test_two_servers_that_learn_the_same_in_another_order_do_not_block_each_other(
    memories: tuple[Memory, Memory],
) -> None:
    facts: list[Fact] = [RepositorySeen(number, f"octo/{number}", 7) for number in range(1, 9)]
    facts.append(InstallationSeen(7, "octo", suspended=False))
    for memory in memories:
        event.listen(memory.engine, "after_cursor_execute", lambda *_: sleep(0.005))
    with ThreadPoolExecutor() as servers:
        one = servers.submit(memories[0].store.learn, facts)
        two = servers.submit(memories[1].store.learn, facts[::-1])
        one.result(20)
        two.result(20)
    assert len(memories[0].store.listing()) == 8


def test_one_of_many_events_at_two_servers_orders_the_run(memories: tuple[Memory, Memory]) -> None:
    def receive(number: int) -> Verdict:
        return memories[number % 2].store.receive(Received(str(number), 1, (ARCH,)))

    with ThreadPoolExecutor(8) as doors:
        assert set(doors.map(receive, range(80))) == {Verdict.QUEUED}
    assert sum(len(memory.orders()) for memory in memories) == 1
    assert len(memories[0].queued()) == 1


def test_an_order_that_is_lost_from_the_queue_holds_events_up_for_an_hour_at_most(
    memories: tuple[Memory, Memory],
) -> None:
    one, two = memories
    one.store.learn((ARCH,))
    one.store.want(1, "a")
    (lost,) = one.orders()
    one.now = two.now = one.now + LONGEST_WAIT - 1
    one.store.want(1, "b")
    assert one.orders() == []
    one.now = two.now = one.now + 1
    with ThreadPoolExecutor(8) as doors:
        list(doors.map(lambda number: memories[number % 2].store.want(1, "c"), range(20)))
    (order,) = one.orders() + two.orders()
    assert order != lost


def test_an_event_that_comes_while_a_run_begins_is_seen_by_it_or_orders_another(
    memories: tuple[Memory, Memory],
) -> None:
    one, two = memories
    one.store.learn((ARCH,))
    for number in range(30):
        one.store.want(1, "x")
        order = (one.orders() + two.orders())[-1]
        with ThreadPoolExecutor() as servers:
            beginning = servers.submit(one.store.begin, order)
            coming = servers.submit(two.store.receive, Received(f"e{number}", 1, (ARCH,)))
            run, verdict = beginning.result(5), coming.result(5)
        assert run is not None
        assert verdict is Verdict.QUEUED
        # Either it came before the run began, which deals with it, or another waits.
        one.store.finish(run, is_configured=True)
        again = one.store.receive(Received(f"e{number}", 1, (ARCH,)))
        (state,) = one.store.listing()
        assert (again is Verdict.DUPLICATE) != (state.waiting is not None)
        for left in two.orders():
            rest = one.store.begin(left)
            assert rest is not None
            one.store.finish(rest, is_configured=True)


def test_a_run_that_was_taken_over_has_no_say_in_what_is_remembered(memory: Memory) -> None:
    memory.store.want(1, "a")
    lost, heir = begun(memory), begun(memory)
    memory.store.finish(lost, is_configured=False)
    memory.store.leave(replace(lost, state=replace(lost.state, installation=7)), is_gone=False)
    (state,) = memory.store.listing()
    assert (state.running, state.done, state.configured) == (ORDER.id, 0, None)
    memory.store.finish(heir, is_configured=True)
    assert memory.store.fail(lost, "the way to GitHub is lost", is_hopeless=True).next is Next.COMING
    (state,) = memory.store.listing()
    assert (state.running, state.done, state.parked_at, state.trouble) == (None, 2, None, None)
