"""A repository in memory: people act on it, runs work on it, and runs can be stopped."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Self

import yaml

from arch_hour.board import Content, Item
from arch_hour.model import Issue, Snapshot
from arch_hour.rules.changes import Change
from arch_hour.rules.events import Command
from arch_hour.run import run
from arch_hour.session import Outcome, Settings
from tests.rules.build import moment, settings
from tests.rules.memory_people import MemoryPeople
from tests.rules.memory_writer import StoppedError

__all__ = ["Memory", "StoppedError", "later"]


@dataclass
class Memory(MemoryPeople):
    """What runs do to the repository, and whether they left behind what they believe."""

    @classmethod
    def of(cls, *issues: Issue, **sections: Any) -> Self:
        """A repository with these issues, and a configuration with other values in some sections."""
        return cls({issue.number: issue for issue in issues}, settings(**sections))

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
        return {
            number: (*_state(issue), self.parents.get(number), _standing(self.items.get(number)))
            for number, issue in self.issues.items()
        }

    def _agrees_with(self, seen: Snapshot) -> None:
        """What a run believes to have left behind is what is there."""
        for issue in (*seen.agendas, *seen.topics, *seen.discussed, *seen.merged, *seen.follow_ups):
            there = self._there(issue)
            there = replace(there, comments=there.comments[-len(issue.comments) or len(there.comments) :])
            assert _state(issue) == _state(there), f"#{issue.number} is not as the run believes"
        assert sorted(seen.pinned) == list(self.pinned)
        self._agrees_on_board(seen)
        assert seen.files == {path: self.files.get(path) for path in seen.files}
        assert [issue.name for issue in seen.topics if not self._there(issue).is_open] == []

    def _agrees_on_board(self, seen: Snapshot) -> None:
        for issue, card in (seen.board.cards if seen.board else {}).items():
            if card is not None:
                number = int(issue.removeprefix("I"))
                there = _standing(self.seen_on_board(number))
                assert _standing(card.item) == there, f"#{number} is not on the board as the run believes"

    def _there(self, issue: Issue) -> Issue:
        if not issue.repository:
            return self.issues[issue.number]
        return next(each for each in self.elsewhere[issue.repository] if each.number == issue.number)


def _state(issue: Issue) -> tuple[object, ...]:
    said = tuple(comment.body for comment in issue.comments)
    labels, assignees = frozenset(issue.labels), frozenset(issue.assignees)
    return issue.title, issue.body, issue.is_open, issue.is_pinned, labels, assignees, said


def _standing(item: Item | None) -> tuple[bool, dict[str, Content]] | None:
    """Whether an item is archived, and what it has in each field; None where there is none."""
    if item is None:
        return None
    return item.is_archived, {where: value.content for where, value in item.values.items()}


def later(repository: Memory, **span: float) -> str:
    """The moment so long after the repository's, as `run` takes it."""
    return f"{repository.now + timedelta(**span):%Y-%m-%d %H:%M:%S}"
