"""A text from outside of GitHub: the iCalendar feed that a configuration names."""

import requests

from arch_hour.errors import UnreachableError

TIMEOUT = 30  # seconds


def read_feed(address: str) -> str:
    """The text at an address; raises UnreachableError."""
    try:
        answer = requests.get(address, timeout=TIMEOUT)
        answer.raise_for_status()
    except requests.RequestException as error:
        raise UnreachableError(f"the calendar at {address} cannot be read ({error})") from error
    return answer.text
