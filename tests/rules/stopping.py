"""A run that is stopped after any of its changes, and taken up again."""

from copy import deepcopy

import pytest

from arch_hour.rules.changes import (
    Change,
)
from tests.rules.memory import Memory, StoppedError


def survives(repository: Memory, at: str) -> list[Change]:
    """The changes of a run, which leaves the same wherever it is stopped, and nothing to be done."""
    whole = deepcopy(repository)
    changes = whole.made(at)
    assert whole.made() == []
    for count in range(len(changes)):
        stopped = deepcopy(repository)
        with pytest.raises(StoppedError):
            stopped.run(at, stop_after=count)
        stopped.run()
        assert stopped.state() == whole.state(), f"stopped after {count}"
        assert stopped.made() == []
    repository.run(at)
    return changes
