"""Why each line was read as it was, asked of the real command: in three forms, with nothing written."""

import json
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from sandbox.actor import Actor
from sandbox.demo import story
from sandbox.demo.cast import REPOSITORY
from sandbox.demo.opening import equipment
from sandbox.server import serve
from sandbox.storing.worlds import read_world
from tests.integration.conftest import BIN, ROOT
from tests.integration.test_week import propose

if TYPE_CHECKING:
    from tests.integration.conftest import Town

EXPLAIN = ("run", "--command", "actions", "--dry-run")
HOSTILE = "\x1b]0;x\x07 \u202e**loud** <script>x</script> [here](https://evil.example) ::error::x"


def test_a_dry_run_explains_every_line_and_writes_nothing(town: "Town") -> None:
    tea = propose(town, "ben", "Tea", "ACTION @ben to write the decision down\n\n- ACTION @ada to taste it\n")
    town.values("run", "--command", "actions")
    text = "ACTION @ben to write the decisions down, due 2021-02-30\n"
    town.send("ben", "PATCH", f"/issues/{tea}", {"title": f"Tea {HOSTILE}", "body": text})
    town.send("stranger", "POST", f"/issues/{tea}/comments", {"body": f"ACTION @ada to {HOSTILE}"})
    town.send(
        "ben",
        "POST",
        f"/issues/{tea}/comments",
        {"body": f"Notes\n\n- ACTION @cleo to ask {HOSTILE}\n- ACTION"},
    )
    before = len(town.running.log.writes)
    told = {each: town.arch_hour(*EXPLAIN, "--format", each) for each in ("text", "json", "markdown")}
    assert [(done.returncode, done.stderr) for done in told.values()] == [(0, "")] * 3
    assert len(town.running.log.writes) == before

    verdicts = [
        "#2: it is what became of “write the decision down” (likeness 0.73)",
        "nothing: stranger may not write to the repository",
        "new follow-up",
        "nothing: `ACTION` alone names no task",
    ]
    values = json.loads(told["json"].stdout)
    assert [line["verdict"] for line in values["lines"]] == verdicts
    assert values["lines"][0]["concerns"] == ["“2021-02-30” is no date"]
    assert [lost["verdict"] for lost in values["lost"]] == [
        "is closed: its line was taken out, and nobody touched it"
    ]

    on_screen = told["text"].stdout
    assert all(f"→ {verdict}\n" in on_screen for verdict in verdicts)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e]", on_screen)

    shown = told["markdown"].stdout
    assert "- line 3: ACTION @\u200bcleo to ask" in shown
    assert not re.search(r"(?<!\\)\*\*loud|<script|\]\(https://evil|^::", shown, re.MULTILINE)


def test_who_cannot_be_assigned_is_told_before_anything_is_made(town: "Town") -> None:
    propose(town, "ben", "Tea", "ACTION @ben and @stranger to look\n")
    (line,) = town.values(*EXPLAIN)["lines"]
    assert line["concerns"] == ["stranger cannot be assigned in this repository"]


def test_the_page_shows_what_who_follows_it_sees(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "actions.md").read_text(encoding="utf-8")
    steps = page.partition("\n## Why was this line read so?\n")[2]
    comment, shown = re.findall(r"^```(?:console)?\n(.*?)^```$", steps, re.MULTILINE | re.DOTALL)[:2]
    typed = "".join(f"{line}\n" for line in re.findall(r"^\$ (.*)$", shown, re.MULTILINE))

    assert story.tell(None, tmp_path) == 0
    world = read_world(tmp_path / "world.yml")
    port = re.findall(r"http://127\.0\.0\.1:(\d+)", (tmp_path / "world.yml").read_text(encoding="utf-8"))[0]
    with serve(world, int(port), equipment(world)) as running:
        Actor(world, "noor").comment(world.repository(REPOSITORY).issues[3], comment)
        assert running.engines.runner.drain()
        there = typed.replace(".venv/bin", str(BIN)).replace(":8742", f":{port}")
        done = subprocess.run(
            ["/bin/sh", "-ec", there],
            env={"HOME": str(tmp_path), "LANG": "C.UTF-8"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.stderr == ""
    assert done.stdout.replace(f":{port}", ":8742") == re.sub(r"(?m)^\$ .*\n", "", shown)
