"""What a delivery tells of the places that a server works for: repositories by GitHub's own number, and installations.

Sources: https://docs.github.com/en/webhooks/webhook-events-and-payloads, under `installation`,
`installation_repositories` and `repository`; every other event names its repository, and to an App its installation.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from arch_hour.repository_paths import is_full_name

LARGEST_ID = 2**63 - 1  # the most that either database holds
LONGEST_NAME = 300  # characters; GitHub's own are shorter

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class InstallationSeen:
    """An App is installed at an account; `account` is empty where that is not told."""

    id: int
    account: str
    suspended: bool


@dataclass(frozen=True, slots=True)
class InstallationGone:
    """An App is not installed there any more, and reaches none of its repositories."""

    id: int


@dataclass(frozen=True, slots=True)
class RepositorySeen:
    """A repository is there under this name; `installation` is None where that is not told."""

    id: int
    full_name: str
    installation: int | None


@dataclass(frozen=True, slots=True)
class RepositoryGone:
    """A repository was deleted or archived, or is reached no more: there is nothing to do in it.

    `through` is the installation that does not reach it, None where nobody does: another may, since it was moved.
    """

    id: int
    through: int | None = None


Fact = InstallationSeen | InstallationGone | RepositorySeen | RepositoryGone


@dataclass(frozen=True, slots=True)
class Reach:
    """An installation as a sweep finds it; `repositories` is None where they cannot be listed now."""

    installation: InstallationSeen
    repositories: tuple[RepositorySeen, ...] | None = None


def followed(event: str, payload: Json) -> tuple[Fact, ...]:
    """What a delivery tells; nothing where it makes no sense, whatever it looks like."""
    match event:
        case "installation":
            return tuple(_of_installation(payload))
        case "installation_repositories":
            return tuple(_of_selection(payload))
        case _:
            return tuple(_of_repository(event, payload))


def seen(identity: object, full_name: object, installation: int | None = None) -> RepositorySeen | None:
    """A repository, where this is a number and a name that one can have."""
    number = _id(identity)
    if number is None or not isinstance(full_name, str) or len(full_name) > LONGEST_NAME:
        return None
    return RepositorySeen(number, full_name, installation) if is_full_name(full_name) else None


def lost(
    reaches: Collection[Reach], installations: Collection[int], repositories: Mapping[int, int | None]
) -> tuple[InstallationGone | RepositoryGone, ...]:
    """What a sweep of all that the App reaches did not find of what was known before.

    `repositories` has the installations of those known, by their numbers. What could not be listed is not lost.
    """
    there = {reach.installation.id for reach in reaches}
    unlisted = {reach.installation.id for reach in reaches if reach.repositories is None}
    found = {one.id for reach in reaches for one in reach.repositories or ()}
    return (
        *(InstallationGone(number) for number in installations if number not in there),
        *(
            RepositoryGone(number, through)
            for number, through in repositories.items()
            if number not in found and through not in unlisted
        ),
    )


def _of_installation(payload: Json) -> Iterator[Fact]:
    found = _part(payload, "installation")
    number = _id(found.get("id"))
    if number is None:
        return
    action = payload.get("action")
    if action == "deleted":
        yield InstallationGone(number)
        return
    is_suspended = action == "suspend" or (action != "unsuspend" and found.get("suspended_at") is not None)
    yield InstallationSeen(number, _account(found), is_suspended)
    yield from _listed(payload, "repositories", number)


def _of_selection(payload: Json) -> Iterator[Fact]:
    """Which of an account's repositories the App may reach was changed; the installation goes on as it was."""
    number = _id(_part(payload, "installation").get("id"))
    if number is None:
        return
    yield from _listed(payload, "repositories_added", number)
    for one in _listed(payload, "repositories_removed", number):
        yield RepositoryGone(one.id, number)


def _of_repository(event: str, payload: Json) -> Iterator[Fact]:
    found = _part(payload, "repository")
    one = seen(found.get("id"), found.get("full_name"), _id(_part(payload, "installation").get("id")))
    if one is None:
        return
    was_deleted = event == "repository" and payload.get("action") == "deleted"
    yield RepositoryGone(one.id) if was_deleted or found.get("archived") is True else one


def _listed(payload: Json, key: str, installation: int) -> Iterator[RepositorySeen]:
    listed = payload.get(key)
    for each in listed if isinstance(listed, Sequence) and not isinstance(listed, str) else ():
        if isinstance(each, Mapping) and (one := seen(each.get("id"), each.get("full_name"), installation)):
            yield one


def _account(installation: Json) -> str:
    """A login, or what an enterprise has in place of one; only ever shown."""
    account = _part(installation, "account")
    name = account.get("login") or account.get("slug")
    return name if isinstance(name, str) and is_full_name(f"{name}/x") else ""


def _part(payload: Json, key: str) -> Json:
    part = payload.get(key)
    return part if isinstance(part, Mapping) else {}


def _id(value: object) -> int | None:
    """GitHub's number of something, None for what is none."""
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 < value <= LARGEST_ID else None
