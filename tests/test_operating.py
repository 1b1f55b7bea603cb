"""What docs/operating.md tells and gives: each program that is to read an example finds no fault with it."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from arch_hour import __version__
from tests.nginx import proxied
from webhook.metrics import exposition
from webhook.orders import Workload

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "docs" / "operating"
PAGE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
FIGURE = re.compile(r"\barch_hour_[a-z_]+")


def figures() -> set[str]:
    """The names of all figures that there are."""
    text = exposition(lambda: Workload({"idle": 1})).decode()
    named = set(re.findall(r"(?m)^# TYPE (arch_hour_\w+)", text))
    assert f'arch_hour_build_info{{version="{__version__}"}}' in text
    return {name for name in named if not name.endswith("_created")}


def test_the_page_tells_of_every_figure_and_of_no_other() -> None:
    assert set(FIGURE.findall(PAGE)) == figures()


def test_an_alert_looks_at_figures_that_there_are() -> None:
    read: Any = yaml.safe_load((EXAMPLES / "alerts.yml").read_text(encoding="utf-8"))
    rules = read["groups"][0]["rules"]
    looked_at = {name for rule in rules for name in FIGURE.findall(rule["expr"])}
    assert looked_at
    assert looked_at <= figures()
    states = set(re.findall(r'state="(\w+)"', str(rules)))
    assert all(f"`{state}`" in PAGE for state in states)


def faults(*command: str, **more: Any) -> str:
    """What a program says of an example; nothing where it is content."""
    program = shutil.which(command[0], path="/usr/bin:/usr/sbin:/bin:/sbin")
    if program is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run(
        [program, *command[1:]], capture_output=True, text=True, timeout=60, check=False, **more
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_caddy_reads_its_example(tmp_path: Path) -> None:
    example = str(EXAMPLES / "Caddyfile")
    environ = {"HOME": str(tmp_path)}
    assert faults("caddy", "validate", "--adapter", "caddyfile", "--config", example, env=environ) == ""
    assert faults("caddy", "fmt", example, env=environ) == "", "it is formatted as Caddy does"


def test_nginx_reads_its_example(tmp_path: Path) -> None:
    settings = proxied(tmp_path, 8443, 8080).settings
    assert faults("nginx", "-t", "-p", str(tmp_path), "-c", str(settings)) == ""


def test_systemd_reads_its_example(tmp_path: Path) -> None:
    unit = (EXAMPLES / "arch-hour.service").read_text(encoding="utf-8")
    assert "arch-hour serve" in unit
    file = tmp_path / "arch-hour.service"
    # What it starts is not there; nothing else is changed.
    file.write_text(re.sub(r"(?m)^ExecStart=.*", "ExecStart=/bin/true", unit), encoding="utf-8")
    assert faults("systemd-analyze", "verify", str(file)) == ""
    assert faults("systemd-analyze", "security", "--offline=yes", "--threshold=20", str(file)) == ""
