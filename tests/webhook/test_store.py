"""What the server remembers, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from sqlalchemy import text

from tests.webhook.memories import ARCH, Memory, begun, memory_at, receive
from webhook.following import InstallationGone, InstallationSeen, RepositoryGone, RepositorySeen
from webhook.orders import CRASHES, FIRST_PAUSE, KEPT, TRIES, UNCONFIGURED, Kind, Next
from webhook.store import Verdict

TEA = RepositorySeen(2, "octo/tea", 7)


def test_an_event_orders_a_run_and_the_queue_has_it(memory: Memory) -> None:
    assert receive(memory, "a") is Verdict.QUEUED
    (order,) = memory.orders()
    assert (order.repository, order.kind, order.cause, order.delay) == (1, Kind.EVENT, "a", 0.0)
    assert memory.queued() == {order.id}


def test_events_before_the_run_begins_need_no_other(memory: Memory) -> None:
    for number in range(20):
        assert receive(memory, str(number)) is Verdict.QUEUED
    assert len(memory.orders()) == 1


def test_an_event_during_a_run_always_causes_another(memory: Memory) -> None:
    receive(memory, "a")
    (first,) = memory.orders()
    run = begun(memory, first)
    receive(memory, "b")
    receive(memory, "c")
    (second,) = memory.orders()
    assert second.id != first.id
    memory.store.finish(run, is_configured=True)
    assert begun(memory, second).number == 2


def test_a_delivery_again_does_nothing_once_a_run_that_began_after_it_is_done(memory: Memory) -> None:
    receive(memory, "a")
    run = begun(memory, memory.orders()[0])
    receive(memory, "b")  # the run may have read what this is about before it happened
    memory.store.finish(run, is_configured=True)
    assert receive(memory, "a") is Verdict.DUPLICATE
    assert receive(memory, "b") is Verdict.QUEUED
    assert [order.cause for order in memory.orders()] == ["b"]


def test_a_delivery_again_of_a_failed_run_works(memory: Memory) -> None:
    receive(memory, "a")
    run = begun(memory, memory.orders()[0])
    assert memory.store.fail(run, "no configuration fits", is_hopeless=True).next is Next.PARKED
    assert receive(memory, "a") is Verdict.QUEUED
    assert len(memory.orders()) == 1


def test_failures_are_tried_again_with_growing_pauses_then_parked_and_seen(memory: Memory) -> None:
    receive(memory, "a")
    pauses = []
    for _ in range(TRIES + 1):
        (order,) = memory.orders()
        aftermath = memory.store.fail(begun(memory, order), "GitHub is down", is_hopeless=False)
        pauses.append(aftermath.pause)
        memory.now += aftermath.pause
    assert pauses == [FIRST_PAUSE * 3**number for number in range(TRIES)] + [0.0]
    assert memory.orders() == []
    assert memory.store.workload().repositories["parked"] == 1
    (told,) = memory.store.listing()
    assert told.trouble == "GitHub is down"


def test_a_success_ends_the_retries(memory: Memory) -> None:
    receive(memory, "a")
    memory.store.fail(begun(memory, memory.orders()[0]), "GitHub is down", is_hopeless=False)
    (retry,) = memory.orders()
    assert retry.kind is Kind.RETRY
    receive(memory, "b")  # somebody does something meanwhile, and GitHub is up again
    memory.store.finish(begun(memory, memory.orders()[0]), is_configured=True)
    assert memory.store.begin(retry) is None
    assert memory.store.workload().repositories["idle"] == 1


def test_failures_of_events_put_no_retry_off_and_add_none(memory: Memory) -> None:
    receive(memory, "a")
    memory.store.fail(begun(memory, memory.orders()[0]), "GitHub is down", is_hopeless=False)
    (retry,) = memory.orders()
    receive(memory, "b")
    failed = memory.store.fail(begun(memory, memory.orders()[0]), "still down", is_hopeless=False)
    assert failed.next is Next.COMING
    assert memory.orders() == []
    assert begun(memory, retry).order == retry


def test_a_run_that_its_server_died_in_begins_anew_and_swallows_no_event(memory: Memory) -> None:
    receive(memory, "a")
    (order,) = memory.orders()
    begun(memory, order)
    receive(memory, "b")
    (second,) = memory.orders()
    again = begun(memory, order)
    memory.store.finish(again, is_configured=True)
    assert receive(memory, "a") is Verdict.DUPLICATE
    assert begun(memory, second).number == 3


def test_a_run_that_servers_keep_dying_of_is_parked(memory: Memory) -> None:
    receive(memory, "a")
    (order,) = memory.orders()
    for _ in range(CRASHES):
        begun(memory, order)
    assert memory.store.begin(order) is None
    assert memory.store.workload().repositories["parked"] == 1


def test_a_repository_known_to_have_no_configuration_is_left_alone_for_a_while(memory: Memory) -> None:
    receive(memory, "a")
    memory.store.finish(begun(memory, memory.orders()[0]), is_configured=False)
    assert receive(memory, "b") is Verdict.IGNORED
    assert receive(memory, "c", push=True) is Verdict.QUEUED  # which may bring it
    memory.store.finish(begun(memory, memory.orders()[0]), is_configured=False)
    memory.now += UNCONFIGURED + 1
    assert receive(memory, "d") is Verdict.QUEUED


def test_runs_of_a_busy_repository_are_further_and_further_apart(memory: Memory) -> None:
    delays = []
    for number in range(5):
        receive(memory, str(number))
        (order,) = memory.orders()
        delays.append(order.delay)
        memory.now += order.delay
        memory.store.finish(begun(memory, order), is_configured=True)
    assert delays == [0.0, 3.0, 6.0, 12.0, 15.0]
    memory.now += 61
    receive(memory, "later")
    assert memory.orders()[0].delay == 0.0


def test_a_sweep_orders_each_repository_once_and_what_ran_meanwhile_not_again(memory: Memory) -> None:
    memory.store.learn((ARCH, TEA, InstallationSeen(7, "octo", suspended=False)))
    assert memory.store.sweep("sweep-1") == 2
    memory.store.sweep("sweep-1")  # begun anew after its server died
    assert memory.queued() == {"sweep-1-1", "sweep-1-2"}
    first = memory.orders()[0]
    receive(memory, "a")
    memory.now += 1
    memory.store.finish(begun(memory, memory.orders()[0]), is_configured=True)
    assert memory.store.begin(first) is None


def test_a_sweep_s_run_that_its_server_died_in_begins_anew(memory: Memory) -> None:
    memory.store.learn((ARCH,))
    memory.store.sweep("sweep-1")
    (order,) = memory.orders()
    begun(memory, order)
    assert begun(memory, order).number == 2


def test_a_suspended_installation_is_left_alone(memory: Memory) -> None:
    memory.store.learn((InstallationSeen(7, "octo", suspended=False), TEA))
    receive(memory, "a", TEA)
    (order,) = memory.orders()
    memory.store.learn((InstallationSeen(7, "octo", suspended=True),))
    assert memory.store.begin(order) is None
    assert memory.store.sweep("sweep-1") == 0
    memory.store.learn((InstallationSeen(7, "octo", suspended=False),))
    assert memory.store.sweep("sweep-2") == 1


def test_what_is_gone_is_run_no_more(memory: Memory) -> None:
    memory.store.learn((InstallationSeen(7, "octo", suspended=False), TEA, ARCH))
    receive(memory, "a", TEA)
    receive(memory, "b", ARCH)
    tea, arch = memory.orders()
    memory.store.learn((InstallationGone(7), RepositoryGone(1)))
    assert memory.store.begin(tea) is None
    assert memory.store.begin(arch) is None
    assert memory.store.known().repositories == {}


def test_a_repository_is_known_by_its_number_whatever_it_is_called(memory: Memory) -> None:
    receive(memory, "a", TEA)
    receive(memory, "b", RepositorySeen(2, "octo/coffee", None))
    assert len(memory.orders()) == 1
    (told,) = memory.store.listing()
    assert (told.full_name, told.installation) == ("octo/coffee", 7)
    receive(memory, "c", RepositorySeen(3, "octo/coffee", 7))  # a new one under the name of one that is gone
    assert [each.id for each in memory.store.listing()] == [3]


def test_old_deliveries_are_forgotten(memory: Memory) -> None:
    receive(memory, "a")
    memory.store.finish(begun(memory, memory.orders()[0]), is_configured=True)
    memory.now += KEPT + 1
    memory.store.forget_old()
    with memory.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM arch_hour_delivery")) == 0


def test_an_event_that_comes_at_many_doors_at_once_orders_one_run(memory: Memory) -> None:
    with ThreadPoolExecutor(8) as doors:
        verdicts = list(doors.map(lambda number: receive(memory, str(number)), range(80)))
    assert set(verdicts) == {Verdict.QUEUED}
    assert len(memory.orders()) == 1
    assert len(memory.queued()) == 1


def test_another_server_sees_what_was_ordered(memory: Memory) -> None:
    receive(memory, "a")
    with memory_at(memory.engine.url.render_as_string(hide_password=False)) as other:
        assert receive(other, "b") is Verdict.QUEUED
        assert other.orders() == []
        assert other.queued() == memory.queued()


def test_what_servers_died_of_is_left_out_by_sweeps_for_a_while(memory: Memory) -> None:
    receive(memory, "a")
    (order,) = memory.orders()
    for _ in range(CRASHES):
        begun(memory, order)
    assert memory.store.begin(order) is None
    assert memory.store.sweep("sweep-1") == 0  # each start of a server orders one, and would kill it again
    receive(memory, "b")  # an event may come of what was mended
    memory.store.finish(begun(memory, memory.orders()[0]), is_configured=True)
    assert memory.store.sweep("sweep-2") == 1


def test_a_sweep_spares_installations_whose_quota_is_nearly_used_up(memory: Memory) -> None:
    memory.store.learn((ARCH, TEA))
    assert memory.store.sweep("sweep-1", {7}) == 1
    assert [order.repository for order in memory.orders()] == [ARCH.id]


def test_a_repository_under_whose_name_there_is_another_is_forgotten(memory: Memory) -> None:
    receive(memory, "a")
    memory.store.forget(begun(memory, memory.orders()[0]))
    assert memory.store.listing() == []


def test_a_repository_that_was_renamed_while_its_run_asked_by_the_old_name_stays(memory: Memory) -> None:
    receive(memory, "a")
    run = begun(memory, memory.orders()[0])
    receive(memory, "b", replace(ARCH, full_name="octo/bow"))
    memory.store.forget(run)
    (bow,) = memory.store.listing()
    assert (bow.full_name, bow.running, bow.waiting) == ("octo/bow", None, memory.orders()[-1].id)
