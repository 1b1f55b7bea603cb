"""What every resolver may ask about the request it works for."""

from dataclasses import dataclass

from sandbox.quotas import Quota
from sandbox.rules.access import Caller
from sandbox.world import World


@dataclass(frozen=True, slots=True)
class Context:
    """One GraphQL request: who asks, at which address of the sandbox, and what it costs."""

    world: World
    caller: Caller
    address: str
    quota: Quota
    cost: int
    node_count: int
