"""A step's log as GitHub shows it: what a runner obeyed is a mark there, and the rest are words."""

import pytest

from sandbox.workflows.log_commands import blocks, obeyed


@pytest.mark.parametrize(
    ("log", "shown"),
    [
        pytest.param("one\ntwo", "one\ntwo", id="words"),
        pytest.param("::group::A\none\n::endgroup::", "##[group]A\none\n##[endgroup]", id="a group"),
        pytest.param(
            "::error file=a,line=1::50%25%0Aof it", "##[error]50%\nof it", id="an error over two lines"
        ),
        pytest.param("::debug::x\none", "one", id="a word for who looks for a fault"),
        pytest.param("::add-mask::s3cret\na s3cret", "a ***", id="a secret"),
        pytest.param("a s3cret\n::add-mask::s3cret", "a s3cret", id="a secret that was told before"),
        pytest.param(
            "::stop-commands::t\n::error::x\n::t::\n::error::y",
            "::stop-commands::t\n::error::x\n::t::\n##[error]y",
            id="commands that are stopped",
        ),
        pytest.param("say ::error::x\n::unknown::x", "say ::error::x\n::unknown::x", id="no command"),
    ],
)
def test_commands_are_obeyed_and_marked(log: str, shown: str) -> None:
    assert obeyed(log) == shown


def test_groups_are_parts_of_their_own() -> None:
    log = "one\n##[group]A\ntwo\n##[endgroup]\n##[group]B\nthree\n##[endgroup]\nfour"
    assert list(blocks(log)) == [("", "one"), ("A", "two"), ("B", "three"), ("", "four")]


def test_a_log_without_groups_is_one_part() -> None:
    assert list(blocks("one\ntwo")) == [("", "one\ntwo")]
