"""Expressions `${{ … }}` in texts of a workflow: only names are looked up, everything else is empty."""

import re
from collections.abc import Mapping

EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)


def substituted(text: str, values: Mapping[str, str]) -> str:
    """The text with the values of the names in it; names are compared without case, unknown ones are empty."""
    return EXPRESSION.sub(lambda found: values.get(found[1].strip().casefold(), ""), text)


def named(prefixes: tuple[str, ...], values: Mapping[str, str]) -> dict[str, str]:
    """Values under each prefix, as `secrets.X` and `inputs.x` name them."""
    return {f"{prefix}.{name}".casefold(): value for prefix in prefixes for name, value in values.items()}
