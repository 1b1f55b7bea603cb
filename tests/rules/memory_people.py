"""What people do to a repository in memory."""

from dataclasses import dataclass
from typing import Any

from arch_hour.model import Account, Comment, Pinning, Reaction, Vote
from tests.rules.build import moment, person
from tests.rules.memory_facilities import MemoryFacilities
from tests.rules.memory_store import account

WREN = person("wren")


@dataclass
class MemoryPeople(MemoryFacilities):
    """People at work on issues, comments and files."""

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

    def react(self, number: int, comment: int, by: str, kind: str, at: str | None = None) -> None:
        """A person or an app reacts to a comment, now or at another time; the same again keeps its first time."""
        given = self._reactions_on(number, comment)
        if not any((each.by, each.kind) == (person(by), kind) for each in given):
            given.append(Reaction(person(by), kind, moment(at) if at else self.now))

    def unreact(self, number: int, comment: int, by: str, kind: str) -> None:
        """A person takes a reaction back."""
        given = self._reactions_on(number, comment)
        given[:] = [each for each in given if (each.by, each.kind) != (person(by), kind)]

    def _reactions_on(self, number: int, comment: int) -> list[Reaction]:
        there = self.said(number, comment)
        assert there, f"#{number} has no comment {comment}"
        return self.reactions_on.setdefault(there.id, [])

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
        self.forget(number)
        self.parents = {
            child: parent for child, parent in self.parents.items() if number not in (child, parent)
        }
