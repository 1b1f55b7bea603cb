"""What the App must be allowed and be told, each with its why, and the manifest that asks for exactly that.

Source: https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

LONGEST_NAME = 34  # characters, as on GitHub's own form


class Use(Enum):
    """What only some teams want of the server, and what asks for more than a meeting does."""

    MINUTES = "minutes"
    TEAMS = "teams"
    BOARD = "board"


# There are teams, and projects that an App can reach, in organisations alone.
OF_ORGANIZATIONS = frozenset({Use.TEAMS, Use.BOARD})


@dataclass(frozen=True, slots=True)
class Permission:
    """What an App may do: GitHub's key and level for it, what its pages call it, and why; `use` where not always."""

    key: str
    level: str
    name: str
    why: str
    use: Use | None = None

    @property
    def access(self) -> str:
        """The level in the words of GitHub's pages."""
        return {"read": "read-only", "write": "read and write"}[self.level]


@dataclass(frozen=True, slots=True)
class Event:
    """What GitHub tells the App of: its key for it, what its pages call it, and why."""

    key: str
    name: str
    why: str


PERMISSIONS = (
    Permission("metadata", "read", "Metadata", "asks who may write, which every App may"),
    Permission("contents", "read", "Contents", "reads the configuration, a template and a calendar file"),
    Permission(
        "issues", "write", "Issues", "writes agendas, follow-ups, comments and labels; assigns, closes, pins"
    ),
    Permission(
        "contents",
        "write",
        "Contents",
        "also commits the minutes, where the configuration has `minutes.path`",
        Use.MINUTES,
    ),
    Permission(
        "members",
        "read",
        "Members (of the organisation)",
        "knows who is in a team that `votes.voters` names",
        Use.TEAMS,
    ),
    Permission(
        "organization_projects",
        "write",
        "Projects (of the organisation)",
        "keeps the board that `board.project` names",
        Use.BOARD,
    ),
)

EVENTS = (
    Event("issues", "Issues", "a topic, an agenda or a follow-up changed"),
    Event("issue_comment", "Issue comment", "somebody gave a command, or promised something"),
    Event("push", "Push", "the configuration may have changed"),
    Event("repository", "Repository", "a repository was renamed, moved or archived"),
)


def offered(organization: str) -> tuple[Use, ...]:
    """What can be wanted of an App of an organisation, or of a person where none is named."""
    return tuple(use for use in Use if organization or use not in OF_ORGANIZATIONS)


def permissions(uses: Collection[Use]) -> tuple[Permission, ...]:
    """What the App has to ask for, each key once."""
    wanted = {each.key: each for each in PERMISSIONS if each.use is None or each.use in uses}
    return tuple(wanted.values())


def suggested_name(url: str, organization: str) -> str:
    """A name that is likely still free: GitHub wants it to be the only one of its kind, and not too long."""
    return f"Arch Hour {organization or urlsplit(url).hostname}"[:LONGEST_NAME].rstrip(" .-")


def manifest(name: str, url: str, uses: Collection[Use]) -> Mapping[str, Any]:
    """The manifest of an App whose server is reached at an address, which ends without a slash."""
    return {
        "name": name,
        "url": url,
        "description": "Lean Coffee meetings that run on issues: agendas by votes, minutes, follow-ups.",
        "hook_attributes": {"url": f"{url}/webhook", "active": True},
        "redirect_url": f"{url}/setup/registered",
        "public": False,
        "default_permissions": {each.key: each.level for each in permissions(uses)},
        "default_events": [each.key for each in EVENTS],
    }
