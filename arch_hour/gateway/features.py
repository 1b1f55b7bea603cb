"""What older servers lack: it is left out of what is asked, and told once in the log.

A line of a document that only newer servers know ends with `# optional: pins`, where `pins` is the feature that it is
of; with `# optional: long numbers, else databaseId` older ones are asked the other thing in its place.
"""

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from arch_hour.gateway.patience import Unknown

logger = logging.getLogger(__name__)
# Seen by who did not ask for more, and yet no warning: nothing is wrong with the run, and nobody can mend it there.
logger.setLevel(logging.INFO)

_MARK = re.compile(
    r"^(?P<margin>\s*)(?P<asked>\S.*?)\s*# optional: (?P<name>[a-z -]+)(, else (?P<other>.+))?$"
)
_WORD = re.compile(r"\w+")


class Feature(Enum):
    """Something that every run can do without, by the name that documents mark it with."""

    PINS = "pins"
    SUB_ISSUES = "sub-issues"
    LONG_NUMBERS = "long numbers"


# What is told; where nothing is missed, nothing.
_TOLD = {
    Feature.PINS: "this server knows no pinned issues: the agenda is not pinned",
    Feature.SUB_ISSUES: "this server knows no sub-issues: follow-ups are not made sub-issues of their topics",
}


@dataclass
class Lacking:
    """The features that one server was found to lack; each is told when it is found, and asked for no more."""

    features: set[Feature] = field(default_factory=set)

    def __contains__(self, feature: Feature) -> bool:
        return feature in self.features

    def add(self, feature: Feature) -> None:
        """Takes note of a feature that is not there."""
        if feature not in self.features and feature in _TOLD:
            logger.info("%s", _TOLD[feature])
        self.features.add(feature)

    def fitted(self, document: str) -> str:
        """A document without what the server lacks."""
        return "\n".join(line for each in document.splitlines() if (line := self._line(each)) is not None)

    def learn(self, document: str, unknown: Iterable[Unknown]) -> bool:
        """Whether something that the server did not know of a document is optional, which is noted."""
        marked = {
            place: (Feature(found["name"]), found["asked"])
            for place, line in enumerate(document.splitlines(), start=1)
            if (found := _MARK.match(line))
        }
        struck = {
            feature
            for place, (feature, asked) in marked.items()
            if any(_is_about(each, place, asked) for each in unknown)
        }
        for feature in sorted(struck - self.features, key=lambda each: each.value):
            self.add(feature)
        return bool(struck)

    def _line(self, line: str) -> str | None:
        found = _MARK.match(line)
        if found is None or Feature(found["name"]) not in self.features:
            return line
        return f"{found['margin']}{found['other']}" if found["other"] else None


def _is_about(unknown: Unknown, line: int, asked: str) -> bool:
    """Whether a trouble is about a line; that with a list of values stands where the list begins, and names them."""
    return line in unknown.lines or (asked.isupper() and asked in _WORD.findall(unknown.message))
