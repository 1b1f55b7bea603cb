"""The faults that wait for their requests."""

from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from sandbox.faults.kinds import AnyFault, Fault

Kind = TypeVar("Kind", bound=Fault)


class FaultError(ValueError):
    """A description of faults that cannot be understood, told in one sentence."""


@dataclass(slots=True)
class Armed:
    """A fault that was set: how many requests it matched, and how many of them it struck."""

    number: int
    fault: Fault
    seen: int = 0
    struck: int = 0

    def meets(self, method: str, path: str, operation: str | None) -> bool:
        """Takes note of a request; tells whether it is struck."""
        if not self.fault.matches(method, path, operation):
            return False
        self.seen += 1
        is_spent = self.fault.times is not None and self.struck >= self.fault.times
        if self.seen < self.fault.nth or is_spent:
            return False
        self.struck += 1
        return True

    def as_json(self) -> dict[str, object]:
        """The fault as it was set, with its number and what became of it."""
        counts = {"id": self.number, "seen": self.seen, "struck": self.struck}
        return counts | self.fault.model_dump(mode="json")


class Faults:
    """All faults that are set; each goes on its own, so that several may strike one request."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._armed: dict[int, Armed] = {}
        self._next = 1

    def add(self, fault: Fault) -> Armed:
        """Sets a fault."""
        with self._lock:
            armed = self._armed[self._next] = Armed(self._next, fault)
            self._next += 1
        return armed

    def remove(self, number: int) -> bool:
        """Takes one fault back; tells whether it was there."""
        with self._lock:
            return self._armed.pop(number, None) is not None

    def clear(self) -> None:
        """Takes all faults back."""
        with self._lock:
            self._armed = {}

    def strike(self, method: str, path: str, operation: str | None) -> tuple[Fault, ...]:
        """Which faults strike a request; asking counts as the request."""
        with self._lock:
            return tuple(one.fault for one in self._armed.values() if one.meets(method, path, operation))

    def __iter__(self) -> Iterator[Armed]:
        return iter(list(self._armed.values()))


def faults_of(given: object) -> list[Fault]:
    """The faults that JSON values describe, one object or a list of them; raises FaultError."""
    wanted = given if isinstance(given, list) else [given]
    try:
        return list(TypeAdapter(list[AnyFault]).validate_python(wanted))
    except ValidationError as error:
        raise FaultError(f"No fault was set: {_first_problem(error)}.") from None


def _first_problem(error: ValidationError) -> str:
    """The first thing that is wrong: in which of the faults, in which of its fields, and what."""
    problem = error.errors()[0]
    # The place begins with the number in the list, and then has the kind, which is among the fields anyway.
    place = ".".join(str(part) for part in problem["loc"][2:]) or "the fault"
    return f"{place}: {problem['msg']}".rstrip(".")


def first(faults: tuple[Fault, ...], kind: type[Kind]) -> Kind | None:
    """The first fault of a kind among those that strike a request."""
    return next((fault for fault in faults if isinstance(fault, kind)), None)
