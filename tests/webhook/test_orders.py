"""What is decided about runs: whether one is needed, when it begins, and what comes after it failed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webhook.orders import (
    FIRST_GAP,
    FIRST_PAUSE,
    LONGEST_GAP,
    QUIET,
    TRIES,
    Aftermath,
    Kind,
    Next,
    Order,
    Standing,
    State,
    after_failure,
    crashes_with,
    gap_after,
    is_dealt_with,
    is_known_to_lack_configuration,
    is_stale,
    pause_before,
    standing,
)

NOW = 1_000_000.0
TEA = State(7, "octo-org/tea")
EVENT = Order("event-1", 7, Kind.EVENT, "a delivery", NOW)
RETRY, SWEEP = replace(EVENT, id="retry-1", kind=Kind.RETRY), replace(EVENT, id="sweep-1", kind=Kind.SWEEP)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        pytest.param(TEA, Standing.IDLE, id="nothing is known"),
        pytest.param(replace(TEA, configured=True), Standing.IDLE, id="nothing is to be done"),
        pytest.param(replace(TEA, configured=False), Standing.UNCONFIGURED, id="no configuration"),
        pytest.param(replace(TEA, parked_at=NOW), Standing.PARKED, id="parked"),
        pytest.param(replace(TEA, parked_at=NOW, configured=False), Standing.PARKED, id="parked first"),
        pytest.param(replace(TEA, retry="retry-1"), Standing.RETRYING, id="tried again"),
        pytest.param(replace(TEA, retry="retry-1", waiting="event-1"), Standing.WAITING, id="an event"),
        pytest.param(replace(TEA, waiting="event-1", running="event-0"), Standing.RUNNING, id="running"),
    ],
)
def test_what_is_happening_goes_before_what_has_happened(state: State, expected: Standing) -> None:
    assert standing(state) is expected


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        pytest.param(2, False, id="that run began before the delivery came"),
        pytest.param(3, True, id="that run began after it"),
        pytest.param(9, True, id="one long after"),
    ],
)
def test_a_delivery_is_dealt_with_once_a_run_that_began_after_it_is_done(
    done: int, *, expected: bool
) -> None:
    assert is_dealt_with(replace(TEA, done=done), begun_before=2) is expected


@pytest.mark.parametrize(
    ("order", "state", "expected"),
    [
        pytest.param(EVENT, replace(TEA, begun_at=NOW + 1), False, id="an event's never is"),
        pytest.param(RETRY, replace(TEA, retry="retry-1"), False, id="the one retry"),
        pytest.param(RETRY, replace(TEA, retry="retry-2"), True, id="another retry"),
        pytest.param(RETRY, TEA, True, id="a run that went well has ended the retries"),
        pytest.param(RETRY, replace(TEA, running="retry-1"), False, id="the server died in the retry"),
        pytest.param(SWEEP, TEA, False, id="a sweep's first run"),
        pytest.param(SWEEP, replace(TEA, begun_at=NOW - 1), False, id="the last began before the sweep"),
        pytest.param(SWEEP, replace(TEA, begun_at=NOW), True, id="one began since"),
        pytest.param(
            SWEEP, replace(TEA, crashes=5, parked_at=1e9 - 60), True, id="servers died of it just now"
        ),
        pytest.param(SWEEP, replace(TEA, crashes=5, parked_at=NOW), False, id="servers died of it long ago"),
        pytest.param(
            EVENT, replace(TEA, crashes=5, parked_at=1e9 - 60), False, id="events go on where servers died"
        ),
        pytest.param(
            SWEEP,
            replace(TEA, begun_at=NOW + 1, running="sweep-1"),
            False,
            id="the server died in the sweep's",
        ),
    ],
)
def test_an_order_is_needless_only_where_another_run_has_done_its_work(
    order: Order, state: State, *, expected: bool
) -> None:
    assert is_stale(order, state, 1e9) is expected


def test_pauses_grow_threefold_until_it_is_parked_after_about_an_hour() -> None:
    aftermaths = [
        after_failure(replace(TEA, failures=failures), "event-1", is_hopeless=False)
        for failures in range(TRIES + 1)
    ]
    pauses = [aftermath.pause for aftermath in aftermaths[:-1]]
    assert pauses == [10, 30, 90, 270, 810, 2430]
    assert 3000 < sum(pauses) < 4000
    assert aftermaths[-1] == Aftermath(Next.PARKED)


def test_what_no_waiting_mends_is_parked_at_once() -> None:
    assert after_failure(TEA, "event-1", is_hopeless=True) == Aftermath(Next.PARKED)


def test_of_several_failing_runs_only_the_retry_itself_goes_on() -> None:
    trying = replace(TEA, failures=1, retry="retry-1")
    assert after_failure(trying, "event-2", is_hopeless=False).next is Next.COMING
    assert after_failure(trying, "retry-1", is_hopeless=False) == Aftermath(Next.RETRY, 3 * FIRST_PAUSE)


def test_only_the_run_that_had_begun_counts_the_deaths_of_servers() -> None:
    died = replace(TEA, running="event-1", crashes=2)
    assert crashes_with(EVENT, died) == 3
    assert crashes_with(SWEEP, died) == 0


@pytest.mark.parametrize(
    ("configured", "looked_at", "expected"),
    [
        pytest.param(False, NOW - 599, True, id="just looked for"),
        pytest.param(False, NOW - 600, False, id="long ago"),
        pytest.param(False, None, False, id="never looked for"),
        pytest.param(True, NOW, False, id="there"),
        pytest.param(None, NOW, False, id="not known"),
    ],
)
def test_a_configuration_is_missed_for_a_while_only(
    *, configured: bool | None, looked_at: float | None, expected: bool
) -> None:
    state = replace(TEA, configured=configured, looked_at=looked_at)
    assert is_known_to_lack_configuration(state, NOW, 600) is expected


def test_the_gap_between_runs_doubles_while_something_happens_and_is_short_again_after_a_quiet_time() -> None:
    state, gaps = TEA, []
    for _ in range(5):
        gap = gap_after(state, NOW)
        gaps.append(gap)
        state = replace(state, gap=gap, begun_at=NOW)
    assert gaps == [3, 6, 12, 15, 15]
    assert gap_after(state, NOW + QUIET + 1) == FIRST_GAP


def test_a_run_waits_out_what_is_left_of_the_gap() -> None:
    assert pause_before(TEA, NOW) == 0
    assert pause_before(replace(TEA, begun_at=NOW - 2, gap=6), NOW) == 4
    assert pause_before(replace(TEA, begun_at=NOW - 7, gap=6), NOW) == 0


@given(st.floats(-1e10, 1e10), st.floats(0, LONGEST_GAP))
def test_no_clock_however_wrong_puts_a_run_off_for_long(begun_at: float, gap: float) -> None:
    assert 0 <= pause_before(replace(TEA, begun_at=begun_at, gap=gap), NOW) <= LONGEST_GAP
