"""The notes of a release: its section of CHANGELOG.md."""

import re

from release.versions import ReleaseError, Version


def notes(changelog: str, version: Version) -> str:
    """What stands below the heading of this version; raises ReleaseError where that is nothing."""
    heading = rf"^## {re.escape(str(version))}(?: [^\n]*)?$"
    found = re.search(rf"(?ms){heading}\n(.*?)(?=^## |\Z)", changelog)
    told = found[1].strip() if found else ""
    if not told:
        raise ReleaseError(
            f"CHANGELOG.md tells nothing of {version}: rename its heading Unreleased to `## {version} (DATE)`"
        )
    return f"{told}\n"
