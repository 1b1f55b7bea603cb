"""What goes out of sight in a history: texts, their issues and people; each act takes three free numbers."""

from tests.rules.histories import Team


def delete_comment(team: Team, a: int, b: int, c: int) -> str | None:
    """A comment is deleted with its lines."""
    texts = [text for text in team.texts if text.comment is not None]
    if not texts:
        return None
    text = texts[a % len(texts)]
    assert text.comment is not None
    team.repository.delete_comment(text.issue, text.comment)
    team.texts.remove(text)
    return f"{text.id} is deleted ({b}, {c})"


def toggle_topic(team: Team, a: int, b: int, c: int) -> str | None:
    """A source is closed or opened, loses or gets its label."""
    issue = team.repository.issues[team.texts[a % len(team.texts)].issue]
    if issue.has_label("agenda"):
        return None
    if b % 2:
        if issue.has_label("topic"):
            team.repository.unlabel(issue.number, "topic")
        else:
            team.repository.label(issue.number, "topic")
        return f"the topic label of #{issue.number} is toggled ({c})"
    if issue.is_open:
        team.repository.close(issue.number, by="wren")
    else:
        team.repository.reopen(issue.number)
    return f"#{issue.number} is closed, or open again"


def lose_topic(team: Team, a: int, b: int, c: int) -> str | None:
    """A source is deleted or transferred for good."""
    issue = team.texts[a % len(team.texts)].issue
    if issue <= 4 or c % 3:
        return None
    for text in team.texts:
        if text.issue == issue:
            team.hazy |= {number for line in text.lines for number in team.remembering(text, line)}
    if b % 2:
        team.repository.delete_issue(issue)
    else:
        team.repository.transfer_issue(issue)
    team.forget_issue(issue)
    return f"#{issue} is {'deleted' if b % 2 else 'transferred'}"


def leave(team: Team, a: int, b: int, c: int) -> str | None:
    """Somebody leaves the repository, or comes back."""
    team.repository.writing ^= {("wren", "ada")[a % 2]}
    return f"{sorted(team.repository.writing)} may write ({b}, {c})"


def read_less(team: Team, a: int, b: int, c: int) -> str | None:
    """So many comments are read of each issue from now on."""
    team.repository.comments_read = (100, 1, 2, 4)[a % 4]
    return f"{team.repository.comments_read} comments are read ({b}, {c})"
