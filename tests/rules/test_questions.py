"""What a run must still ask: only where the answer matters, trust first."""

from dataclasses import replace

import pytest

from arch_hour.model import Account
from arch_hour.rules.markers import mark
from arch_hour.rules.questions import Questions, open_questions
from tests.rules.build import comment, config, issue, moment, person, snapshot, topic

LINE = "ACTION @ada to write it down"
AGENDA = {"config": ".github/arch-hour.yml", "meeting": "m", "start": "2020-12-17T15:00:00Z", "minutes": 60}


def asked(**values: object) -> Questions:
    return open_questions(snapshot(**{"may_write": {}, **values}), config(), moment("12-16 10:00"))


def logins(found: Questions) -> list[str]:
    return [account.login for account in found.may_write]


def test_an_ordinary_repository_is_asked_nothing() -> None:
    seen = asked(topics=(topic(1, votes=3, comments=(comment(1, "bob", "hello"),)),), follow_ups=(issue(2),))
    assert not seen


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"topics": (topic(1, "", LINE, by="bob"),)}, ["bob"]),
        (
            {
                "topics": (
                    topic(
                        1,
                        comments=(comment(1, "bob", LINE), comment(2, "Bob", LINE)),
                    ),
                )
            },
            ["Bob"],
        ),
        ({"topics": (topic(1, "", LINE, by="robot[bot]"),)}, []),
        ({"topics": (topic(1, "", LINE, by="arch-hour[bot]"),), "knows_closed": True}, []),
        ({"topics": (topic(1, "", '<!-- arch-hour:page {"votes":2} -->', by="bob"),)}, ["bob"]),
        ({"topics": (topic(1, "", '<!-- arch-hour:page {"votes":0} -->', by="bob"),)}, []),
        ({"agendas": (issue(1, "", mark("agenda", AGENDA), by="bob"),)}, ["bob"]),
        ({"agendas": (issue(1, "", mark("agenda", {**AGENDA, "config": "other"}), by="bob"),)}, []),
        ({"agendas": (issue(1, "", "no marker", by="bob"),)}, []),
        ({"follow_ups": (issue(1, "", mark("follow-up", {}), by="bob"),)}, ["bob"]),
        ({"follow_ups": (issue(1, by="bob"),)}, []),
        ({"topics": (topic(1, comments=(comment(1, "bob", mark("follow-ups", {})),)),)}, ["bob"]),
        ({"topics": (replace(topic(1, "", LINE), author=None),)}, []),
    ],
    ids=[
        "a line",
        "two lines of one person",
        "an app's line",
        "our own line",
        "votes of a page",
        "a page without votes",
        "an agenda",
        "another configuration's agenda",
        "an issue with the agenda's label",
        "a follow-up",
        "an issue with the follow-up's label",
        "a summary",
        "a deleted account",
    ],
)
def test_rights_are_asked_only_for_authors_who_matter(values: dict[str, object], expected: list[str]) -> None:
    assert logins(asked(**values)) == expected


def test_whom_the_configuration_names_is_not_asked_about() -> None:
    settings = config(actions={"trusted": ["bob"]})
    seen = snapshot(
        may_write={}, topics=(topic(1, "", LINE, by="bob"), topic(2, "", LINE, by="eve")), knows_closed=True
    )
    assert not open_questions(seen, settings, moment("12-16 10:00"))


def test_trust_is_asked_before_anything_that_depends_on_it() -> None:
    first = asked(topics=(topic(1, "", LINE, by="bob"),))
    assert (first.may_write, first.closed_follow_ups) == ((person("bob"),), False)
    assert not asked(topics=(topic(1, "", LINE, by="bob"),), may_write={"bob": False})
    assert asked(topics=(topic(1, "", LINE, by="bob"),), may_write={"bob": True}).closed_follow_ups


def test_comments_are_read_to_the_end_only_where_a_summary_may_be_among_them() -> None:
    known = {"may_write": {"wren": True}, "knows_closed": True}
    half = topic(1, "", LINE, comments=(comment(1, "bob", "hello"),), comments_total=9)
    assert asked(topics=(half,), **known).all_comments == (half,)
    assert not asked(topics=(replace(half, body="nothing to do"),), **known)
    found = comment(2, "arch-hour[bot]", mark("follow-ups", {}))
    assert not asked(topics=(replace(half, comments=(found,)),), **known)


def test_an_issue_read_twice_is_asked_about_once() -> None:
    half = topic(1, "", LINE, comments_total=9)
    found = asked(agendas=(half,), topics=(half,), may_write={"wren": True})
    assert found.all_comments == (half,)


def test_a_login_in_another_case_is_the_same_account() -> None:
    assert Account.named("Robot[bot]").key == Account("robot", is_bot=True).key
    assert Account.named("robot").key != Account.named("robot[bot]").key
