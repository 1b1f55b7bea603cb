"""The charts of a report: nothing in them that could break them, nothing drawn of nothing."""

import re
from datetime import date, timedelta

import pytest

from arch_hour.model import Issue
from arch_hour.rules.agendas import WRAP_UP
from arch_hour.rules.report import Report, report_of
from arch_hour.rules.report_charts import (
    MOST_MEETINGS,
    MOST_OWNERS,
    NOBODY,
    ages_chart,
    minutes_chart,
    owners_chart,
    rating_chart,
    topics_chart,
)
from arch_hour.rules.report_follow_ups import Counts, FollowUps
from tests.rules.build import config, snapshot, topic
from tests.rules.past import agenda, at, discussed, marks, meeting, promise, record, told

DAY, NOW = "2020-12-03", "2020-12-17"


def reported(*agendas: Issue, **values: object) -> Report:
    return report_of(snapshot(agendas=agendas, **values), config(), at(NOW))


def names(chart: str) -> list[str]:
    (axis,) = re.findall(r"x-axis \[(.*)\]", chart)
    return re.findall(r'"(.*?)"', axis)


def bars(chart: str) -> list[str]:
    return re.findall(r"bar \[(.*)\]", chart)


def test_the_time_of_a_meeting_lies_over_its_plan() -> None:
    chart = minutes_chart(
        reported(
            meeting(1, "2020-11-26", **record((5, 10, 12), (6, 10, 20))),
            meeting(2, DAY, **record((7, 30, 25))),
            meeting(3, "2020-12-10", **record((8, 15, 15))),
            meeting(4, NOW, **record((9, 15, None))),
        ).meetings
    )
    assert names(chart) == ["2020-11-26", DAY, "2020-12-10"]
    over, planned, within = bars(chart)
    assert (over, planned, within) == ("32, 0, 0", "20, 30, 15", "20, 25, 15")
    assert 'y-axis "minutes" 0.32 --> 32.64' in chart


def test_two_meetings_of_a_day_have_a_bar_each() -> None:
    first = agenda(1, DAY, told(WRAP_UP, DAY, 1, **record((5, 10, 12))), held_on=NOW)
    chart = minutes_chart(reported(first, meeting(2, NOW, **record((7, 30, 25)))).meetings)
    assert names(chart) == ["2020-12-17 (1)", "2020-12-17 (2)"]


def test_the_newest_meetings_have_room() -> None:
    first = date(2019, 1, 3)
    days = [f"{first + timedelta(weeks=week)}" for week in range(MOST_MEETINGS + 4)]
    agendas = [meeting(number, day, **record((500, 10, 9))) for number, day in enumerate(days, start=1)]
    given = {f"C{number}": marks("+1") for number in range(1, len(days) + 1)}
    meetings = reported(*agendas, reactions=given).meetings
    assert names(minutes_chart(meetings)) == names(rating_chart(meetings)) == days[4:]


def test_marks_go_from_one_to_five() -> None:
    given = {"C1": marks("rocket", "rocket", "heart"), "C3": marks("-1")}
    agendas = (meeting(1, DAY), meeting(2, "2020-12-10"), meeting(3, NOW))
    chart = rating_chart(reported(*agendas, reactions=given).meetings)
    assert (names(chart), bars(chart)) == ([DAY, NOW], ["4.67, 1.0"])
    assert 'y-axis "average mark" 1 --> 5' in chart


def test_open_follow_ups_lie_over_the_overdue_ones() -> None:
    late = {"opened": DAY, "due": "2020-12-04"}
    chart = owners_chart(
        reported(
            follow_ups=(
                promise(1, "ada", **late),
                promise(2, "ada", opened=DAY),
                promise(3, opened=DAY),
                promise(4, "ben", opened=DAY, closed=NOW),
            )
        ).follow_ups
    )
    assert (names(chart), bars(chart)) == (["ada", NOBODY], ["2, 1", "1, 1"])


@pytest.mark.parametrize(
    ("login", "shown"),
    [
        pytest.param("ada-lovelace_acme", "ada-lovelace_acme", id="a login"),
        pytest.param("robot[bot]", "robot?bot?", id="an app's"),
        pytest.param('a"] \n --> b', "a?????--??b", id="one that GitHub would never give"),
        pytest.param("ａｄａ😀", "????", id="beyond ASCII"),
        pytest.param("a" * 39, "a" * 22 + "..", id="a long one"),
    ],
)
def test_no_login_breaks_a_chart(login: str, shown: str) -> None:
    assert names(owners_chart(FollowUps(Counts(), None, {login: Counts(open=1)}))) == [shown]


def test_long_logins_that_begin_alike_stay_apart() -> None:
    alike = [f"{'a' * 30}-{end}" for end in ("b", "c")]
    owners = {login: Counts(open=1) for login in alike}
    assert names(owners_chart(FollowUps(Counts(), None, owners))) == alike


def test_as_many_owners_have_a_bar_as_can_be_read() -> None:
    owners = {f"owner-{number}": Counts(opened=1, open=1) for number in range(MOST_OWNERS + 9)}
    assert len(names(owners_chart(FollowUps(Counts(), None, owners)))) == MOST_OWNERS


def test_ages_that_no_topic_has_are_left_out() -> None:
    topics = [
        topic(number, created_at=at(NOW) - timedelta(days=days)) for number, days in enumerate((1, 2, 400))
    ]
    chart = ages_chart(reported(topics=tuple(topics)).backlog)
    assert (names(chart), bars(chart)) == (["under a week", "over a year"], ["2, 1"])
    assert "0.1 --> 10.2" in chart


def test_topics_have_a_slice_for_each_place_where_they_stand_the_largest_first() -> None:
    topics = (topic(1), discussed(2, DAY), discussed(3, DAY), topic(4, labels=("topic: on hold",)))
    chart = topics_chart(reported(topics=topics).topics)
    assert re.findall(r'"(.*)" : (\d+)', chart) == [("discussed", "2"), ("waiting", "1"), ("on hold", "1")]


def test_nothing_is_drawn_of_nothing() -> None:
    report = reported(meeting(1, DAY))
    assert minutes_chart(report.meetings) == rating_chart(report.meetings) == ""
    assert owners_chart(report.follow_ups) == ages_chart(report.backlog) == topics_chart(report.topics) == ""


def test_no_word_of_a_title_stands_in_a_chart() -> None:
    topics = (topic(1, "Zebra"), discussed(2, DAY, title="Zebra"))
    report = reported(meeting(9, DAY, **record((2, 10, 9))), topics=topics)
    charts = (minutes_chart(report.meetings), ages_chart(report.backlog), topics_chart(report.topics))
    assert all(charts)
    assert "Zebra" not in "".join(charts)
