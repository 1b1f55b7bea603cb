"""The agenda's text: what a reader sees of it on GitHub, and what is read back from it after the meeting."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from arch_hour.config import Config
from arch_hour.model import Issue
from arch_hour.rules import agenda_document
from arch_hour.rules.agenda_document import LIMIT, compose, title
from arch_hour.rules.agenda_identity import AGENDA, identify
from arch_hour.rules.agenda_text import AgendaText, OpenFollowUp
from arch_hour.rules.markers import mark
from arch_hour.rules.prose import SILENCE
from arch_hour.rules.ranking import fit, held, rank
from arch_hour.rules.schedule import occurrences
from arch_hour.rules.votes import count_votes
from tests.rules.build import FREEZE, REPOSITORY, START, config, issue, moment, sections_of, topic, vote

GITHUB = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
MENTION = re.compile(r"(?<![A-Za-z0-9])@(?=[A-Za-z0-9])")
NASTY = [
    "A | B",
    "`code | here`",
    "``unclosed ` code",
    "<script>alert(1)</script>",
    "<!-- hidden",
    "--> shown",
    "# no heading",
    "- no list",
    "1. no number",
    "| - | - |",
    "[x](javascript:alert) ![y](z)",
    "**bold** _under_ ~~struck~~ \\| \\",
    "&lt;b&gt; &commat;octocat &#64;hubot",
    "@octocat and @org/team, mail a@b.example",
    "https://example.org/a_b_c?x=<y>&z",
    "שלום | https://example.org/a",
    "\u202eturned \u2067around\u2069\u2069",
    "$math$ and \x0b odd \x85 white\u2028space",
]


def document(
    topics: list[Issue], settings: Config | None = None, *, frozen: bool = False, **values: Any
) -> AgendaText:
    used = settings or config()
    (occurrence,) = occurrences(used, START, moment("12-17 15:01"))
    ballots = count_votes(topics, used, until=FREEZE, pages=values.pop("pages", {}))
    ranked, on_hold = rank(topics, ballots, used), held(topics, ballots, used)
    program = fit(ranked, on_hold, occurrence, used, values.pop("waited", {}))
    rest = {"follow_ups": (), **values}
    return AgendaText(REPOSITORY, occurrence, program, freeze_at=FREEZE, frozen=frozen, **rest)


def open_follow_up(number: int, title: str = "", due: date | None = None, **values: Any) -> OpenFollowUp:
    """A follow-up a week old; it is not overdue unless `overdue` says so."""
    row: dict[str, Any] = {
        "overdue": False,
        "age": timedelta(days=7),
        "needs_owner": "assignees" not in values,
    }
    row |= {name: values.pop(name) for name in row if name in values}
    return OpenFollowUp(issue(number, title, **values), due, **row)


def refreshed_body(body: str, text: AgendaText, settings: Config) -> str:
    composed = compose(body, text, settings)
    assert composed is not None
    return composed.body


def new_body(text: AgendaText, settings: Config) -> str:
    return refreshed_body(agenda_document.new_body(), text, settings)


def shown(tokens: list[Token] | None) -> str:
    """What a reader sees of inline tokens."""
    return seen("".join(" " if token.type == "softbreak" else token.content for token in tokens or []))


def seen(text: str) -> str:
    """A text without what has no looks."""
    return " ".join(re.sub("[\u2066-\u2069]", "", text).split())


def cells(body: str, name: str) -> list[str]:
    """What a reader sees in one column of every table that has it."""
    found: list[str] = []
    heads: list[str] = []
    column = 0
    for before, token in pairwise(GITHUB.parse(body)):
        match before.type:
            case "table_open":
                heads = []
            case "tr_open":
                column = 0
            case "th_open":
                heads.append(shown(token.children))
            case "td_open":
                if heads[column : column + 1] == [name]:
                    found.append(shown(token.children))
                column += 1
    return found


def visible(body: str) -> Iterator[str]:
    for token in GITHUB.parse(body):
        yield from (child.content for child in token.children or [] if child.type in {"text", "code_inline"})


def test_a_fresh_agenda_looks_like_this(golden: Callable[[str, str], None]) -> None:
    settings = config(
        meeting={"zones": ["Europe/Berlin", "Asia/Kolkata"], "join": "https://meet.example/arch"},
        votes={"per_person": 2},
        topics={"time_boxes": [20, 5]},
    )
    pinned, held = ("topic: pinned",), ("topic: on hold",)
    topics = [
        topic(1, "Splitting LMS | Studio", votes=[vote("ann"), vote("bob"), vote("robot[bot]")]),
        topic(2, "Failing gracefully", votes=[vote("ann", "12-11 10:00"), vote("cid")], by="ada"),
        topic(3, "Who reviews <what>?", labels=pinned),
        topic(4, "Docker images", votes=[vote("ann", "12-12 10:00")]),
        topic(5, "Naming things", votes=[vote("ann", "12-01 10:00")]),
        *(
            topic(number, f"Waiting {number}", created_at=moment(f"12-09 08:{number}"))
            for number in range(10, 14)
        ),
        topic(20, "Not yet", labels=held),
    ]
    follow_ups = (
        open_follow_up(32, "ask | around", date(2020, 12, 10), overdue=True, age=timedelta(days=28)),
        open_follow_up(30, "write it down", date(2020, 12, 17), assignees=("ada", "wren")),
        open_follow_up(31, "find somebody", age=timedelta(0)),
        open_follow_up(33, "look", assignees=("ada",), needs_owner=True, age=timedelta(days=1)),
    )
    around: dict[str, Any] = {"facilitator": "ada", "scribe": "some_wren", "previous": issue(25)}
    text = document(
        topics, settings, follow_ups=follow_ups, waited={"#10": 3, "#11": 1}, pages={"I2": 3}, **around
    )
    golden("agenda_fresh.md", new_body(text, settings))


def test_a_frozen_agenda_looks_like_this(golden: Callable[[str, str], None]) -> None:
    topics = [
        topic(1, "Splitting LMS | Studio", votes=3),
        topic(2, "@octocat's `idea`", votes=[vote("ann"), vote("late", "12-17 14:46")]),
        *(topic(number, f"Waiting {number}") for number in range(10, 18)),
    ]
    body = new_body(document(topics), config()).replace("## Notes\n", "## Notes\n\nAnn brings biscuits.\n")
    golden("agenda_frozen.md", refreshed_body(body, document(topics, frozen=True), config()))


def test_an_agenda_without_topics_looks_like_this(golden: Callable[[str, str], None]) -> None:
    golden("agenda_empty.md", new_body(document([], frozen=True), config()))


def with_looks(text: str) -> str:
    """A text without the spaces that nobody sees."""
    return text.replace(SILENCE, "")


@given(st.lists(st.text(min_size=1, max_size=30) | st.sampled_from(NASTY), min_size=1, max_size=3))
@example(NASTY[:6])
@example(NASTY[6:12])
@example(NASTY[12:])
def test_any_title_is_shown_as_it_is_and_changes_nothing_around_it(titles: list[str]) -> None:
    words = [seen(text.replace("\0", "\ufffd")) for text in titles]
    topics = [topic(number, text) for number, text in enumerate(titles, start=1)]
    body = new_body(document(topics, frozen=True), config())
    expected = [f"#{number} {text}".strip() for number, text in enumerate(words, start=1)]
    told = cells(body.partition("## Notes")[0], "Topic")[: len(topics)]
    assert [with_looks(cell).strip() for cell in told] == [with_looks(text) for text in expected]
    headings = [
        with_looks(shown(token.children)).strip()
        for before, token in pairwise(GITHUB.parse(body))
        if before.type == "heading_open" and before.tag == "h3"
    ]
    assert headings == [
        "On the agenda",
        *(with_looks(f"{n}. {text}".strip()) for n, text in enumerate(words, start=1)),
    ]
    assert [section.number for section in sections_of(body)] == [each.number for each in topics]


@given(st.text("@&#;64octax \u200b<>`|", min_size=1, max_size=30) | st.sampled_from(NASTY))
@example("&#64;octocat &commat;octocat @octocat")
def test_nobody_is_mentioned_by_a_title(text: str) -> None:
    follow_ups = (open_follow_up(9, text, assignees=("ada",)),)
    body = new_body(
        document([topic(1, text), topic(2, text, labels=("topic: on hold",))], follow_ups=follow_ups),
        config(),
    )
    outside_code = body.replace("`ACTION @who to do what`", "")
    assert not any(MENTION.search(part) for part in visible(outside_code))


def test_times_are_shown_in_further_zones_too() -> None:
    settings = config(meeting={"zones": ["Europe/Berlin"]})
    assert "10:00–11:00** (America/New_York) · 16:00 Europe/Berlin ·" in new_body(
        document([], settings), settings
    )


def test_a_zone_in_which_it_is_another_day_tells_the_day() -> None:
    settings = config(meeting={"zones": ["Australia/Lord_Howe"]})
    assert " · Fri 02:00 Australia/Lord_Howe · " in new_body(document([], settings), settings)


def test_a_link_shows_the_time_in_the_reader_s_own_zone() -> None:
    body = new_body(document([]), config(meeting={"name": "Tea & <Talk>"}))
    (link,) = re.findall(r"\[in your time zone\]\((.*?)\)", body)
    told = parse_qs(urlsplit(link).query)
    assert told == {
        "msg": ["Tea & <Talk>"],
        "iso": ["20201217T1500"],
        "p1": ["1440"],
        "ah": ["1"],
        "am": ["0"],
    }


@pytest.mark.parametrize("written", [0, 20_000, 45_000, 55_000])
def test_as_much_is_told_as_people_s_own_text_leaves_room_for(written: int) -> None:
    topics = [topic(number, "x" * 256, votes=3) for number in range(1, 120)]
    long = config(meeting={"duration": 24 * 60})
    for frozen in (False, True):
        composed = compose("y" * written, document(topics, long, frozen=frozen), long)
        assert composed is not None
        assert len(composed.body) <= LIMIT
        assert composed.body.count("y") >= written
        prepared = [place.topic.number for place in composed.program.prepared]
        assert prepared == list(range(1, len(prepared) + 1))
        assert [section.number for section in sections_of(composed.body)] == (prepared if frozen else [])
        assert "All open topics" in composed.body


def test_where_people_s_own_text_fills_the_issue_nothing_is_composed() -> None:
    assert compose("y" * 64_900, document([topic(1)]), config()) is None


def test_a_long_backlog_is_cut_with_a_link_to_the_rest() -> None:
    topics = [topic(number, "x" * 256) for number in range(1, 500)]
    body = new_body(document(topics), config())
    assert len(body) < 65_536
    assert "490 more topics in the backlog" in body
    assert (
        f"[All open topics]({REPOSITORY.url}/issues?q=is%3Aissue%20is%3Aopen%20label%3A%22topic%22)" in body
    )


def test_many_open_follow_ups_are_cut_with_a_link_to_the_rest() -> None:
    follow_ups = tuple(map(open_follow_up, range(100, 150)))
    body = new_body(document([], follow_ups=follow_ups), config())
    assert (body.count("- [#"), "- [all 50](" in body) == (30, True)


def test_so_many_voters_that_no_issue_could_hold_them_are_left_out() -> None:
    topics = [topic(number, votes=1500) for number in range(1, 10)]
    for frozen in (False, True):
        body = new_body(document(topics, frozen=frozen), config())
        assert len(body) < 65_536
        assert cells(body, "Votes")[:9] == ["1500"] * 9
        identity = identify(body)
        assert identity is not None
        assert identity.votes_until == (FREEZE if frozen else None)


@pytest.mark.parametrize(
    ("outsiders", "told"),
    [(3, "out-0 (may not vote here), out-1"), (40, "| #1 | 900 | 40 may not vote here |")],
    ids=["by name", "by reason"],
)
def test_why_votes_do_not_count_is_told_even_where_the_voters_do_not_fit(outsiders: int, told: str) -> None:
    inside = [f"in-{number}" for number in range(900)]
    settings = config(votes={"voters": inside})
    out = [f"out-{number}" for number in range(outsiders)]
    outsiders_of_many = [f"{name}-{'x' * 20}" if outsiders > 9 else name for name in out]
    topics = [
        topic(number, votes=[vote(name) for name in (*inside, *outsiders_of_many)]) for number in range(1, 41)
    ]
    topics.append(topic(99, labels=("topic: on hold",), votes=[vote("in-1"), vote("late-out")]))
    body = new_body(document(topics, settings), settings)
    assert len(body) < 65_536
    assert told in body
    assert "(1 vote)" in body


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ meeting.name }}: {{ meeting.date }}", "Arch Hour: 2020-12-17"),
        ("  Tea\n{{ meeting.date }}  ", "Tea 2020-12-17"),
        ("x" * 400, "x" * 256),
    ],
)
def test_the_title_follows_the_users_template(template: str, expected: str) -> None:
    settings = config(agenda={"title": template})
    assert title(document([], settings).occurrence, settings) == expected


def test_the_title_has_the_meetings_own_date() -> None:
    evening = config(meeting={"start": "2020-12-03T20:00", "timezone": "America/Los_Angeles"})
    (occurrence,) = occurrences(evening, moment("12-18 04:00"), moment("12-18 04:01"))
    assert title(occurrence, evening) == "Arch Hour: 2020-12-17"


def frozen_body() -> str:
    return new_body(document([topic(1), topic(2)], frozen=True), config())


@pytest.mark.parametrize(
    ("before", "after", "ticked"),
    [
        ("- [ ] Discussed · [#1]", "- [x] Discussed · [#1]", True),
        ("- [ ] Discussed · [#1]", "- [X] Discussed · #1", True),
        ("- [ ] Discussed · [#1]", "* [x] talked about", True),
        ("- [ ] Discussed · [#1]", "  1. [x] #1", True),
        ("- [ ] Discussed · [#1]", "- [ ] Discussed · [#1]", False),
        ("- [ ] Discussed · [#1]", "- [] Discussed", False),
        ("- [ ] Discussed · [#1]", "[x] no item", False),
        ("- [ ] Discussed · [#1]", "said [x]", False),
    ],
)
def test_a_topic_is_discussed_when_its_box_is_ticked(before: str, after: str, ticked: bool) -> None:  # noqa: FBT001
    for body in (frozen_body(), frozen_body().replace("\n", "\r\n")):
        found = list(sections_of(body.replace(before, after)))
        assert [(section.number, section.ticked) for section in found] == [(1, ticked), (2, False)]


def test_sections_are_read_in_the_order_that_people_left_them_in() -> None:
    head, first, second = re.split(r"(?=\n### \d\. )", frozen_body().partition("## Topics")[2])
    assert [section.number for section in sections_of(head + second + first)] == [2, 1]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"config": "c", "meeting": "m", "minutes": 60},
        {"config": "c", "meeting": "m", "minutes": 60, "start": "tomorrow"},
        {"config": "c", "meeting": "m", "minutes": 60, "start": 7},
        {"config": "c", "meeting": "m", "minutes": "many", "start": "2020-12-17T15:00:00Z"},
        {"config": "c", "meeting": "m", "minutes": None, "start": "2020-12-17T15:00:00Z"},
        {"config": "c", "meeting": "m", "minutes": float("inf"), "start": "2020-12-17T15:00:00Z"},
    ],
    ids=str,
)
def test_a_forged_identity_is_none(data: dict[str, object]) -> None:
    forged = mark(AGENDA, data).replace("Infinity", "1e999")
    assert identify(f"{forged}\nx\n<!-- /arch-hour:agenda -->") is None


def test_an_agenda_with_sections_is_frozen_even_if_its_marker_was_put_back() -> None:
    identity = identify(re.sub(r'"frozen":"[^"]*",', "", frozen_body()))
    assert identity is not None
    assert identity.frozen


def test_forged_sections_break_nothing() -> None:
    forged = "\n".join(
        f"- [x] {mark('topic', data)}" for data in ({}, {"topic": 1}, {"topic": "I1", "number": "1"})
    )
    assert [section.number for section in sections_of(f"{frozen_body()}\n{forged}")] == [1, 2]


def test_many_topics_on_hold_are_cut_with_a_link_to_the_rest() -> None:
    held = [topic(number, "<" * 256, labels=("topic: on hold",)) for number in range(2, 400)]
    composed = compose("", document([topic(1), *held]), config())
    assert composed is not None
    assert "[all 398](" in composed.body
    assert "label%3A%22topic%3A%20on%20hold%22" in composed.body


@pytest.mark.parametrize(
    "changed",
    [
        {"minutes": 99_999_999_999},
        {"minutes": 0},
        {"start": "9999-12-31T23:30:00Z"},
        {"start": "0001-01-01T00:00:00Z"},
    ],
    ids=str,
)
def test_an_identity_with_which_nobody_could_reckon_is_none(changed: dict[str, object]) -> None:
    data = {"config": "c", "meeting": "m", "minutes": 60, "start": "2020-12-17T15:00:00Z", **changed}
    for kind in (AGENDA, "topic"):
        assert identify(f"{mark(kind, data)}\nx\n<!-- /arch-hour:agenda -->") is None


def test_the_reaction_that_counts_is_the_one_that_is_asked_for() -> None:
    settings = config(votes={"reaction": "heart"})
    assert "**Vote** with a ❤️ on the first post" in new_body(document([], settings), settings)
