"""Writes over comments of ours, in whose text people may have written meanwhile; each only once, after a look."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, cast

from arch_hour.errors import StaleCommentError
from arch_hour.gateway import reading
from arch_hour.gateway.connection import Connection
from arch_hour.gateway.documents import document
from arch_hour.gateway.patience import Failure
from arch_hour.model import Edit
from arch_hour.rules.changes import DeleteComment, Done, EditComment, Written

Json = Mapping[str, Any]

NOT_THERE = (404, 410)


@dataclass(frozen=True)
class Comments:
    """Writes to the comments of one repository; raises Failure, and StaleCommentError where somebody was quicker."""

    connection: Connection
    full_name: str

    def edit(self, change: EditComment) -> Written:
        """Gives a comment a new text, and tells what it is by then."""
        try:
            comment = self.connection.patience.reading(lambda: self._write_over(change))
            return Written(*self._versions(comment))
        except Failure as failure:
            if failure.status in NOT_THERE:
                raise StaleCommentError(change.number, change.database_id, None, ()) from failure
            raise

    def delete(self, change: DeleteComment) -> Done:
        """Takes a comment away; one that is gone already is as good as taken away."""
        try:
            self.connection.patience.reading(lambda: self._take_away(change))
        except Failure as failure:
            if failure.status not in NOT_THERE:
                raise
        return Done()

    def _write_over(self, change: EditComment) -> str:
        """The node id of the comment; one try, never a repetition in the dark."""
        there = self._look(change)
        identity: str = there["node_id"]
        if there["body"] != change.body:
            self._compare(there, change)
            self.connection.once("PATCH", self._path(change), {"body": change.body})
        return identity

    def _take_away(self, change: DeleteComment) -> None:
        self._compare(self._look(change), change)
        self.connection.once("DELETE", self._path(change))

    def _look(self, change: EditComment | DeleteComment) -> Json:
        return cast("Json", self.connection.once("GET", self._path(change)))

    def _compare(self, there: Json, change: EditComment | DeleteComment) -> None:
        if there["body"] != change.was:
            self._refuse(there, change)

    def _refuse(self, there: Json, change: EditComment | DeleteComment) -> NoReturn:
        body, edits = self._versions(there["node_id"])
        raise StaleCommentError(change.number, change.database_id, body, edits)

    def _versions(self, comment: str) -> tuple[str, tuple[Edit, ...]]:
        found = self.connection.query(document("comment_versions"), {"comment": comment})["node"]
        return found["body"], reading.edits(found["userContentEdits"])

    def _path(self, change: EditComment | DeleteComment) -> str:
        return f"/repos/{self.full_name}/issues/comments/{change.database_id}"
