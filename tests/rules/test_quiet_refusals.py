"""Commands that are refused without a word: a reply remembers them, and no run asks about them again."""

from arch_hour.rules.changes import EditComment
from tests.rules.build import moment, topic
from tests.rules.meeting import Meeting, met
from tests.rules.memory import Memory, later
from tests.rules.merging import RUN, backlog, kinds


def words(repository: Memory, number: int) -> list[str]:
    """What our replies on an issue say, without their marker."""
    return [body.partition("-->")[2] for body in repository.bodies(number) if "arch-hour:reply" in body]


def test_on_an_agenda_each_is_asked_about_once() -> None:
    meeting = met()
    meeting.goes(0, "/next", by="stranger")
    told = words(meeting, meeting.agenda)
    for minute in (1, 2):
        meeting.hear(minute, "/next", by=f"stranger-{minute}")
        (change,) = meeting.made(meeting.at(minute + 0.5))
        assert isinstance(change, EditComment)
        assert meeting.asked == [f"stranger-{minute}"]
        assert meeting.made() == []
        assert meeting.asked == []
    assert words(meeting, meeting.agenda) == told


def test_on_a_topic_each_is_asked_about_once() -> None:
    repository = backlog()
    repository.say(7, "stranger", "/merge #12")
    repository.run(RUN)
    told = words(repository, 7)
    repository.say(7, "another", "/merge #12")
    (change,) = repository.made(later(repository, minutes=1))
    assert isinstance(change, EditComment)
    assert repository.made(later(repository, minutes=1)) == []
    assert repository.asked == []
    assert (kinds(repository, 7), words(repository, 7)) == (["reply"], told)


def test_none_is_carried_out_when_who_said_it_may_write_at_last() -> None:
    meeting = met()
    for minute, by in ((-3, "stranger"), (-2, "another")):
        meeting.goes(minute, "/next", by=by)
    meeting.writing |= {"stranger", "another"}
    assert meeting.made(meeting.at(1)) == []
    assert meeting.turns == []


def test_what_a_carried_out_command_remembers_needs_no_write_of_its_own() -> None:
    meeting = met()
    meeting.goes(0, "/next")
    meeting.goes(1, "/next", by="stranger")
    meeting.hear(2, "/next", by="another")
    (change,) = meeting.goes(3, "/move-on")
    assert not isinstance(change, EditComment)
    assert meeting.made() == []
    assert meeting.asked == []


def test_what_a_person_wrote_into_the_reply_stays() -> None:
    meeting = Meeting.of(topic(1), topic(2))
    meeting.run("12-15 10:00")
    meeting.agenda = meeting.only("agenda").number
    for by in ("stranger", "another"):
        meeting.now = moment("12-15 11:00")
        meeting.say(meeting.agenda, by, "/next")
        meeting.run("12-15 11:01")
        reply = next(each for each in meeting.issues[meeting.agenda].comments if ":reply" in each.body)
        meeting.edit_comment(meeting.agenda, reply.database_id, f"{reply.body}\nSee {by}.\n")
    assert words(meeting, meeting.agenda)[0].endswith("\nSee stranger.\n\nSee another.\n")
    assert meeting.made("12-16 11:01") == []
    assert meeting.asked == []
