"""Each change as the few requests that it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar, cast
from urllib.parse import quote

from arch_hour.errors import AccessError, DoubtfulWriteError, StaleError
from arch_hour.gateway import reading
from arch_hour.gateway.comments import Comments
from arch_hour.gateway.connection import Connection
from arch_hour.gateway.documents import document
from arch_hour.gateway.files import Files
from arch_hour.gateway.labels import Labels
from arch_hour.gateway.patience import Failure, Trouble
from arch_hour.gateway.sub_issues import SubIssues
from arch_hour.model import Edit, Issue
from arch_hour.rules.changes import (
    AddComment,
    AddLabels,
    AddSubIssue,
    Assigned,
    AssignOwners,
    Change,
    CloseIssue,
    Commented,
    CommitFile,
    Created,
    CreateIssue,
    CreateLabel,
    Declined,
    DeleteComment,
    Done,
    EditComment,
    EditIssue,
    RemoveLabel,
    ReopenIssue,
    Result,
    UnassignOwners,
    Written,
)

T = TypeVar("T")
Json = Mapping[str, Any]

# GitHub's machines differ a little, its times are whole seconds, and before its first answer there is but our clock.
CLOCK_SKEW = timedelta(minutes=2)
# A list can lag behind a create: seconds between the looks at it.
LOOKS = (2.0, 4.0, 8.0)


@dataclass(frozen=True)
class Writer:
    """Writes to the issues and files of one repository; raises Failure."""

    connection: Connection
    full_name: str

    def write(self, change: Change, number: int) -> Result:
        """Carries out one change on the issue of that number."""
        match change:
            case CreateIssue():
                return self._create_issue(change)
            case AddComment(body=body):
                return self._comment(number, body)
            case EditComment():
                return Comments(self.connection, self.full_name).edit(change)
            case DeleteComment():
                return Comments(self.connection, self.full_name).delete(change)
            case CommitFile():
                return Files(self.connection, self.full_name).commit(change)
            case EditIssue(title=title, body=body, was=was, title_was=title_was):
                return self._patch(number, {"title": title, "body": body}, was, title_was)
            case CloseIssue(reason=reason, body=body, was=was):
                closed = {"state": "closed", "state_reason": reason.value, "body": body}
                return self._patch(number, closed, was)
            case _:
                return self._arrange(change, number)

    def _arrange(self, change: Change, number: int) -> Result:
        """A change of what stands around a text."""
        match change:
            case AssignOwners():
                return self._assign(number, change)
            case UnassignOwners(logins=logins):
                return self._unassign(number, logins)
            case AddSubIssue(parent=parent):
                return SubIssues(self.connection, self.full_name).add(number, parent)
            case CreateLabel():
                return Labels(self.connection, self.full_name).create(change)
            case AddLabels(labels=labels):
                self.connection.repeatable("POST", f"{self._issue(number)}/labels", {"labels": list(labels)})
            case ReopenIssue():
                self.connection.repeatable("PATCH", self._issue(number), {"state": "open"})
            case RemoveLabel(label=label):
                self._remove_label(number, label)
        return Done()

    @property
    def _issues(self) -> str:
        return f"/repos/{self.full_name}/issues"

    def _issue(self, number: int) -> str:
        return f"{self._issues}/{number}"

    def _patch(self, number: int, data: Json, was: str | None, title_was: str | None = None) -> Result:
        """GitHub has no compare-and-swap: a look before the write keeps the gap small, one after shows who fell in."""
        given = {key: value for key, value in data.items() if value is not None}
        if was is None:
            self.connection.repeatable("PATCH", self._issue(number), given)
            return Done()
        answer = self.connection.patience.reading(lambda: self._write_over(was, title_was, number, given))
        return Written(*self._versions(answer["node_id"])) if "body" in given else Done()

    def _write_over(self, was: str, title_was: str | None, number: int, given: Json) -> Json:
        """One try, never a repetition in the dark: people may have written while we waited, or it may be done."""
        there = self.connection.once("GET", self._issue(number))
        now = there["body"] or ""
        if now != was and now == given.get("body"):
            return cast("Json", there)
        if now != was or (title_was is not None and there["title"] != title_was):
            raise StaleError(number, there["title"], *self._versions(there["node_id"]))
        return cast("Json", self.connection.once("PATCH", self._issue(number), given))

    def _versions(self, issue: str) -> tuple[str, tuple[Edit, ...]]:
        found = self.connection.query(document("versions"), {"issue": issue})["node"]
        return found["body"], reading.edits(found["userContentEdits"])

    def _remove_label(self, number: int, label: str) -> None:
        """A label that is gone already is as good as taken off."""
        try:
            self.connection.repeatable("DELETE", f"{self._issue(number)}/labels/{quote(label, safe='')}")
        except Failure as failure:
            if failure.status != 404:
                raise

    def _create_issue(self, change: CreateIssue) -> Created:
        data = {"title": change.title, "body": change.body, "labels": list(change.labels)}
        since = self._lately()
        issue = self._once(
            lambda: reading.created_issue(self.connection.create(self._issues, data), self.full_name),
            lambda: self._find_issue(change, since),
        )
        missing = [label for label in change.labels if not issue.has_label(label)]
        if missing:
            msg = (
                f"GitHub made #{issue.number} without its labels ({', '.join(missing)}): "
                f"the token may open issues in {self.full_name} but not label them, give it write access to issues"
            )
            raise AccessError(msg)
        return Created(issue)

    def _comment(self, number: int, body: str) -> Commented:
        path = f"{self._issue(number)}/comments"
        since = self._lately()
        return self._once(
            lambda: reading.created_comment(self.connection.create(path, {"body": body})),
            lambda: self._find_comment(path, body, since),
        )

    def _assign(self, number: int, change: AssignOwners) -> Assigned:
        """GitHub skips silently whom it cannot assign, so its answer is compared with what was asked."""
        answer = self.connection.repeatable(
            "POST", f"{self._issue(number)}/assignees", {"assignees": list(change.logins)}
        )
        assignees = reading.logins(answer["assignees"])
        there = {login.casefold() for login in assignees}
        skipped = tuple(login for login in change.logins if login.casefold() not in there)
        if skipped and change.label_if_skipped:
            labels = {"labels": [change.label_if_skipped]}
            self.connection.repeatable("POST", f"{self._issue(number)}/labels", labels)
        return Assigned(assignees, skipped)

    def _unassign(self, number: int, logins: tuple[str, ...]) -> Assigned:
        """Who is not assigned any more is as good as taken off."""
        path = f"{self._issue(number)}/assignees"
        answer = self.connection.repeatable("DELETE", path, {"assignees": list(logins)})
        return Assigned(reading.logins(answer["assignees"]), ())

    def _once(self, create: Callable[[], T], find: Callable[[], T | None]) -> T:
        """Creates; after a doubtful answer looks first, several times since a list can lag, then creates again."""
        try:
            return _believed(create)
        except Failure as failure:
            if failure.trouble is not Trouble.LOST:
                raise
        try:
            for pause in LOOKS:
                self.connection.patience.pause(pause)
                found = find()
                if found is not None:
                    return found
            return _believed(create)
        except Failure as failure:
            if failure.trouble is not Trouble.LOST:
                raise
            msg = (
                f"nobody knows whether {self.full_name} got what was just written ({failure.message}), "
                f"since {self.connection.address.rest} did not tell: run again, which looks before it writes"
            )
            raise DoubtfulWriteError(msg) from failure

    def _lately(self) -> datetime:
        # By the clock that dates what is made: ours may be wrong.
        return datetime.fromtimestamp(self.connection.now, UTC) - CLOCK_SKEW

    def _find_issue(self, change: CreateIssue, since: datetime) -> Issue | None:
        newest = {"state": "all", "sort": "created", "direction": "desc", "per_page": 100}
        wanted = _plain(change.title), _plain(change.body)
        for found in _made_since(since, self.connection.get(self._issues, newest)):
            if (_plain(found["title"]), _plain(found["body"])) == wanted:
                return reading.created_issue(found, self.full_name)
        return None

    def _find_comment(self, path: str, body: str, since: datetime) -> Commented | None:
        recent = {"since": f"{since:%Y-%m-%dT%H:%M:%SZ}", "per_page": 100}
        for found in _made_since(since, self.connection.get(path, recent)):
            if _plain(found["body"]) == _plain(body):
                return reading.created_comment(found)
        return None


@dataclass(frozen=True)
class Guest:
    """Writes to the issues of another repository, which may well say no: a workflow's token writes to its own only."""

    connection: Connection
    full_name: str

    def write(self, change: Change, number: int) -> Result:
        """Carries out one change, or tells that it was refused; raises Failure for every other trouble."""
        try:
            return Writer(self.connection, self.full_name).write(change, number)
        except Failure as failure:
            if failure.trouble is not Trouble.REFUSED or failure.status not in (403, 404, 410):
                raise
            return Declined(failure.message)


def _believed(create: Callable[[], T]) -> T:
    """What was created; an answer of another shape, such as a proxy's page, is as good as lost."""
    try:
        return create()
    except reading.WRONG_SHAPE as error:
        raise Failure(Trouble.LOST, 0, f"an answer that is not GitHub's: {error}", {}) from error


def _made_since(since: datetime, listed: Any) -> list[Json]:
    return [each for each in listed if reading.moment(each["created_at"]) >= since]


def _plain(text: str | None) -> str:
    """A text without what may change on its way: an empty one comes back as null, the ends may be trimmed."""
    return (text or "").replace("\r\n", "\n").strip()
