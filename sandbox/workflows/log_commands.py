"""What is left of a step's log once a runner obeyed the commands in it: marks for its page, and stars for secrets.

Source: ActionCommandManager.cs of https://github.com/actions/runner
"""

import re
from collections.abc import Iterator

# A command that is obeyed stands in the log as such a mark, which its page folds or colours.
MARKED = {"group", "endgroup", "error", "warning", "notice"}
# These do something and leave no trace; `debug` shows only where somebody asked for it.
SILENT = {"debug", "add-mask", "add-matcher", "remove-matcher", "add-path", "set-env", "set-output"}
SILENT |= {"save-state", "echo"}

_COMMAND = re.compile(r"\s*::([^\s:]+)(?: .*?)?::(.*)")
_GROUP = re.compile(r"##\[(end)?group\](.*)")


def obeyed(log: str) -> str:
    """The log as its page gets it; what stands between `stop-commands` and its token is only words."""
    masks: list[str] = []
    return "\n".join(_without(masks, line) for line in _lines(log, masks))


def blocks(log: str) -> Iterator[tuple[str, str]]:
    """The log in parts, each with the title of the group that folds it away, or none."""
    title, lines = "", list[str]()
    for line in log.split("\n"):
        group = _GROUP.fullmatch(line)
        if group is None:
            lines.append(line)
            continue
        if lines or title:
            yield title, "\n".join(lines)
        title, lines = ("" if group[1] else group[2]), []
    yield title, "\n".join(lines)


def _lines(log: str, masks: list[str]) -> Iterator[str]:
    token = ""
    for line in log.split("\n"):
        command = _COMMAND.fullmatch(line)
        name, data = (command[1], _whole(command[2])) if command else ("", "")
        if token:
            token = "" if name == token else token
            yield line
        elif name == "stop-commands":
            token = data
            yield line
        elif name in MARKED:
            yield f"##[{name}]{data}"
        elif name in SILENT:
            masks += [data] if name == "add-mask" and data else []
        else:
            yield line


def _without(masks: list[str], line: str) -> str:
    for mask in masks:
        line = line.replace(mask, "***")
    return line


def _whole(data: str) -> str:
    return data.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")
