"""A meeting by its identity, which is its original start."""

import pytest

from arch_hour.rules.schedule import due_for_agenda, find_occurrence, is_skipped, meeting_number
from tests.rules.build import config, moment
from tests.rules.rescheduled import KEY, OPENED


@pytest.mark.parametrize(
    "key", ["", "soon", "2020-12-17T15:00:00", "2020-12-17T15:00:01Z", "9999-99-99T00:00:00Z"]
)
def test_what_is_no_identity_finds_no_meeting(key: str) -> None:
    assert find_occurrence(config(), key) is None
    assert not is_skipped(config(meeting={"skip": ["2021-01-07"]}), key)


def test_a_meeting_is_found_wherever_it_was_moved() -> None:
    moved = config(meeting={"moved": {"2020-12-17": "2021-02-17T11:00"}, "extra": ["2020-12-17T12:00"]})
    found = find_occurrence(moved, KEY)
    assert found is not None
    assert (found.key, found.start) == (KEY, moment("2021-02-17 16:00"))
    extra = find_occurrence(moved, "2020-12-17T17:00:00Z")
    assert extra is not None
    assert extra.start == moment("12-17 17:00")


def test_a_skipped_date_is_the_meeting_s_own() -> None:
    evening = config(
        meeting={"start": "2020-12-03T20:00", "timezone": "America/Los_Angeles", "skip": ["2020-12-17"]}
    )
    assert is_skipped(evening, "2020-12-18T04:00:00Z")
    assert not is_skipped(evening, "2020-12-17T04:00:00Z")


def test_meetings_are_counted_from_the_first() -> None:
    (occurrence,) = due_for_agenda(config(), moment(OPENED))
    assert meeting_number(config(), occurrence) == 2
