"""`arch-hour init`: the files that a team needs, and the labels with their colors."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from arch_hour.config import Config
from arch_hour.config_file import read_config
from arch_hour.errors import ConfigurationError, StaleFileError, UsageError
from arch_hour.gateway.protocol import Texts
from arch_hour.named_files import with_its_calendar
from arch_hour.rules.changes import CommitFile, CreateLabel, Declined, Result
from arch_hour.rules.crons import Crons, crons_for
from arch_hour.rules.labels import missing_labels
from arch_hour.rules.set_up import (
    FORMS,
    SCHEMA,
    Answers,
    Copy,
    Planned,
    Verdict,
    as_it_is,
    completed,
    configuration,
    copy_in,
    is_untouched,
    planned,
    planned_form,
    workflow,
)
from arch_hour.rules.workflow_files import FOLDER, WorkflowFile, every_workflow, find_workflow, path_for


class Ground(Texts, Protocol):
    """Where a team's files are: its repository on GitHub, or a checkout of it; raises ArchHourError."""

    def folder(self, path: str) -> Mapping[str, str]:
        """The texts of the files directly in a folder, by their paths."""

    def apply(self, change: CommitFile, number: int) -> Result:
        """Writes a file in place of the text that it was made of, or tells why it may not; the number is 0."""


class Labeller(Protocol):
    """Who has labels and makes them; raises ArchHourError."""

    def labels(self) -> frozenset[str]:
        """The names of all labels, without case."""

    def apply(self, change: CreateLabel, number: int) -> Result:
        """Makes a label, or tells why it may not; the number is 0."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for, in a repository whose GitHub has its pages at `server`.

    `answers` are None where nobody gave any, `copy` is the one that was named, and `own` the one that this is. What
    `is_local` is written into a checkout, which people then push.
    """

    path: str
    server: str
    now: datetime
    answers: Answers | None = None
    copy: Copy | None = None
    own: Copy | None = None
    knows_zones: bool = True
    keep_alive: bool = False
    dry_run: bool = False
    is_local: bool = False


@dataclass(frozen=True, slots=True)
class Laid:
    """A file, or a label by its name, with what was done about it; `refused` is why it could not be done."""

    plan: Planned
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label that was missing; `refused` is why it could not be made."""

    label: CreateLabel
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Furnished:
    """What there is now: the files, the labels that were missing, and when the workflow has to run."""

    wish: Wish
    files: tuple[Laid, ...]
    labels: tuple[Labelled, ...]
    crons: Crons

    @property
    def is_done(self) -> bool:
        """Whether nothing was refused, and nothing is in the way."""
        return (
            all(file.plan.verdict is not Verdict.TAKEN for file in self.files)
            and not any(file.refused for file in self.files)
            and not any(each.refused for each in self.labels)
        )


def set_up(ground: Ground, wish: Wish, labeller: Labeller | None = None) -> Furnished:
    """Writes what is missing, and renews what nobody changed since it was written; raises ArchHourError.

    Safe to stop and to run again: each file is looked at right before it is written. Without a labeller the labels are
    left to the runs.
    """
    there, forms, workflows = ground.file(wish.path), ground.folder(FORMS), ground.folder(FOLDER)
    known = find_workflow(workflows, wish.path)
    first = _configuration(there, wish, _copy(wish, known, workflows))
    config = _read(first, there or "", ground, wish)
    crons = crons_for(config, wish.now, with_zone=wish.knows_zones)
    plans = (first, planned_form(forms, config), _workflow(workflows, known, config, crons, wish))
    files = tuple(_laid(ground, plans, wish))
    labels = tuple(_labelled(labeller, config, wish)) if labeller else ()
    return Furnished(wish, files, labels, crons)


def _configuration(there: str | None, wish: Wish, copy: Copy | None) -> Planned:
    if wish.answers is not None:
        used = _needed(copy)
        schema = f"{wish.server}/{used.name}/raw/{used.version}/{SCHEMA}"
        return planned(wish.path, there, configuration(_completed(wish.answers, there, wish.path), schema))
    if there is None:
        msg = "when is your meeting? Say its first time and its zone: --start 2026-01-08T10:00 --timezone Europe/Berlin"
        raise UsageError(msg)
    return as_it_is(wish.path, there)


def _completed(answers: Answers, there: str | None, path: str) -> Answers:
    if there is None or not is_untouched(there):
        return answers
    return completed(answers, read_config(there, path))


def _read(first: Planned, there: str, ground: Ground, wish: Wish) -> Config:
    """The configuration as it will be, with its calendar; what people just answered is in no file yet."""
    text = first.change.text if first.change else there
    try:
        config = read_config(text, wish.path)
    except ConfigurationError as error:
        if first.change is None:
            raise
        raise UsageError(error.problem) from None
    return with_its_calendar(ground, config, text, wish.path)


def _workflow(
    files: Mapping[str, str], known: WorkflowFile | None, config: Config, crons: Crons, wish: Wish
) -> Planned:
    """The one that there is, whatever its name; else a new one."""
    path = known.path if known else path_for(config.path)
    there = files.get(path)
    if there is not None and not is_untouched(there):
        return as_it_is(path, there) if known else Planned(path, Verdict.TAKEN)
    keep_alive = wish.keep_alive or (known is not None and known.keeps_alive)
    copy = _needed(_copy(wish, known, files))
    return planned(path, there, workflow(config, crons, copy, keep_alive=keep_alive))


def _copy(wish: Wish, known: WorkflowFile | None, files: Mapping[str, str]) -> Copy | None:
    """The one that was named; else the one in use, be it by another meeting, which may be newer than ours by now."""
    using = known or next(every_workflow(files), None)
    in_use = copy_in(files[using.path], using) if using else None
    return wish.copy or in_use or wish.own


def _needed(copy: Copy | None) -> Copy:
    if copy is None:
        msg = "which copy of Arch Hour is to be used? Say --action OWNER/arch-hour@ and the full SHA of a commit"
        raise UsageError(msg)
    return copy


def _laid(ground: Ground, plans: Iterable[Planned], wish: Wish) -> Iterator[Laid]:
    for plan in plans:
        try:
            result = None if plan.change is None or wish.dry_run else ground.apply(plan.change, 0)
        except StaleFileError:
            result = Declined("somebody changed it in this moment")
        except UsageError as error:
            result = Declined(str(error))
        yield Laid(plan, result.reason if isinstance(result, Declined) else "")


def _labelled(labeller: Labeller, config: Config, wish: Wish) -> Iterator[Labelled]:
    for label in missing_labels(config, labeller.labels()):
        result = None if wish.dry_run else labeller.apply(label, 0)
        yield Labelled(label, result.reason if isinstance(result, Declined) else "")
