"""Files that a run commits, as the real gateway does it over HTTP."""

from typing import TYPE_CHECKING

import pytest

from arch_hour.environment import Environment
from arch_hour.errors import StaleFileError
from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.rules.changes import CommitFile, Declined, Done
from tests.integration.conftest import REPOSITORY

if TYPE_CHECKING:
    from tests.integration.conftest import Town

PATH = "docs/minutes/2020-12-17 Grüße #1.md"
TEXTS = ["", "# Minutes\r\n\r\n- Grüße 🎉\n", "\ufeffmarked", "x" * 900_000]


def gateway(town: "Town", token: str = "") -> GithubGateway:
    """As a maintainer, or with another token."""
    environ = town.environment("ada") | ({"GITHUB_TOKEN": token} if token else {})
    return Environment.of(environ).gateway()


def commit(text: str, was: str | None, path: str = PATH) -> CommitFile:
    return CommitFile(path, text, was, f"Minutes of {path}", "why")


def content(town: "Town") -> bytes:
    return town.world.repository(REPOSITORY).files[PATH].content


def test_a_text_is_written_and_read_to_the_letter_and_only_once(town: "Town") -> None:
    at_work, was, before = gateway(town), None, len(town.world.repository(REPOSITORY).commits)
    for text in TEXTS:
        assert at_work.apply(commit(text, was), 0) == Done()
        assert at_work.apply(commit(text, was), 0) == Done()
        assert content(town) == text.encode()
        was = text
    assert at_work.apply(commit(TEXTS[0], was), 0) == Done()
    made = town.world.repository(REPOSITORY).commits[before:]
    assert [each.message for each in made] == [f"Minutes of {PATH}"] * (len(TEXTS) + 1)


@pytest.mark.parametrize("text", TEXTS[:3], ids=["empty", "lines", "byte order mark"])
def test_what_a_run_reads_is_what_its_write_compares_with(town: "Town", text: str) -> None:
    town.world.put_file(REPOSITORY, PATH, text)
    at_work = gateway(town)
    assert at_work.apply(commit("new", at_work.file(PATH)), 0) == Done()
    assert content(town) == b"new"


def test_what_somebody_committed_stays(town: "Town") -> None:
    at_work = gateway(town)
    at_work.apply(commit("ours", None), 0)
    town.world.put_file(REPOSITORY, PATH, "theirs")
    for was in ("ours", None):
        with pytest.raises(StaleFileError) as raised:
            at_work.apply(commit("new", was), 0)
        assert raised.value.text == "theirs"
    assert content(town) == b"theirs"


def test_a_workflow_writes_files_only_where_it_was_given_the_contents(town: "Town") -> None:
    plain = gateway(town, town.token("workflow"))
    assert plain.apply(commit("new", None), 0) == Declined("Resource not accessible by integration")
    trusted = town.world.workflow_token(REPOSITORY, {"contents": "write", "issues": "write"})
    assert gateway(town, trusted).apply(commit("new", None), 0) == Done()


def test_what_is_no_text_is_not_written_over(town: "Town") -> None:
    town.world.put_file(REPOSITORY, PATH, b"\xff\x00")
    at_work = gateway(town)
    assert at_work.apply(commit("new", at_work.file(PATH)), 0) == Declined("the file there is no text")
    town.world.put_file(REPOSITORY, PATH, "x" * 1_100_000)
    refused = at_work.apply(commit("new", None), 0)
    assert refused == Declined("the file there is too large to be compared")
    assert at_work.apply(commit("new", None, "docs"), 0) == Declined("a folder has that name")
