"""Whole numbers in a configuration, also where somebody put them in quotation marks."""

import re
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from arch_hour.config_forms import whole_number

_LARGEST_COUNT = 1_000_000


def whole(value: object, least: int, most: int) -> int | None:
    """A whole number within bounds, None for all else; a yes is no number, though Python has it as one."""
    if isinstance(value, str) and re.fullmatch(r"\s*[0-9]{1,9}\s*", value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if least <= value <= most else None


def _count(value: object) -> object:
    number = whole(value, 0, _LARGEST_COUNT)
    if number is None:
        msg = f"expected a whole number from 0 to {_LARGEST_COUNT:,}"
        raise ValueError(msg)
    return number


Count = Annotated[int, BeforeValidator(_count), WithJsonSchema(whole_number(0, _LARGEST_COUNT))]
