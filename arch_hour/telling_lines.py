"""ACTION lines with their explanations, in words and in values for a program."""

from collections.abc import Iterator, Sequence
from typing import Any

from arch_hour.rendering import brief
from arch_hour.rules.action_lines import ActionLine, Owner, Span, Standing
from arch_hour.rules.explanations import Explained, Explanation
from arch_hour.rules.lost_explanations import LostPromise

KEYWORD = "ACTION"

_STANDINGS = {Standing.DONE: "ticked", Standing.WITHDRAWN: "struck out"}


def lines_as_values(explained: Explained) -> dict[str, Any]:
    """The lines in reading order, and the follow-ups whose line is gone, as JSON values."""
    return {
        "lines": [_line(each) for each in explained.lines],
        "lost": [_lost(each) for each in explained.lost],
    }


def place_in_words(span: Span) -> str:
    """`line 3`, or `lines 3–4`."""
    return f"line {span.first}" if span.first == span.last else f"lines {span.first}–{span.last}"


def words_of(explanation: Explanation) -> str:
    """The line from its keyword on."""
    return explanation.action.whole if explanation.action else KEYWORD


def reading_in_words(explanation: Explanation) -> str:
    """How it was read, such as `owners ada; task “look”; due 2020-12-18 (“Friday”)`; nothing for a keyword alone."""
    action = explanation.action
    return "" if action is None else "; ".join(_reading(explanation, action))


def _reading(explanation: Explanation, action: ActionLine) -> Iterator[str]:
    owners = _names(action.owners)
    yield f"{'owner' if len(action.owners) == 1 else 'owners'} {owners}" if owners else "no owner"
    yield f"task “{brief(action.task)}”"
    if explanation.due is not None:
        words = f"“{action.due_words}”" if action.due is not None else "by `actions.due_in`"
        yield f"due {explanation.due.isoformat()} ({words})"
    if action.participants:
        yield f"taking part {_names(action.participants)}"
    if action.reference is not None:
        yield f"names #{action.reference}"
    if explanation.topic is not None and explanation.topic != explanation.source.issue.number:
        yield f"about #{explanation.topic}"
    if action.standing is not Standing.OPEN:
        yield _STANDINGS[action.standing]


def _names(owners: Sequence[Owner]) -> str:
    return ", ".join(map(_name, owners))


def _name(owner: Owner) -> str:
    if owner.team is not None:
        return f"{owner.team} (a team)"
    if owner.login is None:
        return f"{owner.name} (unknown)"
    return owner.name if owner.login.casefold() == owner.name.casefold() else f"{owner.name} ({owner.login})"


def _line(explanation: Explanation) -> dict[str, Any]:
    source, verdict = explanation.source, explanation.verdict
    return {
        "issue": source.issue.number,
        "title": source.issue.title,
        "place": source.called,
        "author": source.author.login if source.author else None,
        "url": source.url,
        "first": explanation.span.first,
        "last": explanation.span.last,
        "where": place_in_words(explanation.span),
        "words": words_of(explanation),
        **_action(explanation),
        "read_as": reading_in_words(explanation),
        "becomes": verdict.becomes.value,
        "follow_up": verdict.number,
        "likeness": None if verdict.likeness is None else round(verdict.likeness, 4),
        "verdict": verdict.in_words,
        "concerns": list(explanation.concerns),
    }


def _action(explanation: Explanation) -> dict[str, Any]:
    action = explanation.action
    return {
        "owners": [_owner(owner) for owner in action.owners] if action else [],
        "task": action.task if action else None,
        "due": explanation.due.isoformat() if explanation.due else None,
        "due_words": action.due_words if action else "",
        "participants": [_owner(owner) for owner in action.participants] if action else [],
        "reference": action.reference if action else None,
        "standing": action.standing.value if action else None,
        "topic": explanation.topic,
    }


def _owner(owner: Owner) -> dict[str, Any]:
    return {"name": owner.name, "login": owner.login, "team": owner.team}


def _lost(lost: LostPromise) -> dict[str, Any]:
    issue = lost.follow_up.issue
    return {
        "number": issue.number,
        "title": issue.title,
        "url": issue.url,
        "words": lost.follow_up.first.text,
        "closed": lost.is_closed,
        "verdict": lost.in_words,
    }
