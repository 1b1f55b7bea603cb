"""Every value of a configuration that cannot be is told of in our own words, with what to write in its place."""

import re
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

from arch_hour.config import Config
from arch_hour.config_file import read_config
from arch_hour.errors import ConfigurationError
from tests.config_texts import FILE, GOOD, mistake


@pytest.mark.parametrize(
    ("section", "line", "says"),
    [
        pytest.param(
            "topics: {repositories: [shop]}",
            4,
            "`topics.repositories` (entry 1): expected OWNER/NAME, such as acme/shop",
            id="a repository without its owner",
        ),
        pytest.param(
            "topics: {repositories: ['https://github.com/acme/shop']}",
            4,
            "expected OWNER/NAME, such as acme/shop",
            id="a repository's address",
        ),
        pytest.param(
            "votes:\n  voters:\n    - octocat\n    - acme/team",
            7,
            "`votes.voters` (entry 2): write a team with an @ in front, as @acme/team",
            id="a team without its @",
        ),
        pytest.param(
            "votes: {voters: [a b]}",
            4,
            "expected a login such as octocat, or a team such as @acme/team",
            id="no voter",
        ),
        pytest.param(
            "votes: {voters: members}",
            4,
            "`votes.voters`: expected everyone, collaborators, or a list of logins and teams",
            id="another word for voters",
        ),
        pytest.param(
            "votes: {voters: colaborators}", 4, "expected everyone, collaborators,", id="a word misspelt"
        ),
        pytest.param("votes: {voters: []}", 4, "write at least one entry", id="no voters"),
        pytest.param(
            "votes: {reaction: +1}", 4, '`votes.reaction`: put it in quotation marks: "+1"', id="a bare +1"
        ),
        pytest.param("votes: {reaction: -1}", 4, 'put it in quotation marks: "-1"', id="a bare -1"),
        pytest.param("votes: {reaction: 0}", 4, 'expected "+1", "-1", laugh,', id="a number"),
        pytest.param("actions: {trusted: ['@acme/team']}", 4, "expected a login", id="a team to be trusted"),
        pytest.param(
            "actions: {due_in: 36h}", 4, "`actions.due_in`: expected whole days, such as", id="half a day"
        ),
        pytest.param("actions: {due_in: 14}", 4, "`actions.due_in`: expected a span", id="days without unit"),
        pytest.param(
            "actions: {remind_after: 12w}", 4, "`actions.remind_after`: 12w is too long a span", id="months"
        ),
        pytest.param(
            "people: {Adam: 12}", 4, "`people.Adam`: expected a text; put it in", id="a login in digits"
        ),
        pytest.param("  name: No", 4, "expected a text; put it in quotation marks", id="a No for a name"),
        pytest.param("  name: [a]", 4, "expected one text, and neither a list nor keys", id="a list as name"),
        pytest.param("  name:", 4, "`meeting.name`: it is empty; write a text, or take it out", id="no name"),
        pytest.param(
            f"  name: {'x' * 101}", 4, "it is too long; write at most 100 characters", id="a long name"
        ),
        pytest.param('  name: "\\ud800"', 4, "a sign that is no character", id="half a character"),
        pytest.param(f"  guests: {['x'] * 31}", 4, "too many entries; write at most 30", id="many guests"),
        pytest.param("agenda: {pin: maybe}", 4, "`agenda.pin`: expected true or false", id="perhaps"),
        pytest.param("agenda: {pin: []}", 4, "`agenda.pin`: expected true or false", id="a list as yes"),
        pytest.param(
            "agenda: {when_empty: wait}", 4, "`agenda.when_empty`: expected create or skip", id="a choice"
        ),
        pytest.param("  duration: yes", 4, "expected minutes, as a whole number", id="a yes for minutes"),
        pytest.param("  duration: 1441", 4, "from 1 to 1440", id="more than a day"),
        pytest.param(f"  duration: {'1' * 5000}", 4, "this value cannot be read", id="an endless number"),
        pytest.param("votes: {per_person: 1.5}", 4, "expected a whole number from 0", id="one and a half"),
        pytest.param("  skip: [20201224]", 4, "expected a date such as 2020-12-24", id="a number as day"),
        pytest.param(
            "  skip: [2020-02-30]", 4, "2020-02-30 is no day of the calendar", id="a day of no month"
        ),
        pytest.param("  skip: [0001-01-01]", 4, "write a year from 1970 to 2199, and not 1", id="long ago"),
        pytest.param("  extra: [9999-12-31T23:59]", 4, "write a year from 1970 to 2199", id="far ahead"),
        pytest.param("  extra: [2020-12-24T99:00]", 4, "expected a local time such as", id="no hour"),
        pytest.param("agenda: {template: ..}", 4, "such as .github/agenda.md.j2", id="a template's path"),
        pytest.param("minutes: {path: ..}", 4, "such as docs/minutes/{date}.md", id="a path of minutes"),
        pytest.param(
            "minutes: {path: docs/minutes.md}",
            4,
            "`minutes.path`: write {date} where the meeting's day stands",
            id="one file for all meetings",
        ),
        pytest.param(
            "minutes: {path: 'docs/{date}/{title}.md'}", 4, "write {date} where", id="a title in a path"
        ),
        pytest.param("minutes: {path: 'docs/{date.md'}", 4, "write {date} where", id="a brace alone"),
        pytest.param("minutes: {path: 'docs/{{date}}.md'}", 4, "write {date} where", id="two braces"),
        pytest.param("minutes: {path: 'docs/{time}.md'}", 4, "write {date} where", id="an hour of no day"),
        pytest.param("topics: {merged_label: null}", 4, "`topics.merged_label`: it is empty", id="no label"),
        pytest.param(f"agenda: {{{'x' * 999}: 1}}", 4, f"unknown key `agenda.{'x' * 60}…`;", id="a long key"),
        pytest.param(
            'people: {"a\\nb": "c d"}', 4, "`people.a b`: expected a login", id="a key of two lines"
        ),
    ],
)
def test_a_wrong_value_is_told_what_to_write_there(section: str, line: int, says: str) -> None:
    found = mistake(f"{GOOD}{section}\n")
    assert says in found.problem
    assert found.line == line


def every_key() -> list[str]:
    sections = {name: info.annotation for name, info in Config.model_fields.items()}
    return [
        *sections,
        *(
            f"{name}.{key}"
            for name, section in sections.items()
            if isinstance(section, type) and issubclass(section, BaseModel)
            for key in section.model_fields
        ),
    ]


WRONG: dict[str, Any] = {
    "nothing": None,
    "an empty text": "",
    "a space": " ",
    "a text": "x",
    "two lines": "a\nb",
    "odd signs": "<\x1b{{",
    "zero": 0,
    "a negative number": -1,
    "a fraction": 1.5,
    "infinity": float("inf"),
    "a huge number": 10**400,
    "a yes": True,
    "a no": False,
    "bytes": b"x",
    "a set": {"x"},
    "an empty list": [],
    "an empty mapping": {},
    "a list in lists": [[[]]],
    "mappings": {"x": {"y": {"z": 1}}},
    "a long text": "x" * 3_000,
    "a long list": ["x"] * 100,
    "a long mapping": {"x" * 3_000: "x"},
}
LIBRARY = re.compile(
    r"input|valid|pars|should|string|integer|boolean|tuple|literal|dict|instance|pydantic|type=|Error|\[key\]|"
    r"this cannot stand here"  # what we say of mistakes that we did not think of
)


@pytest.mark.parametrize("key", every_key())
def test_no_value_of_any_key_is_told_of_in_a_library_s_words(key: str) -> None:
    section, _, name = key.partition(".")
    given = [value for wrong in WRONG.values() for value in (wrong, [wrong], {"2020-12-24": wrong})]
    for value in given:
        values: dict[str, Any] = {"meeting": {"schedule": "FREQ=WEEKLY", "start": "2020-12-03T10:00"}}
        if name:
            values.setdefault(section, {})[name] = value
        else:
            values[section] = value
        try:
            read_config(yaml.safe_dump(values), FILE)
        except ConfigurationError as error:
            told = error.problem
            assert not LIBRARY.search(told), f"{value!r:.200}: {told}"
            assert "\n" not in told
            assert len(told) < 800


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("orgs/acme/projects/5", "orgs/acme/projects/5"),
        ("users/octo-cat/projects/2", "users/octo-cat/projects/2"),
        ("https://github.com/orgs/acme/projects/5", "orgs/acme/projects/5"),
        ("https://github.com/orgs/acme/projects/5/", "orgs/acme/projects/5"),
        ("https://github.com/orgs/acme/projects/5/views/12?layout=board", "orgs/acme/projects/5"),
        ("https://git.example.org/users/octocat/projects/2?pane=issue#top", "users/octocat/projects/2"),
    ],
)
def test_a_project_is_named_by_its_path_or_its_address(written: str, place: str) -> None:
    config = read_config(GOOD + f'board: {{project: "{written}"}}\n', FILE)
    assert str(config.board.project) == place


def test_logins_are_kept_without_their_sign_and_teams_with_it() -> None:
    config = read_config(
        GOOD
        + """\
  facilitators: ["@octocat"]
  scribes: ["@hubot"]
votes: {voters: ["@octocat", "@acme/team"]}
bots: ["@old-bot[bot]"]
""",
        FILE,
    )
    assert (config.meeting.facilitators, config.meeting.scribes) == (("octocat",), ("hubot",))
    assert (config.votes.voters, config.bots) == (("octocat", "@acme/team"), ("old-bot[bot]",))


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("docs/minutes/{date}.md", "docs/minutes/{date}.md"),
        ("/docs//{date}/./{time} minutes.md", "docs/{date}/{time} minutes.md"),
        ("Protokolle/Grüße {date} {date}.md", "Protokolle/Grüße {date} {date}.md"),
    ],
)
def test_minutes_are_kept_in_a_file_for_each_day(written: str, path: str) -> None:
    assert read_config(f"{GOOD}minutes: {{path: '{written}'}}\n", FILE).minutes.path == path


@pytest.mark.parametrize(
    "address",
    [
        "https://meet.example.org/arch?pwd=a%20b#c",
        "http://localhost:8000/arch",
        "HTTPS://meet.example.org/ärch(1)",
    ],
)
def test_a_call_has_any_address_of_the_web(address: str) -> None:
    assert read_config(f"{GOOD}  join: ' {address} '\n", FILE).meeting.join == address


@pytest.mark.parametrize(
    "address",
    [
        "meet.example.org/arch",
        "javascript:alert(1)",
        "mailto:arch@example.org",
        "ftp://example.org/arch",
        "https://",
        "https://example.org:0/",
        "https://[example.org/",
        "https://example.org/a b",
        "https://example.org/>) [x](y",
        "https://example.org/<b",
        "https://example.org/a\\nb",
        "https://example.org/a\\u0007",
        "https://example.org/a\\u202e",
        "https://example.org/a\\u00a0b",
        "x",
    ],
)
def test_a_call_that_no_link_leads_to_is_refused(address: str) -> None:
    found = mistake(f'{GOOD}  join: "{address}"\n')
    assert "`meeting.join`: expected an address such as https://meet.example.org/arch" in found.problem
    assert found.line == 4
