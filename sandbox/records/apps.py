"""GitHub Apps and where they are installed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.records.accounts import Account


@dataclass(slots=True, eq=False)
class App:
    """An app: who owns it, and as which bot it acts; `permissions` are by area, `read` or `write`."""

    id: str
    database_id: int
    client_id: str
    slug: str
    name: str
    owner: Account
    bot: Account
    created_at: datetime
    permissions: Mapping[str, str] = field(default_factory=dict)
    events: Sequence[str] = ()
    webhook_url: str | None = None
    webhook_secret: str | None = field(default=None, repr=False)
    pem: str | None = field(default=None, repr=False)
    """The private key, once it was made."""
    description: str | None = None
    home: str | None = None
    """The address of its home page, where one was told."""
    setup_url: str | None = None
    """Where GitHub sends whoever installed it."""
    is_public: bool = True
    """Whether accounts other than its owner may install it."""
    is_hook_active: bool = True
    client_secret: str | None = field(default=None, repr=False)
    code: str | None = field(default=None, repr=False)
    """What is exchanged for its secrets once, within an hour of its making."""


@dataclass(slots=True, eq=False)
class Installation:
    """An app at an account: in all its repositories, or in those whose database ids are told."""

    database_id: int
    app: App
    account: Account
    permissions: Mapping[str, str]
    events: Sequence[str]
    created_at: datetime
    repository_ids: set[int] | None = None
    suspended_at: datetime | None = None
    suspended_by: Account | None = None

    def covers(self, repository_id: int) -> bool:
        """Whether a repository of the account is among the installation's."""
        return self.repository_ids is None or repository_id in self.repository_ids
