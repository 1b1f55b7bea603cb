"""Versions of ours, and what a release is refused for."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass

NUMBER = r"(0|[1-9][0-9]*)"
FORM = re.compile(rf"{NUMBER}\.{NUMBER}\.{NUMBER}", re.ASCII)


class ReleaseError(Exception):
    """Why there is no release, in one sentence that says what to do."""


@dataclass(frozen=True, order=True)
class Version:
    """Three numbers, compared as numbers."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"

    @property
    def tag(self) -> str:
        """The tag that stays where it is."""
        return f"v{self}"

    @property
    def major_tag(self) -> str:
        """The tag that moves on with every release of the same major version."""
        return f"v{self.major}"


def parse_version(text: str) -> Version:
    """Exactly X.Y.Z; raises ReleaseError for anything else."""
    found = FORM.fullmatch(text)
    if found is None:
        raise ReleaseError(f"{text!r} is no version: write three numbers, such as 1.2.3")
    return Version(*map(int, found.groups()))


def check_project_version(version: Version, pyproject: str) -> None:
    """Raises ReleaseError unless pyproject.toml, given as text, has this version."""
    written = tomllib.loads(pyproject)["project"]["version"]
    if written != str(version):
        raise ReleaseError(
            f"pyproject.toml says {written} and not {version}: merge a change of it before releasing"
        )


def is_newest(version: Version, tags: Iterable[str]) -> bool:
    """Whether no tag is of a later release of the same major version, so that the major tag moves here."""
    found = (FORM.fullmatch(tag.removeprefix("v")) for tag in tags if tag.startswith("v"))
    versions = (Version(*map(int, each.groups())) for each in found if each)
    return all(other <= version for other in versions if other.major == version.major)
