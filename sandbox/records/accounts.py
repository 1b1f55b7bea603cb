"""Accounts of people, bots and organizations."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from sandbox.words import AccountKind, OrganizationRole, Role

if TYPE_CHECKING:
    from sandbox.records.teams import Team

BOT_SUFFIX = "[bot]"


def key_of(login: str) -> str:
    """What two spellings of one login share: GitHub compares logins without case."""
    return login.casefold()


@dataclass(slots=True, eq=False)
class Account:
    """A person, an app's bot or an organization; `login` never carries the `[bot]` suffix."""

    id: str
    database_id: int
    login: str
    kind: AccountKind
    name: str | None
    created_at: datetime
    is_suspended: bool = False
    members: dict[str, bool] = field(default_factory=dict)
    """Of an organization: the key of each member, and whether the membership is public."""
    owners: set[str] = field(default_factory=set)
    """Of an organization: the keys of the members who own it."""
    base_role: Role | None = Role.READ
    """Of an organization: what every member may do in each of its repositories."""
    teams: "dict[str, Team]" = field(default_factory=dict, repr=False)
    """Of an organization: its teams by slug."""

    @property
    def rest_login(self) -> str:
        """The login as REST writes it: bots with their suffix."""
        return self.login + BOT_SUFFIX if self.kind is AccountKind.BOT else self.login

    @property
    def path(self) -> str:
        """Where its page is; apps have theirs apart."""
        return f"/apps/{self.login}" if self.kind is AccountKind.BOT else f"/{self.login}"

    @property
    def key(self) -> str:
        """What the account is found by."""
        return key_of(self.rest_login)

    def organization_role(self, account: "Account") -> OrganizationRole | None:
        """What somebody is in this organization; None for people outside."""
        if account.key not in self.members:
            return None
        return OrganizationRole.ADMIN if account.key in self.owners else OrganizationRole.MEMBER

    def drop_member(self, key: str) -> None:
        """Removes somebody from the organization and all its teams, if there."""
        self.members.pop(key, None)
        self.owners.discard(key)
        for team in self.teams.values():
            team.members.pop(key, None)
