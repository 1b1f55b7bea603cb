"""A runner, as far as a step can tell: it obeys commands in the log, and reads the files of outputs.

Source: ActionCommand.cs, ActionCommandManager.cs and FileCommandManager.cs of https://github.com/actions/runner
"""

import re
from dataclasses import dataclass
from pathlib import Path

KNOWN = {
    "error",
    "warning",
    "notice",
    "debug",
    "group",
    "endgroup",
    "add-mask",
    "add-path",
    "add-matcher",
    "echo",
}
# The titles of our groups.
GROUPS = {"ACTION lines", "Ranking", "Open follow-ups", "Changes", "More warnings"}
KNOWN |= {"set-output", "set-env", "save-state", "stop-commands"}


@dataclass(frozen=True)
class Command:
    """One command that a runner took from the log."""

    name: str
    properties: dict[str, str]
    data: str


def obeyed(log: str) -> list[Command]:
    """The commands that a runner obeys in a log, those of the old form anywhere in a line too."""
    found: list[Command] = []
    stopped = ""
    for line in re.split(r"\r\n|\r|\n", log):
        command = _of_now(line) or _of_old(line)
        if command is None:
            continue
        if stopped:
            stopped = "" if command.name.lower() == stopped.lower() else stopped
        elif command.name == "stop-commands":
            stopped = command.data
        elif command.name in KNOWN:
            found.append(command)
    assert not stopped, "the log ends while commands are stopped"
    return found


def annotations(log: str) -> list[Command]:
    """The commands that a runner obeys, besides those which fold the log up into groups of ours and hide secrets."""
    found = obeyed(log)
    folds = [command for command in found if command.name in ("group", "endgroup")]
    for opening, closing in zip(folds[::2], folds[1::2], strict=True):
        assert (opening.name, closing.name) == ("group", "endgroup")
        assert opening.data in GROUPS
    return [command for command in found if command.name not in ("group", "endgroup", "add-mask")]


def shown(log: str) -> list[str]:
    """The lines of a log besides commands, as its page shows them; none may look there like a command obeyed.

    A runner tells its page by lines such as `##[error]…` what it obeyed.
    """
    lines: list[str] = []
    stopped = ""
    for line in log.split("\n"):
        command = _of_now(line)
        if command and not stopped and command.name == "stop-commands":
            stopped = command.data
        elif command and stopped and command.name == stopped:
            stopped = ""
        elif stopped or command is None:
            assert not line.lstrip().startswith("##[")
            assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]", line)
            lines.append(line)
    return lines


def unmasked(log: str) -> str:
    """A log without what a runner is told to hide, and takes out of it."""
    return "".join(line for line in log.splitlines(keepends=True) if not line.startswith("::add-mask::"))


def outputs(file: Path) -> dict[str, str]:
    """The outputs that a runner reads from its file."""
    found: dict[str, str] = {}
    lines = iter(file.read_text(encoding="utf-8").split("\n"))
    for line in lines:
        if not line:
            continue
        name, heredoc, delimiter = line.partition("<<")
        assert heredoc, f"{line!r} is no output"
        value: list[str] = []
        while (each := next(lines)) != delimiter:
            value.append(each)
        found[name] = "\n".join(value)
    return found


def _of_now(line: str) -> Command | None:
    match = re.match(r"\s*::([^\s:]+)(?: (.*?))?::(.*)", line)
    if match is None:
        return None
    pairs = [each.partition("=") for each in (match[2] or "").split(",") if each]
    return Command(match[1], {name.strip(): _property(value) for name, _, value in pairs}, _data(match[3]))


def _of_old(line: str) -> Command | None:
    match = re.search(r"##\[([^\s\]]+)(?: ([^\]]*))?\](.*)", line)
    return None if match is None else Command(match[1], {}, match[3])


def _data(text: str) -> str:
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def _property(text: str) -> str:
    return _data(text.replace("%3A", ":").replace("%2C", ","))
