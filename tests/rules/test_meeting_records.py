"""What the minutes remember of a meeting: all of it is read again, and what is damaged counts for nothing."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arch_hour.rules.markers import find_markers, mark
from arch_hour.rules.meeting_records import HELD, MeetingRecord, TopicRecord

COUNTS = st.integers(0, 500)
SPANS = st.integers(0, 86_400).map(lambda seconds: timedelta(seconds=seconds))
MOMENTS = st.none() | st.integers(0, 3 * 10**9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
TOPICS = st.builds(
    TopicRecord, st.sampled_from(["#1", "acme/other#2"]), COUNTS, SPANS, st.none() | SPANS, COUNTS
)
RECORDS = st.builds(
    MeetingRecord, MOMENTS, MOMENTS, st.lists(TOPICS, max_size=3).map(tuple), COUNTS, COUNTS, COUNTS
)
TOPIC = ["#1", 3, 600, 720, 2]


@given(RECORDS)
def test_what_was_written_is_read_again(record: MeetingRecord) -> None:
    (marker,) = find_markers(mark("wrap-up", {HELD: record.data()}), "wrap-up")
    assert MeetingRecord.read(marker.data) == record


@pytest.mark.parametrize(
    "damaged",
    [
        7,
        TOPIC[:4],
        ["#1", "many", 600, 720, 2],
        ["#1", 3, "long", 720, 2],
        ["#1", 3, -600, 720, 2],
        ["#1", 3, 600, -1, 2],
        ["#1", 3, 10**13, 720, 2],
        ["#1", 3, 600, 10**30, 2],
        ["#1", 3, 600, float("inf"), 2],
    ],
    ids=str,
)
def test_a_topic_that_somebody_damaged_is_left_out(damaged: Any) -> None:
    record = MeetingRecord.read({HELD: {"topics": [TOPIC, damaged]}})
    assert record is not None
    assert record.topics == (TopicRecord("#1", 3, timedelta(minutes=10), timedelta(minutes=12), 2),)


@pytest.mark.parametrize("damaged", [-5, True, "4", None, 1.5])
def test_a_count_that_somebody_damaged_is_none(damaged: Any) -> None:
    record = MeetingRecord.read({HELD: {"carried": damaged, "decisions": damaged, "follow_ups": damaged}})
    assert record == MeetingRecord(None, None, (), 0, 0, 0)


@pytest.mark.parametrize("damaged", [{}, {HELD: 7}, {HELD: None}])
def test_minutes_without_a_record_have_none(damaged: dict[str, Any]) -> None:
    assert MeetingRecord.read(damaged) is None
