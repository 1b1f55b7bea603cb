"""What mutations answer."""

from types import SimpleNamespace
from typing import Any

Input = dict[str, Any]


class Payload(SimpleNamespace):
    """The parts of one mutation's answer, by the names of its payload type's fields."""


def answer(given: Input, **parts: Any) -> Payload:
    """The payload of a mutation, with what its input carried for the client to know it by."""
    return Payload(client_mutation_id=given.get("clientMutationId"), **parts)
