"""What a report asks GitHub beside the history: whose markers count, and what people thought of their meetings."""

from dataclasses import replace

import pytest

from arch_hour.model import Account, Issue, Reaction, Snapshot
from arch_hour.rules.agendas import WRAP_UP
from arch_hour.rules.blocks import wrap
from arch_hour.rules.markers import mark
from arch_hour.rules.questions import Questions
from arch_hour.rules.report_questions import questions_on_report, remarks_on_report
from arch_hour.rules.topics import PAGE
from tests.rules.build import comment, config, issue, person, snapshot, topic
from tests.rules.past import agenda, discussed, meeting, promise, told

DAY, NOVA = "2020-12-03", person("nova")


def asked(**values: object) -> Questions:
    return questions_on_report(snapshot(**values), config())


def by_nova(issue_: Issue) -> Issue:
    return replace(issue_, author=NOVA)


def said_by_nova(issue_: Issue) -> Issue:
    return replace(issue_, comments=tuple(replace(each, author=NOVA) for each in issue_.comments))


@pytest.mark.parametrize(
    ("seen", "people"),
    [
        pytest.param(snapshot(agendas=(by_nova(agenda(1, DAY)),)), (NOVA,), id="an agenda"),
        pytest.param(snapshot(agendas=(said_by_nova(meeting(1, DAY)),)), (NOVA,), id="minutes"),
        pytest.param(snapshot(topics=(said_by_nova(discussed(5, DAY)),)), (NOVA,), id="a closing comment"),
        pytest.param(
            snapshot(topics=(topic(5, body=wrap(PAGE, {"votes": 2}, "x"), by="nova"),)),
            (NOVA,),
            id="a page's votes",
        ),
        pytest.param(snapshot(follow_ups=(by_nova(promise(7, opened=DAY)),)), (NOVA,), id="a follow-up"),
        pytest.param(
            snapshot(
                agendas=(by_nova(agenda(1, DAY)),),
                topics=(said_by_nova(discussed(5, DAY)),),
                may_write={"nova": False},
            ),
            (),
            id="of whom it is known",
        ),
        pytest.param(
            snapshot(topics=(topic(5, body=wrap(PAGE, {"votes": 0}, "x"), by="nova"),)),
            (),
            id="a page without votes",
        ),
        pytest.param(
            snapshot(
                agendas=(agenda(1, DAY, comment(1, "nova", "We met.")),),
                topics=(topic(5, comments=(comment(2, "nova", mark("late", {})),), by="nova"),),
                follow_ups=(issue(7, labels=("action-item",), by="nova"),),
            ),
            (),
            id="people who said nothing that a report reads",
        ),
        pytest.param(snapshot(agendas=(replace(agenda(1, DAY), author=None),)), (), id="a deleted account"),
        pytest.param(
            snapshot(agendas=(replace(agenda(1, DAY), author=person("robot[bot]")),)), (), id="an app, never"
        ),
    ],
)
def test_whoever_wrote_what_a_report_reads_is_asked_about_once(
    seen: Snapshot, people: tuple[Account, ...]
) -> None:
    assert questions_on_report(seen, config()).may_write == people


def test_reactions_are_asked_for_on_minutes_and_on_nothing_else_and_once() -> None:
    agendas = (
        meeting(1, DAY),
        agenda(2, "2020-12-10", comment(20, "ada", "We met.")),
        agenda(3, "2020-12-17", told(WRAP_UP, "2020-12-17", 30), told(WRAP_UP, "2020-12-17", 31)),
    )
    questions = asked(agendas=agendas)
    assert [each.id for each in questions.reactions] == ["C1", "C31", "C30"]
    known: dict[str, tuple[Reaction, ...]] = {"C1": (), "C30": (), "C31": ()}
    assert not asked(agendas=agendas, reactions=known)


def test_minutes_may_stand_among_comments_that_were_not_read() -> None:
    half = agenda(1, DAY, comment(1, "ada", "One of many"), comments_total=130)
    assert asked(agendas=(half,)).all_comments == (half,)
    told_already = replace(meeting(1, DAY), comments_total=130)
    assert asked(agendas=(told_already,)).all_comments == ()


def test_versions_tell_of_an_agenda_whose_text_was_replaced() -> None:
    replaced = replace(agenda(1, DAY), body="Our notes", has_older_edits=True)
    assert asked(agendas=(replaced,)).histories == (replaced,)
    assert not asked(agendas=(replaced,), histories={replaced.id: ()})
    assert not asked(agendas=(replace(replaced, has_older_edits=False),))
    assert not asked(agendas=(replace(replaced, author=person("stranger")),))


def test_people_hear_of_an_app_whose_agendas_and_follow_ups_are_left_out() -> None:
    robot = person("robot[bot]")
    seen = snapshot(
        agendas=(replace(agenda(1, DAY), author=robot),),
        follow_ups=(replace(promise(7, opened=DAY), author=robot),),
    )
    about_agendas, about_follow_ups = remarks_on_report(seen, config())
    assert "robot[bot] made agendas here whose markers do not count" in about_agendas
    assert about_follow_ups.endswith("or the report lacks their due dates")
    assert list(remarks_on_report(seen, config(bots=["robot[bot]"]))) == []
