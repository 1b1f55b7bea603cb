"""What several servers ask of a sandbox, in order, and a way to hold one of them up in the middle of a run."""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from threading import Event, Lock
from typing import Any

from flask import request, request_finished, request_started

_REPOSITORY = re.compile(r"/repos/([^/]+/[^/]+)/")


@dataclass(frozen=True)
class Asked:
    """A request about a repository: by whose token, and whether a run begins with it."""

    repository: str
    token: str
    is_first: bool


@dataclass
class Watch:
    """The requests so far; `hold` has the next new issue made and its maker hear nothing of it until `release`."""

    asked: list[Asked] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    held_token: str = ""

    def __post_init__(self) -> None:
        self._lock = Lock()
        self._is_armed = False
        self.holds, self._released = Event(), Event()

    def hold(self) -> None:
        self.holds.clear()
        self._released.clear()
        self._is_armed = True

    def release(self) -> None:
        self._is_armed = False
        self._released.set()

    def of(self, repository: str) -> list[Asked]:
        """The requests about one repository."""
        return [each for each in self.asked if each.repository == repository]

    def crossings(self) -> list[tuple[Asked, Asked]]:
        """Where one server asked in the middle of what another was doing in the same repository."""
        found = []
        for repository in {each.repository for each in self.asked}:
            asked = self.of(repository)
            pairs = pairwise(asked)
            found += [(a, b) for a, b in pairs if a.token != b.token and not b.is_first]
        return found

    def came(self, _: object, **__: object) -> None:
        found = _REPOSITORY.match(request.path)
        variables = _variables(request.get_data()) if request.path == "/graphql" else {}
        name = found[1] if found else "/".join(str(variables.get(each, "")) for each in ("owner", "name"))
        if name != "/":
            with self._lock:
                self.agents.add(request.headers.get("User-Agent", ""))
                self.asked.append(Asked(name, _token(), "configuration" in variables))

    def went(self, _: object, **__: object) -> None:
        if request.method != "POST" or not request.path.endswith("/issues"):
            return
        with self._lock:
            is_chosen, self._is_armed = self._is_armed, False
        if is_chosen:
            self.held_token = _token()
            self.holds.set()
            self._released.wait(60)


@contextmanager
def watching() -> Iterator[Watch]:
    """Watches every sandbox of this process."""
    watch = Watch()
    with ExitStack() as stack:
        stack.enter_context(request_started.connected_to(watch.came))
        stack.enter_context(request_finished.connected_to(watch.went))
        stack.callback(watch.release)
        yield watch


def _token() -> str:
    return request.headers.get("Authorization", "").rpartition(" ")[2]


def _variables(body: bytes) -> dict[str, Any]:
    found = json.loads(body).get("variables")
    return found if isinstance(found, dict) else {}
