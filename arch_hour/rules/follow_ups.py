"""The plan of the follow-ups: what each living line still needs of its issue, and the summaries that tell of them."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from arch_hour import rendering
from arch_hour.config import Config
from arch_hour.model import Issue, Snapshot
from arch_hour.rules.action_lines import Standing
from arch_hour.rules.blocks import replace_block, wrap
from arch_hour.rules.changes import (
    AddComment,
    AssignOwners,
    Change,
    CloseIssue,
    CloseReason,
    CreateIssue,
    EditComment,
    EditIssue,
    Key,
    RemoveLabel,
)
from arch_hour.rules.follow_up_document import (
    FollowUp,
    body_after_edit,
    body_of_duplicate,
    body_when_settled,
    is_settled,
    logins_of,
    new_body,
    title_of,
)
from arch_hour.rules.matching import Match, Promises, duplicates, owners_changed
from arch_hour.rules.sources import SUMMARY, LivingLine
from arch_hour.rules.summaries import Entry, entries, issues_with_lines, may_edit, summary_of


def plan_follow_ups(snapshot: Snapshot, config: Config, now: datetime) -> list[Change]:  # noqa: ARG001  one form for all plans
    """The changes that leave exactly one follow-up for every living line."""
    changes: list[Change] = list(_close_duplicates(snapshot, config))
    planned: set[tuple[str, str]] = set()
    kept: set[tuple[int, type[Change]]] = set()
    for match in Promises(snapshot, config).matches:
        if not match.is_new:
            changes += _once_each(_keep_true(match, snapshot, config), match, kept)
            continue
        same = (match.line.digest, match.line.source.meeting or match.line.source.issue.id)
        if is_settled(match.line) or same in planned:
            continue
        planned.add(same)
        changes += _new_follow_up(match.line, config)
    return changes


def _once_each(
    needed: Iterable[Change], match: Match, kept: set[tuple[int, type[Change]]]
) -> Iterator[Change]:
    """Of several lines that share a follow-up, the first that needs a kind of change speaks for all."""
    for change in needed:
        kind = (match.follow_up.issue.number if match.follow_up else 0, type(change))
        if kind not in kept:
            kept.add(kind)
            yield change


def plan_summaries(snapshot: Snapshot, config: Config, now: datetime) -> list[Change]:  # noqa: ARG001  one form for all plans
    """The changes that make the summary comment on each source tell what its lines became."""
    matches = Promises(snapshot, config).matches
    changes: list[Change] = []
    for issue in issues_with_lines(snapshot):
        here = [match for match in matches if match.line.source.issue.id == issue.id and not match.is_new]
        changes += _summary(issue, here, snapshot, config)
    return changes


def _new_follow_up(line: LivingLine, config: Config) -> Iterator[Change]:
    """Assigned in a write of its own: creating with one login that cannot be assigned would create nothing."""
    key = Key(f"follow-up {line.source.id} {line.digest}")
    labels = [config.actions.label]
    warning = ""
    if line.action.needs_owner:
        labels.append(config.actions.needs_owner_label)
        warning = f"nobody could be found to own “{line.action.text}” ({line.source.url})"
    yield CreateIssue(key, title_of(line), new_body(line), tuple(labels), f"“{line.action.text}”", warning)
    if logins_of(line):
        yield AssignOwners(key, logins_of(line), config.actions.needs_owner_label, "its owners")


def _keep_true(match: Match, snapshot: Snapshot, config: Config) -> Iterator[Change]:
    follow_up, line = match.follow_up, match.line
    if follow_up is None or not follow_up.issue.is_open:
        return
    if is_settled(line):
        if not follow_up.settled:
            yield _settle(follow_up, line)
        return
    number, label = follow_up.issue.number, config.actions.needs_owner_label
    others = owners_changed(follow_up, line)
    if others and follow_up.issue.has_label(label) and not line.action.needs_owner:
        yield RemoveLabel(number, label, "its line names owners now")
    logins = _unassigned(follow_up, line, snapshot, config)
    if logins:
        yield AssignOwners(number, logins, label, "its owners are not assigned yet")
    # Last, because what it remembers of the line is what tells a later run that the writes before are still due.
    if others or " ".join(follow_up.text.split()) != " ".join(line.action.text.split()):
        yield _reword(follow_up, line)


def _settle(follow_up: FollowUp, line: LivingLine) -> CloseIssue:
    done = line.action.standing is Standing.DONE
    reason = CloseReason.COMPLETED if done else CloseReason.NOT_PLANNED
    why = "its line is ticked" if done else "its line is struck out"
    body = body_when_settled(follow_up, line)
    return CloseIssue(follow_up.issue.number, reason, why, body, was=follow_up.issue.body)


def _reword(follow_up: FollowUp, line: LivingLine) -> EditIssue:
    """A title that a person changed stays."""
    issue = follow_up.issue
    title = title_of(line) if issue.title == follow_up.title else None
    body, why = body_after_edit(follow_up, line), "its line was edited"
    return EditIssue(issue.number, why, title, body, was=issue.body, title_was=title and issue.title)


def _unassigned(follow_up: FollowUp, line: LivingLine, snapshot: Snapshot, config: Config) -> tuple[str, ...]:
    """Owners whom a crash left out: neither tried in vain before, nor taken off by somebody else."""
    issue = follow_up.issue
    if issue.has_label(config.actions.needs_owner_label) and not owners_changed(follow_up, line):
        return ()
    taken_off = {
        removal.what.casefold()
        for removal in issue.removals
        if removal.by and removal.by.key != snapshot.viewer.key
    }
    if config.actions.needs_owner_label.casefold() in taken_off:
        return ()
    assigned = {login.casefold() for login in issue.assignees}
    return tuple(login for login in logins_of(line) if login.casefold() not in assigned | taken_off)


def _close_duplicates(snapshot: Snapshot, config: Config) -> Iterator[Change]:
    """Told and closed in one write, so that no run can stop in between and tell it again."""
    for kept, other in duplicates(snapshot, config):
        body = body_of_duplicate(other, kept.issue.number)
        why = "two runs at once made it twice"
        yield CloseIssue(other.issue.number, CloseReason.NOT_PLANNED, why, body, was=other.issue.body)


def _summary(issue: Issue, matches: list[Match], snapshot: Snapshot, config: Config) -> Iterator[Change]:
    comment = summary_of(snapshot, config, issue)
    told = {entry.number: entry for entry in entries(comment)}
    for match in matches:
        number = match.follow_up.issue.number if match.follow_up else match.number
        if number is not None:
            told[number] = Entry(number, match.line.digest)
    if not told:
        return
    data = {"follow_ups": [entry.data() for entry in told.values()]}
    text = _summary_text(tuple(told.values()), snapshot)
    if comment is None or not may_edit(snapshot, config, comment):
        yield AddComment(issue.number, wrap(SUMMARY, data, text), "which follow-ups came from here")
        return
    body = replace_block(comment.body, SUMMARY, data, text)
    if body != comment.body:
        why = "which follow-ups came from here"
        yield EditComment(issue.number, comment.database_id, body, why, was=comment.body)


def _summary_text(told: tuple[Entry, ...], snapshot: Snapshot) -> str:
    """Open ones by their own title and assignees; of a closed one GitHub shows the title behind its number."""
    still_open = {issue.number: issue for issue in snapshot.follow_ups if issue.is_open}
    return rendering.render("follow_ups.md", entries=told, still_open=still_open)
