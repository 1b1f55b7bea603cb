"""Accounts, and the tokens they come with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.words import AccountKind, TokenKind

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

    @property
    def rest_login(self) -> str:
        """The login as REST writes it: bots with their suffix."""
        return self.login + BOT_SUFFIX if self.kind is AccountKind.BOT else self.login

    @property
    def key(self) -> str:
        """What the account is found by."""
        return key_of(self.rest_login)


@dataclass(frozen=True, slots=True)
class Token:
    """A key to the API; one of a workflow belongs to one repository and does what its permissions say."""

    text: str
    kind: TokenKind
    account: Account
    repository: str | None = None
    permissions: Mapping[str, str] = field(default_factory=dict)
