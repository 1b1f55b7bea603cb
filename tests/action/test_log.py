"""What a step says: nobody's words command anything, no secret shows, and GitHub leaves no annotation out."""

import logging
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from action.log import MOST_ANNOTATIONS, Log, logging_to
from tests.action.runner import GROUPS, Command, annotations, obeyed, shown, unmasked

SECRET = "ghs_Kept0ut0fEveryLog"
ON_RUNNER = {"GITHUB_ACTIONS": "true", "INPUT_TOKEN": SECRET}
NASTY = st.lists(
    st.text(st.characters(exclude_categories=["Cs"]))
    | st.sampled_from(
        ["\n", "\r", "\u2028", "\x1b[31m", "::", "##[group]x", "::endgroup::", "::stop-commands::z", "::z::"]
    )
).map("".join)


@given(st.lists(NASTY), NASTY, NASTY)
def test_whatever_is_said_is_on_one_line_each_and_commands_nothing(
    quoted: list[str], folded: str, debugged: str
) -> None:
    stream = StringIO()
    log = Log(stream)
    log.quote(quoted)
    log.group("Ranking", [f"1. {folded}"])
    log.debug(debugged)
    assert [command.name for command in obeyed(stream.getvalue())] == ["group", "endgroup", "debug"]
    assert len(shown(stream.getvalue())) == len(quoted) + 1 + 1


def test_a_group_is_heard_and_what_is_in_it_is_not() -> None:
    stream = StringIO()
    Log(stream).group("Changes", ["one", "::endgroup::", "##[group]x", "two\n::error::x"])
    assert obeyed(stream.getvalue()) == [Command("group", {}, "Changes"), Command("endgroup", {}, "")]
    assert shown(stream.getvalue())[:4] == ["one", "::endgroup::", "| ##[group]x", "two ::error::x"]


def test_a_group_of_nothing_is_none() -> None:
    stream = StringIO()
    Log(stream).group("Changes", [])
    assert stream.getvalue() == ""


@pytest.mark.parametrize("number", [0, 1, 9, 10])
def test_as_many_annotations_as_github_shows_are_told_one_by_one(number: int) -> None:
    stream = StringIO()
    with logging_to(stream, {}) as log:
        for each in range(number):
            log.annotate("warning", f"trouble {each}")
    assert [each.data for each in annotations(stream.getvalue())] == [
        f"trouble {each}" for each in range(number)
    ]


def test_of_more_annotations_the_last_tells_how_many_there_are_and_the_log_has_them_all() -> None:
    stream = StringIO()
    with logging_to(stream, {}) as log:
        for each in range(25):
            log.annotate("warning", f"trouble {each}")
        log.annotate("error", "the end")
    told = annotations(stream.getvalue())
    warnings = [each.data for each in told if each.name == "warning"]
    assert len(warnings) == MOST_ANNOTATIONS
    assert warnings[-1] == "and 16 more warnings, which the log tells"
    assert [each.data for each in told if each.name == "error"] == ["the end"]
    assert all(f"trouble {each}" in stream.getvalue() for each in range(25))
    assert "More warnings" in GROUPS


def test_colours_and_what_is_unseen_never_reach_an_annotation() -> None:
    stream = StringIO()
    Log(stream).annotate("warning", "a\x1b[31mred\u202e \u2028end\r\nof it")
    assert [each.data for each in obeyed(stream.getvalue())] == ["a [31mred  end\nof it"]


def test_tokens_are_hidden_by_the_runner_and_shown_by_nothing_of_ours() -> None:
    stream = StringIO()
    with logging_to(stream, ON_RUNNER | {"INPUT_PROJECT-TOKEN": "github_pat_two", "GITHUB_TOKEN": ""}) as log:
        log.say(f"a {SECRET}")
        log.quote([f"b {SECRET}"])
        log.annotate("error", f"c {SECRET}")
        log.debug(f"d {SECRET}")
        try:
            raise ValueError(f"Invalid header value: token {SECRET}")
        except ValueError:
            log.failure()
    masks = [each.data for each in obeyed(stream.getvalue()) if each.name == "add-mask"]
    assert masks == [SECRET, "github_pat_two"]
    said = unmasked(stream.getvalue())
    assert SECRET not in said
    assert "ValueError: Invalid header value: token ***" in said


def test_where_there_is_no_runner_not_even_the_hiding_shows_a_token() -> None:
    stream = StringIO()
    with logging_to(stream, {"INPUT_TOKEN": SECRET}) as log:
        log.say(f"a {SECRET}")
    assert stream.getvalue() == "a ***\n"


@pytest.mark.parametrize("given_", ["", "x", "short"])
def test_what_is_too_short_for_a_token_leaves_the_log_whole(given_: str) -> None:
    stream = StringIO()
    with logging_to(stream, ON_RUNNER | {"INPUT_TOKEN": given_}) as log:
        log.say("a short exact word")
    assert stream.getvalue() == "a short exact word\n"


def test_each_line_of_a_token_of_several_is_hidden() -> None:
    stream = StringIO()
    with logging_to(stream, ON_RUNNER | {"INPUT_TOKEN": "first-line\nsecond-line\n::error::x"}):
        pass
    assert [each.data for each in obeyed(stream.getvalue())] == ["first-line", "second-line", "::error::x"]


@pytest.mark.parametrize(
    ("name", "level", "told"),
    [
        pytest.param("arch_hour.run", logging.DEBUG, [], id="a word for who looks for a fault"),
        pytest.param("arch_hour.gateway", logging.INFO, [], id="a word to know"),
        pytest.param("urllib3.pool", logging.WARNING, [], id="a library's warning"),
        pytest.param("urllib3.pool", logging.ERROR, [], id="a library's error"),
        pytest.param("arch_hour.run", logging.WARNING, ["warning"], id="our warning"),
        pytest.param("action.main", logging.ERROR, ["error"], id="our error"),
    ],
)
def test_records_go_to_the_log_and_only_ours_are_annotations(name: str, level: int, told: list[str]) -> None:
    stream = StringIO()
    with logging_to(stream, ON_RUNNER):
        logging.getLogger(name).log(level, "of %s\n::error::x ##[error]y \x1b[1m", SECRET)
    assert [each.name for each in annotations(stream.getvalue())] == told
    said = unmasked(stream.getvalue())
    assert SECRET not in said
    assert "\x1b" not in said
    assert bool(said) is (level > logging.DEBUG)


def test_where_somebody_looks_for_a_fault_our_words_for_that_are_told_and_no_librarys() -> None:
    stream = StringIO()
    with logging_to(stream, {"RUNNER_DEBUG": "1"}):
        logging.getLogger("arch_hour.run").debug("stage %s", "one\n::error::x")
        logging.getLogger("github.Requester").debug("headers")
    assert obeyed(stream.getvalue()) == [Command("debug", {}, "stage one\n::error::x")]
    assert len(stream.getvalue().splitlines()) == 1


def test_afterwards_nobody_listens() -> None:
    handlers = list(logging.getLogger().handlers)
    with logging_to(StringIO(), {"RUNNER_DEBUG": "1"}):
        assert len(logging.getLogger().handlers) == len(handlers) + 1
    assert logging.getLogger().handlers == handlers
    assert logging.getLogger("arch_hour").level == logging.NOTSET


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "http_proxy", "ALL_PROXY"])
def test_the_password_of_a_proxy_is_hidden(name: str) -> None:
    stream = StringIO()
    with logging_to(stream, {name: "http://ada:s3cret-enough@proxy.example:8080"}) as log:
        log.annotate("error", "no way through http://ada:s3cret-enough@proxy.example:8080")
    assert [each.data for each in obeyed(stream.getvalue())] == [
        "no way through http://ada:***@proxy.example:8080"
    ]
