"""The steps of a release; each may be taken again, and goes on where the one before was stopped."""

import re
from dataclasses import dataclass

from release.description import released_image, with_image
from release.notes import notes
from release.repository import Repository
from release.versions import ReleaseError, Version, check_project_version, is_newest

REGISTRY = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]+)?")


@dataclass(frozen=True)
class Plan:
    """The name of the image, and the image by digest that the version's tag names already, if there is that tag."""

    image: str
    released: str | None


def plan(version: Version, repository: Repository, registry: str, name: str) -> Plan:
    """What is left to do for the commit that is checked out; raises ReleaseError if it can't be this version."""
    check_project_version(version, repository.text("HEAD", "pyproject.toml"))
    notes(repository.text("HEAD", "CHANGELOG.md"), version)
    if REGISTRY.fullmatch(registry) is None:
        raise ReleaseError(
            "the variable CONTAINER_REGISTRY of the repository must name the host of a container registry"
        )
    tagged = _tagged(version, repository)
    released = released_image(repository.text(tagged, "action.yml")) if tagged else None
    if tagged and released is None:
        raise ReleaseError(
            f"{version.tag} names no image by its digest: remove that tag, or raise the version"
        )
    return Plan(f"{registry}/{name.lower()}", released)


def tag(version: Version, repository: Repository, image: str) -> None:
    """Tags a commit on top of the one checked out whose action.yml names the image, and moves the major tag there."""
    repository.fetch_tags()
    head = _head(repository)
    description = with_image(repository.text(head, "action.yml"), image)
    tagged = _tagged(version, repository)
    if tagged and repository.text(tagged, "action.yml") != description:
        raise ReleaseError(f"{version.tag} names another image already: a tag never moves, raise the version")
    commit = tagged or repository.commit_with(
        head,
        "action.yml",
        description,
        f"Release {version}\n\nThe Action runs the released image, by its digest.",
    )
    if not tagged:
        repository.push_tag(commit, version.tag)
    if is_newest(version, repository.tags()) and repository.commit_of(version.major_tag) != commit:
        repository.move_tag(commit, version.major_tag)


def _tagged(version: Version, repository: Repository) -> str | None:
    tagged = repository.commit_of(f"refs/tags/{version.tag}")
    if tagged and repository.commit_of(f"{tagged}^") != _head(repository):
        raise ReleaseError(f"{version.tag} was made of another commit: a tag never moves, raise the version")
    return tagged


def _head(repository: Repository) -> str:
    head = repository.commit_of("HEAD")
    if head is None:
        raise ReleaseError("there is no commit to release")
    return head
