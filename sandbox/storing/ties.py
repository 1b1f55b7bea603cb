"""What ties issues of a world to each other, as plain data: an issue is named `owner/name#4`."""

from sandbox.records import Event, Issue, Repository
from sandbox.storing.plain import Data
from sandbox.world import World


def name_of(issue: Issue | None) -> str | None:
    """The name of an issue, across repositories."""
    return f"{issue.repository.full_name}#{issue.number}" if issue else None


def named(world: World, name: str | None) -> Issue | None:
    """The issue of a name; raises KeyError when there is none."""
    if name is None:
        return None
    full_name, _, number = name.rpartition("#")
    return world.repository(full_name).issue(int(number))


def tie(world: World, data: Data) -> None:
    """Ties the issues of a repository's data to those of all others, once every repository is there."""
    repository = world.repository(data["name"])
    for number, name in data.get("transferred", {}).items():
        issue = named(world, name)
        if issue is not None:
            repository.transferred[int(number)] = issue
    # Loading kept the order, so each record is at its data's place.
    for issue, issue_data in zip(repository.issues.values(), data.get("issues", []), strict=True):
        _tie_issue(world, issue, issue_data)


def _tie_issue(world: World, issue: Issue, data: Data) -> None:
    for name in data.get("sub_issues", []):
        child = named(world, name)
        if child is not None:
            child.parent = issue
            issue.sub_issues.append(child)
    for event, event_data in zip(issue.events, data.get("events", []), strict=True):
        _tie_event(world, event, event_data)


def _tie_event(world: World, event: Event, data: Data) -> None:
    event.other = named(world, data.get("other"))
    origin: str | None = data.get("from_repository")
    event.from_repository = world.repository(origin) if origin else None


def transfers_data(repository: Repository) -> Data:
    """Where the issues are now that a repository does not have any more."""
    return {str(number): name_of(issue) for number, issue in repository.transferred.items()}
