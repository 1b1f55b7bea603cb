"""The link that shows a moment in its reader's own time zone."""

from collections.abc import Mapping
from datetime import UTC, datetime

_CITY_UTC = 1440  # how timeanddate.com calls UTC


def own_clock(name: str, at: datetime, minutes: int = 0) -> Mapping[str, object]:
    """What asks timeanddate.com for a page with a moment, and what lasts so long from it on, in every zone."""
    hours, rest = divmod(minutes, 60)
    return {"msg": name, "iso": f"{at.astimezone(UTC):%Y%m%dT%H%M}", "p1": _CITY_UTC, "ah": hours, "am": rest}
