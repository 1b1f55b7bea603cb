"""A file is committed as a change of a run: what is known of it, who is quicker, and what people hear of a refusal."""

import logging

import pytest

from arch_hour.deeds import deeds
from arch_hour.gateway.rehearsal import Rehearsal
from arch_hour.model import Snapshot
from arch_hour.rules.changes import Change, CommitFile
from arch_hour.rules.questions import Questions
from arch_hour.session import Session, Settings
from tests.gateway.build import OPENING
from tests.rules.build import OPENED, WANTED, config, snapshot, topic
from tests.rules.memory import Memory

PATH = "docs/minutes/2020-12-17.md"


def asking(seen: Snapshot, *_: object) -> Questions:
    return Questions(files=() if PATH in seen.files else (PATH,))


def adding(seen: Snapshot, *_: object) -> list[Change]:
    """A line more than there is, once."""
    was = seen.files[PATH]
    text = f"{was or ''}tea\n"
    return [] if was and "tea" in was else [CommitFile(PATH, text, was, "Minutes", "they were asked for")]


def session(memory: Memory, writer: Memory | Rehearsal | None = None) -> Session:
    return Session(
        memory,
        writer or memory,
        Settings(OPENED),
        config(),
        WANTED,
        snapshot(topics=(memory.issues[1],)),
        source="",
    )


def repository(text: str | None = None) -> Memory:
    memory = Memory.of(topic(1))
    memory.files = {} if text is None else {PATH: text}
    return memory


@pytest.mark.parametrize("was", [None, "", "milk\r\n"], ids=["no file", "an empty file", "a file"])
def test_a_file_is_asked_for_once_and_written_once(was: str | None) -> None:
    memory = repository(was)
    at_work = session(memory)
    at_work.perform(asking, adding)
    at_work.perform(asking, adding)
    assert memory.files == at_work.snapshot.files == {PATH: f"{was or ''}tea\n"}
    assert (memory.asked, len(memory.changes)) == ([PATH], 1)
    assert [(deed.what, deed.why) for deed in deeds(at_work.outcome())] == [
        (f"commit {PATH}", "they were asked for")
    ]


@pytest.mark.parametrize("theirs", ["theirs\n", None], ids=["changed", "deleted"])
def test_who_is_quicker_is_in_the_next_plan(theirs: str | None) -> None:
    memory, left = repository("milk\n"), [theirs]

    def meanwhile(path: str) -> None:
        for text in left:
            memory.files = {} if text is None else {path: text}
        left.clear()

    memory.meanwhile_committed = meanwhile
    at_work = session(memory)
    at_work.perform(asking, adding)
    assert memory.files == at_work.snapshot.files == {PATH: f"{theirs or ''}tea\n"}
    assert (memory.asked, len(at_work.steps)) == ([PATH], 1)


def test_a_refusal_says_what_to_do_and_stops_nothing() -> None:
    memory = repository()
    memory.no_commits = "Resource not accessible by integration"
    at_work = session(memory)
    at_work.perform(asking, adding)
    assert at_work.remarks == [
        f"{PATH} was not committed (Resource not accessible by integration): give the token `contents: write` and "
        "let it write to the default branch, or take `minutes.path` out"
    ]
    assert (memory.files, at_work.snapshot.files, at_work.steps) == ({}, {PATH: None}, [])


def test_a_rehearsal_writes_nothing_and_tells_it_all_the_same() -> None:
    memory = repository()
    at_work = session(memory, Rehearsal(OPENING, OPENED))
    at_work.perform(asking, adding)
    assert memory.files == {}
    assert [deed.what for deed in deeds(at_work.outcome())] == [f"commit {PATH}"]


def test_the_log_names_the_file(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "arch_hour.session")
    session(repository()).perform(asking, adding)
    assert caplog.messages == [f"CommitFile {PATH}: they were asked for"]
