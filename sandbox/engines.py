"""What goes on by itself while the sandbox answers: deliveries to webhooks, and runs of workflows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sandbox.hooks.sender import Sender
from sandbox.workflows.jobs import Equipment
from sandbox.workflows.runner import Runner
from sandbox.world import World


@dataclass(frozen=True, slots=True)
class Engines:
    """The two that are at work."""

    sender: Sender
    runner: Runner


@contextmanager
def at_work(world: World, address: str, equipment: Equipment | None = None) -> Iterator[Engines]:
    """Sends deliveries and runs workflows of a world that answers at `address`, until the context ends."""
    engines = Engines(Sender(world, address), Runner(world, address, equipment))
    engines.sender.start()
    engines.runner.start()
    try:
        yield engines
    finally:
        engines.runner.stop()
        engines.sender.stop()
