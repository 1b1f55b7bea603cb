"""Moments as requests give them."""

from datetime import datetime

from sandbox.rules.refusals import invalid
from sandbox.times import moment_of


def moment_given(text: str, resource: str, field: str) -> datetime:
    """The moment in UTC of ISO 8601 text in a field of a resource; raises Invalid for other text."""
    try:
        return moment_of(text)
    except ValueError:
        raise invalid(resource, field, "invalid", value=text) from None
