"""What people hear where a topic cannot be merged as they said: once, politely, and what would work."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from arch_hour.rules.merge_records import MERGED, MERGED_IN
from tests.rules.build import REPOSITORY, issue, moment, topic
from tests.rules.memory import Memory, later
from tests.rules.merging import AFTERWARDS, LATER, RUN, SAID, backlog, kinds, merged, part, told
from tests.rules.stopping import survives

HERE = f"{REPOSITORY.url}/issues"

WRONG = [
    pytest.param("/merge #7", "cannot be merged into itself", id="into itself"),
    pytest.param(f"/merge {HERE}/7", "cannot be merged into itself", id="into itself by its address"),
    pytest.param("/merge #99", "`#99` is no open topic", id="into what does not exist"),
    pytest.param("/merge #30", "`#30` is no open topic", id="into a closed topic"),
    pytest.param("/merge #31", "`#31` is no open topic", id="into an issue that is no topic"),
    pytest.param("/merge #32", "did you mean `/merge #12`?", id="into one that was merged itself"),
    pytest.param(
        "/merge https://github.com/acme/other/issues/12",
        "within one repository",
        id="into another repository",
    ),
    pytest.param(f"/merge {HERE}/12 please", "stands alone on its line", id="with more on its line"),
    pytest.param("/merge", "takes the number", id="without a number"),
    pytest.param("/merge acme/tea#12", "takes the number", id="with a reference of another kind"),
    pytest.param("/mrege #12", "`/mrege` is no command: did you mean `/merge #12`?", id="misspelt"),
    pytest.param("/next", "`/next` is said on the agenda", id="a command of agendas"),
    pytest.param("/help", "On a topic, `/merge #12`", id="a call for help"),
]


def with_others() -> Memory:
    """A backlog with a closed topic, an issue that is none, and a topic that was merged into #12."""
    repository = backlog()
    repository.issues[30] = topic(30, is_open=False, closed_at=moment("12-14 10:00"))
    repository.issues[31] = issue(31)
    repository.issues[32] = topic(32)
    repository.now = moment("12-15 09:10")
    repository.say(32, "ada", "/merge #12")
    repository.run("12-15 09:11")
    repository.now = moment("12-15 10:00")
    return repository


@pytest.mark.parametrize(("text", "words"), WRONG)
def test_what_cannot_be_done_gets_one_reply_that_says_what_would_work(text: str, words: str) -> None:
    repository = with_others()
    repository.say(7, "ada", text)
    assert told(survives(repository, RUN)) == [("AddComment", 7)]
    reply = repository.bodies(7)[-1]
    assert words in reply
    assert "ada, " in reply
    assert told(repository.made(LATER)) == []
    assert repository.asked == []


def test_where_another_account_recorded_what_was_merged_it_is_asked_about_for_the_reply() -> None:
    repository = Memory.of(topic(7), topic(12), part(20, 12, closed_at=moment("11-01 10:00")))
    repository.now = moment(SAID)
    repository.say(7, "wren", "/merge #20")
    assert told(repository.made(RUN)) == [("AddComment", 7)]
    assert "did you mean `/merge #12`?" in repository.bodies(7)[-1]


def test_the_replies_have_these_words(golden: Callable[[str, str], None]) -> None:
    repository = with_others()
    repository.edit(12, title="x")
    texts = ["/merge #7", "/merge #99", "/merge #32", "/merge", "/mrege #12"]
    for count, text in enumerate(texts):
        repository.writing.add(f"person-{count}")
        repository.say(7, f"person-{count}", text)
    repository.say(12, "ada", "/merge #32\n/next")
    repository.say(12, "stranger", "/merge #7")
    repository.say(20, "ada", "/merge https://github.com/acme/other/issues/12")
    repository.run(RUN)
    golden("merge_mistakes.md", "\n\n".join(repository.bodies(number)[-1] for number in (7, 12, 20)))


@pytest.mark.parametrize(
    "text",
    [
        "/lgtm",
        "/close",
        "/assign @ada",
        "/cc @ada",
        "> /merge #12",
        "    /merge #12",
        "`/merge #12`",
        "a /merge #12",
    ],
)
def test_what_is_none_of_ours_gets_no_answer(text: str) -> None:
    repository = backlog()
    repository.say(7, "ada", text)
    assert told(repository.made(RUN)) == []


@pytest.mark.parametrize(("by", "hears"), [("stranger", True), ("reader", True), ("robot[bot]", False)])
def test_people_who_may_not_write_hear_so_and_apps_nothing(by: str, hears: bool) -> None:  # noqa: FBT001
    repository = backlog()
    repository.say(7, by, "/merge #12")
    assert told(repository.made(RUN)) == ([("AddComment", 7)] if hears else [])
    assert repository.issues[7].is_open
    assert ("by people who may write" in repository.bodies(7)[-1]) is hears


def test_strangers_hear_so_once_on_each_topic_and_of_nothing_else() -> None:
    repository = backlog()
    for number in (7, 20):
        for by in ("stranger", "another", "stranger"):
            repository.say(number, by, "/merge #12")
            repository.say(number, by, "/next")
        repository.run(later(repository, minutes=1))
    for by in ("stranger", "a-third"):
        repository.now += timedelta(hours=3)
        repository.say(7, by, "/merge #12")
        repository.run(later(repository, minutes=1))
    assert (kinds(repository, 7), kinds(repository, 20)) == (["reply"], ["reply"])


def test_strangers_hear_nothing_of_commands_that_are_not_about_merging() -> None:
    repository = backlog()
    repository.say(7, "stranger", "/next\n/help")
    repository.run(RUN)
    assert kinds(repository, 7) == []


def test_what_a_stranger_said_is_not_done_when_they_may_write_at_last() -> None:
    repository = backlog()
    repository.say(7, "stranger", "/merge #12")
    repository.run(RUN)
    repository.writing.add("stranger")
    assert told(repository.made(LATER)) == []
    repository.say(7, "stranger", "/merge #12")
    assert ("CloseIssue", 7) in told(repository.made(later(repository, minutes=1)))


def test_a_flood_gets_one_answer() -> None:
    repository = backlog()
    for number in range(20, 60):
        repository.say(7, "ada", f"/merge #{number}9\n/next\n/merge\n/help\n")
    for number in range(40):
        repository.say(7, f"stranger-{number}", "/merge #12")
    repository.run(RUN)
    repository.say(7, "ada", "/merge #199\n/skip")
    repository.run(LATER)
    assert kinds(repository, 7) == ["reply"]
    reply = next(body for body in repository.bodies(7) if ":reply " in body)
    assert reply.count("ada, ") == 3
    assert len(reply) < 10_000


def test_what_was_carried_out_is_remembered_in_a_flood() -> None:
    repository = backlog()
    repository.say(7, "ada", "/merge #12")
    for _ in range(2):
        repository.say(7, "wren", "/next\n" * 400)
    repository.run(RUN)
    repository.now = moment("12-15 11:00")
    repository.reopen(7)
    assert told(repository.made("12-15 11:01")) == [("AddComment", 12), ("RemoveLabel", 7)]


def test_many_mistakes_at_once_are_told_in_part() -> None:
    repository = backlog()
    for number in range(8):
        repository.writing.add(f"person-{number}")
        repository.say(7, f"person-{number}", "/merge #99")
    repository.run(RUN)
    assert repository.bodies(7)[-1].count("is no open topic") == 5
    assert "And 3 more like these." in repository.bodies(7)[-1]


@pytest.mark.parametrize("text", ["/merge #99", "/merge", "/next", "/mrege #12"])
@pytest.mark.parametrize("hours", [24, 25])
def test_what_cannot_be_done_is_not_answered_after_a_day(text: str, hours: int) -> None:
    repository = backlog()
    repository.say(7, "ada", text)
    assert told(repository.made(later(repository, hours=hours))) == [("AddComment", 7)] * (hours == 24)


def test_who_speaks_second_is_told_in_the_same_comment() -> None:
    repository = backlog()
    repository.say(7, "ada", "/merge #12")
    repository.say(7, "wren", "/merge #12")
    repository.say(7, "wren", "/merge #20")
    repository.say(7, "writer", "/merge https://github.com/acme/other/issues/12")
    repository.writing.add("writer")
    survives(repository, RUN)
    assert kinds(repository, 7) == [MERGED]
    assert kinds(repository, 12) == [MERGED_IN]
    last = repository.bodies(7)[-1]
    assert "wren, the same was said a moment before" in last
    assert "wren, this topic is a part of `#12` already" in last
    assert "writer, this topic is a part of `#12` already" in last


def test_a_command_that_works_after_one_that_does_not_is_carried_out() -> None:
    repository = backlog()
    repository.say(7, "ada", "/merge #99\n/merge #12")
    survives(repository, RUN)
    assert not repository.issues[7].is_open
    assert "`#99` is no open topic" in repository.bodies(7)[-1]


def test_on_one_that_is_merged_already_it_is_said_what_to_do_first_and_not_done_later() -> None:
    repository = merged((7, 12))
    repository.say(7, "wren", "/merge #20")
    assert told(survives(repository, "12-15 11:01")) == [("AddComment", 7)]
    assert "part of `#12` already" in repository.bodies(7)[-1]
    assert repository.made("12-15 11:02") == []
    assert repository.asked == []
    repository.now = moment("12-15 11:03")
    repository.reopen(7)
    assert told(repository.made("12-15 11:04")) == [("AddComment", 12), ("RemoveLabel", 7)]


def test_what_it_is_a_part_of_is_not_named_where_that_is_too_long_ago_to_be_read() -> None:
    repository = merged((7, 12))
    repository.comments_read = 2
    repository.edit(7, votes=())
    repository.say(7, "zed", "words")
    repository.say(7, "ada", "/merge #20")
    assert told(repository.made(AFTERWARDS)) == [("AddComment", 7)]
    assert "this topic is a part of another one already" in repository.bodies(7)[-1]


def test_on_one_that_was_closed_a_while_after_it_is_said_to_open_it() -> None:
    repository = backlog()
    repository.say(7, "ada", "/merge #12")
    repository.now += timedelta(minutes=1)
    repository.close(7)
    assert told(survives(repository, later(repository, minutes=1))) == [("AddComment", 7)]
    assert "this topic is closed: reopen it" in repository.bodies(7)[-1]


@pytest.mark.parametrize(("text", "hours"), [("/merge #20", 25), ("/next", 1)])
def test_on_a_closed_topic_nothing_else_is_answered(text: str, hours: int) -> None:
    repository = merged((7, 12))
    repository.say(7, "ada", text)
    repository.say(7, "stranger", text)
    assert told(repository.made(later(repository, hours=hours))) == []
    assert repository.asked == []


def test_who_deletes_the_reply_is_answered_again() -> None:
    repository = backlog()
    repository.say(7, "ada", "/merge #99")
    repository.run(RUN)
    repository.delete_comment(7, repository.issues[7].comments[-1].database_id)
    assert told(repository.made(LATER)) == [("AddComment", 7)]
