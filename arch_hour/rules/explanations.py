"""Why every ACTION line was read as it was, and what comes of it: what a rehearsal tells who wonders."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from arch_hour.config import Config
from arch_hour.model import Account, Snapshot
from arch_hour.rendering import brief
from arch_hour.rules.action_lines import ActionLine, Span, Standing, may_have_lines
from arch_hour.rules.follow_up_document import concern_about_owner, concerns_of, due_of
from arch_hour.rules.follow_ups import is_to_be_made, new_promises
from arch_hour.rules.lone_keywords import lone_keywords
from arch_hour.rules.lost_explanations import LostPromise, lost_promises
from arch_hour.rules.matching import How, Match, Promises, promises_of
from arch_hour.rules.roles import is_assignable
from arch_hour.rules.sources import LivingLine, Source, lines_of, texts_read
from arch_hour.rules.trust import known_to_promise


class Becomes(Enum):
    """What comes of a line."""

    NEW = "new follow-up"
    KNOWN = "known follow-up"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What comes of a line, and why: part of a sentence, or nothing where there is no more to say.

    `number` is that of its follow-up, where it has one; `likeness` is from 0 to 1 where its words had to be compared.
    """

    becomes: Becomes
    why: str = ""
    number: int | None = None
    likeness: float | None = None

    @property
    def in_words(self) -> str:
        """`new follow-up`, `#12: …` or `nothing: …`."""
        begun = f"#{self.number}" if self.number is not None else self.becomes.value
        return f"{begun}: {self.why}" if self.why else begun


@dataclass(frozen=True, slots=True)
class Explanation:
    """A line that stands in a text now; `action` is None for a keyword alone, `due` the date that it has or is given.

    `topic` is the number of the topic that it is about; `concerns` are parts of sentences without a full stop.
    """

    source: Source
    span: Span
    action: ActionLine | None
    verdict: Verdict
    due: date | None = None
    topic: int | None = None
    concerns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explained:
    """Every line in reading order, and the open follow-ups whose line is gone."""

    lines: tuple[Explanation, ...]
    lost: tuple[LostPromise, ...]


def explain(snapshot: Snapshot, config: Config) -> Explained:
    """What a run makes of the lines that a snapshot holds, also of those that count for nothing."""
    promises = promises_of(snapshot, config)
    return Explained(tuple(_lines(promises)), tuple(lost_promises(promises)))


def unknown_assignees(snapshot: Snapshot, config: Config) -> tuple[Account, ...]:
    """The owners that a run would assign, and of whom nobody knows yet whether they can be."""
    found = {
        account.key: account
        for match in promises_of(snapshot, config).matches
        for account in map(Account.named, _to_be_assigned(match))
        if account.key not in snapshot.assignable
    }
    return tuple(found.values())


def _to_be_assigned(match: Match) -> Iterator[str]:
    """The owners of an open promise who are not assigned yet."""
    if _is_open(match):
        assignees = match.follow_up.issue.assignees if match.follow_up else ()
        assigned = {login.casefold() for login in assignees}
        yield from (login for login in match.line.logins if login.casefold() not in assigned)


def _lines(promises: Promises) -> Iterator[Explanation]:
    snapshot, config = promises.snapshot, promises.config
    matches = {_place(match.line): match for match in promises.matches}
    together = {_place(match.line): group for group in new_promises(promises) for match in group}
    seen: set[str] = set()
    for source in texts_read(snapshot, config, may_have_lines):
        if source.id in seen:
            continue
        seen.add(source.id)
        found = [_explained(line, promises, matches, together) for line in lines_of(source, config)]
        if source.author and known_to_promise(snapshot, config, source.author) is not False:
            found += [_alone(source, span) for span in lone_keywords(source)]
        yield from sorted(found, key=lambda each: each.span.first)


def _explained(
    line: LivingLine,
    promises: Promises,
    matches: Mapping["_Place", Match],
    together: Mapping["_Place", Sequence[Match]],
) -> Explanation:
    place = _place(line)
    match = matches.get(place)
    if match is None:
        verdict = _not_counted(line, promises)
    elif match.is_new:
        verdict = _new(match, together[place], promises)
    else:
        verdict = _known(match)
    concerns = tuple(_concerns(match, promises)) if match and verdict.becomes is not Becomes.NOTHING else ()
    due = due_of(line, promises.config)
    return Explanation(line.source, line.action.span, line.action, verdict, due, line.topic, concerns)


def _concerns(match: Match, promises: Promises) -> Iterator[str]:
    """What is still to be mended of a promise that is open; an owner that people found on GitHub is found."""
    if not _is_open(match):
        return
    label, known = promises.config.actions.needs_owner_label, match.follow_up
    about_owner = concern_about_owner(match.line)
    if about_owner and (known is None or known.issue.has_label(label)):
        yield about_owner
    yield from concerns_of(match.line)
    for login in _to_be_assigned(match):
        if is_assignable(promises.snapshot, login) is False:
            yield f"{login} cannot be assigned in this repository"


def _is_open(match: Match) -> bool:
    """Whether it is still to be done, for all that was read."""
    known = match.follow_up
    return not match.line.is_settled and (known.issue.is_open if known else match.is_new)


def _alone(source: Source, span: Span) -> Explanation:
    return Explanation(source, span, None, Verdict(Becomes.NOTHING, "`ACTION` alone names no task"))


def _not_counted(line: LivingLine, promises: Promises) -> Verdict:
    """A line of who may not promise, and which never made a follow-up."""
    author = line.source.author
    if author is None:
        why = "the account of who wrote it was deleted"
    elif author.is_bot:
        why = f"{author.login} is an app"
    elif promises.config.actions.trusted == "collaborators":
        why = f"{author.login} may not write to the repository"
    else:
        why = f"{author.login} is not named in `actions.trusted`"
    return Verdict(Becomes.NOTHING, why)


def _known(match: Match) -> Verdict:
    likeness = match.likeness if match.how is How.ALIKE else None
    why = match.how.value
    if likeness is not None:
        why += f" “{brief(match.was)}” (likeness {likeness:.2f})"
    if match.follow_up is not None and not match.follow_up.issue.is_open:
        why += "; it is closed"
    return Verdict(Becomes.KNOWN, why, match.number, likeness)


def _new(match: Match, group: Sequence[Match], promises: Promises) -> Verdict:
    line = match.line
    if line.is_settled:
        done = line.action.standing is Standing.DONE
        why = "it is done already" if done else "it is struck out already"
        return Verdict(Becomes.NOTHING, why)
    if not is_to_be_made(group):
        settled = next(each.line for each in group if each.line.is_settled)
        return Verdict(Becomes.NOTHING, f"the same words are ticked or struck in {_in_words(settled)}")
    if _place(line) != _place(group[0].line):
        return Verdict(Becomes.NEW, f"one for the same words in {_in_words(group[0].line)} too")
    if group[0].before is not None:
        return Verdict(Becomes.NEW, f"#{group[0].before} was closed")
    named = line.action.reference
    if named is not None and promises.known.numbered(named) is None:
        return Verdict(Becomes.NEW, f"#{named}, which it names, is none")
    return Verdict(Becomes.NEW)


def _in_words(line: LivingLine) -> str:
    return f"line {line.action.line} of {line.source.issue.name}, {line.source.called}"


_Place = tuple[str, Span, str]


def _place(line: LivingLine) -> _Place:
    """What tells a line from any other of a run, however often the same text is read."""
    return line.source.id, line.action.span, line.digest
