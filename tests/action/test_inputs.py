"""What a runner hands over, as it hands it over."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import yaml

from action.inputs import Inputs
from arch_hour.errors import UsageError
from arch_hour.hosts import Address
from arch_hour.rules.events import Command

CLOCK = datetime(2026, 1, 1, tzinfo=UTC)
ACTION = Path(__file__).parents[2] / "action.yml"


def read(environ: Mapping[str, str] | None = None, /, **more: str) -> Inputs:
    return Inputs.read({"GITHUB_EVENT_NAME": "schedule", **(environ or {}), **more}, CLOCK)


def read_event(folder: Path, name: str, payload: str) -> Inputs:
    file = folder / "event.json"
    file.write_text(payload, encoding="utf-8")
    return read(GITHUB_EVENT_NAME=name, GITHUB_EVENT_PATH=str(file))


def test_the_hyphens_of_names_are_kept() -> None:
    assert read({"INPUT_DRY-RUN": "true"}).dry_run is True
    assert read(INPUT_DRY_RUN="true").dry_run is False


def test_empty_inputs_leave_the_defaults() -> None:
    names = ("TOKEN", "PROJECT-TOKEN", "COMMAND", "CONFIG", "REPOSITORY", "NOW", "DRY-RUN")
    empty = read({f"INPUT_{name}": "" for name in names}, GITHUB_REPOSITORY="acme/tea", GITHUB_TOKEN="t")
    assert empty == read(GITHUB_REPOSITORY="acme/tea", GITHUB_TOKEN="t")
    assert (empty.command, empty.config, empty.now, empty.dry_run) == (
        Command.ALL,
        ".github/arch-hour.yml",
        CLOCK,
        False,
    )


def test_inputs_go_before_the_surroundings() -> None:
    found = read(
        GITHUB_REPOSITORY="acme/tea", GITHUB_TOKEN="t", INPUT_TOKEN=" u\n", INPUT_REPOSITORY=" acme/milk "
    )
    assert (found.environment.token, found.environment.repository) == ("u", "acme/milk")
    boards = read({"INPUT_PROJECT-TOKEN": " v\n"}, ARCH_HOUR_PROJECT_TOKEN="w")
    assert boards.environment.project_token == "v"
    assert read(ARCH_HOUR_PROJECT_TOKEN="w").environment.project_token == "w"


def test_the_addresses_are_the_runners() -> None:
    found = read(
        GITHUB_API_URL="https://ghe.example/api/v3", GITHUB_GRAPHQL_URL="https://ghe.example/api/graphql"
    )
    assert found.environment.address == Address(
        "https://ghe.example/api/v3", "https://ghe.example/api/graphql"
    )


def test_the_files_are_where_the_runner_says() -> None:
    found = read(GITHUB_OUTPUT="/tmp/o", GITHUB_STEP_SUMMARY="/tmp/s")  # noqa: S108  nothing is written there
    assert (found.output_file, found.summary_file) == (Path("/tmp/o"), Path("/tmp/s"))  # noqa: S108  likewise
    assert (read(GITHUB_OUTPUT="").output_file, read().summary_file) == (None, None)


def test_the_token_shows_in_no_log() -> None:
    assert "ghs_secret" not in repr(read({"INPUT_TOKEN": "ghs_secret", "INPUT_PROJECT-TOKEN": "ghs_secret"}))


ISSUE = {"number": 1, "title": "A topic"}
PERSON = {"login": "ada", "type": "User"}
BOT = {"login": "github-actions[bot]", "type": "Bot"}


@pytest.mark.parametrize(
    ("event", "payload", "command"),
    [
        pytest.param("schedule", {"schedule": "23 6 * * *"}, Command.ALL, id="timer"),
        pytest.param("workflow_dispatch", {"inputs": None}, Command.ALL, id="button"),
        pytest.param("repository_dispatch", {"action": "now"}, Command.ALL, id="from elsewhere"),
        pytest.param(
            "issues", {"action": "opened", "issue": ISSUE, "sender": PERSON}, Command.ALL, id="issue"
        ),
        pytest.param("issue_comment", {"issue": ISSUE, "sender": PERSON}, Command.ALL, id="comment"),
        pytest.param("issues", {"issue": ISSUE, "sender": None}, Command.ALL, id="deleted sender"),
        pytest.param(
            "issue_comment",
            {"issue": {**ISSUE, "pull_request": {}}, "sender": PERSON},
            None,
            id="pull request",
        ),
        pytest.param("issue_comment", {"issue": ISSUE, "sender": BOT}, None, id="by a bot"),
        pytest.param("issues", {}, None, id="no issue"),
        pytest.param("issues", [], None, id="no object"),
        pytest.param("push", {"ref": "refs/heads/main"}, None, id="push"),
        pytest.param("pull_request", {"sender": PERSON}, None, id="pull request opened"),
        pytest.param("", {}, None, id="no event"),
    ],
)
def test_an_event_decides_whether_to_run(
    tmp_path: Path, event: str, payload: Any, command: Command | None
) -> None:
    assert read_event(tmp_path, event, json.dumps(payload)).command is command


def test_a_timer_needs_no_payload() -> None:
    assert read().command is Command.ALL
    assert read(GITHUB_EVENT_PATH="/nowhere/event.json").command is Command.ALL
    assert read(GITHUB_EVENT_NAME="issues", GITHUB_EVENT_PATH="").command is None


@pytest.mark.parametrize("command", list(Command), ids=lambda command: command.value)
def test_a_named_command_is_run_whatever_the_event(command: Command) -> None:
    assert read(GITHUB_EVENT_NAME="push", INPUT_COMMAND=f" {command.value}\n").command is command


def test_auto_is_decided_by_the_event() -> None:
    assert read(GITHUB_EVENT_NAME="push", INPUT_COMMAND="auto").command is None
    assert read(INPUT_COMMAND="auto").command is Command.ALL


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        pytest.param("2020-12-17T09:00-05:00", datetime(2020, 12, 17, 14, tzinfo=UTC), id="with an offset"),
        pytest.param("2020-12-17T14:00:00Z", datetime(2020, 12, 17, 14, tzinfo=UTC), id="in UTC"),
        pytest.param("2020-12-17 14:00", datetime(2020, 12, 17, 14, tzinfo=UTC), id="without an offset"),
        pytest.param("2020-12-17", datetime(2020, 12, 17, tzinfo=UTC), id="a day"),
    ],
)
def test_another_moment_is_an_aware_one(text: str, moment: datetime) -> None:
    assert read(INPUT_NOW=text).now == moment


def test_an_offset_is_kept() -> None:
    assert read(INPUT_NOW="2020-12-17T09:00-05:00").now.tzinfo == timezone(timedelta(hours=-5))


@pytest.mark.parametrize(
    ("text", "truth"), [("true", True), ("True", True), ("TRUE", True), ("false", False)]
)
def test_a_truth_is_written_as_in_yaml(text: str, truth: bool) -> None:  # noqa: FBT001  a table's column
    assert read({"INPUT_DRY-RUN": text}).dry_run is truth


@pytest.mark.parametrize(
    ("environ", "parts"),
    [
        pytest.param(
            {"INPUT_COMMAND": "fly"},
            ("`command`", "'fly'", "auto, all, agenda, actions, wrap-up"),
            id="command",
        ),
        pytest.param({"INPUT_COMMAND": "All"}, ("`command`", "'All'"), id="command in another case"),
        pytest.param({"INPUT_NOW": "soon"}, ("`now`", "'soon'", "ISO 8601"), id="moment"),
        pytest.param({"INPUT_NOW": "2020-13-01"}, ("`now`", "ISO 8601"), id="month thirteen"),
        pytest.param({"INPUT_DRY-RUN": "yes"}, ("`dry-run`", "'yes'", "neither true nor false"), id="truth"),
    ],
)
def test_a_wrong_value_is_told_with_its_input(environ: dict[str, str], parts: tuple[str, ...]) -> None:
    with pytest.raises(UsageError) as caught:
        read(environ)
    assert [part for part in parts if part not in str(caught.value)] == []


@pytest.mark.parametrize("content", ["{", "", "\x00", "[" * 5])
def test_a_broken_event_is_told_with_its_file(tmp_path: Path, content: str) -> None:
    with pytest.raises(UsageError, match=r"GITHUB_EVENT_PATH: .*event\.json is no event") as caught:
        read_event(tmp_path, "issues", content)
    assert "\n" not in str(caught.value)


def test_an_event_that_is_a_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no event"):
        read(GITHUB_EVENT_NAME="issues", GITHUB_EVENT_PATH=str(tmp_path))


class Watched(Mapping[str, str]):
    """An environment that remembers what was looked at."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.seen.add(name)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def test_the_inputs_of_action_yml_are_those_that_are_read() -> None:
    watched = Watched()
    Inputs.read(watched, CLOCK)
    declared = yaml.safe_load(ACTION.read_text(encoding="utf-8"))["inputs"]
    assert {name for name in watched.seen if name.startswith("INPUT_")} == {
        f"INPUT_{name.upper()}" for name in declared
    }


def test_the_defaults_of_action_yml_are_those_of_the_code() -> None:
    declared = yaml.safe_load(ACTION.read_text(encoding="utf-8"))["inputs"]
    defaults = {
        f"INPUT_{name.upper()}": each["default"] for name, each in declared.items() if name != "token"
    }
    assert read(defaults) == read()
    assert declared["token"]["default"] == "${{ github.token }}"
