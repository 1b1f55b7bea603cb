"""A run that is stopped after any of its changes, and taken up again."""

from copy import deepcopy

import pytest

from arch_hour.rules.changes import Change
from arch_hour.rules.events import Command
from tests.rules.memory import Memory, StoppedError


def survives(repository: Memory, at: str | None, command: Command = Command.ALL) -> list[Change]:
    """The changes of a run, which leaves the same wherever it is stopped, and nothing to be done."""
    whole = deepcopy(repository)
    changes = whole.made(at, command)
    assert whole.made(None, command) == []
    for count in range(len(changes)):
        stopped = deepcopy(repository)
        with pytest.raises(StoppedError):
            stopped.run(at, command, stop_after=count)
        stopped.run(None, command)
        assert stopped.state() == whole.state(), f"stopped after {count}"
        assert stopped.made(None, command) == []
    repository.run(at, command)
    return changes
