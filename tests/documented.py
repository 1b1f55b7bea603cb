"""The README by its parts, for what must be as it says."""

import re

from tests.shipped import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """The text below a heading of the second rank, up to the next."""
    found = re.search(rf"(?ms)^## {re.escape(title)}\n(.*?)(?=^## |\Z)", README)
    assert found, f"the README has no section {title}"
    return found[1]


def rows(text: str, heading: str) -> list[list[str]]:
    """The cells of each row of the table that begins with a column of that name."""
    found = re.search(rf"(?m)^\| {heading} \|.*\n\|[ :|-]+\|\n((?:\|.*\n)+)", text)
    assert found, f"no table has a column {heading}"
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in found[1].splitlines()]


def named(text: str) -> list[str]:
    """What stands between backticks."""
    return re.findall(r"`([^`]+)`", text)
