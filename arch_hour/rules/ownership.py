"""Who should own a follow-up by its line, and what a run does about it without undoing what a person did."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from arch_hour.config import Config
from arch_hour.model import Snapshot
from arch_hour.rules.action_lines import action_of
from arch_hour.rules.changes import AddLabels, AssignOwners, Change, RemoveLabel, UnassignOwners
from arch_hour.rules.follow_up_memory import FollowUp
from arch_hour.rules.sources import LivingLine
from arch_hour.rules.trust import is_ours

# GitHub's word for what is done on an issue.
ASSIGNED = "assigned"


@dataclass(frozen=True)
class Ownership:
    """A follow-up and the line that leads it; `is_untold` says that no summary tells of it, so it may be unfinished."""

    follow_up: FollowUp
    line: LivingLine
    is_untold: bool
    snapshot: Snapshot
    config: Config

    def changes(self) -> Iterator[Change]:
        """The label first, as whoever GitHub skips earns it again."""
        issue, label = self.follow_up.issue, self.config.actions.needs_owner_label
        needs = self.line.action.needs_owner
        if issue.has_label(label) and not needs and (self._names_others or self._needed):
            yield RemoveLabel(issue.number, label, "its line names owners now")
        elif needs and not issue.has_label(label) and not self._needed and not self._was_taken_off(label):
            yield AddLabels(issue.number, (label,), "its line names nobody who can own it now")
        gone = tuple(login for login in self.dropped if self._is_assigned_by_us(login))
        if gone:
            yield UnassignOwners(issue.number, gone, "its line names them no more")
        logins = self._unassigned()
        if logins:
            unwanted = self._was_taken_off(label, is_ours_to_give=self._names_others)
            yield AssignOwners(
                issue.number, logins, "" if unwanted else label, "its owners are not assigned yet"
            )

    @property
    def dropped(self) -> tuple[str, ...]:
        """The owners whom its line names no more, and who are still assigned."""
        before = self._before - self._now
        return tuple(login for login in self.follow_up.issue.assignees if login.casefold() in before)

    @property
    def _before(self) -> frozenset[str]:
        return frozenset(login.casefold() for login in self.follow_up.owners)

    @property
    def _now(self) -> frozenset[str]:
        return frozenset(login.casefold() for login in self.line.logins)

    @property
    def _names_others(self) -> bool:
        return self._before != self._now

    @cached_property
    def _needed(self) -> bool:
        """Whether the line as it was remembered lacked an owner; of one who is known since, the logins tell."""
        read = action_of(self.follow_up.first.text, self.config.people, self.line.source.day)
        return read is not None and read.needs_owner

    def _is_assigned_by_us(self, login: str) -> bool:
        """Who was assigned by a person meanwhile, stays."""
        activity = self.snapshot.activity.get(self.follow_up.issue.id, ())
        assigned = [
            each for each in activity if each.what == ASSIGNED and each.whom.casefold() == login.casefold()
        ]
        return not assigned or is_ours(self.snapshot, self.config, assigned[-1].by)

    def _unassigned(self) -> tuple[str, ...]:
        """Owners whom a crash left out: neither tried in vain before, nor taken off by somebody else."""
        issue, label = self.follow_up.issue, self.config.actions.needs_owner_label
        was_tried = issue.has_label(label) and not self.is_untold and not self._names_others
        if was_tried or (self._was_taken_off(label) and not self._names_others):
            return ()
        assigned = {login.casefold() for login in issue.assignees}
        return tuple(
            login
            for login in self.line.logins
            if login.casefold() not in assigned
            and not self._was_taken_off(login, is_ours_to_give=login.casefold() not in self._before)
        )

    def _was_taken_off(self, what: str, *, is_ours_to_give: bool = False) -> bool:
        """Whether somebody took a label or an assignee off; a person whose token we use does so by hand, as a rule.

        Not where the line named others before, for whom we took it off ourselves.
        """
        return any(
            removal.what.casefold() == what.casefold()
            and not (
                removal.by
                and (removal.by.is_bot or is_ours_to_give)
                and is_ours(self.snapshot, self.config, removal.by)
            )
            for removal in self.follow_up.issue.removals
        )
