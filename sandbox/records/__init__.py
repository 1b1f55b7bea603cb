"""What the sandbox remembers: plain records; all times are aware, in UTC and whole seconds.

`id` is the node id, stable and opaque; `database_id` is the number that REST calls `id`. An author or actor
who was deleted since is None.
"""

from sandbox.records.accounts import BOT_SUFFIX, Account, Token, key_of
from sandbox.records.issues import Comment, Edit, Event, Issue, Reaction
from sandbox.records.repositories import Commit, File, Label, Repository

__all__ = [
    "BOT_SUFFIX",
    "Account",
    "Comment",
    "Commit",
    "Edit",
    "Event",
    "File",
    "Issue",
    "Label",
    "Reaction",
    "Repository",
    "Token",
    "key_of",
]
