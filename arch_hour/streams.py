"""The standard output, which may lack characters or have no room."""

import io
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from unicodedata import category

from arch_hour.errors import ArchHourError

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def show_every_character() -> None:
    """What a terminal's encoding cannot show is written as an escape such as `\\u2192`."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def printable(text: str) -> str:
    """One line of anybody's words as a terminal can show it: no control sequence, nothing unseen in or around it."""
    return "".join(each if each.isprintable() else "" if category(each) == "Cf" else " " for each in text)


def readable(text: str) -> str:
    """A whole document without control sequences, which no page shows and a terminal might obey."""
    return _CONTROLS.sub(" ", text)


@contextmanager
def printing() -> Iterator[None]:
    """Within it things are printed, and nothing else; raises ArchHourError where they cannot be."""
    try:
        yield
        sys.stdout.flush()
    except OSError as error:
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
        )  # else Python tries once more at its end
        msg = f"the output cannot be written ({error.strerror}): give it another place"
        raise ArchHourError(msg) from None
