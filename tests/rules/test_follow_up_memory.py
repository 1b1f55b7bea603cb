"""What a follow-up remembers of the places where its promise was said: forty, and of those that are gone the newest."""

from datetime import date

import pytest

from arch_hour.model import Issue
from arch_hour.rules.action_lines import action_of
from arch_hour.rules.follow_up_memory import MOST_SAYINGS, Saying, sayings_now
from arch_hour.rules.sources import LivingLine, Source
from tests.rules.build import person, topic

LINE = "ACTION @ada to write it down"


def line(number: int) -> LivingLine:
    """The same words on one topic after the other."""
    action, issue = action_of(LINE, {}), topic(number)
    assert action is not None
    return LivingLine(action, source(issue))


def source(issue: Issue) -> Source:
    return Source(
        issue.id, issue.url, issue, person("ada"), LINE, "", held=None, day=date(2020, 12, 17), marked=False
    )


def places(sayings: tuple[Saying, ...]) -> list[int]:
    return [saying.number for saying in sayings]


@pytest.mark.parametrize(
    ("before", "living", "remembered"),
    [
        pytest.param(40, [1], [*range(1, 41)], id="as many as there is room for"),
        pytest.param(40, [1, 41], [1, *range(3, 42)], id="one more"),
        pytest.param(
            40, [2, 41, 42], [1, 2, *range(5, 43)], id="two more, and the oldest stands there still"
        ),
        pytest.param(40, range(1, 43), [*range(1, 41)], id="all stand there"),
        pytest.param(1, range(1, 51), [*range(1, 41)], id="fifty at once"),
    ],
)
def test_beyond_forty_places_the_oldest_go_first_whose_line_is_gone(
    before: int, living: list[int], remembered: list[int]
) -> None:
    old = tuple(Saying.of(line(number)) for number in range(1, before + 1))
    lines = [line(number) for number in living]
    now = sayings_now(old, lines)
    assert places(now) == remembered
    assert len(now) <= MOST_SAYINGS
    assert sayings_now(now, lines) == now
