"""Times as GitHub writes and reads them."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import overload


@overload
def written(moment: datetime) -> str: ...
@overload
def written(moment: None) -> None: ...


def written(moment: datetime | None) -> str | None:
    """A moment in UTC and whole seconds, such as `2020-12-17T15:00:00Z`."""
    return None if moment is None else _text_of(moment)


@lru_cache(maxsize=100_000)
def _text_of(moment: datetime) -> str:
    # Kept, since a page of issues tells thousands of times, and mostly ones that were told before.
    return f"{moment.isoformat()[:19]}Z"


def moment_of(text: str) -> datetime:
    """A moment in UTC of ISO 8601 text, which means UTC where it names no offset; raises ValueError for other text."""
    # The plus of an offset in a query arrives as a space.
    moment = datetime.fromisoformat(text.replace(" ", "+"))
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{text!r} is before or after all years that there are") from None
