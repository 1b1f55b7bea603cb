from datetime import timedelta

import pytest

from arch_hour.model import Reaction
from arch_hour.rules.revotes import Count, count_of
from tests.rules.build import START, person

END = START + timedelta(minutes=10)


def given(words: str) -> list[Reaction]:
    """`ada+ wren-@11` is a 👍 by ada at the first second, and a 👎 by wren in the eleventh minute."""
    found = []
    for word in words.split():
        who, _, minute = word.partition("@")
        kind = {"+": "+1", "-": "-1", "h": "heart"}[who[-1]]
        found.append(Reaction(person(who[:-1]), kind, START + timedelta(minutes=float(minute or 0))))
    return found


@pytest.mark.parametrize(
    ("words", "count", "goes_on"),
    [
        pytest.param("", Count(), False, id="nobody"),
        pytest.param("ada+", Count(on=("ada",)), True, id="one is enough"),
        pytest.param("ada+ wren-", Count(on=("ada",), over=("wren",)), False, id="as many are not"),
        pytest.param("zoe+ ada+ wren-", Count(on=("ada", "zoe"), over=("wren",)), True, id="more are"),
        pytest.param("ada+ ada-", Count(both=("ada",)), False, id="both by one person: neither"),
        pytest.param(
            "ada+ ada- zoe+", Count(on=("zoe",), both=("ada",)), True, id="others count all the same"
        ),
        pytest.param("adah zoeh", Count(), False, id="another reaction is none"),
        pytest.param("robot[bot]+", Count(), False, id="apps do not vote"),
        pytest.param("ada+@10", Count(on=("ada",)), True, id="in the moment of the count"),
        pytest.param("ada+@10.1", Count(), False, id="after it"),
        pytest.param("ada+ ada-@10.1", Count(on=("ada",)), True, id="a change of mind after it"),
        pytest.param("Ada+ ada-", Count(both=("Ada",)), False, id="logins compare without case"),
    ],
)
def test_a_count(words: str, count: Count, goes_on: bool) -> None:  # noqa: FBT001
    found = count_of(given(words), None, END)
    assert found == count
    assert found.goes_on is goes_on


def test_who_may_not_vote_is_told_apart() -> None:
    voters = frozenset({"ada"})
    assert count_of(given("Ada+ zoe+ wren-"), voters, END) == Count(on=("Ada",), others=("wren", "zoe"))
