"""The entry point of the Action, `arch-hour-action`."""

import json
import os
import sys
import traceback
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from action.inputs import Inputs
from action.workflow_commands import annotation, unheard, write_outputs, write_summary
from arch_hour.errors import ArchHourError, ConfigurationError
from arch_hour.streams import printing, show_every_character

if TYPE_CHECKING:
    from arch_hour.session import Outcome


def main() -> int:
    """Runs in the environment of a runner; 0 done, 1 failed, 2 wrong usage or configuration."""
    show_every_character()
    try:
        with printing():
            return _told()
    except ArchHourError as error:
        print(f"arch-hour-action: {error}", file=sys.stderr)
        return error.exit_status


def _told() -> int:
    """One run, with every trouble told as an annotation."""
    try:
        return _run(Inputs.read(os.environ, datetime.now(UTC)))
    except ConfigurationError as error:
        print(annotation("error", error.problem, file=error.file, line=error.line))
        return error.exit_status
    except ArchHourError as error:
        print(annotation("error", str(error)))
        return error.exit_status
    except OSError:  # the log itself cannot be written, nor can a word about it
        raise
    except Exception:  # the last resort: told whole in the log, where nothing of it is taken for a command
        with unheard(sys.stdout):
            traceback.print_exc(file=sys.stdout)
        print(annotation("error", "Arch Hour failed in a way it did not expect; the log tells more"))
        return 1


def _run(inputs: Inputs) -> int:
    if inputs.command is None:
        print(
            f"Nothing to do for this event ({inputs.event or 'no event'}): it changes nothing for a meeting."
        )
        return 0
    from arch_hour.run import run
    from arch_hour.session import Settings

    settings = Settings(inputs.now, inputs.config, dry_run=inputs.dry_run)
    try:
        outcome = run(inputs.environment.gateway(), inputs.command, settings)
    except ArchHourError as error:
        if error.outcome is not None:
            with suppress(ArchHourError):  # the error of the run says more than that it left no outputs
                _tell(error.outcome, inputs)
        raise
    _tell(outcome, inputs)
    return 0


def _tell(outcome: "Outcome", inputs: Inputs) -> None:
    """What was done, in the log and in the files that a runner reads."""
    from arch_hour.telling import as_values

    values = as_values(outcome)
    _log(values)
    _leave(values, inputs)


def _log(values: Mapping[str, Any]) -> None:
    """What was done, for who reads the job's log."""
    from arch_hour.rendering import count

    if values["changes"] or values["lines"]:
        with unheard(sys.stdout):
            for line in values["lines"] or ():
                print(f"#{line['issue']}, {line['place']}, {line['where']}: {line['verdict']}")
            for change in values["changes"]:
                print(f"{change['what']}: {change['why']}")
    planned = " planned, nothing written" if values["dry_run"] else ""
    print(f"{count(len(values['changes']), 'change')}{planned}")
    for warning in values["warnings"]:
        print(annotation("warning", warning))


def _leave(values: Mapping[str, Any], inputs: Inputs) -> None:
    """The summary of the job, and the outputs for its later steps."""
    from arch_hour.rendering import render

    try:
        if inputs.summary_file is not None:
            write_summary(inputs.summary_file, render("outcome.md", outcome=values, page=None))
        if inputs.output_file is not None:
            write_outputs(inputs.output_file, _outputs(values))
    except OSError as error:
        msg = f"the outputs and the summary cannot be written ({error}); what was done stays done"
        raise ArchHourError(msg) from None


def _outputs(values: Mapping[str, Any]) -> dict[str, str]:
    agenda = values["agenda"] or {"number": "", "url": ""}
    return {
        "meeting": values["meeting"] or "",
        "agenda-number": str(agenda["number"] or ""),
        "agenda-url": agenda["url"] or "",
        "topics": json.dumps(values["topics"]),
        "follow-ups": json.dumps(values["follow_ups"]),
        "changes": str(0 if values["dry_run"] else len(values["changes"])),
    }
