"""What happens to deliveries when the sandbox stops: one is finished, the rest waits, also in a saved world."""

from collections.abc import Callable
from threading import Timer
from time import monotonic, sleep

from sandbox.actor import Actor
from sandbox.hooks.sender import Sender
from sandbox.rules.hooks import HookDraft, add_hook
from sandbox.server import serve
from sandbox.storing.worlds import world_as_data, world_from_data
from sandbox.world import World
from tests.sandbox.hooks.places import REPOSITORY
from tests.sandbox.receiver import Receiver

Act = Callable[[str], Actor]
# How long a receiver takes, in seconds: more than a second, for which one might wait by guess.
SLOW = 1.3


def _open_three(world: World, receiver: Receiver) -> None:
    add_hook(world, world.repository(REPOSITORY), HookDraft(receiver.url, "json", events=("issues",)))
    for title in ("First", "Second", "Third"):
        Actor(world, "wanda").open_issue(REPOSITORY, title)


def _stop_in_the_middle(world: World, receiver: Receiver, seconds: float = 0.1) -> None:
    """Stops a sender during the first of three deliveries, which takes so long."""
    sender = Sender(world, "http://localhost")
    sender.start()
    receiver.may_answer.clear()
    with sender.held():
        _open_three(world, receiver)
    deadline = monotonic() + 5
    while not receiver.received and monotonic() < deadline:
        sleep(0.01)
    timer = Timer(seconds, receiver.may_answer.set)
    timer.start()
    sender.stop()
    timer.join()


def test_the_present_delivery_is_finished_and_recorded_and_no_other_made(
    world: World, receiver: Receiver
) -> None:
    _stop_in_the_middle(world, receiver, SLOW)
    (hook,) = world.hooks.values()
    data = world_as_data(world)
    assert [delivery.status_code for delivery in hook.deliveries] == [200]
    assert len(receiver.received) == 1
    sleep(0.1)
    assert (world_as_data(world), len(receiver.received)) == (data, 1)


def test_the_rest_is_saved_and_delivered_by_the_loaded_world(world: World, receiver: Receiver) -> None:
    _stop_in_the_middle(world, receiver)
    data = world_as_data(world)
    assert len(data["parcels"]) == 2
    loaded = world_from_data(data)
    assert world_as_data(loaded) == data
    with serve(loaded) as running:
        assert running.engines.sender.drain()
    titles = [one.payload["issue"]["title"] for one in receiver.received]
    assert titles == ["First", "Second", "Third"]
    assert "parcels" not in world_as_data(loaded)


def test_what_waits_for_a_hook_that_is_gone_is_not_saved(world: World, receiver: Receiver) -> None:
    _stop_in_the_middle(world, receiver)
    assert "parcels" in world_as_data(world)
    world.hooks.clear()
    assert "parcels" not in world_as_data(world)
