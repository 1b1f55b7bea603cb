"""What a run did, in the log and in the files that a runner reads: outputs for later steps, and the job's summary."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from action.inputs import Inputs
from action.log import Log
from action.workflow_commands import write_outputs, write_summary
from arch_hour.errors import ArchHourError
from arch_hour.rendering import count, reference, render

MOST_LINES = 200  # of one group
# A job's outputs may have 1 MB in all: https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax
ROOM = {"topics": 400_000, "follow_ups": 200_000}  # characters of JSON, each one byte


def tell(values: Mapping[str, Any], log: Log) -> None:
    """What was done, for who reads the job's log."""
    log.group("ACTION lines", _some([_line(each) for each in values["lines"] or ()]))
    log.group("Ranking", _some([_topic(each) for each in values["topics"] or ()]))
    log.group("Open follow-ups", _some([_follow_up(each) for each in values["follow_ups"]]))
    log.group("Changes", _some([f"{each['what']}: {each['why']}" for each in values["changes"]]))
    planned = " planned, nothing written" if values["dry_run"] else ""
    log.say(f"{count(len(values['changes']), 'change')}{planned}, {count(values['requests'], 'request')}")
    for warning in values["warnings"]:
        log.annotate("warning", warning)


def leave(values: Mapping[str, Any], inputs: Inputs, log: Log) -> None:
    """The summary of the job, and the outputs for its later steps; raises ArchHourError where neither has a place."""
    try:
        if inputs.summary_file is not None:
            write_summary(inputs.summary_file, render("outcome.md", outcome=values, page=None))
        if inputs.output_file is not None:
            write_outputs(inputs.output_file, _outputs(_within_room(values, log)))
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


def _within_room(values: Mapping[str, Any], log: Log) -> dict[str, Any]:
    """The values with no longer lists than a job's outputs may have; what is left out is a warning."""
    fitting = {name: _first(values[name] or [], room) for name, room in ROOM.items()}
    for name, rows in fitting.items():
        if len(rows) < (whole := len(values[name] or [])):
            log.annotate(
                "warning",
                f"the output `{name.replace('_', '-')}` has only the first {len(rows)} of {whole}, "
                "as a job's outputs may have 1 MB",
            )
    return {**values, **{name: rows for name, rows in fitting.items() if values[name] is not None}}


def _first(rows: Sequence[Mapping[str, Any]], room: int) -> list[Mapping[str, Any]]:
    """As many rows as there is room for in characters; names of voters give way first."""
    if len(json.dumps(rows)) <= room:
        return list(rows)
    fewer: list[Mapping[str, Any]] = [
        {name: value for name, value in row.items() if name != "voters"} for row in rows
    ]
    while (length := len(json.dumps(fewer))) > room:
        del fewer[len(fewer) * room // length :]
    return fewer


def _some(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        yield f"and {len(lines) - MOST_LINES} more"


def _line(line: Mapping[str, Any]) -> str:
    return f"#{line['issue']}, {line['place']}, {line['where']}: {line['verdict']}"


def _topic(topic: Mapping[str, Any]) -> str:
    named = f"{topic['name']} " if topic["name"] else ""
    return f"{topic['rank']}. {named}{topic['title']} ({count(topic['votes'], 'vote')})"


def _follow_up(each: Mapping[str, Any]) -> str:
    owners = ", ".join(each["owners"]) or "nobody yet"
    return f"{reference(each['number'])} {each['title']} – {owners}"
