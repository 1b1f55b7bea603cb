"""The agenda by a user's own template: its words, and what a run does with it and with its mistakes."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from arch_hour.config import Config
from arch_hour.errors import ConfigurationError
from arch_hour.model import Issue
from arch_hour.rules import agenda_words
from arch_hour.rules.agenda_document import compose, new_body
from arch_hour.rules.agenda_identity import AGENDA, identify
from arch_hour.rules.blocks import find_block
from arch_hour.rules.changes import AddComment, CreateIssue, EditIssue
from arch_hour.rules.events import Command
from tests.rules.build import config, issue, moment, sections_of, topic, vote
from tests.rules.memory import Memory
from tests.rules.test_agenda_document import document, open_follow_up

EXAMPLE = Path(__file__).parents[2] / "templates" / "ready" / "agenda.md.j2"
PATH = ".github/agenda.md.j2"
SHORT = "{{ meeting.name }}:{% for topic in topics %} {{ topic.reference }} {{ topic.votes }};{% endfor %}"
OPENED, FROZEN = "12-15 09:00", "12-17 14:45"


def team_with(template: str, *topics: Issue) -> Memory:
    """A repository with a template of its own."""
    repository = Memory.of(*topics, agenda={"template": PATH})
    repository.files[PATH] = template
    return repository


def mistake_of(repository: Memory, at: str = OPENED, command: Command = Command.ALL) -> ConfigurationError:
    with pytest.raises(ConfigurationError) as mistake:
        repository.run(at, command)
    return mistake.value


def content(body: str) -> str:
    block = find_block(body, AGENDA)
    assert block is not None
    assert not block.touched
    return block.content.strip("\n")


def full() -> tuple[list[Issue], Config]:
    """Everything that an agenda can tell of."""
    settings = config(
        meeting={
            "zones": ["Europe/Berlin", "Asia/Kolkata"],
            "join": "https://meet.example/arch",
            "guests": ["Grace Hopper"],
        },
        agenda={"template": PATH},
    )
    topics = [
        topic(1, "Splitting LMS | Studio", votes=[vote("ann"), vote("bob"), vote("robot[bot]")]),
        topic(2, "@octocat's `idea` <!-- x", votes=[vote("ann", "12-11 10:00")], by="ada"),
        topic(3, "Who reviews <what>?", labels=("topic: pinned",)),
        *(topic(number, f"Waiting {number}") for number in range(10, 18)),
        topic(20, "Not yet", labels=("topic: on hold",)),
    ]
    return topics, settings


@pytest.mark.parametrize("frozen", [False, True], ids=["open", "frozen"])
def test_the_example_shows_an_agenda_that_looks_like_this(
    frozen: bool,  # noqa: FBT001
    golden: Callable[[str, str], None],
) -> None:
    topics, settings = full()
    settings = settings.with_agenda_template(EXAMPLE.read_text(encoding="utf-8"))
    follow_ups = (
        open_follow_up(30, "write it down", date(2020, 12, 15), overdue=True, assignees=("ada", "wren")),
        open_follow_up(31, "find somebody", age=timedelta(days=14)),
        open_follow_up(33, "look", needs_owner=True, assignees=("ada",)),
    )
    text = document(
        topics,
        settings,
        follow_ups=follow_ups,
        waited={"#16": 3, "#17": 1},
        frozen=frozen,
        facilitator="ada",
        scribe="wren",
        previous=issue(9),
    )
    composed = compose(new_body(), text, settings)
    assert composed is not None
    golden(f"agenda_by_template_{'frozen' if frozen else 'open'}.md", composed.body)


def test_the_example_shows_most_words() -> None:
    source = EXAMPLE.read_text(encoding="utf-8")
    known = set(agenda_words.AgendaWords.__annotations__)
    assert {word for word in known if word not in source} == {"tie_break", "issues"}


@pytest.mark.parametrize("at", [OPENED, FROZEN], ids=["open", "frozen"])
def test_a_template_says_what_stands_in_our_block_and_refreshing_it_again_changes_nothing(at: str) -> None:
    repository = team_with(SHORT, topic(1, votes=1), topic(2, votes=2))
    repository.run(at, Command.AGENDA)
    agenda = repository.only("agenda")
    assert content(agenda.body) == "Arch Hour: #2 2; #1 1;"
    assert "## Notes" in agenda.body
    assert repository.made(at, Command.AGENDA) == []


def test_what_people_write_stays_when_the_template_shows_something_new() -> None:
    repository = team_with(SHORT, topic(1))
    repository.run(OPENED, Command.AGENDA)
    number = repository.only("agenda").number
    repository.write(number, "Bring biscuits.")
    repository.vote(1, "ann")
    (edit,) = repository.made(command=Command.AGENDA)
    assert isinstance(edit, EditIssue)
    assert content(repository.issues[number].body) == "Arch Hour: #1 1;"
    assert "Bring biscuits." in repository.issues[number].body


def test_another_template_is_one_edit() -> None:
    repository = team_with(SHORT, topic(1))
    repository.run(OPENED, Command.AGENDA)
    repository.files[PATH] = "Tea.\r\n"
    assert len(repository.made(command=Command.AGENDA)) == 1
    assert content(repository.only("agenda").body) == "Tea."
    assert repository.made(command=Command.AGENDA) == []


def test_topics_have_their_tick_boxes_whatever_the_template_shows() -> None:
    repository = team_with("Tea.", topic(1), topic(2))
    repository.run(OPENED)
    repository.run(FROZEN)
    body = repository.only("agenda").body
    identity = identify(body)
    assert identity is not None
    assert identity.frozen
    assert [section.number for section in sections_of(body)] == [1, 2]


@pytest.mark.parametrize(
    ("template", "in_comments"), [("{{ voters }}", False), ("Tea.", True)], ids=["told", "left out"]
)
def test_voters_that_a_template_leaves_out_are_recorded_in_a_comment(
    template: str,
    in_comments: bool,  # noqa: FBT001
) -> None:
    repository = team_with(template, topic(1, votes=[vote("ann")]))
    repository.run(OPENED, Command.AGENDA)
    repository.run(FROZEN, Command.AGENDA)
    agenda = repository.only("agenda")
    assert ["ann" in body for body in repository.bodies(agenda.number)] == ([True] if in_comments else [])
    assert ("ann" in content(agenda.body)) is not in_comments


def test_a_mistake_names_its_place_and_leaves_the_last_good_agenda() -> None:
    repository = team_with(SHORT, topic(1))
    repository.run(OPENED)
    before = repository.state()
    repository.files[PATH] = "Hello\n\n{{ topcs }}"
    repository.edit(1, title="Other")
    before[1] = repository.state()[1]
    mistake = mistake_of(repository, "12-16 09:00")
    assert str(mistake) == f"{PATH}:3: `topcs` is not known here; did you mean `topics`?"
    assert repository.state() == before
    repository.files[PATH] = SHORT + " Other."
    assert len(repository.made()) == 1


def test_a_mistake_keeps_nothing_but_the_agenda_from_being_done() -> None:
    repository = team_with("{{ topcs }}", topic(1, "Tea", "ACTION @ada to brew"))
    mistake_of(repository)
    assert [made.assignees for made in repository.labelled("action-item")] == [("ada",)]
    assert repository.labelled("agenda") == []
    assert {type(change) for change in repository.changes} >= {CreateIssue, AddComment}


def test_a_missing_template_is_told_where_the_configuration_names_it() -> None:
    repository = Memory.of(topic(1), agenda={"template": f"./{PATH}"})
    mistake = mistake_of(repository)
    assert mistake.file == ".github/arch-hour.yml"
    assert mistake.line == 2  # `agenda:` comes first in these settings' YAML, and `template:` below it
    assert f"names {PATH}, and the repository has no such text file" in mistake.problem


@pytest.mark.parametrize(
    ("command", "asked"),
    [(Command.ALL, True), (Command.AGENDA, True), (Command.ACTIONS, False), (Command.WRAP_UP, False)],
)
def test_the_template_is_read_only_for_an_agenda(command: Command, asked: bool) -> None:  # noqa: FBT001
    repository = team_with(SHORT, topic(1))
    repository.run(OPENED, command)
    assert (PATH in repository.asked) is asked


def test_lists_are_cut_until_the_agenda_fits() -> None:
    template = (
        "{% for topic in backlog %}- {{ topic.title }}" + " x" * 500 + "\n{% endfor %}{{ backlog_in_all }}"
    )
    settings = config(agenda={"template": PATH}).with_agenda_template(template)
    text = document([topic(number, "t" * 250) for number in range(1, 90)], settings)
    composed = compose("x" * 20_000, text, settings)
    assert composed is not None
    shown = content(composed.body)
    assert (shown.count("ttt "), shown.splitlines()[-1]) == (10, "80")


def test_the_example_leads_to_the_rest_of_a_list_that_was_cut() -> None:
    settings = config(agenda={"template": PATH}).with_agenda_template(EXAMPLE.read_text(encoding="utf-8"))
    held = [topic(number, labels=("topic: on hold",)) for number in range(1, 50)]
    text = document([*held, *(topic(number, "t" * 200) for number in range(50, 120))], settings)
    composed = compose(new_body(), text, settings)
    assert composed is not None
    query = "https://github.com/acme/tea/issues?q=is%3Aissue%20is%3Aopen%20label%3A"
    assert f"[all open topics](<{query}%22topic%22>)" in composed.body
    assert f"[all 49](<{query}%22topic%3A%20on%20hold%22>)" in composed.body


def test_a_template_that_no_issue_could_hold_is_a_mistake() -> None:
    settings = config(agenda={"template": PATH}).with_agenda_template("x" * 60_000 + "{{ how_to }}" * 50)
    with pytest.raises(ConfigurationError, match="an issue holds"):
        compose(new_body(), document([topic(1)], settings), settings)


def test_people_who_wrote_too_much_are_no_mistake_of_the_template() -> None:
    settings = config(agenda={"template": PATH}).with_agenda_template(SHORT)
    assert compose("x" * 65_000, document([topic(1)], settings), settings) is None


def test_times_are_those_of_the_meetings_zone() -> None:
    template = (
        "{{ meeting.date }} {{ meeting.start }}-{{ meeting.end }} {{ freezes }}"
        "{% for zone in meeting.zones %} {{ zone.name }} {{ zone.start }}{% endfor %}"
        "{% for topic in topics %} {{ topic.starts }}+{{ topic.minutes }} {{ topic.age }}{% endfor %}"
    )
    settings = config(meeting={"zones": ["Asia/Kolkata"]}).with_agenda_template(template)
    text = document([topic(1, created_at=moment("12-08 08:00")), topic(2)], settings)
    composed = compose(new_body(), text, settings)
    assert composed is not None
    assert content(composed.body) == (
        "2020-12-17 10:00-11:00 09:45 Asia/Kolkata 20:30 10:00+10 9 days 10:10+10 9 days"
    )
