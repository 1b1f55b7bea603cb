"""What is remembered where a run finds that the App may do nothing there: no trouble, and nothing for long."""

from uuid import uuid4

import pytest

from tests.webhook.memories import Memory
from webhook.following import InstallationSeen, RepositorySeen
from webhook.store import Begun, Received, Verdict

TEA, CAKE, LONE = (
    RepositorySeen(2, "octo/tea", 7),
    RepositorySeen(3, "octo/cake", 7),
    RepositorySeen(4, "x/y", None),
)


def running(memory: Memory, seen: RepositorySeen) -> Begun:
    memory.store.receive(Received("a", seen.id, (seen,)))
    found = memory.store.begin(memory.orders()[0])
    assert found is not None
    return found


def wakes(memory: Memory, seen: RepositorySeen) -> bool:
    """Whether the next event of a repository makes it run."""
    assert memory.store.receive(Received(str(uuid4()), seen.id, (seen,))) is Verdict.QUEUED
    return memory.store.begin(memory.orders()[-1]) is not None


@pytest.mark.parametrize(
    "is_known", [True, False], ids=["an installation of which events told", "of which none did"]
)
def test_where_the_app_is_suspended_nothing_is_run_until_it_goes_on(
    memory: Memory, *, is_known: bool
) -> None:
    if is_known:
        memory.store.learn((InstallationSeen(7, "octo", suspended=False),))
    memory.store.leave(running(memory, TEA), is_gone=False)
    assert memory.store.workload().repositories["idle"] == 1
    assert not wakes(memory, TEA)
    assert not wakes(memory, CAKE)
    assert memory.store.sweep("s") == 0
    memory.store.learn((InstallationSeen(7, "octo", suspended=False),))
    assert memory.store.sweep("t") == 2
    assert wakes(memory, TEA)


def test_where_the_app_is_gone_all_that_it_reached_is_forgotten(memory: Memory) -> None:
    memory.store.learn((InstallationSeen(7, "octo", suspended=False), CAKE, LONE))
    memory.store.leave(running(memory, TEA), is_gone=True)
    known = memory.store.known()
    assert (known.installations, known.repositories) == (frozenset(), {4: None})
    assert wakes(memory, TEA)


def test_where_the_app_never_was_only_that_repository_is_forgotten(memory: Memory) -> None:
    memory.store.learn((CAKE,))
    memory.store.leave(running(memory, LONE), is_gone=True)
    assert memory.store.known().repositories == {3: 7}
