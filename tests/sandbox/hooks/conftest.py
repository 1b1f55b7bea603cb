"""A receiver, and a hook of the repository that delivers to it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from sandbox.server import Running
from tests.sandbox.hooks.places import HOOKS
from tests.sandbox.receiver import Receiver, receiving

As = Callable[[str | None], requests.Session]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def hook(as_: As, receiver: Receiver, running: Running) -> Any:
    """A hook of the repository, made through the API, that hears of everything."""
    config = {"url": receiver.url, "content_type": "json", "secret": "s3cret"}
    made = as_("olive").post(HOOKS, json={"config": config, "events": ["*"]})
    assert made.status_code == 201, made.text
    assert running.engines.sender.drain()
    return made.json()
