"""What people do to the follow-ups of a history: each act takes three free numbers, as those on texts do."""

from arch_hour.model import Issue
from arch_hour.rules.action_lines import Standing
from arch_hour.rules.follow_up_memory import DUPLICATE
from arch_hour.rules.summaries import our_summaries
from tests.rules.build import VIEWER, config, snapshot
from tests.rules.histories import Team, remembered


def follow_up(team: Team, a: int) -> Issue | None:
    """One of ours that still is one for people."""
    ours = [
        issue
        for issue in team.repository.issues.values()
        if issue.author == VIEWER and remembered(issue.body) is not None
    ]
    return ours[a % len(ours)] if ours else None


def toggle_follow_up(team: Team, a: int, b: int, c: int) -> str | None:
    """A person closes a follow-up, or opens it again."""
    if (issue := follow_up(team, a)) is None:
        return None
    if issue.is_open:
        team.repository.close(issue.number, by=("ada", "wren", "stranger")[b % 3])
    else:
        team.repository.reopen(issue.number)
    found = remembered(issue.body)
    wish = team.wish(issue.number)
    wish.is_open, wish.of_twin = not issue.is_open, found is not None and found.settled == DUPLICATE
    is_told = found is not None and bool(found.settled)
    ended = [line for _, line in team.living() if line.standing is not Standing.OPEN]
    if wish.is_open and any(line.edits or not is_told for line in ended):
        # Nobody can tell whether the line was ticked first.
        wish.is_open = None
        team.hazy.add(issue.number)
    return f"a person {'closes' if issue.is_open else 'reopens'} #{issue.number} ({c})"


def retitle(team: Team, a: int, b: int, c: int) -> str | None:
    """A person gives a follow-up another title."""
    if (issue := follow_up(team, a)) is None:
        return None
    title = f"Title {b % 100}"
    team.repository.retitle(issue.number, title)
    team.wish(issue.number).title = title
    return f"#{issue.number} is called {title!r} ({c})"


def relabel(team: Team, a: int, b: int, c: int) -> str | None:
    """A person puts a label on, or takes one off that nobody needs."""
    if (issue := follow_up(team, a)) is None:
        return None
    label = ("urgent", "needs-owner")[b % 2]
    if issue.has_label(label):
        team.repository.unlabel(issue.number, label)
    elif label == "urgent":
        team.repository.label(issue.number, label)
    else:
        return None
    team.wish(issue.number).labels[label] = not issue.has_label(label)
    return f"{label} of #{issue.number} is toggled ({c})"


def reassign(team: Team, a: int, b: int, c: int) -> str | None:
    """A person assigns somebody, or takes somebody off."""
    if (issue := follow_up(team, a)) is None:
        return None
    login = ("ada", "wren", "cleo")[b % 3]
    if login in issue.assignees:
        team.repository.unassign(issue.number, login, "wren")
    else:
        team.repository.assign(issue.number, login)
    team.wish(issue.number).assignees[login] = login not in issue.assignees
    return f"{login} is {'taken off' if login in issue.assignees else 'assigned to'} #{issue.number} ({c})"


def leave_parent(team: Team, a: int, b: int, c: int) -> str | None:
    """A person lets a follow-up be a part of nothing any more."""
    if (issue := follow_up(team, a)) is None or issue.number not in team.repository.parents:
        return None
    team.repository.part(issue.number, None)
    team.wish(issue.number).is_orphan = True
    return f"#{issue.number} leaves its parent ({b}, {c})"


def write_words(team: Team, a: int, b: int, c: int) -> str | None:
    """A person adds words to a follow-up: outside our block, inside it, or as a comment."""
    if (issue := follow_up(team, a)) is None:
        return None
    word = team.word(issue.number)
    if b % 3 == 0:
        team.repository.write(issue.number, word)
    elif b % 3 == 1:
        team.repository.say(issue.number, "ada", word)
    else:
        inside = issue.body.replace("- Owners:", f"{word}\n- Owners:", 1)
        team.repository.edit(issue.number, body=inside)
        if inside == issue.body:
            team.repository.write(issue.number, word)
    return f"{word} is written on #{issue.number} ({b % 3}, {c})"


def write_on_summary(team: Team, a: int, b: int, c: int) -> str | None:
    """A person adds words to a summary of ours."""
    issue = team.repository.issues[team.texts[a % len(team.texts)].issue]
    told = our_summaries(snapshot(), config(), issue)
    if not told:
        return None
    word, summary = team.word(issue.number), told[b % len(told)]
    team.repository.edit_comment(issue.number, summary.database_id, f"{summary.body}\n\n{word}\n")
    return f"{word} is written on a summary of #{issue.number} ({c})"


def move_on_board(team: Team, a: int, b: int, c: int) -> str | None:
    """A person moves a follow-up on a board."""
    if (issue := follow_up(team, a)) is None:
        return None
    team.repository.move(issue.number)
    return f"#{issue.number} is moved on a board ({b}, {c})"
