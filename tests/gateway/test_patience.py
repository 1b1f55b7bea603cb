"""What is tried again, after how many seconds, and when it is enough."""

from collections.abc import Callable, Mapping

import pytest

from arch_hour.gateway.patience import ATTEMPTS, DAY, LONGEST_WAIT, Failure, Patience, Trouble

NOW = 1_608_217_200.0
RESET_IN_30 = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1608217230"}


def failing(trouble: Trouble, times: int, headers: Mapping[str, str]) -> Callable[[], str]:
    left = [Failure(trouble, 500, "no", headers)] * times

    def request() -> str:
        if left:
            raise left.pop()
        return "done"

    return request


@pytest.mark.parametrize(
    ("trouble", "headers", "seconds"),
    [
        pytest.param(Trouble.LOST, {}, [1, 2, 4, 8], id="lost"),
        pytest.param(Trouble.LIMITED, {}, [60, 120, 240, 480], id="limited without an end"),
        pytest.param(Trouble.LIMITED, {"retry-after": "7"}, [7, 7, 7, 7], id="retry-after"),
        pytest.param(Trouble.LIMITED, RESET_IN_30, [31, 31, 31, 31], id="reset"),
        pytest.param(Trouble.LIMITED, {"retry-after": "0"}, [0, 0, 0, 0], id="at once"),
        pytest.param(
            Trouble.LIMITED, {**RESET_IN_30, "retry-after": "5"}, [5, 5, 5, 5], id="retry-after goes first"
        ),
        pytest.param(
            Trouble.LIMITED, {**RESET_IN_30, "x-ratelimit-reset": "5"}, [1, 1, 1, 1], id="reset in the past"
        ),
        pytest.param(
            Trouble.LIMITED,
            {**RESET_IN_30, "x-ratelimit-remaining": "9"},
            [60, 120, 240, 480],
            id="quota left",
        ),
        pytest.param(
            Trouble.LIMITED,
            {**RESET_IN_30, "date": "Thu, 17 Dec 2020 15:00:20 GMT"},
            [11, 11, 11, 11],
            id="reset by the server's own clock",
        ),
        pytest.param(Trouble.LIMITED, {"retry-after": "soon"}, [60, 120, 240, 480], id="no number"),
        pytest.param(Trouble.LIMITED, {"retry-after": "²"}, [60, 120, 240, 480], id="no number either"),
    ],
)
def test_four_waits_and_then_it_works(
    trouble: Trouble, headers: Mapping[str, str], seconds: list[float]
) -> None:
    pauses: list[float] = []
    patience = Patience(pauses.append, lambda: NOW)
    assert patience.reading(failing(trouble, ATTEMPTS - 1, headers)) == "done"
    assert pauses == seconds


@pytest.mark.parametrize("trouble", [Trouble.LOST, Trouble.LIMITED])
def test_five_attempts_are_enough(trouble: Trouble) -> None:
    pauses: list[float] = []
    patience = Patience(pauses.append, lambda: NOW)
    with pytest.raises(Failure):
        patience.reading(failing(trouble, ATTEMPTS, {}))
    assert len(pauses) == ATTEMPTS - 1


def test_a_refusal_is_final() -> None:
    pauses: list[float] = []
    with pytest.raises(Failure):
        Patience(pauses.append).reading(failing(Trouble.REFUSED, 1, {}))
    assert pauses == []


def test_what_must_not_happen_twice_is_not_tried_again_after_a_lost_answer() -> None:
    pauses: list[float] = []
    with pytest.raises(Failure):
        Patience(pauses.append).creating(failing(Trouble.LOST, 1, {}))
    assert pauses == []


def test_what_was_held_back_by_a_limit_was_not_done_and_is_tried_again() -> None:
    pauses: list[float] = []
    assert Patience(pauses.append).creating(failing(Trouble.LIMITED, 1, {"retry-after": "3"})) == "done"
    assert pauses == [3]


@pytest.mark.parametrize(
    ("after", "pauses"),
    [
        pytest.param(LONGEST_WAIT, [LONGEST_WAIT], id="the bound is waited for once"),
        pytest.param(LONGEST_WAIT + 1, [], id="beyond the bound nothing is waited for"),
        pytest.param(400, [400, 400], id="the bound holds for all waits together"),
    ],
)
def test_one_request_waits_no_longer_than_the_bound(after: float, pauses: list[float]) -> None:
    waited: list[float] = []
    with pytest.raises(Failure):
        Patience(waited.append).reading(failing(Trouble.LIMITED, ATTEMPTS, {"retry-after": f"{after:.0f}"}))
    assert waited == pauses


@pytest.mark.parametrize("digits", ["9" * 12, "9" * 400])
def test_a_wait_beyond_reason_is_not_believed(digits: str) -> None:
    assert Failure(Trouble.LIMITED, 429, "", {"retry-after": digits}).wait(NOW) == DAY
    spent = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": digits}
    assert Failure(Trouble.LIMITED, 429, "", spent).wait(NOW) == DAY
