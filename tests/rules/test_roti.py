from datetime import timedelta

import pytest

from arch_hour.model import Reaction
from arch_hour.rules.roti import Rating, rating_of
from tests.rules.build import START, person


def given(*kinds: str) -> list[Reaction]:
    """Reactions one after the other, each `login kind`."""
    return [
        Reaction(person(login), kind, START + timedelta(minutes=minute))
        for minute, (login, kind) in enumerate(each.split() for each in kinds)
    ]


@pytest.mark.parametrize(
    ("kinds", "rating"),
    [
        pytest.param([], None, id="nobody"),
        pytest.param(["ada -1"], Rating(1, 1), id="wasted"),
        pytest.param(["ada confused"], Rating(2, 1), id="hardly worth it"),
        pytest.param(["ada +1"], Rating(3, 1), id="worth it"),
        pytest.param(["ada heart"], Rating(4, 1), id="more than that"),
        pytest.param(["ada rocket"], Rating(5, 1), id="well spent"),
        pytest.param(["ada rocket", "wren +1", "zoe heart"], Rating(4, 3), id="the average"),
        pytest.param(["ada -1", "ada rocket"], Rating(5, 1), id="the newest of one person"),
        pytest.param(["ada laugh", "wren eyes"], None, id="other reactions are no marks"),
        pytest.param(["robot[bot] rocket"], None, id="apps have no time to spend"),
    ],
)
def test_a_rating(kinds: list[str], rating: Rating | None) -> None:
    assert rating_of(given(*kinds)) == rating
