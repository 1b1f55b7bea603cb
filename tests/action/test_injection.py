"""Whatever people write, wherever they may: the runner hears none of it, outputs are exact, a summary shows words.

The same words go through the Action as a process in tests/integration/test_injection.py.
"""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from arch_hour.errors import AccessError, ConfigurationError
from arch_hour.gateway.protocol import Opening
from tests.action.conftest import Desk, Repository
from tests.action.hostile import WORDS, foreign, skeleton, untouched
from tests.action.runner import annotations, outputs, shown
from tests.rules.build import comment, topic

PAGE = "https://github.com/acme/tea"
PLAIN = "plain words"
OUTPUTS = {"meeting", "agenda-number", "agenda-url", "topics", "follow-ups", "changes"}

every_word = pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)


class Raising(Repository):
    """A repository whose first answer is an error."""

    error: Exception

    def open(self, configuration_path: str) -> Opening:  # noqa: ARG002  as the real one is called
        raise self.error


@pytest.fixture(autouse=True)
def files(desk: Desk) -> Any:
    """The files by which a step changes what comes after it, which no run touches."""
    names = ("GITHUB_ENV", "GITHUB_PATH", "GITHUB_STATE")
    desk.environ |= {name: str(desk.folder / name) for name in names} | {"GITHUB_ACTIONS": "true"}
    yield
    assert untouched(*(desk.folder / name for name in names))


def told(desk: Desk, repository: Repository) -> tuple[str, Mapping[str, Any], str]:
    """The log, outputs and summary of a run in which nothing was obeyed but warnings of ours."""
    desk.output_file.unlink(missing_ok=True)
    desk.summary_file.unlink(missing_ok=True)
    status, log = desk.start(repository, may_hide=True)
    assert status == 0, log
    shown(log)
    assert {(each.name, *each.properties.items()) for each in annotations(log)} <= {
        ("warning", ("title", "Arch Hour"))
    }
    found = outputs(desk.output_file)
    assert set(found) == OUTPUTS
    assert found["changes"] == ("0" if desk.environ["INPUT_DRY-RUN"] == "true" else str(_writes(repository)))
    summary = desk.summary_file.read_text(encoding="utf-8")
    assert foreign(summary, PAGE) == []
    return log, found, summary


def _writes(repository: Repository) -> int:
    made = len(repository.changes)
    repository.changes.clear()
    return made


@every_word
def test_a_title(desk: Desk, words: str) -> None:
    _, plain, ours = told(desk, Repository.of(topic(3, PLAIN, votes=1), topic(4, PLAIN)))
    _, found, summary = told(desk, Repository.of(topic(3, words, votes=1), topic(4, words)))
    assert [each["title"] for each in json.loads(found["topics"])] == [words, words]
    assert {**found, "topics": ""} == {**plain, "topics": ""}
    assert skeleton(summary) == skeleton(ours)


@every_word
@pytest.mark.parametrize("dry_run", ["true", "false"])
def test_a_line_and_a_name_in_a_text_and_in_a_comment(desk: Desk, words: str, dry_run: str) -> None:
    said = comment(7, "wren", f"ACTION: {words} to look\n\nACTION @ada, @{words} to look by {words}")
    desk.give(command="actions", dry_run=dry_run)
    told(
        desk,
        Repository.of(topic(3, "Tea", f"ACTION @ada to look at {words}", comments=(said,), comments_total=1)),
    )


@every_word
def test_labels_names_and_a_title_of_the_configuration(desk: Desk, words: str) -> None:
    label = " ".join(words.split()).replace(",", "")[:50]
    repository = Repository.of(
        topic(3, PLAIN, f"ACTION @{words} to look", votes=1, labels=("topic", label)),
        meeting={"name": label, "guests": [label]},
        topics={"scheduled_label": f"{label[:40]} soon"},
        actions={"label": label, "needs_owner_label": f"{label[:40]} owner"},
        people={label: "ada"},
    )
    told(desk, repository)
    desk.give(now="2020-12-17T14:50Z")
    told(desk, repository)


@every_word
@pytest.mark.parametrize(
    "error",
    [
        pytest.param(AccessError, id="a refusal"),
        pytest.param(RuntimeError, id="nobody thought of"),
        pytest.param(lambda words: ConfigurationError(words, file=words, line=3), id="a mistake in a file"),
    ],
)
def test_an_error(desk: Desk, words: str, error: Any) -> None:
    repository = Raising.of()
    repository.error = error(words)
    status, log = desk.start(repository, may_hide=True)
    assert status in (1, 2)
    shown(log)
    (annotation,) = annotations(log)
    assert annotation.name == "error"
    assert set(annotation.properties) <= {"title", "file", "line"}
    assert annotation.properties["title"] == "Arch Hour"
