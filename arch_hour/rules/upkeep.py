"""What a follow-up still needs of its lines: their words, owners and standing, and nobody's change undone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from arch_hour import rendering
from arch_hour.config import Config
from arch_hour.model import Snapshot
from arch_hour.rules.action_lines import Standing, action_of
from arch_hour.rules.changes import (
    AddComment,
    AddSubIssue,
    Change,
    CloseIssue,
    CloseReason,
    EditIssue,
    ReopenIssue,
)
from arch_hour.rules.follow_up_document import (
    body_of,
    concern_of,
    due_of,
    title_of,
)
from arch_hour.rules.follow_up_memory import (
    KEPT,
    REMOVED,
    FollowUp,
    Saying,
    memory,
    read_follow_up,
    sayings_now,
)
from arch_hour.rules.markers import leading_marker, mark
from arch_hour.rules.matching import How, Match
from arch_hour.rules.ownership import Ownership
from arch_hour.rules.sources import LivingLine
from arch_hour.rules.summaries import CLOSED, entries, issues_with_lines, summary_of
from arch_hour.rules.trust import is_ours

SAID_AGAIN = "said-again"

# GitHub's words for what is done on an issue: it got a parent or lost one, whoever saw to that, and somebody was
# assigned.
FAMILY = ("parent_issue_added", "parent_issue_removed")


@dataclass(frozen=True)
class Upkeep:
    """A follow-up with its living lines, in reading order, in a repository as it is."""

    follow_up: FollowUp
    matches: Sequence[Match]
    snapshot: Snapshot
    config: Config

    def changes(self) -> Iterator[Change]:
        """All that it needs, in an order in which stopping anywhere is safe."""
        if not self.follow_up.issue.is_open:
            if not self.is_to_reopen:
                yield from self._learned()
                return
            yield ReopenIssue(self.follow_up.issue.number, "its line is back")
        if self.standing is not Standing.OPEN:
            yield from self._settled()
        elif self.leading is not None:
            yield from self._kept_true(self.leading)

    @cached_property
    def standing(self) -> Standing:
        """What became of its lines."""
        return standing_of(self.matches)

    @cached_property
    def leading(self) -> LivingLine | None:
        """The line that its text tells: the one that it told before, if that still lives; None where all is as it was.

        Where that one is gone, or not among what was read, another takes over once it says anything new.
        """
        lines = [match.line for match in self.matches]
        first = self.follow_up.first
        there = [line for line in lines if line.source.id == first.source]
        if there:
            return next((line for line in there if line.digest == first.digest), there[0])
        alive = next((line for line in lines if line.digest == first.digest), lines[0])
        is_news = bool(self.follow_up.settled) or self.sayings != self.follow_up.sayings
        return alive if is_news or alive.digest == first.digest else None

    @cached_property
    def is_to_reopen(self) -> bool:
        """Whether it was us who closed it, for a line that stands open again."""
        follow_up = self.follow_up
        if self.standing is not Standing.OPEN or follow_up.settled in ("", KEPT):
            return False
        # Where it was ticked or struck it must stand open again: a text that is not read any more opens nothing.
        # What was settled before that was remembered is opened by any line.
        back = (
            follow_up.settled == REMOVED
            or not follow_up.settled_in
            or any(match.line.source.id == follow_up.settled_in for match in self.matches)
        )
        return back and is_ours(self.snapshot, self.config, follow_up.issue.closed_by)

    @property
    def unsaid(self) -> Sequence[LivingLine]:
        """The lines of other meetings that people should hear of, where it is still to be done."""
        if self.standing is not Standing.OPEN:
            return ()
        return [match.line for match in self.matches if match.how is How.SAID_AGAIN]

    @property
    def asks_what_was_done(self) -> bool:
        """Whether it matters what people did on it."""
        return bool(self.dropped) or self.lacks_a_parent

    @property
    def dropped(self) -> tuple[str, ...]:
        """The owners whom its line names no more, and who are still assigned."""
        if self.leading is None or not self.follow_up.issue.is_open or self.standing is not Standing.OPEN:
            return ()
        return self._ownership(self.leading).dropped

    @property
    def lacks_a_parent(self) -> bool:
        """Whether it may not be a sub-issue of its topic yet: the summary, which comes after, does not tell of it."""
        line = self.leading
        if line is None or line.topic is None or line.source.issue.number != self.follow_up.first.number:
            return False
        return self.standing is Standing.OPEN and self._is_untold(line)

    @cached_property
    def sayings(self) -> tuple[Saying, ...]:
        """What it remembers, with the words as they are now, and the texts in which it stands besides."""
        return sayings_now(self.follow_up.sayings, [match.line for match in self.matches])

    def _is_untold(self, line: LivingLine) -> bool:
        """Whether no summary tells of it yet: that is written last of all that a new follow-up needs."""
        told = entries(summary_of(self.snapshot, self.config, line.source.issue))
        return all(entry.number != self.follow_up.issue.number for entry in told)

    @property
    def _was_closed(self) -> bool:
        """Whether a summary tells that somebody closed it: it was opened again since."""
        number = self.follow_up.issue.number
        told = [
            entry.settled
            for issue in issues_with_lines(self.snapshot)
            for entry in entries(summary_of(self.snapshot, self.config, issue))
            if entry.number == number
        ]
        return bool(told) and all(settled == CLOSED for settled in told)

    def _ownership(self, line: LivingLine) -> Ownership:
        return Ownership(self.follow_up, line, self._is_untold(line), self.snapshot, self.config)

    def _settled(self) -> Iterator[Change]:
        follow_up, issue = self.follow_up, self.follow_up.issue
        if follow_up.settled not in ("", REMOVED, KEPT) or not issue.is_open:
            return
        line = self.leading or self.matches[0].line
        for edit in self._text(line):
            yield edit
            issue = replace(issue, body=edit.body or issue.body, title=edit.title or issue.title)
            follow_up = read_follow_up(issue) or follow_up
        done = self.standing is Standing.DONE
        where = next(
            each.line.source.id for each in self.matches if each.line.action.standing is self.standing
        )
        settled = replace(follow_up, issue=issue, settled=self.standing.value, settled_in=where)
        if self._was_closed:
            # Somebody closed it, and opened it again although its line is settled.
            body = body_of(settled, line)
            if body != issue.body:
                yield EditIssue(issue.number, "somebody opened it again", body=body, was=issue.body)
            return
        yield CloseIssue(
            issue.number,
            CloseReason.COMPLETED if done else CloseReason.NOT_PLANNED,
            "its line is ticked" if done else "its line is struck out",
            body_of(settled, line),
            was=issue.body,
        )

    def _learned(self) -> Iterator[Change]:
        """A closed one hears of the words and places of its lines: so it is known what becomes of these, too."""
        if self.leading is not None and self.sayings != self.follow_up.sayings:
            yield from self._text(self.leading)

    def _kept_true(self, line: LivingLine) -> Iterator[Change]:
        """The text comes last: what it remembers of the line tells a later run that the writes before are still due."""
        text = tuple(self._text(line))
        if not text and memory(self._wanted(line)) != memory(self.follow_up):
            # People left no room to remember it, so it would be done again and again.
            return
        yield from self._ownership(line).changes()
        yield from self._family(line)
        yield from self._news()
        yield from text

    def _family(self, line: LivingLine) -> Iterator[Change]:
        """The summary is written last of all that a new follow-up needs: what it tells of is complete.

        What a run that stopped has done already is not tried again: of many, the next one would get no further.
        """
        done = self.snapshot.activity.get(self.follow_up.issue.id, ())
        if self.lacks_a_parent and line.topic is not None and all(each.what not in FAMILY for each in done):
            yield AddSubIssue(self.follow_up.issue.number, line.topic, "it came from that topic")

    def _news(self) -> Iterator[Change]:
        """A comment that is there already, of a run that stopped, is not said twice."""
        issue = self.follow_up.issue
        comments = (*self.snapshot.conversations.get(issue.id, ()), *issue.comments)
        told = [
            marker.data
            for comment in comments
            if is_ours(self.snapshot, self.config, comment.author)
            and (marker := leading_marker(comment.body, SAID_AGAIN)) is not None
        ]
        for line in self.unsaid:
            data = {"source": line.source.id, "line": line.digest}
            if data not in told:
                text = rendering.render("said_again.md", source=line.source)
                yield AddComment(issue.number, f"{mark(SAID_AGAIN, data)}\n{text}", "it was said again")

    def _text(self, line: LivingLine) -> Iterator[EditIssue]:
        follow_up, issue = self.follow_up, self.follow_up.issue
        wanted = self._wanted(line)
        body = issue.body if memory(wanted) == memory(follow_up) else body_of(wanted, line)
        if body == issue.body:
            return
        is_reworded = line.digest != follow_up.first.digest
        title = title_of(line) if is_reworded and issue.title == follow_up.title else None
        yield EditIssue(
            issue.number,
            "its line was edited" if is_reworded else "its line is told anew",
            title,
            body,
            was=issue.body,
            title_was=title and issue.title,
            warning=concern_of(line) if is_reworded else "",
        )

    def _wanted(self, line: LivingLine) -> FollowUp:
        """What it should remember."""
        follow_up, sayings = self.follow_up, self.sayings
        is_reworded = line.digest != follow_up.first.digest
        due = self._due(line) if is_reworded else follow_up.due
        # Owners are assigned to what is to be done, and what was settled stays so until it is opened again.
        is_to_do = self.standing is Standing.OPEN and (follow_up.issue.is_open or self.is_to_reopen)
        return replace(
            follow_up,
            sayings=sayings if sayings == follow_up.sayings else _led_by(line, sayings),
            owners=line.logins if is_to_do else follow_up.owners,
            title=title_of(line) if is_reworded else follow_up.title,
            due=due,
            reminded=follow_up.reminded if due == follow_up.due else None,
            settled="" if is_to_do else follow_up.settled,
        )

    def _due(self, line: LivingLine) -> date | None:
        """The date stays that the same words meant: `Friday` is none of a later week because of an edit beside it."""
        before = action_of(self.follow_up.first.text, self.config.people, line.source.day)
        if before is not None and before.due_words == line.action.due_words:
            return self.follow_up.due
        return due_of(line, self.config)


def standing_of(matches: Sequence[Match]) -> Standing:
    """What became of the lines of one promise: done where any is ticked, withdrawn where all are struck."""
    standings = {match.line.action.standing for match in matches}
    if Standing.DONE in standings:
        return Standing.DONE
    return Standing.OPEN if Standing.OPEN in standings else Standing.WITHDRAWN


def _led_by(line: LivingLine, sayings: Sequence[Saying]) -> tuple[Saying, ...]:
    """The sayings with that of a line in front."""
    return tuple(sorted(sayings, key=lambda saying: saying.spot != line.spot))
