"""What a look finds, and what it looks at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from arch_hour.session import Session


class Verdict(Enum):
    """How well something is."""

    GOOD = "ok"
    TO_KNOW = "to know"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, in a sentence; what is wrong says how to mend it."""

    about: str
    verdict: Verdict
    sentence: str


# What a look tells; it raises ArchHourError for what it could not look at, and says nothing of what nobody configured.
Told = Iterator[tuple[Verdict, str]]
Look = Callable[[Session], Told]
