"""The closed lists of words that GitHub uses: a member's value is REST's spelling, its name is GraphQL's."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Self


class AccountKind(StrEnum):
    """What sort of account a login is; the value is its GraphQL type and REST's `type`."""

    USER = "User"
    BOT = "Bot"
    ORGANIZATION = "Organization"


class TokenKind(StrEnum):
    """Where a token comes from, which decides what it may do."""

    PERSONAL = "personal"
    FINE_GRAINED = "fine-grained"
    WORKFLOW = "workflow"
    INSTALLATION = "installation"


class Ladder(StrEnum):
    """A list of words from least to most."""

    def reaches(self, other: Self) -> bool:
        """Whether this word includes all that the other one does."""
        ladder = list(type(self))
        return ladder.index(self) >= ladder.index(other)


class Role(Ladder):
    """What an account may do in a repository, from least to most."""

    READ = "read"
    TRIAGE = "triage"
    WRITE = "write"
    MAINTAIN = "maintain"
    ADMIN = "admin"

    @classmethod
    def highest(cls, roles: "Iterable[Role]") -> "Role | None":
        """The role that may do most, if there is any."""
        return max(roles, key=list(cls).index, default=None)

    @property
    def permission(self) -> str:
        """The older, coarser word that the permission endpoint answers beside the role's name."""
        coarser = {Role.TRIAGE: Role.READ, Role.MAINTAIN: Role.WRITE}
        return coarser.get(self, self).value


class OrganizationRole(StrEnum):
    """What a member is in an organization; `admin` is what the site calls an owner."""

    MEMBER = "member"
    ADMIN = "admin"


class TeamRole(StrEnum):
    """What a member is in a team."""

    MEMBER = "member"
    MAINTAINER = "maintainer"


class Affiliation(StrEnum):
    """By which way a collaborator came to a repository: any, by name, or by name from outside the organization."""

    ALL = "all"
    DIRECT = "direct"
    OUTSIDE = "outside"


class TeamMembership(StrEnum):
    """How somebody came into a team: by name, or by a team below it."""

    ALL = "all"
    CHILD_TEAM = "child_team"
    IMMEDIATE = "immediate"


class TeamPrivacy(StrEnum):
    """Whether a team is seen by the whole organization, or only by its members and the owners."""

    VISIBLE = "closed"
    SECRET = "secret"  # noqa: S105 - no password


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
    MILESTONED = "milestoned"
    DEMILESTONED = "demilestoned"
    SUB_ISSUE_ADDED = "sub_issue_added"
    SUB_ISSUE_REMOVED = "sub_issue_removed"
    PARENT_ISSUE_ADDED = "parent_issue_added"
    PARENT_ISSUE_REMOVED = "parent_issue_removed"
    ISSUE_TYPE_ADDED = "issue_type_added"
    ISSUE_TYPE_REMOVED = "issue_type_removed"
    ISSUE_TYPE_CHANGED = "issue_type_changed"
    CROSS_REFERENCED = "cross-referenced"
    COMMENT_DELETED = "comment_deleted"
    MARKED_AS_DUPLICATE = "marked_as_duplicate"
    TRANSFERRED = "transferred"
    ADDED_TO_PROJECT = "added_to_project_v2"
    REMOVED_FROM_PROJECT = "removed_from_project_v2"
    PROJECT_STATUS_CHANGED = "project_v2_item_status_changed"


class Classifier(StrEnum):
    """Why a comment was hidden; the value is the reason as readers are told it."""

    ABUSE = "abuse"
    DUPLICATE = "duplicate"
    OFF_TOPIC = "off-topic"
    OUTDATED = "outdated"
    RESOLVED = "resolved"
    SPAM = "spam"


class Plan(StrEnum):
    """What the owner of a repository pays for."""

    FREE = "free"
    TEAM = "team"


class ContentType(StrEnum):
    """How a webhook's deliveries are written: as JSON, or as a form with the JSON in the field `payload`."""

    JSON = "json"
    FORM = "form"


class HookTarget(StrEnum):
    """What a webhook hangs on, as the header `X-GitHub-Hook-Installation-Target-Type` says it."""

    REPOSITORY = "repository"
    ORGANIZATION = "organization"
    APP = "integration"


class AllowedActions(StrEnum):
    """Which actions a repository's workflows may use, besides its owner's own."""

    ALL = "all"
    LOCAL_ONLY = "local_only"
    SELECTED = "selected"


class WorkflowState(StrEnum):
    """Whether events and schedules start a workflow."""

    ACTIVE = "active"
    DISABLED_MANUALLY = "disabled_manually"
    DISABLED_INACTIVITY = "disabled_inactivity"


class RunStatus(StrEnum):
    """How far a run of a workflow is; `pending` waits for its concurrency group."""

    QUEUED = "queued"
    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"


class Conclusion(StrEnum):
    """How a run of a workflow ended."""

    SUCCESS = "success"
    FAILURE = "failure"
    CANCELLED = "cancelled"
    TIMED_OUT = "timed_out"
    SKIPPED = "skipped"
