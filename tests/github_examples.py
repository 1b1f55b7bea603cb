"""GitHub's own examples of what its events tell, from the npm package `@octokit/webhooks-examples`."""

import json
from functools import lru_cache
from typing import Any

import pytest

from tests.node_packages import packages_with

PACKAGE = "@octokit/webhooks-examples"


@lru_cache
def examples() -> tuple[tuple[str, dict[str, Any]], ...]:
    """Every example as the event's name and payload; none where the package is not installed."""
    folder = packages_with(PACKAGE)
    if folder is None:
        return ()
    found = json.loads((folder / PACKAGE / "api.github.com" / "index.json").read_text(encoding="utf-8"))
    return tuple((event["name"], payload) for event in found for payload in event["examples"])


needs_examples = pytest.mark.skipif(not examples(), reason=f"{PACKAGE} is not installed here")
