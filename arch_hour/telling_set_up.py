"""What `init` set up, in words and in values for a program."""

from collections.abc import Iterator
from typing import Any

from arch_hour.rules.set_up import Verdict
from arch_hour.rules.workflow_files import FOLDER
from arch_hour.set_up import Furnished, Laid

_WORKFLOW_SCOPE = (
    "a token writes workflows only with the scope `workflow`, or *Workflows: read and write*; "
    "or write into a checkout, `--folder DIR`, and push that"
)
_BRANCH = "let the token write to the default branch, or write into a checkout, `--folder DIR`, and push that"


def as_values(furnished: Furnished) -> dict[str, Any]:
    """All of it as JSON values; `refused` is None where nothing was."""
    return {
        "dry_run": furnished.wish.dry_run,
        "files": [
            {
                "path": file.plan.path,
                "done": file.plan.verdict.value,
                "note": file.plan.note or None,
                "refused": file.refused or None,
            }
            for file in furnished.files
        ],
        "labels": [{"name": each.label.name, "refused": each.refused or None} for each in furnished.labels],
        "schedule": [{"cron": timer.cron, "timezone": timer.timezone} for timer in furnished.crons.timers],
        "next": list(_next(furnished)),
    }


def lines(furnished: Furnished) -> Iterator[str]:
    """What was done about each file and label, a line each."""
    would = "would be " if furnished.wish.dry_run else ""
    for file in furnished.files:
        yield f"{file.plan.path} {_done(file, would)}"
    for each in furnished.labels:
        told = f"could not be made ({each.refused})" if each.refused else f"{would}made"
        yield f"label {each.label.name} {told}"


def _done(file: Laid, would: str) -> str:
    if file.refused:
        return f"could not be written ({file.refused})"
    told = f"{would if file.plan.change else ''}{file.plan.verdict.value}"
    return f"{told}: {file.plan.note}" if file.plan.note else told


def _next(furnished: Furnished) -> Iterator[str]:
    """What people go on with."""
    wish, has_changed = furnished.wish, any(file.plan.change for file in furnished.files)
    taken = [file.plan.path for file in furnished.files if file.plan.verdict is Verdict.TAKEN]
    yield from (_remedy(file, furnished) for file in furnished.files if file.refused)
    yield from (f"Move {path} away, which is no workflow of Arch Hour." for path in taken)
    if not furnished.is_done:
        yield "Then run it again."
        return
    if wish.dry_run and (has_changed or furnished.labels):
        yield "Nothing was written. Run it again without --dry-run."
    elif wish.is_local and has_changed:
        yield "Commit these files, and push them to the default branch."
    yield from _by_hand(furnished)
    if not furnished.crons.before_meetings:
        yield "There is no meeting within a year: look at the schedule, or run this again when there is one."
    elif has_changed and not wish.dry_run:
        yield (
            "Start the workflow once by hand, under Actions, Arch Hour, Run workflow. "
            "It runs by itself from then on, and makes the agenda some days before each meeting."
        )
    yield "`arch-hour check` says whether all is ready, and `arch-hour init --board` makes a project to track on."


def _remedy(file: Laid, furnished: Furnished) -> str:
    """What to do so that a file can be written."""
    path = file.plan.path
    if furnished.wish.is_local:
        return f"Make room for {path}: something else stands there, or this folder cannot be written to."
    return f"Mend what kept {path} from being written: {_WORKFLOW_SCOPE if path.startswith(FOLDER) else _BRANCH}."


def _by_hand(furnished: Furnished) -> Iterator[str]:
    """What was asked for and stands in no file, as people changed those."""
    wish, theirs = furnished.wish, Verdict.THEIRS
    configuration, *_, workflow = (file.plan for file in furnished.files)
    if wish.answers is not None and configuration.verdict is theirs:
        yield f"Put --start and the like into {configuration.path} by hand, as people changed it, and run this again."
    if workflow.verdict is not theirs:
        return
    schedule = ", ".join(f"`{timer.cron}`" for timer in furnished.crons.timers)
    yield f"Look whether the workflow, which people changed, has these in its schedule: {schedule}."
    if wish.copy is not None:
        yield f"Put `uses: {wish.copy.name}@{wish.copy.ref}` into it by hand."
    if wish.keep_alive:
        yield "Put `keep-alive: true` below its `with`, and `actions: write` below its `permissions`, by hand."
