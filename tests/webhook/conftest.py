"""What tests of the server share: a memory on each database, and an App that is installed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.webhook.memories import Memory, address_at, memory_at
from tests.webhook.sites import Site, site_at_work


@pytest.fixture(params=["sqlite", "postgresql"])
def memory(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Memory]:
    with memory_at(address_at(request.param, tmp_path, request)) as made:
        yield made


@pytest.fixture
def site() -> Iterator[Site]:
    with site_at_work() as made:
        yield made
