"""What a team's workflow says: when it runs, with which permissions, and which copy of the action it uses.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from arch_hour.repository_paths import DEFAULT_PATH, path_in_repository
from arch_hour.rules.crons import Timer
from arch_hour.rules.yaml_texts import first_document, list_of, mapping_of, text_of

FOLDER = ".github/workflows"
PATH = f"{FOLDER}/arch-hour.yml"
# GitHub reads no others there.
ENDINGS = (".yml", ".yaml")
# Most who keep a copy of the action call it so.
_NAME = "arch-hour"
_USED = re.compile(r"(?P<copy>(?P<owner>[\w-]+)/(?P<name>[\w.-]+))@(?P<ref>\S+)", re.ASCII)
# Whose actions check files out and the like.
_GITHUB = "actions"
_SHA = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_ALL = {"read-all": "read", "write-all": "write"}
_LEVELS = ("none", "read", "write")


@dataclass(frozen=True, slots=True)
class WorkflowFile:
    """A workflow with a job that uses the action; `permissions` are that job's, None where the file names none.

    `copy` is the repository of the action, and `ref` the version of it that is used.
    """

    path: str
    copy: str
    ref: str
    timers: tuple[Timer, ...] = ()
    events: frozenset[str] = frozenset()
    permissions: Mapping[str, str] | None = None
    config: str = DEFAULT_PATH
    keeps_alive: bool = False

    @property
    def name(self) -> str:
        """The file's name, by which GitHub's API knows the workflow."""
        return self.path.rpartition("/")[2]

    @property
    def is_pinned(self) -> bool:
        """Whether the action is used by a full commit SHA, which nobody can move."""
        return _SHA.fullmatch(self.ref) is not None

    def may(self, area: str, level: str) -> bool:
        """Whether the job's token may read or write in an area; True where the file leaves that to the settings."""
        if self.permissions is None:
            return True
        held = self.permissions.get(area, self.permissions.get("*", "none"))
        return held in _LEVELS and _LEVELS.index(held) >= _LEVELS.index(level)


def find_workflow(files: Mapping[str, str], configuration: str) -> WorkflowFile | None:
    """The workflow of one meeting, out of the files of `FOLDER` by their paths; the one at its usual path goes first.

    One that only a run can tell the configuration of counts as well.
    """
    usual = path_for(configuration)
    ours = [
        found
        for found in every_workflow(files)
        if found.config == configuration or found.config.startswith("${{")
    ]
    return min(ours, key=lambda found: found.path != usual, default=None)


def every_workflow(files: Mapping[str, str]) -> Iterator[WorkflowFile]:
    """Each step that uses the action, whatever meeting it is for."""
    for path in sorted(files):
        if path.endswith(ENDINGS):
            yield from _using_in(path, files[path])


def path_for(configuration: str) -> str:
    """Where the workflow of a meeting is, by the path of its configuration."""
    return f"{FOLDER}/arch-hour{suffix_for(configuration)}.yml"


def suffix_for(configuration: str) -> str:
    """What tells the workflow of another configuration than the usual one apart, such as `-docs-retro`."""
    if configuration == DEFAULT_PATH:
        return ""
    stem = configuration.removeprefix(".github/").rpartition(".")[0] or configuration
    return "-" + re.sub(r"\W+", "-", stem, flags=re.ASCII).strip("-")


def read_workflow(path: str, text: str) -> WorkflowFile | None:
    """What a file says of the first step that uses the action; None where none does, or it is no workflow."""
    return next(_using_in(path, text), None)


def _using_in(path: str, text: str) -> Iterator[WorkflowFile]:
    """What a file says of each step that uses the action; at our own paths a copy may have any name."""
    values = first_document(text)
    steps = list(_using(values))
    named = [step for step in steps if step[0]["name"].casefold() == _NAME]
    is_our_place = path.startswith(f"{FOLDER}/{_NAME}")
    others = [step for step in steps if is_our_place and step[0]["owner"].casefold() != _GITHUB]
    for used, job, given in named or others:
        yield WorkflowFile(
            path=path,
            copy=used["copy"],
            ref=used["ref"],
            timers=tuple(_timers(values.get("on"))),
            events=frozenset(_events(values.get("on"))),
            permissions=_permissions(job.get("permissions", values.get("permissions"))),
            config=_config(text_of(given.get("config"))),
            keeps_alive=text_of(given.get("keep-alive")).casefold() == "true",
        )


def _config(text: str) -> str:
    """A path as the action reads it."""
    try:
        return path_in_repository(text or DEFAULT_PATH)
    except ValueError:
        return text


def _using(values: Mapping[str, Any]) -> Iterator[tuple[re.Match[str], Mapping[str, Any], Mapping[str, Any]]]:
    """The steps that use actions of repositories; one in a folder of a repository is no copy."""
    for job in map(mapping_of, mapping_of(values.get("jobs")).values()):
        for step in map(mapping_of, list_of(job.get("steps"))):
            used = _USED.fullmatch(text_of(step.get("uses")))
            if used is not None:
                yield used, job, mapping_of(step.get("with"))


def _events(on: Any) -> Iterator[str]:
    """One event, a list of them, or a mapping with what is to be known of each."""
    named = [on] if isinstance(on, str) else on or ()
    yield from filter(None, map(text_of, named))


def _timers(on: Any) -> Iterator[Timer]:
    for entry in map(mapping_of, list_of(mapping_of(on).get("schedule"))):
        cron, zone = entry.get("cron"), entry.get("timezone", "")
        if isinstance(cron, str) and isinstance(zone, str):
            yield Timer(cron, zone or None)


def _permissions(named: Any) -> Mapping[str, str] | None:
    if named is None:
        return None
    if isinstance(named, str):
        return {"*": _ALL.get(named, "none")}
    return {area: text_of(level) for area, level in mapping_of(named).items()}
