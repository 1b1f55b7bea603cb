"""The plan of the summaries: one comment on each issue that made follow-ups, which is kept true in place."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import datetime
from functools import partial

from arch_hour import rendering
from arch_hour.config import Config
from arch_hour.model import Comment, Issue, Snapshot
from arch_hour.rules.blocks import outside_blocks, replace_block, wrap
from arch_hour.rules.changes import AddComment, Change, DeleteComment, EditComment
from arch_hour.rules.follow_up_memory import KEPT
from arch_hour.rules.matching import Match, Promises, promises_of
from arch_hour.rules.promises import still_open
from arch_hour.rules.seals import sealed
from arch_hour.rules.sources import SUMMARY
from arch_hour.rules.summaries import (
    CLOSED,
    Entry,
    entries,
    issues_with_lines,
    may_edit,
    our_summaries,
    summary_of,
)
from arch_hour.rules.summary_room import Told, fitting
from arch_hour.rules.trust import is_ours

WHY = "which follow-ups came from here"
TWICE = "two runs at once told it twice"

# Lines, with those that stand there no more.
MOST = 300


def plan_summaries(snapshot: Snapshot, config: Config, now: datetime) -> list[Change]:  # noqa: ARG001  one form for all plans
    """The changes that make the one summary on each issue tell what its lines became."""
    promises = promises_of(snapshot, config)
    by_issue: dict[str, list[Match]] = {}
    for match in promises.matches:
        if match.number is not None:
            by_issue.setdefault(match.line.source.issue.id, []).append(match)
    changes: list[Change] = []
    for issue in issues_with_lines(snapshot):
        old = entries(summary_of(snapshot, config, issue))
        matches = by_issue.get(issue.id, ())
        told = tuple(replace(entry, settled=_settled(entry, promises)) for entry in _told(old, matches))
        changes += _summary(issue, Told(told, _entries_now(matches).keys()), snapshot, config)
        changes += _without_others(issue, snapshot, config)
    return changes


def _told(old: Sequence[Entry], matches: Sequence[Match]) -> Iterator[Entry]:
    """What was told before, with the lines as they are now; then what is new.

    An entry goes whose line was edited, or belongs to another follow-up by now, as after two runs at once.
    """
    now = _entries_now(matches)
    texts = {(number, source) for number, source, _ in now}
    lines = {(source, words) for _, source, words in now}
    kept = [
        entry
        for entry in old
        if entry.place in now
        or (entry.line and not ((entry.number, entry.source) in texts or (entry.source, entry.line) in lines))
    ]
    known = {entry.place for entry in kept}
    new = [entry for place, entry in now.items() if place not in known]
    settled = {entry.number: entry.settled for entry in old}
    yield from _within_bounds(kept, now.keys(), MOST - len(new))
    yield from (replace(entry, settled=settled.get(entry.number, "")) for entry in new)


def _entries_now(matches: Sequence[Match]) -> Mapping[tuple[int, str, str], Entry]:
    """The entries of the lines that stand, by their places."""
    found = (
        Entry(match.number, match.line.digest, match.line.source.id)
        for match in matches
        if match.number is not None
    )
    return {entry.place: entry for entry in found}


def _within_bounds(entries: Sequence[Entry], living: Set[tuple[int, str, str]], most: int) -> Iterator[Entry]:
    """As many as a comment has room for: the oldest go first of those whose line does not stand there any more."""
    excess = len(entries) - most
    for entry in entries:
        if excess > 0 and entry.place not in living:
            excess -= 1
        else:
            yield entry


def _settled(entry: Entry, promises: Promises) -> str:
    """Nothing where it is open, by which standing of this line we closed it, or CLOSED; as it was if nobody looked."""
    snapshot, config = promises.snapshot, promises.config
    follow_up = promises.known.numbered(entry.number)
    if follow_up is None:
        return CLOSED if entry.number in snapshot.looked_up else entry.settled
    if follow_up.issue.is_open:
        return "" if follow_up.issue.has_label(config.actions.label) else CLOSED
    is_here = follow_up.settled_in in ("", entry.source) or any(
        match.line.source.id == entry.source and match.line.action.standing.value == follow_up.settled
        for match in promises.matches
        if match.number == entry.number
    )
    by = follow_up.issue.closed_by
    if by is None and follow_up.settled:
        return entry.settled
    opens_again = follow_up.settled not in ("", KEPT) and is_here
    return follow_up.settled if opens_again and is_ours(snapshot, config, by) else CLOSED


def _summary(issue: Issue, told: Told, snapshot: Snapshot, config: Config) -> Iterator[Change]:
    if not told.entries:
        return
    comment = summary_of(snapshot, config, issue)
    if comment is None or not may_edit(snapshot, config, comment):
        body = fitting(told, partial(wrap, SUMMARY), _text(snapshot, config))
        if body is not None:
            yield AddComment(issue.number, body, WHY)
        return
    body = fitting(told, partial(replace_block, comment.body, SUMMARY), _text(snapshot, config))
    if body is not None and body != comment.body:
        yield _rewritten(issue, comment, sealed(body, SUMMARY, over=comment.body), WHY)


def _text(snapshot: Snapshot, config: Config) -> Callable[[Sequence[int]], str]:
    """Open ones by their own title and assignees; of a closed one GitHub shows the title behind its number."""
    by_number = {issue.number: issue for issue in still_open(snapshot, config)}
    return lambda numbers: rendering.render("follow_ups.md", numbers=numbers, still_open=by_number)


def _without_others(issue: Issue, snapshot: Snapshot, config: Config) -> Iterator[Change]:
    """A further summary goes; of one to which people added words these stay."""
    for comment in our_summaries(snapshot, config, issue)[1:]:
        words = outside_blocks(comment.body, SUMMARY).strip()
        yield _rewritten(issue, comment, words, TWICE) if words else _gone(issue, comment)


def _rewritten(issue: Issue, comment: Comment, body: str, why: str) -> Change:
    return EditComment(issue.number, comment.database_id, body, why, was=comment.body)


def _gone(issue: Issue, comment: Comment) -> Change:
    return DeleteComment(issue.number, comment.database_id, TWICE, was=comment.body)
