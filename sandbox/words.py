"""The closed lists of words that GitHub uses: a member's value is REST's spelling, its name is GraphQL's."""

from enum import StrEnum


class AccountKind(StrEnum):
    """What sort of account a login is; the value is its GraphQL type and REST's `type`."""

    USER = "User"
    BOT = "Bot"
    ORGANIZATION = "Organization"


class TokenKind(StrEnum):
    """Where a token comes from, which decides what it may do."""

    PERSONAL = "personal"
    WORKFLOW = "workflow"


class Role(StrEnum):
    """What an account may do in a repository, from least to most."""

    READ = "read"
    TRIAGE = "triage"
    WRITE = "write"
    MAINTAIN = "maintain"
    ADMIN = "admin"

    def reaches(self, other: "Role") -> bool:
        """Whether this role may do all that the other one may."""
        ladder = list(Role)
        return ladder.index(self) >= ladder.index(other)

    @property
    def permission(self) -> str:
        """The older, coarser word that the permission endpoint answers beside the role's name."""
        coarser = {Role.TRIAGE: Role.READ, Role.MAINTAIN: Role.WRITE}
        return coarser.get(self, self).value


class State(StrEnum):
    """Whether an issue is open."""

    OPEN = "open"
    CLOSED = "closed"


class StateReason(StrEnum):
    """Why an issue was closed or opened again."""

    COMPLETED = "completed"
    NOT_PLANNED = "not_planned"
    DUPLICATE = "duplicate"
    REOPENED = "reopened"


class LockReason(StrEnum):
    """Why a conversation was locked."""

    OFF_TOPIC = "off-topic"
    TOO_HEATED = "too heated"
    RESOLVED = "resolved"
    SPAM = "spam"


class ReactionContent(StrEnum):
    """The eight reactions, in the order in which GitHub shows them."""

    THUMBS_UP = "+1"
    THUMBS_DOWN = "-1"
    LAUGH = "laugh"
    HOORAY = "hooray"
    CONFUSED = "confused"
    HEART = "heart"
    ROCKET = "rocket"
    EYES = "eyes"


class Association(StrEnum):
    """How an author stands to a repository, as far as the asking token can see."""

    OWNER = "OWNER"
    MEMBER = "MEMBER"
    COLLABORATOR = "COLLABORATOR"
    CONTRIBUTOR = "CONTRIBUTOR"
    NONE = "NONE"


class EventKind(StrEnum):
    """What happened to an issue, as its timeline tells it."""

    CLOSED = "closed"
    REOPENED = "reopened"
    LABELED = "labeled"
    UNLABELED = "unlabeled"
    ASSIGNED = "assigned"
    UNASSIGNED = "unassigned"
    RENAMED = "renamed"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    PINNED = "pinned"
    UNPINNED = "unpinned"
