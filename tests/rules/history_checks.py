"""What must be true of a history once the repository has settled."""

import re
from dataclasses import replace
from functools import cache

from arch_hour.rules.action_lines import Standing
from arch_hour.rules.follow_up_memory import DUPLICATE
from arch_hour.rules.summaries import our_summaries
from tests.rules.build import VIEWER, snapshot
from tests.rules.faults import CONFIG
from tests.rules.histories import Line, Team, Text, remembered

# A login behind an `@` that GitHub would tell; code, and what stands in a hidden comment, tells nobody.
MENTION = re.compile(r"(?<![\w/.])@[A-Za-z0-9]")
HIDDEN = re.compile(r"<!--.*?-->", re.DOTALL)


def check_all(team: Team) -> None:
    """Everything that a history promises."""
    check_texts(team)
    check_lines(team)
    check_people(team)
    check_ours(team)
    check_states(team)


def check_texts(team: Team) -> None:
    for text in team.texts:
        issue = team.repository.issues[text.issue]
        if text.comment is None:
            assert issue.body == text.body, f"{text.id} is not as people wrote it"
        else:
            said = team.repository.said(text.issue, text.comment)
            assert said is not None
            assert said.body == text.body, f"{text.id} is not as people wrote it"


def number_of(team: Team, text: Text, line: Line) -> int | None:
    known = only_standing(team, team.remembering(text, line)) or team.recorded(text, line)
    return known[0] if known else None


def check_lines(team: Team) -> None:
    for text, line in team.living():
        known = only_standing(team, team.remembering(text, line))
        assert len(known) <= 1, f"{line.text!r} of {text.id} is remembered by {known}"
        is_open = line.standing is Standing.OPEN
        if is_open and team.is_read(text) and team.counts(text):
            found = known or team.recorded(text, line)
            if not found and is_done(team, text, line):
                continue
            assert len(found) == 1, f"{line.text!r} of {text.id} has {found}"
            assert found[0] in team.repository.issues
            if line.number is not None:
                assert found == [line.number], f"{line.text!r} of {text.id} was #{line.number}, is {found}"
        if text.by == "stranger":
            assert not known, f"{line.text!r} of a stranger became {known}"
    places: dict[tuple[str, str], int] = {}
    living = {(text.id, line.digest) for text, line in team.living()}
    for number, follow_up in team.follow_ups().items():
        for place in follow_up.places if team.repository.issues[number].is_open else ():
            other = places.setdefault(place, number)
            assert other == number or place not in living, f"#{other} and #{number} are both of {place}"


def only_standing(team: Team, numbers: list[int]) -> list[int]:
    """Without twins that a person closed before we could say that they are twins."""
    standing = [number for number in numbers if team.repository.issues[number].is_open]
    return standing or numbers[:1]


def is_done(team: Team, text: Text, line: Line) -> bool:
    """Whether the same words are ticked on the occasion, or at another meeting: then they are a promise no more."""
    return any(
        other.digest == line.digest
        and other.standing is Standing.DONE
        and (where.is_with(text) or (where.meeting and text.meeting))
        for where, other in team.living()
    )


def check_people(team: Team) -> None:
    for number, wish in team.wishes.items():
        if number not in team.repository.issues:
            continue
        issue = team.repository.issues[number]
        if wish.title is not None:
            assert issue.title == wish.title, f"#{number} was called {wish.title!r}"
        for label, on in wish.labels.items():
            assert issue.has_label(label) is on, f"{label} of #{number}"
        assert not wish.is_orphan or number not in team.repository.parents, f"#{number} left its parent"
        for login, on in wish.assignees.items():
            assert (login in issue.assignees) is on, f"{login} of #{number} was {'' if on else 'un'}assigned"
        found = remembered(issue.body)
        is_twin = found is not None and found.settled == DUPLICATE
        if wish.is_open is not None and is_twin is wish.of_twin:
            assert issue.is_open is wish.is_open, f"#{number} was {'re' if wish.is_open else 'en'}opened"
    for word, number in team.words.items():
        issue = team.repository.issues[number]
        there = issue.body + "".join(comment.body for comment in issue.comments)
        assert word in there, f"{word} of #{number} is lost"


@cache
def _aloud(text: str) -> bool:
    return bool(MENTION.search(HIDDEN.sub("", text)))


def check_ours(team: Team) -> None:
    for issue in team.repository.issues.values():
        seen = replace(issue, comments=issue.comments[-team.repository.comments_read :])
        told = our_summaries(snapshot(), CONFIG, seen)
        is_read = issue.has_label("topic") or issue.has_label("agenda")
        assert len(told) <= 1 or not is_read, f"#{issue.number} has {len(told)} summaries"
        if issue.author == VIEWER and issue.has_label("action-item"):
            assert not _aloud(issue.title), issue.title
            assert not _aloud(issue.body), issue.body
        for comment in issue.comments:
            assert comment.author != VIEWER or not _aloud(comment.body), comment.body


def check_states(team: Team) -> None:
    """Whom nobody closed or opened is as its lines say; what is not seen leaves it as it is."""
    lines: dict[int, set[Standing]] = {}
    for text, line in team.living():
        for number in {*team.remembering(text, line), *team.recorded(text, line)}:
            lines.setdefault(number, set()).add(line.standing)
            if not team.is_read(text) or not team.counts(text):
                team.hazy.add(number)
    for number, follow_up in team.follow_ups().items():
        wish = team.wishes.get(number)
        if number in team.hazy or (wish is not None and wish.is_open is not None):
            continue
        standings = lines.get(number)
        if standings is None:
            is_open = team.repository.issues[number].is_open
            texts = {text.id for text in team.texts if team.is_read(text) and team.counts(text)}
            if is_open and all(source in texts for source, _ in follow_up.places):
                assert team.touched(number), f"#{number} has no line any more, and is open"
            continue
        expected = Standing.DONE not in standings and Standing.OPEN in standings
        is_open = team.repository.issues[number].is_open
        assert is_open is expected, f"#{number} of {standings} is open: {not expected}"
