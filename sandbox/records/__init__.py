"""What the sandbox remembers: plain records; all times are aware, in UTC and whole seconds.

`id` is the node id, stable and opaque; `database_id` is the number that REST calls `id`. An author or actor
who was deleted since is None.
"""

from sandbox.records.accounts import BOT_SUFFIX, Account, key_of
from sandbox.records.apps import App, Installation
from sandbox.records.issues import Comment, Edit, Event, Issue, IssueType, Reaction
from sandbox.records.milestones import Milestone
from sandbox.records.repositories import ActionsPolicy, Commit, File, Label, Repository
from sandbox.records.teams import Team
from sandbox.records.tokens import USUAL_SCOPES, Token

__all__ = [
    "BOT_SUFFIX",
    "USUAL_SCOPES",
    "Account",
    "ActionsPolicy",
    "App",
    "Comment",
    "Commit",
    "Edit",
    "Event",
    "File",
    "Installation",
    "Issue",
    "IssueType",
    "Label",
    "Milestone",
    "Reaction",
    "Repository",
    "Team",
    "Token",
    "key_of",
]
