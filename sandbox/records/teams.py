"""Teams of an organization."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.records.accounts import Account
from sandbox.words import Role, TeamPrivacy, TeamRole


@dataclass(slots=True, eq=False)
class Team:
    """A team: its own members by account key, its roles by the database id of the repository.

    Who is in a child team is in its parents too, and what a parent may do its children may.
    """

    id: str
    database_id: int
    organization: Account
    slug: str
    name: str
    created_at: datetime
    description: str | None = None
    privacy: TeamPrivacy = TeamPrivacy.VISIBLE
    parent: "Team | None" = None
    members: dict[str, TeamRole] = field(default_factory=dict)
    roles: dict[int, Role] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Where its page is."""
        return f"/orgs/{self.organization.login}/teams/{self.slug}"

    @property
    def ancestors(self) -> "Iterator[Team]":
        """The parent, its parent, and so on to the top."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent

    @property
    def children(self) -> "list[Team]":
        """The teams right below this one."""
        return [team for team in self.organization.teams.values() if team.parent is self]

    @property
    def everyone(self) -> dict[str, TeamRole]:
        """The members by key, those of child teams as plain members."""
        below = {key: TeamRole.MEMBER for team in self.children for key in team.everyone}
        return below | self.members

    def role_in(self, repository_id: int) -> Role | None:
        """What the team's members may do in a repository, by itself or through a parent."""
        given = [team.roles[repository_id] for team in (self, *self.ancestors) if repository_id in team.roles]
        return Role.highest(given)
