"""The plan of the summaries: one comment on each issue that made follow-ups, which is kept true in place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from arch_hour import rendering
from arch_hour.config import Config
from arch_hour.model import Comment, Issue, Snapshot
from arch_hour.rules.blocks import outside_blocks, replace_block, wrap
from arch_hour.rules.changes import AddComment, Change, DeleteComment, EditComment
from arch_hour.rules.follow_up_memory import KEPT, without_oldest
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
from arch_hour.rules.summary_room import Told, Words, fitting
from arch_hour.rules.trust import is_ours

WHY = "which follow-ups came from here"
TWICE = "two runs at once told it twice"

# Lines, with those that stand there no more.
MOST = 300


def plan_summaries(snapshot: Snapshot, config: Config, now: datetime) -> list[Change]:  # noqa: ARG001  one form for all plans
    """The changes that make the one summary on each issue tell what its lines became."""
    promises = promises_of(snapshot, config)
    words = _words(snapshot, config)
    by_issue: dict[str, list[Match]] = {}
    for match in promises.matches:
        if match.number is not None:
            by_issue.setdefault(match.line.source.issue.id, []).append(match)
    changes: list[Change] = []
    for issue in issues_with_lines(snapshot):
        comment, there = summary_of(snapshot, config, issue), _entries_now(by_issue.get(issue.id, ()))
        told = tuple(
            replace(entry, settled=_settled(entry, promises)) for entry in _told(entries(comment), there)
        )
        if told:
            ours = comment if comment and may_edit(snapshot, config, comment) else None
            changes += _summary(issue, ours, Told(told, there.keys()), words)
        changes += _without_others(issue, snapshot, config)
    return changes


def _told(old: Sequence[Entry], now: Mapping[tuple[int, str, str], Entry]) -> Iterator[Entry]:
    """What was told before, with the lines as they are now; then what is new.

    An entry goes whose line was edited, or belongs to another follow-up by now, as after two runs at once.
    """
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
    yield from without_oldest(kept, len(kept) + len(new) - MOST, lambda entry: entry.place not in now)
    yield from (replace(entry, settled=settled.get(entry.number, "")) for entry in new)


def _entries_now(matches: Sequence[Match]) -> Mapping[tuple[int, str, str], Entry]:
    """The entries of the lines that stand, by their places."""
    found = (
        Entry(match.number, match.line.digest, match.line.source.id)
        for match in matches
        if match.number is not None
    )
    return {entry.place: entry for entry in found}


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
        for match in promises.by_number.get(entry.number, ())
    )
    by = follow_up.issue.closed_by
    if by is None and follow_up.settled:
        return entry.settled
    opens_again = follow_up.settled not in ("", KEPT) and is_here
    return follow_up.settled if opens_again and is_ours(snapshot, config, by) else CLOSED


def _summary(issue: Issue, ours: Comment | None, told: Told, words: Words) -> Iterator[Change]:
    if ours is None:
        body = fitting(told, partial(wrap, SUMMARY), words)
        if body is not None:
            yield AddComment(issue.number, body, WHY)
        return
    body = fitting(told, partial(replace_block, ours.body, SUMMARY), words)
    if body is not None and body != ours.body:
        yield _rewritten(issue, ours, sealed(body, SUMMARY, over=ours.body), WHY)


def _words(snapshot: Snapshot, config: Config) -> Words:
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
