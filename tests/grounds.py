"""Where `init` works in tests: files and labels in memory, and what was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from arch_hour.errors import StaleFileError, UsageError
from arch_hour.repository_paths import DEFAULT_PATH
from arch_hour.rules.changes import CommitFile, CreateLabel, Declined, Done
from arch_hour.rules.set_up import FORM, Answers, Copy, Verdict
from arch_hour.rules.workflow_files import PATH
from arch_hour.set_up import Furnished, Wish

CONFIGURATION, WORKFLOW = DEFAULT_PATH, PATH
FILES = (CONFIGURATION, FORM, WORKFLOW)
COPY = Copy("acme/arch-hour", "5" * 40)
ANSWERS = Answers(datetime(2026, 1, 8, 10), "Europe/Berlin", "Tea")  # noqa: DTZ001  local time
NOW = datetime(2026, 1, 1, 8, tzinfo=UTC)


@dataclass
class Ground:
    """A repository's files; `refusing` are those that may not be written, with GitHub's words, `raced` those that
    somebody else writes at the last moment, and `killed_at` the one before which the process ends.
    """

    files: dict[str, str] = field(default_factory=dict)
    refusing: dict[str, str] = field(default_factory=dict)
    raced: dict[str, str] = field(default_factory=dict)
    killed_at: str = ""
    unreadable: str = ""
    feeds: dict[str, str] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)

    def file(self, path: str) -> str | None:
        return self.files.get(path)

    def folder(self, path: str) -> Mapping[str, str]:
        return {name: text for name, text in self.files.items() if name.rpartition("/")[0] == path}

    def feed(self, address: str) -> str:
        return self.feeds[address]

    def apply(self, change: CommitFile, number: int) -> Done | Declined:
        assert number == 0
        if change.path == self.killed_at:
            raise KeyboardInterrupt
        if change.path == self.unreadable:
            raise UsageError("this is no text")
        self.files |= {path: text for path, text in self.raced.items() if path == change.path}
        if self.files.get(change.path) != change.was:
            raise StaleFileError(change.path, self.files.get(change.path))
        if change.path in self.refusing:
            return Declined(self.refusing[change.path])
        self.files[change.path] = change.text
        self.written.append(change.path)
        return Done()


@dataclass
class Labeller:
    """A repository's labels; no more are made once `refusal` says why."""

    names: set[str] = field(default_factory=set)
    refusal: str = ""

    def labels(self) -> frozenset[str]:
        return frozenset(name.casefold() for name in self.names)

    def apply(self, change: CreateLabel, number: int) -> Done | Declined:
        assert number == 0
        if self.refusal:
            return Declined(self.refusal)
        self.names.add(change.name)
        return Done()


def wish(**values: Any) -> Wish:
    """What somebody asks for who begins."""
    given = {
        "path": CONFIGURATION,
        "server": "https://github.com",
        "now": NOW,
        "answers": ANSWERS,
        "own": COPY,
    }
    return Wish(**{**given, **values})


def verdicts(furnished: Furnished) -> list[Verdict]:
    """Of the configuration, the form and the workflow."""
    return [file.plan.verdict for file in furnished.files]
