import time
from collections.abc import Callable
from threading import Event

from arch_hour.errors import UnreachableError
from arch_hour.rules.events import Command
from webhook.runner import Runner


def until(done: Callable[[], bool], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def test_hints_that_come_while_a_run_is_under_way_cause_exactly_one_more() -> None:
    under_way, go_on = Event(), Event()
    runs: list[str] = []

    def run(repository: str, _: Command) -> int:
        runs.append(repository)
        under_way.set()
        assert go_on.wait(10)
        return 0

    runner = Runner(run)
    runner.notify("octo/arch", Command.ALL)
    assert under_way.wait(10)
    for _ in range(20):
        runner.notify("octo/arch", Command.ALL)
    go_on.set()
    until(lambda: len(runs) == 2)
    runner.stop()
    assert runs == ["octo/arch", "octo/arch"]


def test_one_bad_repository_does_not_stop_the_others() -> None:
    runs: list[str] = []

    def run(repository: str, _: Command) -> int:
        runs.append(repository)
        if repository == "octo/bad":
            raise UnreachableError("gone")
        if repository == "octo/worse":
            raise RuntimeError("oops")
        return 0

    runner = Runner(run)
    for repository in ("octo/bad", "octo/worse", "octo/good"):
        runner.notify(repository, Command.ALL)
    until(lambda: len(runs) == 3)
    runner.stop()
    assert runs == ["octo/bad", "octo/worse", "octo/good"]
