"""What people do around a meeting: each act takes three free numbers, by which it finds what it is about."""

import re
from collections.abc import Callable
from typing import Any

from tests.rules.build import config
from tests.rules.meeting_histories import TOPICS, Meeting

Act = Callable[[Meeting, int, int, int], str | None]

AUTHORS = ("wren", "ada", "zoe", "wren", "ada", "stranger")
COMMANDS = (
    *["/next"] * 14,
    *["/move-on", "/skip"] * 4,
    "/end",
    "/agenda",
    "/help",
    "/nxet",
    "/next now",
    "/merge #2",
)
WORDS = ("Tea?", "> /skip", "so /next then")
GAPS = (1, 5, 20, 40, 61, 290, *[300, 600, 601] * 2)


def wait(meeting: Meeting, a: int, b: int, c: int) -> str:
    """Time goes by; seldom as much as half a day."""
    meeting.wait(GAPS[a % len(GAPS)] if b % 32 else (7200, 40_000)[c % 2])
    return f"it is {meeting.repository.now:%d %H:%M:%S}"


def command(meeting: Meeting, a: int, b: int, c: int) -> str:
    """Somebody gives a command, or says something else."""
    by, text = AUTHORS[a % len(AUTHORS)], [*COMMANDS, *WORDS][b % len([*COMMANDS, *WORDS])]
    meeting.wait(GAPS[c % len(GAPS)])
    meeting.say(by, text)
    return f"{by} says {text}"


def commands(meeting: Meeting, a: int, b: int, c: int) -> str:
    """Somebody gives several at once."""
    by = AUTHORS[a % len(AUTHORS)]
    text = "\n".join((COMMANDS[b % len(COMMANDS)], COMMANDS[c % len(COMMANDS)], WORDS[a % len(WORDS)]))
    meeting.say(by, text)
    return f"{by} says {text.splitlines()}"


def edit(meeting: Meeting, a: int, b: int, c: int) -> str | None:
    """A comment gets another command, the same once more, or loses a line."""
    if not meeting.written:
        return None
    comment = sorted(meeting.written)[a % len(meeting.written)]
    lines = meeting.written[comment].split("\n")
    if b % 3 == 0:
        lines.append(COMMANDS[c % len(COMMANDS)])
    elif b % 3 == 1:
        lines.insert(0, lines[c % len(lines)])
    else:
        del lines[c % len(lines)]
    meeting.rewrite(comment, "\n".join(lines))
    return f"{comment} is edited to {lines}"


def delete(meeting: Meeting, a: int, b: int, c: int) -> str | None:
    """What a person said is deleted."""
    if not meeting.written:
        return None
    comment = sorted(meeting.written)[-1 - a % min(4, len(meeting.written))]
    meeting.repository.delete_comment(meeting.agenda, comment)
    del meeting.written[comment]
    return f"{comment} is deleted ({b}, {c})"


def delete_ours(meeting: Meeting, a: int, b: int, c: int) -> str | None:
    """A person deletes a comment of ours, with all that people wrote there."""
    if not (ours := meeting.ours()):
        return None
    comment = ours[-1 - a % min(4, len(ours))]
    meeting.repository.delete_comment(meeting.agenda, comment.database_id)
    meeting.words = [word for word in meeting.words if word not in comment.body]
    meeting.disturbed = True
    return f"our {comment.database_id} is deleted ({b}, {c})"


def edit_ours(meeting: Meeting, a: int, b: int, c: int) -> str | None:
    """A person writes below a comment of ours, inside it, or takes its marker away."""
    if not (ours := meeting.ours()):
        return None
    comment = ours[-1 - a % min(4, len(ours))]
    word, (first, _, rest) = meeting.word(), comment.body.partition("\n")
    way = b % 3 if first.startswith("<!--") else 0
    body = (f"{comment.body}\n\n{word}\n", f"{first}\n{word}\n{rest}", f"{rest}\n{word}")[way]
    meeting.repository.edit_comment(meeting.agenda, comment.database_id, body)
    meeting.disturbed = True
    return f"{word} is written on our {comment.database_id} ({b % 3}, {c})"


def copy_ours(meeting: Meeting, a: int, b: int, c: int) -> str | None:
    """Somebody says what we said, marker and all."""
    if not (ours := meeting.ours()):
        return None
    comment, by = ours[a % len(ours)], AUTHORS[b % len(AUTHORS)]
    meeting.say(by, comment.body)
    meeting.disturbed = True
    return f"{by} copies our {comment.database_id} ({c})"


def react(meeting: Meeting, a: int, b: int, c: int) -> str | None:
    """Somebody reacts to a comment of ours, or takes that back."""
    if not (ours := meeting.ours()):
        return None
    comment = ours[-1 - a % min(3, len(ours))].database_id
    by, kind = (*AUTHORS, "robot[bot]")[b % 7], ("+1", "+1", "-1", "heart")[c % 4]
    if c % 5:
        meeting.repository.react(meeting.agenda, comment, by, kind)
    else:
        meeting.repository.unreact(meeting.agenda, comment, by, kind)
    return f"{by} gives {kind} on {comment}, or takes it back ({c % 5})"


def note(meeting: Meeting, a: int, b: int, c: int) -> str | None:
    """The scribe writes."""
    if meeting.body is None:
        return None
    meeting.write(f"{meeting.body}\n{meeting.word()} ({a}, {b}, {c})\n")
    return "the scribe writes"


def tick(meeting: Meeting, a: int, b: int, c: int) -> str | None:
    """A box is ticked, or not any more."""
    boxes = list(re.finditer(r"^- \[[ x]\] Discussed", meeting.body or "", re.MULTILINE))
    if not boxes or meeting.body is None:
        return None
    box = boxes[a % len(boxes)]
    mark = "- [ ]" if "x" in box[0] else "- [x]"
    meeting.write(f"{meeting.body[: box.start()]}{mark}{meeting.body[box.start() + len(mark) :]}")
    return f"section {a % len(boxes)} is {mark} ({b}, {c})"


def cut(meeting: Meeting, a: int, b: int, c: int) -> str | None:
    """A section loses the line by which it is known."""
    boxes = list(re.finditer(r"^- \[[ x]\] Discussed.*\n", meeting.body or "", re.MULTILINE))
    if len(boxes) < 3 or meeting.body is None:
        return None
    box = boxes[a % len(boxes)]
    meeting.write(meeting.body[: box.start()] + meeting.body[box.end() :])
    return f"section {a % len(boxes)} is deleted ({b}, {c})"


def toggle_topic(meeting: Meeting, a: int, b: int, c: int) -> str:
    """A topic is closed or opened, put on hold, or is none any more."""
    number, repository = TOPICS[a % len(TOPICS)], meeting.repository
    issue = repository.issues[number]
    if b % 3 == 0:
        (repository.close if issue.is_open else repository.reopen)(number)
        return f"#{number} is closed or opened ({c})"
    label = ("topic", "topic: on hold")[b % 3 - 1]
    (repository.unlabel if issue.has_label(label) else repository.label)(number, label)
    return f"#{number} loses or gets {label!r} ({c})"


def toggle_agenda(meeting: Meeting, a: int, b: int, c: int) -> str | None:
    """The agenda is opened, or seldom closed."""
    repository = meeting.repository
    if meeting.issue.is_open and a % 4:
        return None
    (repository.close if meeting.issue.is_open else repository.reopen)(meeting.agenda)
    return f"the agenda is {'open' if meeting.issue.is_open else 'closed'} ({a}, {b}, {c})"


def reconfigure(meeting: Meeting, a: int, b: int, c: int) -> str:
    """The meeting is moved, skipped, or as it was."""
    choices: tuple[dict[str, Any], ...] = (
        {},
        {},
        {"moved": {"2020-12-17": "2020-12-17T11:00"}},
        {"moved": {"2020-12-17": "2020-12-18T10:00"}},
        {"moved": {"2020-12-17": "2020-12-17T09:00"}},
        {"skip": ["2020-12-17"]},
    )
    meeting.config = config(meeting=choices[a % len(choices)])
    return f"the configuration says {choices[a % len(choices)]} ({b}, {c})"


def turn_over(meeting: Meeting, a: int, b: int, c: int) -> str:
    """Somebody may write from now on, or may not any more."""
    meeting.repository.writing ^= {"stranger"}
    return f"{sorted(meeting.repository.writing)} may write ({a}, {b}, {c})"
