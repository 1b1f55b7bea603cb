"""Who may vote: everyone, those who may write to the repository, or the people and teams of a list."""

from dataclasses import dataclass

from arch_hour.config import Config
from arch_hour.model import Account, Snapshot
from arch_hour.rules.merged_topics import parts_of_topics


@dataclass(frozen=True, slots=True)
class Team:
    """A team of an organization, `@organization/slug` in the configuration."""

    organization: str
    slug: str


def electorate(config: Config, told: frozenset[str] | None) -> frozenset[str] | None:
    """The keys of the accounts whose votes count, None for everyone; `told` are those that GitHub named.

    What GitHub was not asked about adds nobody.
    """
    if config.votes.voters == "everyone":
        return None
    return (told or frozenset()) | _people(config)


def asks_for_writers(snapshot: Snapshot, config: Config) -> bool:
    """Whether GitHub must be asked who may write to the repository: they are the voters, and somebody voted."""
    return config.votes.voters == "collaborators" and _matters(snapshot, config)


def unknown_teams(snapshot: Snapshot, config: Config) -> tuple[Team, ...]:
    """The teams whose members GitHub must be asked for, each once: they may vote, and somebody voted."""
    if not _matters(snapshot, config):
        return ()
    named = {name.casefold(): name for name in _listed(config)}
    return tuple(team for name in named.values() if (team := team_of(name)) is not None)


def team_of(name: str) -> Team | None:
    """The team that an entry of the list of voters names; None where it is somebody's login."""
    organization, divided, slug = name.removeprefix("@").partition("/")
    return Team(organization, slug) if divided else None


def _matters(snapshot: Snapshot, config: Config) -> bool:
    if snapshot.electorate is not None:
        return False
    if any(topic.votes for topic in snapshot.topics) or any(snapshot.reactions.values()):
        return True
    return any(part.votes for parts in parts_of_topics(snapshot, config).values() for part in parts)


def _people(config: Config) -> frozenset[str]:
    return frozenset(Account.named(name).key for name in _listed(config) if team_of(name) is None)


def _listed(config: Config) -> tuple[str, ...]:
    """The names of a list of voters; those of everyone and of collaborators are not listed."""
    voters = config.votes.voters
    return () if isinstance(voters, str) else voters
