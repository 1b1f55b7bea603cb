"""The entry point of the Action, `arch-hour-action`."""

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from action.inputs import Inputs
from action.log import Log, logging_to
from arch_hour.errors import ArchHourError, ConfigurationError
from arch_hour.streams import printing, show_every_character

if TYPE_CHECKING:
    from arch_hour.session import Outcome


def main() -> int:
    """Runs in the environment of a runner; 0 done, 1 failed, 2 wrong usage or configuration."""
    show_every_character()
    try:
        with printing(), logging_to(sys.stdout, os.environ) as log:
            return _told(log)
    except ArchHourError as error:
        print(f"arch-hour-action: {error}", file=sys.stderr)
        return error.exit_status


def _told(log: Log) -> int:
    """One run, with every trouble told as an annotation."""
    try:
        return _run(Inputs.read(os.environ, datetime.now(UTC)), log)
    except ArchHourError as error:
        if isinstance(error, ConfigurationError) and _has_files(os.environ):
            log.annotate("error", error.problem, file=error.file, line=error.line)
        else:
            log.annotate("error", str(error))
        return error.exit_status
    except OSError:  # the log itself cannot be written, nor can a word about it
        raise
    except Exception:  # the last resort: told whole in the log, where nothing of it is taken for a command
        log.failure()
        log.annotate("error", "Arch Hour failed in a way it did not expect; the log tells more")
        return 1


def _has_files(environ: Mapping[str, str]) -> bool:
    """Whether annotations can point into files: they are the workflow's own, whatever repository a run works on."""
    given = environ.get("INPUT_REPOSITORY", "").strip()
    return not given or given.casefold() == environ.get("GITHUB_REPOSITORY", "").strip().casefold()


def _run(inputs: Inputs, log: Log) -> int:
    if inputs.command is None:
        log.quote([f"Nothing to do for this event ({inputs.event or 'no event'}): {inputs.reason}."])
        return 0
    gateway = inputs.environment.gateway()
    # Asked before all is loaded that works with the answer: who may not read this is told so at once.
    opening = gateway.open(inputs.config)
    from arch_hour.run import run
    from arch_hour.session import Settings

    settings = Settings(inputs.now, inputs.config, dry_run=inputs.dry_run)
    try:
        outcome = run(gateway, inputs.command, settings, opening)
    except ArchHourError as error:
        if error.outcome is not None:
            with suppress(ArchHourError):  # the error of the run says more than that it left no outputs
                _tell(error.outcome, inputs, log)
        raise
    finally:
        _keep_alive(inputs, log)
    _tell(outcome, inputs, log)
    return 0


def _keep_alive(inputs: Inputs, log: Log) -> None:
    """Whatever came of a scheduled run, keeps GitHub from switching the schedule off, where that is wished."""
    if not inputs.keep_alive:
        return
    from arch_hour.keep_alive import keep_alive

    if warning := keep_alive(inputs.environment, inputs.keep_alive):
        log.annotate("warning", warning)


def _tell(outcome: "Outcome", inputs: Inputs, log: Log) -> None:
    """What was done, in the log and in the files that a runner reads."""
    from action.told import leave, tell
    from arch_hour.telling import as_values

    if outcome.config.meeting.calendar and outcome.config.meeting.feed_is_address:
        log.hide(
            outcome.config.meeting.calendar.partition("://")[2]
        )  # whoever has a feed's address can read it
    values = as_values(outcome)
    tell(values, log)
    leave(values, inputs, log)
