"""The plan of the follow-ups: what living lines still need of their issues, and what becomes of lines that are gone."""

from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import datetime

from arch_hour.config import Config
from arch_hour.model import Snapshot
from arch_hour.rules.action_lines import Standing
from arch_hour.rules.changes import (
    AddSubIssue,
    AssignOwners,
    Change,
    CloseIssue,
    CloseReason,
    CreateIssue,
    EditIssue,
    Key,
)
from arch_hour.rules.follow_up_document import (
    body_of_duplicate,
    body_when_kept,
    body_when_removed,
    concern_of,
    new_body,
    title_of,
)
from arch_hour.rules.follow_up_memory import FollowUp
from arch_hour.rules.known_promises import duplicates
from arch_hour.rules.lost_lines import LostLines
from arch_hour.rules.matching import Match, Promises, promises_of
from arch_hour.rules.upkeep import Upkeep, standing_of


def plan_follow_ups(snapshot: Snapshot, config: Config, now: datetime) -> list[Change]:  # noqa: ARG001  one form for all plans
    """The changes that leave exactly one follow-up for every living line."""
    promises = promises_of(snapshot, config)
    twins = duplicates(promises.known.follow_ups)
    return [
        *_close_duplicates(twins),
        *(change for each in upkeeps(promises) for change in each.changes()),
        *_new_follow_ups(promises, config),
        *_part_with_lost(promises, besides={other.issue.number for _, other in twins}),
    ]


def upkeeps(promises: Promises) -> Iterator[Upkeep]:
    """Each follow-up that was read and has living lines, once, in the order of its first line."""
    for number, matches in promises.by_number.items():
        follow_up = promises.known.numbered(number)
        if follow_up is not None:
            yield Upkeep(follow_up, matches, promises.snapshot, promises.config)


def new_promises(promises: Promises) -> Sequence[Sequence[Match]]:
    """The lines that lack a follow-up, together where one is for all: the same words on one occasion.

    So is what was said again before it was ever made. Open lines come first, as the first one leads.
    """
    groups: dict[tuple[str, str], list[Match]] = {}
    for match in promises.matches:
        if match.is_new:
            groups.setdefault(match.words_on_occasion, []).append(match)
    return tuple(sorted(group, key=lambda match: match.line.is_settled) for group in groups.values())


def is_to_be_made(group: Sequence[Match]) -> bool:
    """Whether lines make their follow-up: what is ticked in any place, or struck in all, needs none any more."""
    return standing_of(group) is Standing.OPEN


def _new_follow_ups(promises: Promises, config: Config) -> Iterator[Change]:
    for group in new_promises(promises):
        if is_to_be_made(group):
            yield from _new_follow_up(group, config)


def _new_follow_up(group: Sequence[Match], config: Config) -> Iterator[Change]:
    """Owners come after: to create an issue with an owner whom GitHub does not accept would create nothing."""
    line = group[0].line
    key = Key(f"follow-up {line.source.id} {line.digest}")
    labels = (config.actions.label, *([config.actions.needs_owner_label] if line.action.needs_owner else ()))
    body = new_body([match.line for match in group], config, group[0].before)
    yield CreateIssue(key, title_of(line), body, labels, f"“{line.action.text}”", concern_of(line))
    if line.logins:
        yield AssignOwners(key, line.logins, config.actions.needs_owner_label, "its owners")
    if line.topic is not None:
        yield AddSubIssue(key, line.topic, "it came from that topic")


def _close_duplicates(twins: Iterable[tuple[FollowUp, FollowUp]]) -> Iterator[Change]:
    """Told and closed in one write, so that no run can stop in between and tell it again."""
    for kept, other in twins:
        body = body_of_duplicate(other, kept.issue.number)
        why = "two runs at once made it twice"
        yield CloseIssue(other.issue.number, CloseReason.NOT_PLANNED, why, body, was=other.issue.body)


def _part_with_lost(promises: Promises, besides: Set[int]) -> Iterator[Change]:
    """What somebody took up stays: there is more to it by now than its line."""
    for loss in LostLines(promises).all():
        issue = loss.follow_up.issue
        if issue.number in besides:
            continue
        if loss.touch:
            body, why = body_when_kept(loss.follow_up), f"its line was taken out, but {loss.touch}"
            yield EditIssue(issue.number, why, body=body, was=issue.body)
        else:
            body, why = body_when_removed(loss.follow_up), "its line was taken out, and nobody touched it"
            yield CloseIssue(issue.number, CloseReason.NOT_PLANNED, why, body, was=issue.body)
