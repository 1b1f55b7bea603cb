"""What people do to the texts of a history: each act takes three free numbers, by which it finds what it is about."""

from collections.abc import Callable

from arch_hour.rules.action_lines import Standing
from tests.rules.build import person
from tests.rules.histories import DETAILS, OWNERS, SUBJECTS, Line, Team, Text, author

Act = Callable[[Team, int, int, int], str | None]

MOST_TEXTS, MOST_LINES = 8, 8
PAGE = '<!-- arch-hour:page {{"date":"2020-12-{:02}"}} -->\nx\n<!-- /arch-hour:page -->\n\n'


def open_topic(team: Team, a: int, b: int, c: int) -> str | None:
    """A topic without a meeting, or of one of two pages."""
    if len(team.texts) >= MOST_TEXTS:
        return None
    by, page = author(a), (0, 3, 10)[b % 3]
    repository = team.repository
    before = PAGE.format(page) if page else ""
    made = repository._open("Page" if page else "Topic", before, person(by), ("topic",))
    text = Text(made.id, made.number, by, before, meeting=f"page {page}" if page else "")
    team.texts.append(text)
    team.written(text)
    return f"{by} opens #{made.number} of {text.meeting or 'no meeting'} ({c})"


def comment(team: Team, a: int, b: int, c: int) -> str | None:
    """Somebody says something new on an issue."""
    if len(team.texts) >= MOST_TEXTS or len(list(team.living())) >= MOST_LINES:
        return None
    about, by = team.texts[a % len(team.texts)], author(b)
    line = fresh(team, c)
    text = Text("", about.issue, by, meeting=about.meeting, lines=[line])
    said = team.repository.say(about.issue, by, text.body)
    text.id, text.comment = said.id, said.database_id
    team.texts.append(text)
    team.written(text)
    return f"{by} says {line.text!r} in {text.id} on #{text.issue}"


def say_more(team: Team, a: int, b: int, c: int) -> str | None:
    """A new line in a text."""
    text = team.texts[a % len(team.texts)]
    if len(list(team.living())) >= MOST_LINES:
        return None
    line = fresh(team, b)
    text.lines.insert(c % (len(text.lines) + 1), line)
    team.written(text)
    return f"{line.text!r} is added to {text.id}"


def fresh(team: Team, choice: int) -> Line:
    """Words that stand nowhere now; perhaps they did before."""
    now = {line.subject for _, line in team.living()}
    left = [subject for subject in SUBJECTS if subject not in now] or list(SUBJECTS)
    return Line(left[choice % len(left)], OWNERS[choice // 16 % len(OWNERS)])


def chosen(team: Team, a: int) -> tuple[Text, Line] | None:
    """A line with its text."""
    lines = list(team.living())
    return lines[a % len(lines)] if lines else None


def edit_words(team: Team, a: int, b: int, c: int) -> str | None:
    """One word of a line becomes another."""
    return rewrite(team, a, c, lambda line: setattr(line, "detail", DETAILS[b % len(DETAILS)]))


def change_owners(team: Team, a: int, b: int, c: int) -> str | None:
    """A line names other owners."""
    return rewrite(team, a, c, lambda line: setattr(line, "owners", OWNERS[b % len(OWNERS)]))


def rewrite(team: Team, a: int, c: int, change: Callable[[Line], None]) -> str | None:
    """A line becomes another in its place."""
    if (found := chosen(team, a)) is None:
        return None
    text, line = found
    before, known = line.text, team.remembering(text, line)
    change(line)
    if line.text == before:
        return None
    changed(team, text, line, known, before)
    team.written(text)
    return f"{before!r} becomes {line.text!r} in {text.id} ({c})"


def changed(team: Team, text: Text, line: Line, known: list[int], before: str) -> None:
    """More than one change between two runs, or words that were said before, may be too much to follow.

    So is a change of what only the summary tells of.
    """
    line.edits += 1
    stays = any(other.text == before for other in text.lines)
    if stays or line.edits > 1 or line.text in text.ever or team.is_remembered(line) or not known:
        line.number = None
    if line.standing is not Standing.OPEN:
        team.ended()


def reorder(team: Team, a: int, b: int, c: int) -> str | None:
    """The lines of a text come in another order."""
    text = team.texts[a % len(team.texts)]
    if len(text.lines) < 2:
        return None
    line = text.lines.pop(b % len(text.lines))
    text.lines.insert(c % (len(text.lines) + 1), line)
    team.written(text)
    return f"{line.text!r} moves within {text.id}"


def split(team: Team, a: int, b: int, c: int) -> str | None:
    """Half of a line becomes a line of its own."""
    if (found := chosen(team, a)) is None or len(list(team.living())) >= MOST_LINES:
        return None
    text, line = found
    words = line.subject.split()
    if len(words) < 2:
        return None
    cut = 1 + b % (len(words) - 1)
    line.subject, line.number = " ".join(words[:cut]), None
    text.lines.append(Line(" ".join(words[cut:]), line.owners))
    team.written(text)
    return f"{line.text!r} and {text.lines[-1].text!r} were one line of {text.id} ({c})"


def join(team: Team, a: int, b: int, c: int) -> str | None:
    """Two lines of a text become one."""
    text = team.texts[a % len(team.texts)]
    if len(text.lines) < 2:
        return None
    other = text.lines.pop(b % len(text.lines))
    line = text.lines[c % len(text.lines)]
    forsake(team, text, other)
    line.subject, line.number = f"{line.subject} and {other.subject}", None
    if len(line.subject) > 120:
        line.subject = SUBJECTS[c % len(SUBJECTS)]
    team.written(text)
    return f"{line.text!r} took in {other.text!r} in {text.id}"


def move_line(team: Team, a: int, b: int, c: int) -> str | None:
    """A line goes to another text."""
    if (found := chosen(team, a)) is None:
        return None
    text, line = found
    to = team.texts[b % len(team.texts)]
    if to is text:
        return None
    text.lines.remove(line)
    known = team.remembering(text, line)
    if (
        not text.is_with(to)
        or line.edits
        or not team.counts(to)
        or line.text in to.ever
        or not known
        or team.alternatives(line) > 1
    ):
        line.number = None
    for number in team.remembering(text, line):
        team.hazy.add(number)
    line.edits += 1
    to.lines.insert(c % (len(to.lines) + 1), line)
    team.written(text)
    team.written(to)
    return f"{line.text!r} moves from {text.id} to {to.id}"


def copy_line(team: Team, a: int, b: int, c: int) -> str | None:
    """A line is said in another text too."""
    if (found := chosen(team, a)) is None or len(list(team.living())) >= MOST_LINES:
        return None
    text, line = found
    to = team.texts[b % len(team.texts)]
    if to is text or any(other.text == line.text for other in to.lines):
        return None
    copied, known = line.copy(), team.remembering(text, line)
    if (
        not text.is_with(to)
        or line.edits
        or not team.counts(to)
        or line.text in to.ever
        or not known
        or team.alternatives(line) > 1
    ):
        copied.number = None
    copied.edits += 1
    to.lines.insert(c % (len(to.lines) + 1), copied)
    team.written(to)
    return f"{line.text!r} of {text.id} is said in {to.id} too"


def take_out(team: Team, a: int, b: int, c: int) -> str | None:
    """A line is taken out."""
    if (found := chosen(team, a)) is None:
        return None
    text, line = found
    text.lines.remove(line)
    forsake(team, text, line)
    team.written(text)
    return f"{line.text!r} is taken out of {text.id} ({b}, {c})"


def forsake(team: Team, text: Text, line: Line) -> None:
    """A line may come back later."""
    text.gone.append(line)
    if not team.counts(text):
        team.hazy |= set(team.remembering(text, line))


def put_back(team: Team, a: int, b: int, c: int) -> str | None:
    """A line that was taken out comes back."""
    text = team.texts[a % len(team.texts)]
    if not text.gone or len(list(team.living())) >= MOST_LINES:
        return None
    line = text.gone.pop(b % len(text.gone))
    if any(other.text == line.text for other in text.lines):
        return None
    if line.edits or team.remembering(text, line) != [line.number]:
        line.number = None
    text.lines.insert(c % (len(text.lines) + 1), line)
    team.written(text)
    return f"{line.text!r} comes back to {text.id}"


def settle_line(team: Team, a: int, b: int, c: int) -> str | None:
    """A line is ticked, struck, or neither any more."""
    if (found := chosen(team, a)) is None:
        return None
    text, line = found
    standing = (Standing.DONE, Standing.OPEN, Standing.WITHDRAWN)[b % 3]
    if standing is line.standing:
        return None
    line.standing = standing
    if standing is not Standing.OPEN:
        team.ended()
    team.written(text)
    return f"{line.text!r} of {text.id} is {standing.value} ({c})"
