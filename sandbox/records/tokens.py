"""Tokens, with which requests come."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.records.accounts import Account
from sandbox.records.apps import Installation
from sandbox.words import TokenKind

USUAL_SCOPES = frozenset({"repo", "read:org", "project", "workflow"})


@dataclass(frozen=True, slots=True)
class Token:
    """A key to the API that acts as an account.

    A personal token has scopes. All others have permissions by area instead, none where none is listed: a
    workflow's in its one repository, a fine-grained one's and an installation's in the repositories of `owner`,
    all of them or those whose database ids are told.
    """

    text: str = field(repr=False)
    kind: TokenKind
    account: Account
    repository: str | None = None
    permissions: Mapping[str, str] = field(default_factory=dict)
    scopes: frozenset[str] = USUAL_SCOPES
    owner: Account | None = None
    repository_ids: frozenset[int] | None = None
    installation: Installation | None = None
    expires_at: datetime | None = None

    def level(self, area: str) -> str | None:
        """What is permitted in an area, wherever the token reaches: `read`, `write`, `admin` or None."""
        if area == "metadata":
            return "read"
        # A workflow's file writes its areas with hyphens.
        level = self.permissions.get(area) or self.permissions.get(area.replace("_", "-"))
        return None if level == "none" else level
