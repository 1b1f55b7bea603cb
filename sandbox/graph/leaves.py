"""How single values are written in an answer, by the name of their scalar."""

from collections.abc import Callable
from typing import Any

from sandbox.times import written

LEAVES: dict[str, Callable[[Any], object]] = {
    "BigInt": str,
    "DateTime": written,
}
