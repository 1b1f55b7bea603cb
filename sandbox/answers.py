"""What a face answers, before it becomes a response."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Answer:
    """What a handler gives back: JSON (None for an empty body), the status and further headers.

    A payload of bytes is sent as it is, as the `Content-Type` among the headers.
    """

    payload: object = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


NOTHING = Answer(status=204)
