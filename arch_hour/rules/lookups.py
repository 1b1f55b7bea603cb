"""Which single follow-ups a run must look up by their numbers: closed ones, and those that lost their label."""

from collections.abc import Iterator

from arch_hour.rules.action_lines import Standing
from arch_hour.rules.matching import How, Match, Promises
from arch_hour.rules.summaries import CLOSED, entries, issues_with_lines, summary_of


def unread_numbers(promises: Promises) -> Iterator[int]:
    """The numbers of follow-ups that may be what a line lacks, or that are to be opened again, each until looked up."""
    for match in promises.matches:
        for number in _of_interest(match, promises):
            if number > 0 and number not in promises.snapshot.looked_up:
                yield number


def untold_numbers(promises: Promises) -> Iterator[int]:
    """The numbers of follow-ups that were closed since a summary told of them, of which nobody read by whom.

    A run that died right after it closed one left them so.
    """
    snapshot, known = promises.snapshot, promises.known
    for issue in issues_with_lines(snapshot):
        for entry in entries(summary_of(snapshot, promises.config, issue)):
            is_told = entry.settled or entry.number in snapshot.looked_up
            if not is_told and entry.number > 0 and known.numbered(entry.number) is None:
                yield entry.number


def _of_interest(match: Match, promises: Promises) -> Iterator[int]:
    known = promises.known
    if promises.is_open_question(match):
        told = entries(summary_of(promises.snapshot, promises.config, match.line.source.issue))
        named = match.line.action.reference
        numbers = (*(entry.number for entry in told), *([named] if named is not None else ()))
        yield from (number for number in numbers if known.numbered(number) is None)
    elif match.line.action.standing is Standing.OPEN and match.number is not None:
        entry = known.recorded_entry(match.line) if match.how is How.RECORDED else None
        was_settled = entry is not None and entry.settled not in ("", CLOSED) and match.follow_up is None
        if (was_settled and not _is_done_elsewhere(match, promises)) or _is_closed_by_somebody(match):
            yield match.number


def _is_done_elsewhere(match: Match, promises: Promises) -> bool:
    """Whether the same promise stands ticked in another place: then an open line of it is none that is back."""
    return any(each.line.is_done for each in promises.by_number.get(match.number or 0, ()))


def _is_closed_by_somebody(match: Match) -> bool:
    """Whether we closed it once for its line, and nobody knows who closed it last."""
    follow_up = match.follow_up
    return (
        follow_up is not None
        and not follow_up.issue.is_open
        and bool(follow_up.settled)
        and follow_up.issue.closed_by is None
    )
