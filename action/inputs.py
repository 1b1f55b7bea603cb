"""What a runner hands over: inputs, the event, and the files to write to."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from arch_hour.environment import Environment, moment
from arch_hour.errors import UsageError
from arch_hour.repository_paths import DEFAULT_PATH, path_in_repository
from arch_hour.rules.events import Command, Decision, parse_event
from arch_hour.rules.keep_alive import is_keep_alive_day


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs of one run; `command` is None where the event is no reason to run, and `reason` says why.

    `keep_alive` is the reference of the workflow that this run is to keep from being switched off, empty for none.
    """

    environment: Environment
    command: Command | None
    reason: str
    config: str
    now: datetime
    dry_run: bool
    event: str
    keep_alive: str
    output_file: Path | None
    summary_file: Path | None

    @classmethod
    def read(cls, environ: Mapping[str, str], clock: datetime) -> "Inputs":
        """Reads a runner's environment; raises UsageError. Docker actions keep the hyphens of input names."""

        def given(name: str) -> str:
            return environ.get(f"INPUT_{name.upper()}", "").strip()

        decision = _decision(given("command") or "auto", environ)
        now = _moment(given("now")) or clock
        dry_run = _truth(given("dry-run"), "dry-run")
        is_kept = _truth(given("keep-alive"), "keep-alive") and not dry_run
        return cls(
            environment=Environment.of(
                environ,
                token=given("token"),
                repository=given("repository"),
                project_token=given("project-token"),
            ),
            command=decision.command,
            reason=decision.reason,
            config=_path(given("config")),
            now=now,
            dry_run=dry_run,
            event=environ.get("GITHUB_EVENT_NAME", ""),
            keep_alive=_kept(environ, now) if is_kept else "",
            output_file=_file(environ, "GITHUB_OUTPUT"),
            summary_file=_file(environ, "GITHUB_STEP_SUMMARY"),
        )


def _kept(environ: Mapping[str, str], now: datetime) -> str:
    """The workflow that a scheduled run keeps alive; whatever the runner calls it is judged only then."""
    is_due = environ.get("GITHUB_EVENT_NAME") == "schedule" and is_keep_alive_day(now)
    return environ.get("GITHUB_WORKFLOW_REF") or "unknown" if is_due else ""


def _decision(text: str, environ: Mapping[str, str]) -> Decision:
    if text == "auto":
        return parse_event(environ.get("GITHUB_EVENT_NAME", ""), _event(_file(environ, "GITHUB_EVENT_PATH")))
    try:
        return Decision(Command(text), "the input `command` asks for it")
    except ValueError:
        known = ", ".join(["auto", *(command.value for command in Command)])
        msg = f"input `command`: {text!r} is none of {known}"
        raise UsageError(msg) from None


def _event(file: Path | None) -> Mapping[str, Any]:
    """The event's payload; a runner always writes one, a person trying the command may have none."""
    if file is None or not file.exists():
        return {}
    try:
        payload = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        msg = f"GITHUB_EVENT_PATH: {file} is no event ({error})"
        raise UsageError(msg) from None
    return payload if isinstance(payload, dict) else {}


def _file(environ: Mapping[str, str], name: str) -> Path | None:
    return Path(environ[name]) if environ.get(name) else None


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        return moment(text)
    except ValueError as error:
        msg = f"input `now`: {error}"
        raise UsageError(msg) from None


def _path(text: str) -> str:
    try:
        return path_in_repository(text or DEFAULT_PATH)
    except ValueError as error:
        msg = f"input `config`: {error}"
        raise UsageError(msg) from None


def _truth(text: str, name: str) -> bool:
    """A boolean as YAML 1.2 writes it, which is what GitHub's own toolkit takes."""
    if text.casefold() not in ("", "true", "false"):
        msg = f"input `{name}`: {text!r} is neither true nor false"
        raise UsageError(msg)
    return text.casefold() == "true"
