"""What older servers lack: a world can be one of GitHub's from before some of its features."""

from collections.abc import Iterable
from enum import Enum
from re import IGNORECASE, Pattern
from re import compile as pattern


class Feature(Enum):
    """A feature that a server may not have yet, by the name that files and tests know it by."""

    PINNED_ISSUES = "pinned-issues"
    SUB_ISSUES = "sub-issues"
    PROJECTS = "projects"
    LONG_NUMBERS = "long-numbers"


# The names of GraphQL's types, fields and values that came with a feature.
_NAMES: dict[Feature, Pattern[str]] = {
    Feature.PINNED_ISSUES: pattern(r"(un)?pin(ned)?_?(issue|event)\w*|isPinned", IGNORECASE),
    Feature.SUB_ISSUES: pattern(r"\w*sub_?issue\w*|parent(_?issue\w*)?", IGNORECASE),
    Feature.PROJECTS: pattern(r"\w*project\w*", IGNORECASE),
    Feature.LONG_NUMBERS: pattern(r"fullDatabaseId"),
}
# The paths of REST that did.
_PATHS: dict[Feature, Pattern[str]] = {
    Feature.SUB_ISSUES: pattern(r".*/issues/[^/]+/(sub_issues?|parent)(/.*)?"),
    Feature.PROJECTS: pattern(r".*/projectsV2(/.*)?"),
}


def is_name_of(features: Iterable[Feature], name: str) -> bool:
    """Whether a name of GraphQL's came with one of some features."""
    return any(_NAMES[feature].fullmatch(name) for feature in features)


def is_path_of(features: Iterable[Feature], path: str) -> bool:
    """Whether an endpoint's path did."""
    return any(_PATHS[feature].fullmatch(path) for feature in features if feature in _PATHS)
