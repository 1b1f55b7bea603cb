"""What a runner understands: annotations, outputs, and a log in which other people's words command nothing.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import TextIO

from arch_hour.streams import readable

SUMMARY_LIMIT = (
    1_000_000  # bytes of one run, below the 1 MiB beyond which a runner drops a step's summary whole
)
_CUT = "\n\n… the rest is too long for this summary.\n"


def annotation(level: str, message: str, *, file: str = "", line: int | None = None) -> str:
    """An `error`, `warning` or `notice` line; file and line (from 1) point into the repository."""
    places = {"file": file, "line": str(line) if line else "", "title": "Arch Hour"}
    properties = ",".join(f"{name}={_property(value)}" for name, value in places.items() if value)
    return f"::{level} {properties}::{_data(message)}"


def debugged(message: str) -> str:
    """A line that a runner shows where somebody asked it to tell more."""
    return f"::debug::{_data(message)}"


def masked(secret: str) -> str:
    """Has the runner hide a secret wherever it would stand from now on; no page of GitHub shows this line."""
    return f"::add-mask::{_data(secret)}"


@contextmanager
def grouped(title: str, stream: TextIO) -> Iterator[None]:
    """What is said within it is folded away below a title."""
    print(f"::group::{_data(title)}", file=stream, flush=True)
    try:
        yield
    finally:
        print("::endgroup::", file=stream, flush=True)


@contextmanager
def unheard(stream: TextIO) -> Iterator[None]:
    """Within it the runner takes no line of the log for a command, whoever's words they are."""
    token = token_hex(16)
    print(f"::stop-commands::{token}", file=stream, flush=True)
    try:
        yield
    finally:
        print(f"::{token}::", file=stream, flush=True)


def write_outputs(file: Path, outputs: Mapping[str, str]) -> None:
    """Appends outputs between delimiters that nobody can guess."""
    with file.open("a", encoding="utf-8") as stream:
        stream.writelines(_output(name, value) for name, value in outputs.items())


def write_summary(file: Path, text: str) -> None:
    """Appends Markdown to the job's summary, cut where it is too long for one."""
    content = f"{readable(text)}\n".encode(errors="replace")
    if len(content) > SUMMARY_LIMIT:
        kept = content[: SUMMARY_LIMIT - len(_CUT.encode())].decode(errors="ignore")
        content = f"{kept}{_CUT}".encode()
    with file.open("ab") as stream:
        stream.write(content)


def _output(name: str, value: str) -> str:
    delimiter = f"arch-hour-{token_hex(16)}"
    return f"{name}<<{delimiter}\n{value}\n{delimiter}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
