"""Walks through every endpoint of an area, for the conformance test to send and to check."""

from collections.abc import Callable, Generator
from typing import Any, NamedTuple

import requests

from sandbox.world import World


class Step(NamedTuple):
    """One request: by a login, `workflow`, a token's text, or nobody (None); it must succeed."""

    who: str | None
    method: str
    path: str
    body: Any = None


Steps = Generator[Step, requests.Response, None]
Drive = Callable[[World], Steps]
