"""What a workflow's file says, as far as the sandbox goes by it.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax

The conditions of steps (`if`), matrices and containers are not looked at: the jobs of a run are done one after the
other, as far as their own conditions hold, and every step of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml
from cronsim import CronSim, CronSimError

from sandbox.workflows.expressions import check_condition, check_text

FOLDER = ".github/workflows/"
ENDINGS = (".yml", ".yaml")
READ_ALL = "read-all"
WRITE_ALL = "write-all"
AREAS = ("actions", "contents", "issues", "pull-requests")
# What a repository's workflows may do unless they say otherwise, in repositories made since 2023.
USUAL_PERMISSIONS = {"contents": "read"}
# In minutes.
LONGEST_JOB = 360.0
# Of a cron expression: the library knows one for seconds, which GitHub does not.
_FIELDS = 5
# What expressions may name, by where they stand.
_AT_RUN = ("github", "inputs", "vars")
_AT_JOB = (*_AT_RUN, "needs")
_IN_JOB = (*_AT_JOB, "env", "job", "matrix", "runner", "secrets", "steps", "strategy")
_ANY_MOMENT = datetime(2020, 1, 1, tzinfo=UTC)


class Unreadable(ValueError):  # noqa: N818 - what a file is, not an error of ours
    """A file that is no workflow; the message says why."""


@dataclass(frozen=True, slots=True)
class Timer:
    """One entry of a schedule: a cron expression, in UTC or the time zone it names."""

    cron: str
    timezone: str | None = None

    @property
    def zone(self) -> ZoneInfo:
        """Where its hours are counted."""
        return ZoneInfo(self.timezone or "UTC")


@dataclass(frozen=True, slots=True)
class Input:
    """One input that a person gives who starts the workflow; `default` is None when there is none."""

    kind: str = "string"
    required: bool = False
    default: str | None = None
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a job: an action with what it is given, or a script, which is not run here."""

    name: str
    uses: str | None
    given: Mapping[str, str] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Concurrency:
    """Of whatever has one group, one is at work at a time; the name may have expressions in it."""

    group: str
    cancels_running: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """One job; `permissions` are its token's by area, `minutes` how long it may take.

    `condition` is empty where the file has none, `needs` are the jobs that must end before.
    """

    id: str
    steps: tuple[Step, ...]
    permissions: Mapping[str, str]
    environment: Mapping[str, str]
    minutes: float = LONGEST_JOB
    condition: str = ""
    needs: tuple[str, ...] = ()
    concurrency: Concurrency | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """A workflow as its file says it; `events` maps each to the activity types it listens to, () for all of them.

    `inputs` is None when it cannot be started by hand. `jobs` stand in an order in which they can be done.
    """

    name: str
    events: Mapping[str, tuple[str, ...]]
    timers: tuple[Timer, ...]
    inputs: Mapping[str, Input] | None
    jobs: tuple[Job, ...]
    concurrency: Concurrency | None = None


def is_workflow_path(path: str) -> bool:
    """Whether a file of this path is a workflow; those in folders below are none."""
    rest = path.removeprefix(FOLDER)
    return rest != path and "/" not in rest and rest.endswith(ENDINGS)


def read_definition(path: str, content: bytes) -> Definition:
    """What a file says; raises Unreadable for one that GitHub would not run."""
    try:
        data = yaml.safe_load(content.decode())
    except (ValueError, RecursionError, yaml.YAMLError) as error:
        raise Unreadable(str(error)) from None
    # YAML 1.1 takes the key `on` for true; GitHub reads YAML 1.2.
    triggers = data.get("on", data.get(True)) if isinstance(data, dict) else None
    if triggers is None or not isinstance(data.get("jobs"), dict) or not data["jobs"]:
        raise Unreadable("It needs `on` and `jobs`.")
    try:
        return _definition(path, data, _triggers(triggers))
    except Unreadable:
        raise
    except (AttributeError, LookupError, TypeError, ValueError, OSError, RecursionError) as error:
        raise Unreadable(f"It is not built like a workflow: {error}") from None


def _definition(path: str, data: Any, triggers: Mapping[str, Any]) -> Definition:
    jobs = tuple(_job(identity, job, data) for identity, job in data["jobs"].items())
    return Definition(
        str(data.get("name") or path),
        {event: _types(options) for event, options in triggers.items()},
        tuple(_timer(entry) for entry in triggers.get("schedule") or ()),
        _inputs(triggers["workflow_dispatch"]) if "workflow_dispatch" in triggers else None,
        _in_order(jobs),
        _concurrency(data.get("concurrency"), _AT_RUN),
    )


def _in_order(jobs: tuple[Job, ...]) -> tuple[Job, ...]:
    """The jobs in the order of the file, but each behind those that it needs."""
    done: dict[str, Job] = {}
    waiting = list(jobs)
    while waiting:
        ready = next((job for job in waiting if all(need in done for need in job.needs)), None)
        if ready is None:
            raise Unreadable(f"The job {waiting[0].id} needs one that is not there, or itself.")
        waiting.remove(ready)
        done[ready.id] = ready
    return tuple(done.values())


def _concurrency(given: Any, contexts: tuple[str, ...]) -> Concurrency | None:
    """The group of a run or of a job; of several jobs the first that has one holds back the whole run here."""
    settings = {"group": given} if isinstance(given, str) else given or {}
    group = text_of(settings.get("group"))
    check_text(group, contexts)
    return Concurrency(group, settings.get("cancel-in-progress") is True) if group else None


def _triggers(given: Any) -> Mapping[str, Any]:
    """A single event, a list of them, or a mapping with their options."""
    if isinstance(given, str):
        return {given: None}
    return dict.fromkeys(given) if isinstance(given, list) else dict(given)


def _types(options: Any) -> tuple[str, ...]:
    types = options.get("types") if isinstance(options, dict) else None
    return (types,) if isinstance(types, str) else tuple(types or ())


def _timer(entry: Any) -> Timer:
    timer = Timer(entry["cron"], entry.get("timezone"))
    if len(timer.cron.split()) != _FIELDS:
        raise Unreadable(f"{timer.cron!r} has not {_FIELDS} fields.")
    try:
        CronSim(timer.cron, _ANY_MOMENT.astimezone(timer.zone))
    except (CronSimError, ZoneInfoNotFoundError, ValueError):
        raise Unreadable(f"{timer.cron!r} in {timer.timezone or 'UTC'} is no schedule.") from None
    return timer


def _inputs(options: Any) -> Mapping[str, Input]:
    return {
        name: Input(
            text_of(one.get("type")) or "string",
            one.get("required", False) is True,
            text_of(one["default"]) if "default" in one else None,
            tuple(text_of(option) for option in one.get("options") or ()),
        )
        for name, one in _inputs_given(options).items()
    }


def _inputs_given(options: Any) -> dict[str, Any]:
    # An input of which nothing is said is a text.
    given = (options or {}).get("inputs") or {}
    return {text_of(name): one or {} for name, one in given.items()}


def _job(identity: str, job: Any, data: Any) -> Job:
    permissions = job["permissions"] if "permissions" in job else data.get("permissions", USUAL_PERMISSIONS)
    return Job(
        text_of(identity),
        tuple(_step(step) for step in job.get("steps", ())),
        _permissions(permissions),
        _texts(data.get("env")) | _texts(job.get("env")),
        _minutes(job.get("timeout-minutes", LONGEST_JOB)),
        _condition(job.get("if")),
        _needs(job.get("needs")),
        _concurrency(job.get("concurrency"), (*_AT_JOB, "matrix", "strategy")),
    )


def _condition(given: Any) -> str:
    condition = text_of(given)
    check_condition(condition, _AT_JOB)
    return condition


def _needs(given: Any) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(text_of(name) for name in given or ())


def _minutes(given: Any) -> float:
    """How long a job may take: what an expression would say is not worked out, so it means GitHub's longest time."""
    return LONGEST_JOB if isinstance(given, str) and "${{" in given else float(given)


def _permissions(given: Any) -> Mapping[str, str]:
    if given in (READ_ALL, WRITE_ALL):
        return dict.fromkeys(AREAS, given.partition("-")[0])
    return _texts(given)


def _step(step: Any) -> Step:
    name = step.get("name") or step.get("uses") or str(step.get("run", "")).partition("\n")[0]
    return Step(
        text_of(name), text_of(step.get("uses")) or None, _texts(step.get("with")), _texts(step.get("env"))
    )


def _texts(given: Any) -> dict[str, str]:
    texts = {text_of(name): text_of(value) for name, value in (given or {}).items()}
    for text in texts.values():
        check_text(text, _IN_JOB)
    return texts


def text_of(value: Any) -> str:
    """A value as a runner writes it: booleans in lower case, nothing as an empty text."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
