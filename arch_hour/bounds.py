"""Within which bounds meetings are reckoned."""

from datetime import timedelta

LONGEST_SPAN = timedelta(days=60)
LONGEST_MEETING = timedelta(days=1)
YEARS = range(1970, 2200)  # in which meetings take place: reckoning with any other would fail
