"""Faults on request: everything that goes wrong between a client and GitHub, when and where a test wants it."""

from sandbox.faults.kinds import (
    AnyFault,
    DroppedConnection,
    Fault,
    GraphqlError,
    LaggingLists,
    LostAnswer,
    MalformedJson,
    QuotaGone,
    Slow,
    Status,
)
from sandbox.faults.register import Faults

__all__ = [
    "AnyFault",
    "DroppedConnection",
    "Fault",
    "Faults",
    "GraphqlError",
    "LaggingLists",
    "LostAnswer",
    "MalformedJson",
    "QuotaGone",
    "Slow",
    "Status",
]
