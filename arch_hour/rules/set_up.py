"""The files that a team needs in its repository, and what is to be done with those that are there.

Each file says in its last line that it is ours, with a digest of the rest. So a file that somebody changed is theirs
from then on; only which version of the action it uses may be another, as that is moved by Dependabot and its like.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from arch_hour.config import Config
from arch_hour.rendering import render
from arch_hour.repository_paths import DEFAULT_PATH
from arch_hour.rules.changes import CommitFile
from arch_hour.rules.crons import Crons
from arch_hour.rules.markers import digest
from arch_hour.rules.workflow_files import ENDINGS, WorkflowFile, suffix_for
from arch_hour.rules.yaml_texts import first_document, text_of

FORMS = ".github/ISSUE_TEMPLATE"
FORM = f"{FORMS}/topic.yml"
SCHEMA = "schema/arch-hour.schema.json"

# The last line of each file, around a digest of all above it.
_SEAL = (
    "# Written by arch-hour init (",
    "). What you change stays as you have it: init never writes over it then.",
)
_SEALED = re.compile(rf"(?P<text>.*\n){re.escape(_SEAL[0])}(?P<digest>\w+){re.escape(_SEAL[1])}\n", re.DOTALL)
_USED = re.compile(r"(?<=\n      - uses: )\S+/\S+@\S.*")
NAME = "Lean Coffee"
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the action that workflows may use: its repository, as `OWNER/NAME`, and a version as they name it."""

    name: str
    ref: str

    @property
    def version(self) -> str:
        """The commit, branch or tag alone: in a workflow a comment may stand behind it."""
        return self.ref.split()[0]


@dataclass(frozen=True, slots=True)
class Answers:
    """What only people know of their meeting; `start` is local time."""

    start: datetime
    timezone: str
    name: str = ""
    schedule: str = ""

    @property
    def rule(self) -> str:
        """The recurrence rule: once a week, where nothing else was said."""
        return self.schedule or f"FREQ=WEEKLY;BYDAY={_WEEKDAYS[self.start.weekday()]}"


class Verdict(Enum):
    """What is done with a file."""

    NEW = "written"
    RENEWED = "brought up to date"
    SAME = "is as it should be"
    THEIRS = "was changed by people and stays so"
    ELSEWHERE = "is not needed"
    TAKEN = "is something else"


@dataclass(frozen=True, slots=True)
class Planned:
    """A file with what is done with it; `change` is None where nothing is, and `note` says more."""

    path: str
    verdict: Verdict
    change: CommitFile | None = None
    note: str = ""


def completed(answers: Answers, before: Config) -> Answers:
    """The answers with the name and the rhythm that were given before, where they are not given now."""
    meeting = before.meeting
    was_usual = meeting.start is not None and meeting.schedule == Answers(meeting.start, "").rule
    schedule = "" if was_usual else meeting.schedule or ""
    return replace(answers, name=answers.name or meeting.name, schedule=answers.schedule or schedule)


def configuration(answers: Answers, schema: str) -> str:
    """The text of a configuration; `schema` is the address of its JSON Schema."""
    return _sealed(
        render(
            "ready/arch-hour.yml",
            schema=schema,
            name=answers.name or NAME,
            schedule=answers.rule,
            start=f"{answers.start:%Y-%m-%dT%H:%M}",
            timezone=answers.timezone,
        )
    )


def workflow(config: Config, crons: Crons, copy: Copy, *, keep_alive: bool = False) -> str:
    """The text of the workflow."""
    return _sealed(
        render(
            "ready/workflow.yml",
            crons=crons,
            copy=copy,
            suffix=suffix_for(config.path),
            path=None if config.path == DEFAULT_PATH else config.path,
            commits=config.minutes.path is not None,
            keep_alive=keep_alive,
        )
    )


def topic_form(config: Config) -> str:
    """The text of the form by which people without label rights propose topics."""
    return _sealed(render("ready/topic.yml", label=config.topics.label))


def planned(path: str, there: str | None, wanted: str) -> Planned:
    """What is to be done so that a file has the wanted text; what people changed is left alone."""
    if there is None:
        change = CommitFile(path, wanted, None, f"Add {path} for Arch Hour", "the repository lacks it")
        return Planned(path, Verdict.NEW, change)
    if not is_untouched(there) or _plain(there) == wanted:
        return as_it_is(path, there)
    change = CommitFile(path, wanted, there, f"Bring {path} up to date", "it is not as init writes it now")
    return Planned(path, Verdict.RENEWED, change)


def as_it_is(path: str, there: str) -> Planned:
    """A file that nothing is to be done with."""
    return Planned(path, Verdict.SAME if is_untouched(there) else Verdict.THEIRS)


def planned_form(forms: Mapping[str, str], config: Config) -> Planned:
    """What is to be done with the form, given those that are there; any that puts the label will do."""
    if FORM not in forms and (other := next(forms_with(forms, config.topics.label), None)):
        return Planned(FORM, Verdict.ELSEWHERE, note=f"{other} makes topics")
    return planned(FORM, forms.get(FORM), topic_form(config))


def copy_in(text: str, known: WorkflowFile) -> Copy:
    """The copy of the action that a workflow uses, with the words that stand behind its version."""
    found = re.search(rf"@{re.escape(known.ref)}(?P<words> +#.*)", text)
    return Copy(known.copy, f"{known.ref}{found['words'].rstrip() if found else ''}")


def forms_with(forms: Mapping[str, str], label: str) -> Iterator[str]:
    """The paths of the forms, and of the templates in Markdown, that put a label on what they open."""
    for path, text in sorted(forms.items()):
        if path.endswith((*ENDINGS, ".md")) and label.casefold() in (
            name.casefold() for name in _labels_of(text)
        ):
            yield path


def is_untouched(text: str) -> bool:
    """Whether a file is as init wrote it, whichever line ends it has now and whatever version of the action it uses."""
    found = _SEALED.fullmatch(_plain(text))
    return found is not None and found["digest"] == _digest(found["text"])


def _sealed(text: str) -> str:
    text = f"{text}\n"
    return f"{text}{_digest(text).join(_SEAL)}\n"


def _digest(text: str) -> str:
    return digest(_USED.sub("", text))


def _plain(text: str) -> str:
    """The text whatever an editor or git made of its line ends, the last one too."""
    return text.replace("\r\n", "\n").rstrip("\n") + "\n"


def _labels_of(text: str) -> Iterator[str]:
    """The labels that an issue form, or the head of a Markdown template, puts on: a list, or one text with commas."""
    labels = first_document(text).get("labels")
    if isinstance(labels, str):
        labels = labels.split(",")
    if isinstance(labels, list):
        yield from (text_of(label).strip() for label in labels)
