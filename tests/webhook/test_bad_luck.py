"""Clocks that jump, orders that are lost, repositories that move: what comes of them in the server's memory."""

from dataclasses import replace
from time import monotonic, time

from sqlalchemy import text

from tests.webhook.memories import ARCH, Memory, begun, receive
from webhook.following import InstallationSeen, RepositoryGone, RepositorySeen, followed
from webhook.orders import LONGEST_TROUBLE, LONGEST_WAIT, Kind, Order
from webhook.store import Verdict

YEAR = 365 * 24 * 3600.0


def names(memory: Memory) -> dict[int, str]:
    return {state.id: state.full_name for state in memory.store.listing()}


def test_what_comes_while_a_run_may_find_the_new_configuration_is_not_ignored(memory: Memory) -> None:
    receive(memory, "a")
    memory.store.finish(begun(memory, memory.orders()[0]), is_configured=False)
    assert receive(memory, "b") is Verdict.IGNORED
    receive(memory, "the configuration", push=True)
    run = begun(memory, memory.orders()[0])
    assert receive(memory, "c") is Verdict.QUEUED
    memory.store.finish(run, is_configured=True)
    assert begun(memory, memory.orders()[0]).number == 3


def test_a_clock_that_was_put_back_stops_no_sweep_and_no_event(memory: Memory) -> None:
    memory.now += YEAR
    receive(memory, "a")
    memory.store.finish(begun(memory, memory.orders()[0]), is_configured=False)
    memory.now -= YEAR
    assert receive(memory, "b") is Verdict.QUEUED
    assert memory.store.sweep("s") == 1
    assert memory.store.begin(next(order for order in memory.orders() if order.kind is Kind.SWEEP))


def test_an_order_that_is_put_off_by_a_wrong_clock_stops_no_event(memory: Memory) -> None:
    memory.now += YEAR
    receive(memory, "a")
    memory.now -= YEAR
    receive(memory, "b")
    assert len(memory.orders()) == 2


def test_an_order_that_is_lost_stops_events_for_a_while_only(memory: Memory) -> None:
    receive(memory, "a")
    (lost,) = memory.orders()
    memory.now += LONGEST_WAIT - 1
    receive(memory, "b")
    assert memory.orders() == []
    memory.now += 1
    receive(memory, "c")
    receive(memory, "d")
    (order,) = memory.orders()
    assert order.id != lost.id
    assert begun(memory, order)


def test_a_delivery_again_gives_no_repository_its_old_name_back(memory: Memory) -> None:
    receive(memory, "a")
    receive(memory, "b", replace(ARCH, full_name="octo/old"))
    other = RepositorySeen(2, "octo/arch", None)
    receive(memory, "c", other)
    assert receive(memory, "a") is Verdict.QUEUED
    assert names(memory) == {1: "octo/old", 2: "octo/arch"}


def test_a_repository_that_was_moved_outlives_that_the_former_installation_lost_it(memory: Memory) -> None:
    memory.store.learn([RepositorySeen(1, "octo/arch", 7)])
    memory.store.learn([RepositorySeen(1, "new/arch", 8)])
    removed = {
        "action": "removed",
        "installation": {"id": 7},
        "repositories_removed": [{"id": 1, "full_name": "octo/arch"}],
    }
    memory.store.learn(followed("installation_repositories", removed))
    assert names(memory) == {1: "new/arch"}
    memory.store.learn([RepositoryGone(1, 8)])
    assert names(memory) == {}


def test_a_trouble_may_have_any_sign_and_any_length(memory: Memory) -> None:
    receive(memory, "a")
    run = begun(memory, memory.orders()[0])
    memory.store.fail(run, "a\0b\ud800c" + "x" * LONGEST_TROUBLE, is_hopeless=True)
    (state,) = memory.store.listing()
    assert state.trouble is not None
    assert state.trouble.startswith("a b?cx")
    assert len(state.trouble) == LONGEST_TROUBLE + 1


def test_many_facts_at_once_keep_no_delivery_waiting(memory: Memory) -> None:
    many = [RepositorySeen(number, f"octo/r{number}", 7) for number in range(1, 1001)]
    memory.store.learn([InstallationSeen(7, "octo", suspended=False), *many], sweep="x")
    assert len(memory.store.listing()) == 1000
    began = monotonic()
    memory.store.learn(many)
    assert monotonic() - began < 10
    place = "dbos.workflow_status" if memory.engine.dialect.name == "postgresql" else "workflow_status"
    with memory.engine.connect() as connection:
        assert connection.scalar(text(f"SELECT count(*) FROM {place}")) == 1  # noqa: S608


def sweeping(memory: Memory) -> set[int]:
    return {order.repository for order in memory.orders() if order.kind is Kind.SWEEP}


def test_sweeps_that_come_faster_than_they_end_fill_no_queue(memory: Memory) -> None:
    memory.now = time()
    memory.store.learn([RepositorySeen(number, f"octo/r{number}", 7) for number in range(1, 6)])
    memory.store.sweep("s")
    first = memory.orders()
    assert memory.store.sweep("t") == 0
    memory.now += 1
    # Its place in the queue is now that of an order which lies there still, and is stale.
    memory.store.finish(begun(memory, first[2]), is_configured=True)
    memory.now += 1
    assert memory.store.sweep("u") == 1
    assert sweeping(memory) == {first[2].repository}


def test_sweeps_that_a_wrong_clock_put_off_keep_no_other_from_its_place(memory: Memory) -> None:
    memory.now = time()
    memory.store.learn([ARCH])
    with memory.engine.begin() as connection:
        memory.line.put(connection, Order("s-1", 1, Kind.SWEEP, "s", memory.now, YEAR))
    assert memory.store.sweep("t") == 1
