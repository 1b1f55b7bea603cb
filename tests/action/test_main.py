"""The Action from its environment to its log, outputs and summary."""

import json
from pathlib import Path

import pytest
import yaml

from arch_hour.errors import AccessError
from arch_hour.gateway.protocol import Opening
from tests.action.conftest import TOKEN, Desk, Repository
from tests.action.runner import Command, annotations, outputs, shown
from tests.rules.build import moment, topic

ACTION = Path(__file__).parents[2] / "action.yml"
HOSTILE = [
    pytest.param("A\n::set-output name=changes::99", id="new line and command"),
    pytest.param("A\r::error::gotcha", id="carriage return and command"),
    pytest.param("::add-path::/tmp/evil", id="command at the start"),
    pytest.param("A ##[error]gotcha", id="old command"),
    pytest.param("##[set-env name=PATH]/tmp/evil", id="old command that sets a variable"),
    pytest.param("A\n::stop-commands::x\n::x::\n::warning::gotcha", id="its own stop"),
    pytest.param("%0A::error::gotcha", id="escaped new line"),
    pytest.param("changes=99\nchanges<<EOF\n99\nEOF", id="output"),
]


class Refusing(Repository):
    """A repository that lets nobody in."""

    def open(self, configuration_path: str) -> Opening:  # noqa: ARG002  as the real one is called
        raise AccessError("acme/tea was not found:\ncheck OWNER/NAME, 100%")


class Teamless(Repository):
    """A repository whose token may read no team."""

    def team(self, organization: str, slug: str) -> frozenset[str]:
        msg = f"the members of @{organization}/{slug} cannot be read"
        raise AccessError(msg)


class Broken(Repository):
    """A repository that fails in a way nobody thought of, with people's words."""

    def open(self, configuration_path: str) -> Opening:  # noqa: ARG002  as the real one is called
        raise RuntimeError("A\n::set-output name=changes::99\n##[error]gotcha")


def told(command: Command) -> tuple[str, str]:
    return command.name, command.data


def test_a_run_makes_the_agenda_and_leaves_every_output(desk: Desk) -> None:
    repository = Repository.of(topic(3, "Plum cake", votes=2), topic(4, "Tea"))
    status, log = desk.start(repository)
    assert status == 0
    agenda = repository.only("agenda")
    found = outputs(desk.output_file)
    assert (found["agenda-number"], found["agenda-url"]) == (str(agenda.number), agenda.url)
    assert found["meeting"] == "2020-12-17T10:00:00-05:00"
    assert [each["title"] for each in json.loads(found["topics"])] == ["Plum cake", "Tea"]
    assert json.loads(found["follow-ups"]) == []
    assert found["changes"] == str(len(repository.changes)) != "0"
    assert "Plum cake" in desk.summary_file.read_text(encoding="utf-8")
    assert f"{len(repository.changes)} change" in log
    assert annotations(log) == []


def test_the_outputs_of_action_yml_are_those_that_are_written(desk: Desk) -> None:
    desk.start(Repository.of(topic(3)))
    assert set(outputs(desk.output_file)) == set(
        yaml.safe_load(ACTION.read_text(encoding="utf-8"))["outputs"]
    )


def test_a_dry_run_writes_nothing_and_says_so(desk: Desk) -> None:
    repository = Repository.of(topic(3))
    desk.give(dry_run="true")
    status, log = desk.start(repository)
    assert status == 0
    assert repository.changes == []
    assert outputs(desk.output_file)["changes"] == "0"
    assert "2 changes planned, nothing written" in log


def test_a_second_run_changes_nothing(desk: Desk) -> None:
    repository = Repository.of(topic(3))
    desk.start(repository)
    desk.output_file.unlink()
    _, log = desk.start(repository)
    assert outputs(desk.output_file)["changes"] == "0"
    assert "0 changes" in log


def test_a_run_needs_neither_outputs_nor_a_summary(desk: Desk) -> None:
    desk.environ |= {"GITHUB_OUTPUT": "", "GITHUB_STEP_SUMMARY": ""}
    assert desk.start(Repository.of(topic(3)))[0] == 0
    assert not desk.output_file.exists()


def test_a_dry_run_of_the_actions_explains_each_line_in_the_log_and_in_the_summary(desk: Desk) -> None:
    desk.give(command="actions", dry_run="true")
    repository = Repository.of(topic(3, "Plum cake", "ACTION @ada to buy plums\n\n- ACTION"))
    status, log = desk.start(repository)
    assert status == 0
    assert "#3, text, line 1: new follow-up\n" in log
    assert "#3, text, line 3: nothing: `ACTION` alone names no task\n" in log
    assert "- line 1: ACTION @\u200bada to buy plums\n" in desk.summary_file.read_text()
    assert list(repository.issues) == [3]


@pytest.mark.parametrize("words", HOSTILE)
def test_the_words_of_explained_lines_command_nothing(desk: Desk, words: str) -> None:
    repository = Repository.of(topic(3, words, f"ACTION @ada to look at all of this: {words}"))
    desk.give(command="actions")
    desk.start(repository)
    repository.edit(3, body=f"ACTION @ada to look at each of this: {words}\n\n- ACTION @x {words} to look")
    desk.give(dry_run="true")
    status, log = desk.start(repository)
    assert status == 0
    assert "it is what became of “" in "\n".join(shown(log))
    assert {command.name for command in annotations(log)} <= {"warning"}
    assert all(command.properties == {"title": "Arch Hour"} for command in annotations(log))


@pytest.mark.parametrize("title", HOSTILE)
def test_a_title_commands_nothing(desk: Desk, title: str) -> None:
    line = f"ACTION: Nobody Known to bring {title}"
    repository = Repository.of(topic(3, title, votes=1), topic(4, body=line.replace("\n", " ")))
    status, log = desk.start(repository)
    assert status == 0
    assert {command.name for command in annotations(log)} <= {"warning"}
    assert [line for line in shown(log) if line.startswith("1. #3 ")]
    found = outputs(desk.output_file)
    assert found["changes"] == str(len(repository.changes))
    assert json.loads(found["topics"])[0]["title"] == title


def test_a_warning_is_an_annotation(desk: Desk) -> None:
    repository = Repository.of(topic(3, body="ACTION: @wren to bring 100% plum cake"))
    repository.unassignable = {"wren"}
    _, log = desk.start(repository)
    (warning,) = annotations(log)
    assert warning.name == "warning"
    assert "wren" in warning.data


def test_topics_that_cannot_be_ranked_are_null_and_stop_no_follow_up(desk: Desk) -> None:
    repository = Teamless.of(
        topic(3, body="ACTION @wren to bring cake", votes=1), votes={"voters": ["@acme/cooks"]}
    )
    desk.give(command="actions")
    status, log = desk.start(repository)
    assert status == 0
    found = outputs(desk.output_file)
    assert (json.loads(found["topics"]), len(json.loads(found["follow-ups"]))) == (None, 1)
    assert [told(command) for command in annotations(log)] == [
        ("warning", "the topics were not ranked: the members of @acme/cooks cannot be read")
    ]


@pytest.mark.parametrize("is_writable", [True, False])
def test_what_was_done_before_a_run_was_stopped_is_told_before_its_error(
    desk: Desk,
    is_writable: bool,  # noqa: FBT001
) -> None:
    repository = Teamless.of(
        topic(3, body="ACTION @wren to bring cake", votes=1), votes={"voters": ["@acme/cooks"]}
    )
    if not is_writable:
        desk.output_file.mkdir()
    status, log = desk.start(repository)
    assert status == 1
    assert log.index("create #4 “bring cake”") < log.index("::error")
    assert [told(command) for command in annotations(log)] == [
        ("error", "the members of @acme/cooks cannot be read")
    ]
    if is_writable:
        found = outputs(desk.output_file)
        assert (found["changes"], json.loads(found["topics"])) == (str(len(repository.changes)), None)
        assert "- **Error:** the members of" in desk.summary_file.read_text(encoding="utf-8")


def test_the_output_tells_no_topic_that_came_after_the_freeze(desk: Desk) -> None:
    repository = Repository.of(topic(3, "Cake"), topic(4, "Tea", created_at=moment("12-17 14:51")))
    desk.give(now="2020-12-17T14:55Z")
    desk.start(repository)
    assert [each["title"] for each in json.loads(outputs(desk.output_file)["topics"])] == ["Cake"]
    assert "Tea" not in repository.only("agenda").body


def test_an_event_that_changes_nothing_is_no_run(desk: Desk) -> None:
    desk.event("push", {})
    status, log = desk.start(Broken())
    assert (status, annotations(log)) == (0, [])
    assert "Nothing to do for this event (push)" in log
    assert not desk.output_file.exists()
    assert not desk.summary_file.exists()


@pytest.mark.parametrize(
    ("inputs", "parts"),
    [
        pytest.param({"command": "fly"}, ("`command`", "wrap-up"), id="command"),
        pytest.param({"now": "soon"}, ("`now`", "ISO 8601"), id="moment"),
        pytest.param({"dry_run": "perhaps"}, ("`dry-run`", "neither"), id="truth"),
        pytest.param({"repository": "tea"}, ("'tea' is no repository", "OWNER/NAME"), id="repository"),
        pytest.param({"token": ""}, ("no token", "GITHUB_TOKEN"), id="token"),
        pytest.param({"token": "two\nlines"}, ("token has a space, a line break",), id="token of two lines"),
    ],
)
def test_wrong_usage_is_one_sentence_and_status_two(
    desk: Desk, inputs: dict[str, str], parts: tuple[str, ...]
) -> None:
    desk.give(**inputs)
    status, log = desk.start()
    assert status == 2
    assert len(log.splitlines()) == 1
    (command,) = annotations(log)
    assert command.name == "error"
    assert [part for part in parts if part not in command.data] == []


def test_a_broken_event_is_one_sentence_and_status_two(desk: Desk) -> None:
    desk.event("issues", "{")
    status, log = desk.start()
    assert status == 2
    assert [command.name for command in annotations(log)] == ["error"]


def test_a_wrong_configuration_points_to_its_line(desk: Desk) -> None:
    repository = Repository.of()
    repository.values = {"meeting": repository.values["meeting"], "vote": {}}
    status, log = desk.start(repository)
    assert status == 2
    (command,) = annotations(log)
    assert command.name == "error"
    assert command.properties["file"] == ".github/arch-hour.yml"
    assert int(command.properties["line"]) > 1
    assert "votes" in command.data


def test_a_missing_configuration_names_its_file(desk: Desk) -> None:
    desk.give(config="none")
    status, log = desk.start(Repository.of())
    assert status == 2
    (command,) = annotations(log)
    assert command.properties == {"file": "none", "title": "Arch Hour"}


def test_a_refusal_is_one_sentence_and_status_one(desk: Desk) -> None:
    status, log = desk.start(Refusing())
    assert status == 1
    assert len(log.splitlines()) == 1
    assert [told(command) for command in annotations(log)] == [
        ("error", "acme/tea was not found:\ncheck OWNER/NAME, 100%")
    ]


def test_anything_else_is_logged_whole_and_commands_nothing(desk: Desk) -> None:
    status, log = desk.start(Broken())
    assert status == 1
    assert "Traceback" in log
    assert "gotcha" in log
    (command,) = annotations(log)
    assert command.name == "error"
    assert "gotcha" not in command.data


def test_the_token_is_taken_from_the_input_and_told_nowhere(desk: Desk) -> None:
    desk.environ |= {
        "GITHUB_API_URL": "http://127.0.0.1:9",
        "GITHUB_GRAPHQL_URL": "http://127.0.0.1:9/graphql?x",
    }
    status, log = desk.start()
    assert status == 2
    assert "is no address of an API" in log
    assert TOKEN not in log
