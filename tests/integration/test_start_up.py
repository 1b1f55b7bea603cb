"""What a process loads before it talks with GitHub, and how much work it has done by then."""

import json
import subprocess
import sys
from dataclasses import dataclass
from functools import cache

import pytest

from tests.bench.start_up import environment

# Runs a door, and tells at its first connection, else at its end, what was loaded by then and the seconds of work.
WATCHED = """\
import json, os, sys, time

def tell():
    print(json.dumps([sorted(sys.modules), time.process_time()]), file=sys.stderr, flush=True)
    os._exit(0)

def heard(event, _):
    if event == "socket.connect":
        tell()

sys.addaudithook(heard)
from {module} import main
try:
    main()
except SystemExit:
    pass
tell()
"""
# Needed only by some runs, or by none of the Action's.
SELDOM = {
    "icalendar",
    "rapidfuzz",
    "rich",
    "flask",
    "graphql",
    "jsonschema",
    "sandbox",
    "webhook",
    "waitress",
}
SELDOM |= {"arch_hour.checking", "arch_hour.reporting", "arch_hour.board_init", "arch_hour.schema", "pytest"}
SELDOM |= {"arch_hour.terminal", "arch_hour.telling", "arch_hour.report_document", "asyncio", "unittest"}
# Needed only with GitHub's answer.
LATER = {"pydantic", "yaml", "jinja2", "markdown_it", "dateutil"}
LATER |= {"arch_hour.config", "arch_hour.run", "arch_hour.rules.agenda", "arch_hour.rules.prose"}


@dataclass(frozen=True)
class Loaded:
    """The modules of a process, and the seconds of processor time that it took to have them."""

    modules: frozenset[str]
    seconds: float

    @property
    def of_others(self) -> set[str]:
        """The libraries that are neither Python's own nor ours."""
        tops = {name.partition(".")[0] for name in self.modules} - sys.stdlib_module_names
        # The last are how a folder under work is installed.
        return {name for name in tops if not name.startswith(("_", "arch_hour", "action"))} - {
            "sitecustomize"
        }


@cache
def loaded(module: str, *arguments: str, event: str = "schedule") -> Loaded:
    """What a door loads until its first connection, or its end."""
    done = subprocess.run(
        [sys.executable, "-c", WATCHED.format(module=module), *arguments],
        env=environment(GITHUB_EVENT_NAME=event, GITHUB_TOKEN="none", GITHUB_API_URL="http://127.0.0.1:9"),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    modules, seconds = json.loads(done.stderr.splitlines()[-1])
    return Loaded(frozenset(modules), seconds)


def test_an_event_that_is_no_reason_to_run_loads_no_library_of_others() -> None:
    assert loaded("action.main", event="watch").of_others == set()


@pytest.mark.parametrize("arguments", [("--help",), ("run", "--help"), ("run", "--config", "..")])
def test_a_word_about_the_command_line_loads_no_library_of_others(arguments: tuple[str, ...]) -> None:
    assert loaded("arch_hour.cli", *arguments).of_others == set()


def test_a_run_of_the_action_has_loaded_what_talks_with_github_and_nothing_else() -> None:
    found = loaded("action.main")
    assert "github" in found.of_others, "it did not come to its first request"
    assert found.modules & (SELDOM | LATER) == set()


def test_a_run_of_the_command_line_has_loaded_nothing_that_only_some_runs_need() -> None:
    found = loaded("arch_hour.cli", "run")
    assert "github" in found.of_others, "it did not come to its first request"
    assert found.modules & SELDOM == set()


def test_the_first_request_comes_within_a_second_of_work() -> None:
    assert min(loaded.__wrapped__("action.main").seconds for _ in range(3)) < 1
