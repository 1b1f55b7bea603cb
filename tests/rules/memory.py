"""A repository in memory behind the gateway's protocol: people act on it, runs work on it, and runs can be stopped."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any, Self

import yaml

from arch_hour.errors import StaleError
from arch_hour.gateway.protocol import Opening, Wanted
from arch_hour.model import Account, Comment, Edit, Issue, Pinning, Removal, Snapshot, Vote
from arch_hour.rules.changes import (
    AddComment,
    AddLabels,
    Assigned,
    AssignOwners,
    Change,
    CloseIssue,
    Commented,
    Created,
    CreateIssue,
    Declined,
    Done,
    EditComment,
    EditIssue,
    PinIssue,
    RemoveLabel,
    ReopenIssue,
    Result,
    UnpinIssue,
    Written,
    repository_of,
)
from arch_hour.rules.events import Command
from arch_hour.run import run
from arch_hour.session import Outcome, Settings
from tests.rules.build import OPENED, REPOSITORY, VIEWER, moment, person, settings

# So many versions of a text does the gateway ask for.
VERSIONS = 10

WREN = person("wren")


class StoppedError(Exception):
    """The run was stopped before its next change."""


@dataclass
class Memory:
    """All issues by number; `asked` counts what was asked besides the one ordinary read.

    `meanwhile` is what people do to an issue between a run's look at its text and the write, `afterwards` right after
    the write and before the look that follows it.
    """

    issues: dict[int, Issue] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=settings)
    viewer: Account = VIEWER
    writing: set[str] = field(default_factory=lambda: {"wren", "ada"})
    unassignable: set[str] = field(default_factory=set)
    nobody: set[str] = field(default_factory=set)
    labels: set[str] = field(default_factory=lambda: {"topic"})
    teams: dict[str, set[str]] = field(default_factory=dict)
    elsewhere: dict[str, tuple[Issue, ...]] = field(default_factory=dict)
    read_only: set[str] = field(default_factory=set)
    files: dict[str, str] = field(default_factory=dict)
    now: datetime = OPENED
    comments_read: int = 100
    asked: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    meanwhile: Callable[[int], None] = field(default=lambda _: None)
    afterwards: Callable[[int], None] = field(default=lambda _: None)
    room: int | None = None
    _ids: "count[int]" = field(default_factory=lambda: count(1000))

    @classmethod
    def of(cls, *issues: Issue, **sections: Any) -> Self:
        """A repository with these issues, and a configuration with other values in some sections."""
        return cls({issue.number: issue for issue in issues}, settings(**sections))

    # What people do

    def edit(self, number: int, *, by: str = "wren", **values: Any) -> None:
        """Anything at all about an issue becomes different."""
        self._edit(number, person(by), **values)

    def write(self, number: int, text: str) -> None:
        """A person adds a paragraph to an issue's text."""
        self.edit(number, body=f"{self.issues[number].body}\n\n{text}\n")

    def tick(self, number: int, topic: int | str) -> None:
        """A person ticks the section of a topic in an agenda; `acme/other#7` is one elsewhere."""
        name = topic if isinstance(topic, str) else f"#{topic}"
        before, found, after = self.issues[number].body.rpartition(f"- [ ] Discussed · [{name}](")
        assert found, f"#{number} has no section for {name}"
        self.edit(number, body=f"{before}- [x] Discussed · [{name}]({after}")

    def say(self, number: int, by: str, text: str) -> Comment:
        """A person comments."""
        return self._comment(number, person(by), text)

    def vote(self, number: int, by: str, at: str | None = None) -> None:
        """A person votes for a topic, now or at another time."""
        given = Vote(person(by), moment(at) if at else self.now)
        self.edit(number, votes=(*self.issues[number].votes, given))

    def close(self, number: int, by: str = "ada") -> None:
        """A person closes an issue."""
        self.edit(number, is_open=False, closed_at=self.now, closed_by=person(by))

    def reopen(self, number: int) -> None:
        """A person opens an issue again."""
        self.edit(number, is_open=True)

    def pin(self, number: int, *, pinned: bool = True, by: Account | None = WREN) -> None:
        """Somebody pins an issue, or unpins it."""
        self.edit(number, is_pinned=pinned, pinning=Pinning(pinned, by))

    def unassign(self, number: int, login: str, by: Account) -> None:
        """Somebody takes an assignee off."""
        old = self.issues[number]
        assignees = tuple(name for name in old.assignees if name != login)
        self.edit(number, assignees=assignees, removals=(*old.removals, Removal(login, by)))

    # What runs do

    def run(
        self, at: str | None = None, command: Command = Command.ALL, *, stop_after: int | None = None
    ) -> Outcome:
        """A whole run; raises StoppedError where more changes than `stop_after` were to be made."""
        self.now = moment(at) if at else self.now
        self.room = stop_after
        outcome = run(self, command, Settings(self.now, configuration=yaml.safe_dump(self.values)))
        self._agrees_with(outcome.snapshot)
        return outcome

    def made(self, at: str | None = None, command: Command = Command.ALL) -> list[Change]:
        """The changes that a run makes."""
        return [step.change for step in self.run(at, command).steps]

    def labelled(self, label: str) -> list[Issue]:
        """The issues with a label, by number."""
        return [issue for _, issue in sorted(self.issues.items()) if issue.has_label(label)]

    def only(self, label: str) -> Issue:
        """The one issue with a label."""
        (found,) = self.labelled(label)
        return found

    def bodies(self, number: int) -> list[str]:
        """The texts of an issue's comments."""
        return [comment.body for comment in self.issues[number].comments]

    def state(self) -> dict[int, tuple[object, ...]]:
        """What two repositories in the same state share: no ids of comments, and no times."""
        return {number: _state(issue) for number, issue in self.issues.items()}

    def _agrees_with(self, seen: Snapshot) -> None:
        """What a run believes to have left behind is what is there."""
        for issue in (*seen.agendas, *seen.topics, *seen.discussed, *seen.follow_ups):
            there = self._there(issue)
            there = replace(there, comments=there.comments[-len(issue.comments) or len(there.comments) :])
            assert _state(issue) == _state(there), f"#{issue.number} is not as the run believes"
        assert sorted(seen.pinned) == list(self.pinned)
        assert [issue.name for issue in seen.topics if not self._there(issue).is_open] == []

    def _there(self, issue: Issue) -> Issue:
        if not issue.repository:
            return self.issues[issue.number]
        return next(each for each in self.elsewhere[issue.repository] if each.number == issue.number)

    def _edit(self, number: int, editor: Account, **values: Any) -> None:
        """The first edit of a text records the original too; the same text again records nothing."""
        old = self.issues[number]
        if values.get("body", old.body) != old.body:
            known = old.edits or (Edit(old.author, old.created_at, old.body),)
            values["edits"] = (Edit(editor, self.now, values["body"]), *known)
        self.issues[number] = replace(old, **values)

    # The gateway

    def open(self, configuration_path: str) -> Opening:  # noqa: ARG002  the protocol's form
        self.asked = []
        return Opening(self.viewer, REPOSITORY, None)

    def read(self, opening: Opening, wanted: Wanted) -> Snapshot:
        newest = sorted(
            self.issues.values(), key=lambda issue: (issue.created_at, issue.number), reverse=True
        )
        agendas = [issue for issue in newest if issue.has_label(wanted.agenda_label)][:10]
        closed = sorted(
            (issue for issue in self.labelled(wanted.agenda_label) if not issue.is_open),
            key=lambda issue: (issue.closed_at or issue.created_at, issue.number),
        )[-3:]
        ours = [issue for issue in newest if issue.author == self.viewer and issue not in agendas][:20]
        return Snapshot(
            opening.repository,
            opening.viewer,
            agendas=tuple(
                self._seen(issue, VERSIONS if issue in closed or (issue in agendas and issue.is_open) else 0)
                for issue in (*agendas, *ours)
            ),
            topics=self._found(wanted.topic_label, lambda issue: issue.is_open),
            discussed=self._found(wanted.topic_label, lambda issue: _closed_since(issue, wanted.since)),
            follow_ups=self._found(wanted.follow_up_label, lambda issue: issue.is_open),
            pinned=self.pinned,
        )

    @property
    def pinned(self) -> tuple[int, ...]:
        """The numbers of the pinned issues."""
        return tuple(number for number, issue in sorted(self.issues.items()) if issue.is_pinned)

    def every_topic(self, wanted: Wanted) -> tuple[Issue, ...]:
        return self._found(wanted.topic_label, lambda _: True)

    def closed_follow_ups(self, wanted: Wanted) -> tuple[Issue, ...]:
        self.asked.append("closed follow-ups")
        return self._found(wanted.follow_up_label, lambda issue: not issue.is_open)

    def with_all_comments(self, issue: Issue) -> Issue:
        self.asked.append(f"comments of {issue.number}")
        return replace(self.issues[issue.number], edits=issue.edits)

    def history(self, issue: Issue) -> tuple[Edit, ...]:
        self.asked.append(f"history of {issue.number}")
        return self.issues[issue.number].edits

    def may_write(self, account: Account) -> bool:
        self.asked.append(account.login)
        return account.login in self.writing

    def writers(self) -> frozenset[str]:
        self.asked.append("writers")
        return frozenset(person(login).key for login in self.writing)

    def team(self, organization: str, slug: str) -> frozenset[str]:
        self.asked.append(f"@{organization}/{slug}")
        return frozenset(person(login).key for login in self.teams[f"{organization}/{slug}"])

    def is_assignable(self, account: Account) -> bool:
        self.asked.append(f"assignable {account.login}")
        return account.login not in self.unassignable

    def is_person(self, account: Account) -> bool:
        self.asked.append(f"person {account.login}")
        return account.login not in self.nobody

    def has_label(self, name: str) -> bool:
        self.asked.append(f"label {name}")
        return name in self.labels

    def may_label_elsewhere(self, full_name: str) -> bool:
        self.asked.append(f"labelling in {full_name}")
        return full_name not in self.read_only

    def topics_elsewhere(self, full_name: str, wanted: Wanted) -> tuple[Issue, ...]:
        self.asked.append(full_name)
        return tuple(
            replace(topic, repository=full_name)
            for topic in self.elsewhere[full_name]
            if topic.is_open and topic.has_label(wanted.topic_label)
        )

    def file(self, path: str) -> str | None:
        self.asked.append(path)
        return self.files.get(path)

    def feed(self, address: str) -> str:
        self.asked.append(address)
        return self.files[address]

    def apply(self, change: Change, number: int) -> Result:
        if self.room == 0:
            raise StoppedError
        self.room = None if self.room is None else self.room - 1
        self.changes.append(change)
        if elsewhere := repository_of(change):
            return self._applied_elsewhere(elsewhere, change, number)
        match change:
            case CreateIssue():
                return Created(self._created(change))
            case AddComment(body=body):
                said = self._comment(number, self.viewer, body)
                return Commented(said.id, said.database_id, said.url)
            case AssignOwners():
                return self._assigned(number, change)
            case PinIssue():
                if len(self.pinned) == 3:
                    return Declined("Maximum 3 pinned issues per repository")
                self.pin(number, by=self.viewer)
                return Done()
            case UnpinIssue():
                self.pin(number, pinned=False, by=self.viewer)
                return Done()
        if isinstance(change, EditIssue | CloseIssue) and change.was is not None:
            return self._written_over(number, change, change.was)
        self._written(number, change)
        return Done()

    def _applied_elsewhere(self, full_name: str, change: Change, number: int) -> Result:
        if full_name in self.read_only:
            return Declined("Resource not accessible by integration")
        there = {topic.number: topic for topic in self.elsewhere[full_name]}
        other = Memory(there, viewer=self.viewer, now=self.now, _ids=self._ids)
        assert isinstance(change, AddComment | AddLabels | RemoveLabel | CloseIssue)
        result = other.apply(replace(change, target=number), number)
        self.elsewhere[full_name] = tuple(other.issues.values())
        return result

    def _written_over(self, number: int, change: EditIssue | CloseIssue, was: str) -> Result:
        seen = self.issues[number]
        title_was = change.title_was if isinstance(change, EditIssue) else None
        if seen.body != was or (title_was is not None and seen.title != title_was):
            raise StaleError(number, seen.title, seen.body, seen.edits[:VERSIONS])
        if change.body is None:
            self._written(number, change)
            return Done()
        self.meanwhile(number)
        self._written(number, change)
        self.afterwards(number)
        return Written(self.issues[number].body, self.issues[number].edits[:VERSIONS])

    def _written(self, number: int, change: Change) -> None:
        old = self.issues[number]
        match change:
            case EditIssue(title=title, body=body):
                text = old.body if body is None else body
                self._edit(number, self.viewer, title=title or old.title, body=text)
            case CloseIssue(body=body):
                text = old.body if body is None else body
                self._edit(number, self.viewer, body=text)
                self.close(number, VIEWER.login)
                self.edit(number, closed_by=self.viewer)
            case ReopenIssue():
                self.reopen(number)
            case AddLabels(labels=labels):
                self.edit(
                    number, labels=(*old.labels, *(label for label in labels if label not in old.labels))
                )
            case RemoveLabel(label=label):
                self.edit(number, labels=tuple(name for name in old.labels if name != label))
            case EditComment(database_id=edited, body=body):
                comments = tuple(
                    replace(c, body=body) if c.database_id == edited else c for c in old.comments
                )
                self.edit(number, comments=comments)

    def _created(self, change: CreateIssue) -> Issue:
        number = max(self.issues, default=0) + 1
        url = f"{REPOSITORY.url}/issues/{number}"
        made = Issue(
            f"I{number}", number, change.title, change.body, url, self.viewer, self.now, labels=change.labels
        )
        self.issues[number] = made
        return made

    def _comment(self, number: int, author: Account, text: str) -> Comment:
        name = next(self._ids)
        said = Comment(
            f"C{name}", name, author, text, self.now, f"{self.issues[number].url}#issuecomment-{name}"
        )
        comments = (*self.issues[number].comments, said)
        self.edit(number, comments=comments, comments_total=len(comments))
        return said

    def _assigned(self, number: int, change: AssignOwners) -> Assigned:
        skipped = tuple(login for login in change.logins if login in self.unassignable)
        assignees = (
            *self.issues[number].assignees,
            *(login for login in change.logins if login not in skipped),
        )
        self.edit(number, assignees=assignees)
        if skipped and change.label_if_skipped:
            self._written(number, AddLabels(number, (change.label_if_skipped,), ""))
        return Assigned(assignees, skipped)

    def _found(self, label: str, fits: Callable[[Issue], bool]) -> tuple[Issue, ...]:
        return tuple(self._seen(issue) for issue in self.labelled(label) if fits(issue))

    def _seen(self, issue: Issue, versions: int = 0) -> Issue:
        unread = max(0, len(issue.comments) - self.comments_read)
        edits = issue.edits[:versions]
        has_older = len(edits) < len(issue.edits)
        return replace(issue, comments=issue.comments[unread:], edits=edits, has_older_edits=has_older)


def _state(issue: Issue) -> tuple[object, ...]:
    said = tuple(comment.body for comment in issue.comments)
    labels, assignees = frozenset(issue.labels), frozenset(issue.assignees)
    return issue.title, issue.body, issue.is_open, issue.is_pinned, labels, assignees, said


def _closed_since(issue: Issue, since: datetime) -> bool:
    return not issue.is_open and issue.closed_at is not None and issue.closed_at >= since


def later(repository: Memory, **span: float) -> str:
    """The moment so long after the repository's, as `run` takes it."""
    return f"{repository.now + timedelta(**span):%Y-%m-%d %H:%M:%S}"
