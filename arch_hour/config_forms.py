"""How values are written, as a JSON Schema tells it: one pattern serves the reading and the editors."""

import re
from typing import Any

_GROUP_NAME = re.compile(r"\?P<\w+>")


def text_like(pattern: re.Pattern[str]) -> dict[str, Any]:
    """A text that the pattern matches whole; names of groups are left out, which other languages write otherwise."""
    return {"type": "string", "pattern": f"^(?:{_GROUP_NAME.sub('', pattern.pattern)})$"}


def whole_number(least: int, most: int) -> dict[str, Any]:
    """A whole number within bounds, or its digits in quotation marks."""
    digits = {"type": "string", "pattern": r"^\s*[0-9]{1,9}\s*$"}
    return {"anyOf": [{"type": "integer", "minimum": least, "maximum": most}, digits]}
