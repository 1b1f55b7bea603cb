"""A configuration file becomes a Config, or one sentence with the line to look at and what to write there."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from arch_hour.config_file import read_config
from arch_hour.errors import ConfigurationError
from arch_hour.rules.agenda_document import title
from arch_hour.rules.schedule import Occurrence
from tests.config_texts import FILE, GOOD, mistake


def test_schedule_and_start_are_enough() -> None:
    config = read_config(GOOD, FILE)
    assert config.path == FILE
    assert config.meeting.start == datetime(2020, 12, 3, 10)  # noqa: DTZ001  local, as people write it
    assert (config.meeting.timezone, config.meeting.duration) == ("UTC", 60)
    assert config.agenda.open_before == timedelta(days=3)
    assert config.agenda.freeze_before == timedelta(minutes=15)
    assert config.agenda.close_after == timedelta(hours=12)
    assert config.topics.time_boxes == (10, 5, 5)
    assert (config.topics.merged_label, config.minutes.path) == ("topic: merged", None)
    assert (config.votes.reaction, config.votes.per_person, config.votes.minimum) == ("+1", 0, 0)
    assert config.actions.trusted == "collaborators"
    assert (config.actions.due_in, config.actions.remind_after) == (None, None)
    assert (config.bots, dict(config.people)) == ((), {})


def test_every_documented_form_is_read() -> None:
    config = read_config(
        GOOD
        + """\
  timezone: America/New_York
  skip: [2020-12-24]
  moved: {2020-12-31: 2020-12-30T15:00}
  extra: [2020-12-15 09:00]
  zones: [Europe/Berlin]
agenda: {open_before: 1w, freeze_before: 90m, close_after: 12h}
topics: {scheduled_label: null, time_boxes: [8, 4]}
votes: {reaction: heart}
actions: {trusted: [octocat, "@hubot"], due_in: 2w, remind_after: 48h}
bots: ["old-bot[bot]"]
people: {"Adam Blackwell": ablackwell}
""",
        FILE,
    )
    assert config.meeting.skip == (date(2020, 12, 24),)
    assert dict(config.meeting.moved) == {date(2020, 12, 31): datetime(2020, 12, 30, 15)}  # noqa: DTZ001  local
    assert config.meeting.extra == (datetime(2020, 12, 15, 9),)  # noqa: DTZ001  local
    assert config.agenda.open_before == timedelta(weeks=1)
    assert config.agenda.freeze_before == timedelta(minutes=90)
    assert (config.topics.scheduled_label, config.topics.time_boxes) == (None, (8, 4))
    assert config.actions.trusted == ("octocat", "hubot")
    assert (config.actions.due_in, config.actions.remind_after) == (timedelta(days=14), timedelta(days=2))


@pytest.mark.parametrize(
    ("line", "unknown", "nearest"),
    [
        ("agnda: {}", "agnda", "agenda"),
        ("vote: {}", "vote", "votes"),
        ("topics: {lable: x}", "topics.lable", "topics.label"),
        ("topics: {time_box: [5]}", "topics.time_box", "topics.time_boxes"),
        ("votes: {perperson: 3}", "votes.perperson", "votes.per_person"),
        ("  timezon: UTC", "meeting.timezon", "meeting.timezone"),
        ("timezone: UTC", "timezone", "meeting.timezone"),
        ("zones: [UTC]", "zones", "meeting.zones"),
        ("agenda: {per_person: 2}", "agenda.per_person", "votes.per_person"),
    ],
)
def test_an_unknown_key_is_refused_with_the_nearest_known_one(line: str, unknown: str, nearest: str) -> None:
    found = mistake(GOOD + line + "\n")
    assert str(found) == f"{FILE}:4: unknown key `{unknown}`; did you mean `{nearest}`?"


def test_an_unknown_key_like_no_other_is_told_what_there_is() -> None:
    assert mistake(GOOD + "votes: {xyz: 1}\n").problem.endswith(
        "known here are minimum, per_person, reaction, voters"
    )


def test_a_misspelt_key_is_told_rather_than_the_missing_one() -> None:
    found = mistake(GOOD.replace("schedule", "shedule"))
    assert (found.line, found.problem) == (
        2,
        "unknown key `meeting.shedule`; did you mean `meeting.schedule`?",
    )


@pytest.mark.parametrize(
    ("section", "line", "words"),
    [
        ("  timezone: Mars/Olympus", 4, "'Mars/Olympus' is no time zone; use a name such as"),
        ("  timezone: ../../etc/passwd", 4, "is no time zone"),
        ("  timezone: ''", 4, "is no time zone"),
        ("  zones: [UTC,\n          Nowhere]", 5, "`meeting.zones` (entry 2): 'Nowhere' is no time zone"),
        ("  duration: 0", 4, "expected minutes, as a whole number from 1 to 1440"),
        ("  duration: 1h", 4, "`meeting.duration`: expected minutes, as a whole number"),
        (
            "  skip:\n    - 2020-12-24\n    - Christmas",
            6,
            "`meeting.skip` (entry 2): expected a date such as",
        ),
        ("  skip: 2020-12-24", 4, "`meeting.skip`: expected a list"),
        ("  moved:\n    2020-12-24: later", 5, "expected a local time such as 2020-12-24T10:00"),
        ("  moved: {Christmas: 2020-12-24T10:00}", 4, "expected a date such as 2020-12-24"),
        ("  extra: [2020-12-24T10:00+01:00]", 4, "without an offset; the zone stands in meeting.timezone"),
        ("agenda: {open_before: 3}", 4, "`agenda.open_before`: expected a span such as 15m, 12h or 3d"),
        ("agenda: {open_before: 3 months}", 4, "expected a span such as"),
        (
            "agenda:\n  freeze_before: 3d",
            5,
            "`agenda.freeze_before` must be shorter than `agenda.open_before`",
        ),
        ("agenda:\n  label: ''", 5, "`agenda.label`: it is empty; write a text, or take it out"),
        (
            "agenda:\n\n  title: '{{ meeting.nme }}'",
            6,
            "`agenda.title`: `nme` is not known here; did you mean `name`?",
        ),
        ("agenda: {title: '{{'}", 4, "`agenda.title`: it ends inside of `{{` or `{%`; close that with"),
        ("agenda: {title: ' '}", 4, "`agenda.title`: an issue needs a title"),
        ("agenda: []", 4, "`agenda`: expected keys and values below it"),
        ("agenda:", 4, "`agenda`: expected keys and values below it"),
        ("topics: {time_boxes: 10}", 4, "`topics.time_boxes`: expected a list"),
        ("topics: {time_boxes: []}", 4, "`topics.time_boxes`: it is empty; write at least one entry"),
        ("topics: {time_boxes: [10, x]}", 4, "`topics.time_boxes` (entry 2): expected minutes"),
        ("votes: {reaction: thumbs}", 4, '`votes.reaction`: expected "+1", "-1", laugh, '),
        ("votes: {per_person: -1}", 4, "expected a whole number from 0 to 1,000,000"),
        (
            "actions: {trusted: everyone}",
            4,
            "`actions.trusted`: expected collaborators, or a list of logins such as",
        ),
        ("actions: {trusted: [a b]}", 4, "`actions.trusted` (entry 1): expected a login, such as octocat"),
        ("people: {Adam: 'a b'}", 4, "`people.Adam`: expected a login, such as octocat"),
        ("meeting: {}", 4, "the key `meeting` stands here for the second time"),
        ("agenda:\n  label: a\n  label: b", 6, "the key `label` stands here for the second time"),
        ("? [a, b]\n: c", 4, "this is no valid YAML"),
        ("\tagenda: {}", 4, "this is no valid YAML"),
        ("agenda: {", 5, "this is no valid YAML"),
        ("a: !!python/object:os.system x", 4, "this is no valid YAML"),
        ("1: 2", 4, "unknown key `1`; known here are actions, agenda"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_mistake_is_told_with_its_line(section: str, line: int, words: str) -> None:
    found = mistake(f"{GOOD}{section}\n")
    assert words in found.problem
    assert (found.line, str(found)) == (line, f"{FILE}:{line}: {found.problem}")
    assert not re.search(r"literal\[|tuple\[|\[key\]|Tuple", found.problem)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "expected keys and values; at least `meeting:`"),
        ("# nothing yet\n", "expected keys and values"),
        ("- meeting\n", "expected keys and values"),
        ("Thursdays at ten\n", "expected keys and values"),
        ("{}", "`meeting` is missing; a meeting needs `schedule` and `start`"),
        ("meeting: {schedule: FREQ=WEEKLY}", "`meeting.start` is missing"),
        ("meeting: {start: 2020-12-03T10:00}", "`meeting.schedule` is missing"),
        (
            "meeting: {}",
            "`meeting.schedule` is missing; a meeting needs `schedule` and `start`, or a `calendar`",
        ),
        ("meeting: {event: Arch Hour}", "`meeting.schedule` is missing"),
        (
            "meeting: {schedule: FREQ=WEEKLY, start: tomorrow}",
            "`meeting.start`: expected a local time such as",
        ),
        (
            "meeting: {schedule: FREQ=WEEKLY, start: 2020-12-03T10:00Z}",
            "write the local time without an offset",
        ),
    ],
)
def test_a_file_that_says_too_little_is_told_what_to_say(text: str, words: str) -> None:
    found = mistake(text)
    assert words in found.problem
    assert found.line == 1


@pytest.mark.parametrize(("text", "words"), [("a: \0", "no valid YAML"), ("[" * 500, "nested too deeply")])
def test_what_is_no_text_for_people_is_refused_too(text: str, words: str) -> None:
    assert words in mistake(text).problem


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("weekly", "expected parts such as FREQ=WEEKLY"),
        ("''", "expected parts such as FREQ=WEEKLY"),
        ('"FREQ=WEEKLY\\nRDATE:20201205T100000"', "expected parts such as FREQ=WEEKLY"),
        ("BYDAY=TH", "FREQ must be one of DAILY, WEEKLY, MONTHLY, YEARLY"),
        ("FREQ=SECONDLY", "FREQ must be one of DAILY"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL and COUNT must be at least 1"),
        ("FREQ=WEEKLY;INTERVAL=-1", "INTERVAL and COUNT must be at least 1"),
        ("FREQ=WEEKLY;COUNT=0", "INTERVAL and COUNT must be at least 1"),
        ("FREQ=WEEKLY;UNTIL=20201220", "write UNTIL in UTC"),
        ("FREQ=WEEKLY;UNTIL=20201220T100000", "write UNTIL in UTC"),
        ("FREQ=WEEKLY;BYDAY=XX", "invalid 'BYDAY': XX"),
        ("FREQ=WEEKLY;EVERY=TH", "unknown parameter 'EVERY'"),
    ],
)
def test_a_rule_that_no_calendar_knows_is_refused_with_one_that_works(rule: str, words: str) -> None:
    found = mistake(GOOD.replace("FREQ=WEEKLY;BYDAY=TH", rule))
    assert found.line == 2
    assert words in found.problem
    assert "FREQ=WEEKLY;BYDAY=TH" in found.problem


FEED = "meeting:\n  name: Arch Hour\n  calendar: "


@pytest.mark.parametrize(
    ("written", "calendar"),
    [
        (
            "https://calendar.example.com/team.ics?key=s3cret",
            "https://calendar.example.com/team.ics?key=s3cret",
        ),
        ("webcal://calendar.example.com/team.ics", "https://calendar.example.com/team.ics"),
        ("WEBCALS://calendar.example.com/team.ics", "https://calendar.example.com/team.ics"),
        ("http://127.0.0.1:8000/team.ics", "http://127.0.0.1:8000/team.ics"),
        ("http://localhost/team.ics", "http://localhost/team.ics"),
        ("./docs//team.ics", "docs/team.ics"),
    ],
)
def test_a_calendar_is_enough_too(written: str, calendar: str) -> None:
    config = read_config(f"{FEED}{written}\n  event: ' Arch Hour '\n", FILE)
    assert (config.meeting.calendar, config.meeting.event) == (calendar, "Arch Hour")
    assert (config.meeting.schedule, config.meeting.start) == (None, None)
    assert config.meeting.feed_is_address == ("://" in calendar)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (FEED + "http://example.org/a.ics", 3, "read over https:// or webcal://, not over http://"),
        (FEED + "http://127.0.0.1.example.org/a.ics", 3, "not over http://"),
        (FEED + "file:///etc/passwd", 3, "address such as https://example.org/team.ics"),
        (FEED + "ftp://example.org/a.ics", 3, "not over ftp://"),
        (FEED + "https://", 3, "address such as"),
        (FEED + "https://example.org:x/", 3, "address such as"),
        (FEED + "'https://example.org/a b.ics'", 3, "address such as"),
        (FEED + "../team.ics", 3, "is no path in the repository"),
        (FEED + "''", 3, "is no path in the repository"),
        (FEED + "a.ics\n  event: ''", 4, "`meeting.event`: it is empty; write a text"),
        (FEED + "a.ics\n  schedule: FREQ=WEEKLY", 4, "`meeting.schedule` does not go with `calendar`"),
        (FEED + "a.ics\n\n  start: 2020-12-03T10:00", 5, "`meeting.start` does not go with `calendar`"),
        (GOOD + "  event: Arch Hour", 4, "`meeting.event` names an event of a feed; give the feed's address"),
        (
            GOOD.replace("=WEEKLY;BYDAY=TH", "=MONTHLY;BYMONTH=2;BYMONTHDAY=30"),
            2,
            "`meeting.schedule` cannot be kept: no day",
        ),
        (
            GOOD.replace("BYDAY=TH", "BYHOUR=9,10;BYMINUTE=0,1,2,3,4,5,6,7,8,9,10,11,12"),
            2,
            "at most 24 meetings a day",
        ),
    ],
)
def test_a_mistake_about_when_the_meetings_are_is_told_with_its_line(
    text: str, line: int, words: str
) -> None:
    found = mistake(f"{text}\n")
    assert words in found.problem
    assert found.line == line


KEYS = st.sampled_from(
    ["meeting", "agenda", "topics", "votes", "actions", "bots", "people", "label", "x", "start"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6) | st.sampled_from(["FREQ=WEEKLY", "3d"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(KEYS, VALUES, max_size=4) | VALUES)
def test_any_yaml_is_a_configuration_or_one_sentence(values: object) -> None:
    text = yaml.safe_dump(values, allow_unicode=True)
    try:
        config = read_config(text, FILE)
    except ConfigurationError as error:
        told = str(error)
    else:
        told = config.path
    assert told.startswith(FILE)
    assert "\n" not in told


@given(st.text("meting: {}[]-'\"#&*!|>\n\t\0é"))
def test_any_text_is_a_configuration_or_one_sentence(text: str) -> None:
    with pytest.raises(ConfigurationError):
        read_config(text, FILE)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        pytest.param("agenda: {title: {{ meeting.name }}}", 4, "in quotation marks", id="braces"),
        pytest.param("bots: [@octocat]", 4, "`@` cannot start a text; put it in quotation marks", id="an @"),
        pytest.param(
            "bots: [*octocat]", 4, "`*` cannot start a text; put it in quotation marks", id="a star"
        ),
        pytest.param("  name: Arch: Hour", 4, "put a text with a colon in quotation marks", id="a colon"),
        pytest.param("\tname: Arch Hour", 4, "a tab stands here; indent with spaces", id="a tab"),
        pytest.param("agenda:\n  label: a\n pin: true", 6, "look at indentation", id="an indent"),
        pytest.param("  name: 'Arch Hour", 5, "a quotation mark is not closed", id="a quotation mark"),
        pytest.param("bots: [octocat", 5, "a bracket is not closed", id="a bracket"),
        pytest.param("agenda: {", 5, "a bracket is not closed", id="a brace"),
        pytest.param('  name: "\\q"', 4, "`\\q` means nothing in double quotation marks", id="an escape"),
        pytest.param("  duration: !!int x", 4, "this value cannot be read", id="a tagged value"),
        pytest.param("  name: !x y", 4, "a tag such as `!name` means nothing here", id="a tag"),
        pytest.param("on: 2", 4, "unknown key `on`", id="a key that YAML reads as a yes"),
    ],
)
def test_what_yaml_cannot_read_is_told_with_what_to_do_about_it(text: str, line: int, says: str) -> None:
    found = mistake(f"{GOOD}{text}\n")
    assert says in found.problem
    assert found.line == line


def test_a_name_in_digits_is_a_name() -> None:
    assert read_config(GOOD + "people: {007: '@bond'}\n", FILE).people == {"007": "bond"}


def test_a_title_can_tell_two_meetings_of_a_day_apart() -> None:
    text = GOOD + "agenda: {title: '{{ meeting.name }}, {{ meeting.day }}, {{ meeting.start }}'}\n"
    start = datetime(2020, 12, 17, 10, tzinfo=UTC)
    meetings = [Occurrence(start, start + timedelta(hours=hours), 60) for hours in (0, 6)]
    assert [title(meeting, read_config(text, FILE)) for meeting in meetings] == [
        "Lean Coffee, Thursday, 17 December 2020, 10:00",
        "Lean Coffee, Thursday, 17 December 2020, 16:00",
    ]


def test_a_title_that_fails_on_another_day_only_is_a_mistake_of_the_configuration() -> None:
    text = GOOD + "agenda: {title: \"{{ 'x' if meeting.start == '10:00' }}\"}\n"
    start = datetime(2020, 12, 17, 16, tzinfo=UTC)
    with pytest.raises(ConfigurationError, match=r"`agenda\.title`: an issue needs a title"):
        title(Occurrence(start, start, 60), read_config(text, FILE))


def test_a_first_box_that_no_meeting_can_hold_is_refused_at_its_line() -> None:
    caught = mistake(GOOD + "  duration: 30\ntopics:\n  time_boxes: [40, 5]\n")
    assert caught.line == 6
    assert "a first box of 40 minutes does not fit a meeting of 30" in caught.problem


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        pytest.param(GOOD + "agenda:\n  open_before: 999999w\n", 5, "at most 60d", id="a span of ages"),
        pytest.param(
            "meeting:\n  schedule: FREQ=DAILY\n  start: 2020-12-03\n", 3, "no time of day", id="a bare date"
        ),
        pytest.param(GOOD + "agenda:\n  label: Topic\n", 5, "topics.label", id="one label twice"),
        pytest.param(GOOD + "agenda:\n  label: '  '\n", 5, "agenda.label", id="a blank label"),
        pytest.param(
            GOOD + "agenda:\n  title: '{% for a in b %}{% endfor %}'\n", 5, "`b` is not known", id="a loop"
        ),
        pytest.param(
            GOOD + "agenda:\n  title: '{{ \"x\" * 999999999 }}'\n", 5, "`*`", id="a text without end"
        ),
        pytest.param(
            GOOD + "agenda:\n  title: '{{ \"x\".center(999999999) }}'\n",
            5,
            "`( )` cannot be used here",
            id="a method",
        ),
        pytest.param(
            GOOD + "agenda:\n  title: '{{ \"x\" | center(999999999) }}'\n", 5, "center", id="a filter"
        ),
    ],
)
def test_what_would_misbehave_later_is_refused_at_its_line(text: str, line: int, says: str) -> None:
    caught = mistake(text)
    assert caught.line == line
    assert says in caught.problem
