"""The log of a job's step: groups, annotations, and words of people that command neither the runner nor its pages.

Sources: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands, and for the number of
annotations https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md
"""

import logging
import re
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TextIO

from action.workflow_commands import annotation, debugged, grouped, masked, unheard
from arch_hour.streams import printable

MOST_ANNOTATIONS = 10  # of one level that GitHub keeps of one step
# What is shorter is no token, and hiding it would leave holes in every other word.
SHORTEST_SECRET = 8

_SECRETS = ("INPUT_TOKEN", "INPUT_PROJECT-TOKEN", "GITHUB_TOKEN", "ARCH_HOUR_PROJECT_TOKEN")
_OURS = ("arch_hour", "action")


@dataclass
class Log:
    """What a step says; `on_runner` is where somebody obeys, and no secret is ever among it."""

    stream: TextIO
    on_runner: bool = False
    _secrets: list[str] = field(default_factory=list)
    _told: dict[str, int] = field(default_factory=dict)
    _waiting: dict[str, list[str]] = field(default_factory=dict)

    def hide(self, secret: str) -> None:
        """Keeps a secret out of the log, also where another step of the job tells it."""
        for part in secret.split():
            if len(part) < SHORTEST_SECRET or part in self._secrets:
                continue
            self._secrets.append(part)
            if self.on_runner:
                print(masked(part), file=self.stream, flush=True)

    def say(self, words: str) -> None:
        """A line with words of ours alone."""
        print(self._line(words), file=self.stream)

    def quote(self, lines: Iterable[str]) -> None:
        """Lines with words of whomever, each on one line."""
        shown = [self._line(line) for line in lines]
        if shown:
            with unheard(self.stream):
                print("\n".join(shown), file=self.stream)

    def group(self, title: str, lines: Iterable[str]) -> None:
        """Such lines folded away below a title of ours; nothing where there are none."""
        shown = list(lines)
        if shown:
            with grouped(title, self.stream):
                self.quote(shown)

    def debug(self, words: str) -> None:
        """A line for who looks for a fault."""
        print(debugged(self._whole(words)), file=self.stream)

    def annotate(self, level: str, message: str, *, file: str = "", line: int | None = None) -> None:
        """An annotation; what GitHub would leave out waits for `finish`, which tells how many there are."""
        words = self._whole(message)
        self._told[level] = self._told.get(level, 0) + 1
        if self._told[level] >= MOST_ANNOTATIONS:
            self._waiting.setdefault(level, []).append(words)
            return
        print(annotation(level, words, file=file, line=line), file=self.stream)

    def failure(self) -> None:
        """The error that is being handled, whole."""
        self.quote(traceback.format_exc().splitlines())

    def finish(self) -> None:
        """Tells the annotations that waited: the last one as itself, several as one and in the log."""
        for level, waiting in self._waiting.items():
            if len(waiting) == 1:
                print(annotation(level, waiting[0]), file=self.stream)
                continue
            self.group(f"More {level}s", waiting)
            more = f"and {len(waiting)} more {level}s, which the log tells"
            print(annotation(level, more), file=self.stream)
        self._waiting.clear()

    def _whole(self, text: str) -> str:
        """Words of several lines, which stay several."""
        return "\n".join(map(self._line, re.split(r"\r\n|\r|\n", text)))

    def _line(self, text: str) -> str:
        """Words as a line that the log's page takes for words: it knows what was obeyed by the sign it begins with."""
        line = self._without_secrets(printable(text))
        return f"| {line}" if line.lstrip().startswith("##[") else line

    def _without_secrets(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text


@contextmanager
def logging_to(stream: TextIO, environ: Mapping[str, str]) -> Iterator[Log]:
    """The log of a step, to which every record of the standard library's goes too.

    Of ours also those for finding faults, where somebody asked the runner for them.
    """
    log = Log(stream, on_runner=environ.get("GITHUB_ACTIONS") == "true")
    for secret in _secrets_in(environ):
        log.hide(secret)
    handler = _Records(log)
    root = logging.getLogger()
    root.addHandler(handler)
    for name in _OURS:
        logging.getLogger(name).setLevel(
            logging.DEBUG if environ.get("RUNNER_DEBUG") == "1" else logging.INFO
        )
    try:
        yield log
    finally:
        root.removeHandler(handler)
        for name in _OURS:
            logging.getLogger(name).setLevel(logging.NOTSET)
        log.finish()


def _secrets_in(environ: Mapping[str, str]) -> Iterator[str]:
    """The tokens, and the passwords of proxies, whose addresses libraries tell when they cannot be used."""
    yield from (environ.get(name, "") for name in _SECRETS)
    for name, value in environ.items():
        if name.upper().endswith("_PROXY") and "@" in value:
            yield value.rpartition("@")[0].rpartition(":")[2]


class _Records(logging.Handler):
    """Takes records to the log: our warnings as annotations, and a library's as lines."""

    def __init__(self, log: Log) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """One record."""
        words = self.format(record)
        if record.levelno < logging.INFO:
            self._log.debug(words)
        elif record.levelno < logging.WARNING or record.name.partition(".")[0] not in _OURS:
            self._log.quote(words.splitlines())
        else:
            self._log.annotate("error" if record.levelno >= logging.ERROR else "warning", words)
