"""A repository in memory: people act on it, runs work on it, and runs can be stopped."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Self

import yaml

from arch_hour.model import Account, Comment, Issue, Pinning, Snapshot, Vote
from arch_hour.rules.changes import Change
from arch_hour.rules.events import Command
from arch_hour.run import run
from arch_hour.session import Outcome, Settings
from tests.rules.build import moment, person, settings
from tests.rules.memory_gateway import MemoryGateway
from tests.rules.memory_store import account
from tests.rules.memory_writer import StoppedError

__all__ = ["Memory", "StoppedError", "later"]

WREN = person("wren")


@dataclass
class Memory(MemoryGateway):
    """What people do to the repository, and what runs do."""

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

    def retitle(self, number: int, title: str, by: str = "wren") -> None:
        """A person gives an issue another title."""
        self.edit(number, by=by, title=title)

    def tick(self, number: int, topic: int | str) -> None:
        """A person ticks the section of a topic in an agenda; `acme/other#7` is one elsewhere."""
        name = topic if isinstance(topic, str) else f"#{topic}"
        before, found, after = self.issues[number].body.rpartition(f"- [ ] Discussed · [{name}](")
        assert found, f"#{number} has no section for {name}"
        self.edit(number, body=f"{before}- [x] Discussed · [{name}]({after}")

    def say(self, number: int, by: str, text: str) -> Comment:
        """A person comments."""
        return self._comment(number, person(by), text)

    def edit_comment(self, number: int, comment: int, text: str, by: str = "wren") -> None:
        """A person gives a comment another text; `comment` is its own number."""
        self._edit_comment(number, comment, person(by), text)

    def delete_comment(self, number: int, comment: int, by: str = "wren") -> None:
        """A person deletes a comment."""
        self._delete_comment(number, comment, person(by))

    def vote(self, number: int, by: str, at: str | None = None) -> None:
        """A person votes for a topic, now or at another time."""
        given = Vote(person(by), moment(at) if at else self.now)
        self.edit(number, votes=(*self.issues[number].votes, given))

    def close(self, number: int, by: str = "ada") -> None:
        """A person closes an issue."""
        self.edit(number, by=by, is_open=False, closed_at=self.now, closed_by=person(by))

    def reopen(self, number: int, by: str = "wren") -> None:
        """A person opens an issue again."""
        self.edit(number, by=by, is_open=True)

    def pin(self, number: int, *, pinned: bool = True, by: Account | None = WREN) -> None:
        """Somebody pins an issue, or unpins it."""
        self._edit(number, by or WREN, is_pinned=pinned, pinning=Pinning(pinned, by))

    def relabel(self, number: int, *labels: str, by: str = "wren") -> None:
        """A person lets an issue have these labels and no others."""
        self.edit(number, by=by, labels=labels)

    def label(self, number: int, label: str, by: str = "wren") -> None:
        """A person puts a label on an issue."""
        self.relabel(number, *self.issues[number].labels, label, by=by)

    def unlabel(self, number: int, label: str, by: str = "wren") -> None:
        """A person takes a label off."""
        self.relabel(number, *(name for name in self.issues[number].labels if name != label), by=by)

    def assign(self, number: int, login: str, by: str | Account = WREN) -> None:
        """Somebody assigns a person."""
        self._edit(number, account(by), assignees=(*self.issues[number].assignees, login))

    def unassign(self, number: int, login: str, by: str | Account) -> None:
        """Somebody takes an assignee off."""
        left = tuple(name for name in self.issues[number].assignees if name != login)
        self._edit(number, account(by), assignees=left)

    def move(self, number: int, by: str = "wren") -> None:
        """A person gives an issue another status on a board."""
        self.done(number, "project_v2_item_status_changed", person(by))

    def part(self, number: int, parent: int | None, by: str = "wren") -> None:
        """A person makes an issue a part of another one, or of none."""
        self._part(number, parent, person(by))

    def delete_issue(self, number: int) -> None:
        """A person deletes an issue for good, with all comments on it."""
        self._leave(number)
        self.deleted.add(number)

    def transfer_issue(self, number: int) -> None:
        """A person moves an issue to another repository, where it has another number and id."""
        self._leave(number)
        self.transferred.add(number)

    def _leave(self, number: int) -> None:
        del self.issues[number]
        self.parents = {
            child: parent for child, parent in self.parents.items() if number not in (child, parent)
        }

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

    def only(self, label: str) -> Issue:
        """The one issue with a label."""
        (found,) = self.labelled(label)
        return found

    def bodies(self, number: int) -> list[str]:
        """The texts of an issue's comments."""
        return [comment.body for comment in self.issues[number].comments]

    def state(self) -> dict[int, tuple[object, ...]]:
        """What two repositories in the same state share: no ids of comments, and no times."""
        return {number: (*_state(issue), self.parents.get(number)) for number, issue in self.issues.items()}

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


def _state(issue: Issue) -> tuple[object, ...]:
    said = tuple(comment.body for comment in issue.comments)
    labels, assignees = frozenset(issue.labels), frozenset(issue.assignees)
    return issue.title, issue.body, issue.is_open, issue.is_pinned, labels, assignees, said


def later(repository: Memory, **span: float) -> str:
    """The moment so long after the repository's, as `run` takes it."""
    return f"{repository.now + timedelta(**span):%Y-%m-%d %H:%M:%S}"
