"""What each command takes."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from arch_hour.arguments import parser


@pytest.mark.parametrize(
    ("given", "known"),
    [
        pytest.param("run", {"asked": "run", "command": "all", "dry_run": False, "format": "text"}, id="run"),
        pytest.param("run --dry-run --command agenda", {"command": "agenda", "dry_run": True}, id="dry run"),
        pytest.param("preview", {"asked": "preview", "command": "all", "dry_run": True}, id="preview"),
        pytest.param(
            "check --verbose --config ./a//b.yml", {"config": "a/b.yml", "verbose": True}, id="check"
        ),
        pytest.param("init --board", {"asked": "init", "board": True, "dry_run": False}, id="init"),
        pytest.param(
            "import - --discussed",
            {"page": "-", "discussed": True, "yes": False, "dry_run": False},
            id="import",
        ),
        pytest.param("report", {"asked": "report", "since": None, "format": "text"}, id="report"),
        pytest.param(
            "report --since 2020-12-03 --format markdown",
            {"since": date(2020, 12, 3), "format": "markdown"},
            id="report since a day",
        ),
        pytest.param("demo", {"page": None, "out": "build/demo", "verbose": False}, id="demo"),
        pytest.param("sandbox --world w.yml", {"world": Path("w.yml"), "port": 8742}, id="sandbox"),
        pytest.param("serve --port 0", {"host": "127.0.0.1", "port": 0, "verbose": False}, id="serve"),
    ],
)
def test_a_command_knows_what_it_was_given(given: str, known: dict[str, Any]) -> None:
    found = vars(parser().parse_args(given.split()))
    assert {name: found[name] for name in known} == known
