"""What a report says of meetings: whether they were held, what was discussed, time against plan, and marks."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from arch_hour.model import Issue, Snapshot
from arch_hour.rules.agenda_identity import TIME
from arch_hour.rules.agendas import CANCELLED, RESTORED, WRAP_UP
from arch_hour.rules.beginnings import DISCUSSION
from arch_hour.rules.meeting_records import HELD
from arch_hour.rules.report import Report, report_of
from arch_hour.rules.report_meetings import MeetingState, PastMeeting
from arch_hour.rules.roti import Rating
from tests.rules.build import comment, config, issue, person, snapshot
from tests.rules.past import HOUR, agenda, at, discussed, marks, meeting, record, told

DAY = "2020-12-03"
NOW = "2020-12-17"
BEFORE = at(DAY) - HOUR


def reported(*agendas: Issue, since: str = "", now: str = NOW, **values: Any) -> Report:
    seen: Snapshot = snapshot(agendas=agendas, **values)
    return report_of(seen, config(), at(now), date.fromisoformat(since) if since else None)


def only(*agendas: Issue, **values: Any) -> PastMeeting:
    (found,) = reported(*agendas, **values).meetings.past
    return found


@pytest.mark.parametrize(
    ("agenda_", "state"),
    [
        pytest.param(meeting(1, DAY, **record((5, 10, 12))), MeetingState.HELD, id="its record has topics"),
        pytest.param(
            agenda(1, DAY, told(WRAP_UP, DAY, 1), ticked=[5]),
            MeetingState.HELD,
            id="of old, topics are ticked",
        ),
        pytest.param(
            meeting(1, DAY, **{HELD: {"topics": [], "begun": "2020-12-03T15:00:00Z"}}),
            MeetingState.HELD,
            id="it was begun, and all was skipped",
        ),
        pytest.param(meeting(1, DAY, **record()), MeetingState.UNTOLD, id="nothing was told"),
        pytest.param(meeting(1, DAY), MeetingState.UNTOLD, id="of old, nothing was told"),
        pytest.param(meeting(1, DAY, held=7), MeetingState.UNTOLD, id="its record is damaged"),
        pytest.param(agenda(1, DAY), MeetingState.OPEN, id="closed, and no run came since"),
        pytest.param(agenda(1, DAY, is_open=True, closed_at=None), MeetingState.OPEN, id="under way"),
        pytest.param(agenda(1, DAY, closed_at=BEFORE), MeetingState.CANCELLED, id="closed before its start"),
        pytest.param(
            agenda(1, DAY, told(CANCELLED, DAY, 1)),
            MeetingState.CANCELLED,
            id="we called it off after its start",
        ),
        pytest.param(
            agenda(1, DAY, told(CANCELLED, DAY, 1), told(RESTORED, DAY, 2)),
            MeetingState.OPEN,
            id="called off, and held after all",
        ),
    ],
)
def test_what_is_known_of_a_meeting(agenda_: Issue, state: MeetingState) -> None:
    assert only(agenda_).state is state


def test_a_meeting_to_come_is_not_told_of() -> None:
    assert reported(agenda(1, "2020-12-24", is_open=True)).meetings.past == ()


def test_meetings_are_told_in_the_order_of_time_from_the_day_on_that_is_asked_for() -> None:
    agendas = [meeting(number, day) for number, day in enumerate(("2020-12-10", "2020-11-26", DAY), start=1)]
    told_of = reported(*agendas, since=DAY).meetings.past
    assert [meeting_.day.isoformat() for meeting_ in told_of] == [DAY, "2020-12-10"]


def test_the_day_on_which_a_period_begins_is_one_of_the_meetings_zone() -> None:
    evening = agenda(1, DAY)
    late = replace(evening, body=evening.body.replace("2020-12-03T15:00:00Z", "2020-12-04T03:00:00Z"))
    assert reported(late, since="2020-12-04").meetings.past == ()
    assert only(late, since=DAY).day.isoformat() == DAY


def test_a_meeting_without_record_has_what_its_topics_and_its_boxes_tell_each_once() -> None:
    old = agenda(1, DAY, told(WRAP_UP, DAY, 1), ticked=[5, 6])
    found = only(old, topics=(discussed(5, DAY), discussed(7, DAY), discussed(8, "2020-12-10")))
    assert found.discussed == ("#5", "#7", "#6")
    assert (found.planned, found.spent, found.timed) == (timedelta(), timedelta(), ())


def test_time_against_plan_is_that_of_the_topics_that_were_timed() -> None:
    report = reported(
        meeting(1, DAY, **record((5, 10, 12), (6, 20, None), carried=2, decisions=1)),
        meeting(2, "2020-12-10", **record((7, 15, 5), decisions=3)),
        meeting(3, "2020-12-17", **record((8, 10, None))),
    )
    minutes = timedelta(minutes=1)
    first, _, third = report.meetings.past
    assert (first.planned, first.spent) == (10 * minutes, 12 * minutes)
    assert [each.day.day for each in report.meetings.timed] == [3, 10]
    assert (report.meetings.planned, report.meetings.spent) == (25 * minutes, 17 * minutes)
    assert report.meetings.decisions == 4
    assert third.discussed == ("#8",)


def test_every_mark_is_as_heavy_as_any_other() -> None:
    given = {"C1": marks("+1", "rocket", "heart"), "C2": marks("-1")}
    report = reported(meeting(1, DAY), meeting(2, "2020-12-10"), meeting(3, "2020-12-17"), reactions=given)
    assert [each.rating for each in report.meetings.past] == [Rating(4.0, 3), Rating(1.0, 1), None]
    assert report.meetings.rating == Rating(13 / 4, 4)
    assert len(report.meetings.rated) == 2


def test_where_two_runs_told_of_one_meeting_the_marks_on_both_count_and_each_person_once() -> None:
    twice = agenda(1, DAY, told(WRAP_UP, DAY, 1), told(WRAP_UP, DAY, 2))
    assert only(twice, reactions={"C1": marks("-1", "+1"), "C2": marks("rocket")}).rating == Rating(4.0, 2)


def test_a_meeting_that_people_began_before_its_time_has_begun() -> None:
    now = at(NOW) - timedelta(minutes=30)
    begun = f"{now - timedelta(minutes=10):{TIME}}"
    early = agenda(1, NOW, told(DISCUSSION, NOW, 1, on=NOW, begun=begun), is_open=True, closed_at=None)
    (found,) = report_of(snapshot(agendas=(early,)), config(), now, None).meetings.past
    assert found.state is MeetingState.OPEN


def test_strangers_neither_make_meetings_nor_wrap_them_up_nor_discuss_topics() -> None:
    forged = replace(meeting(1, DAY, **record((5, 10, 12))), author=person("stranger"))
    assert reported(forged).meetings.past == ()
    said = replace(told(WRAP_UP, DAY, 1, **record((5, 10, 12))), author=person("stranger"))
    assert only(agenda(1, DAY, said)).state is MeetingState.OPEN
    claimed = discussed(7, DAY)
    claimed = replace(
        claimed, comments=tuple(replace(each, author=person("stranger")) for each in claimed.comments)
    )
    assert only(meeting(1, DAY), topics=(claimed,)).discussed == ()


def test_a_remark_of_a_person_is_no_minutes() -> None:
    assert only(agenda(1, DAY, comment(1, "ada", "We met."))).state is MeetingState.OPEN


def test_of_two_agendas_of_one_meeting_one_is_told_of() -> None:
    assert only(meeting(1, DAY), meeting(2, DAY)).agenda.number == 1


def test_an_empty_repository_has_nothing_to_tell() -> None:
    meetings = reported(issue(1)).meetings
    assert (meetings.past, meetings.timed, meetings.rating, meetings.spent) == ((), (), None, timedelta())
    assert [meetings.count(state) for state in MeetingState] == [0, 0, 0, 0]
