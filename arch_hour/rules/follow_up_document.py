"""The issue that an ACTION line becomes: its title, its text, and what it remembers of the line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from arch_hour import rendering
from arch_hour.model import Issue
from arch_hour.rules import prose
from arch_hour.rules.action_lines import Owner, Standing
from arch_hour.rules.blocks import find_block, replace_block, wrap
from arch_hour.rules.seals import sealed
from arch_hour.rules.sources import LivingLine
from arch_hour.rules.topics import written_date

FOLLOW_UP = "follow-up"
TITLE_LIMIT = 256


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A follow-up issue with what it remembers: where its line stood, in which words, and the title we gave it.

    `due` is the date that the line names.
    """

    issue: Issue
    source: str
    text: str
    meeting: str
    owners: tuple[str, ...]
    title: str
    settled: str
    due: date | None = None


def read_follow_up(issue: Issue) -> FollowUp | None:
    """The memory of a follow-up, whoever wrote it; None for an issue that has none."""
    block = find_block(issue.body, FOLLOW_UP)
    if block is None:
        return None
    data = block.data
    owners = data.get("owners")
    return FollowUp(
        issue,
        source=str(data.get("source", "")),
        text=str(data.get("text", "")),
        meeting=str(data.get("meeting", "")),
        owners=tuple(str(owner) for owner in owners) if isinstance(owners, list) else (),
        title=str(data.get("title", "")),
        settled=str(data.get("settled", "")),
        due=written_date(data.get("due")),
    )


def title_of(line: LivingLine) -> str:
    """What is to be done, in at most 256 characters, cut at a word."""
    words = prose.quiet(" ".join((line.action.task or line.action.text).split()))
    if len(words) <= TITLE_LIMIT:
        return words
    cut = words[: TITLE_LIMIT - 1]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut else cut}…"


def logins_of(line: LivingLine) -> tuple[str, ...]:
    """The logins of its owners, as many as one issue can have."""
    return tuple(owner.login for owner in line.action.owners if owner.login is not None)[:10]


def new_body(line: LivingLine) -> str:
    """The text of a follow-up that does not exist yet."""
    return wrap(FOLLOW_UP, _memory(line, line.source.id, ""), _content(line)) + "\n"


def body_after_edit(follow_up: FollowUp, line: LivingLine) -> str:
    """Its text after the words of its line were edited; what people added to it stays."""
    memory = _memory(line, follow_up.source, follow_up.settled)
    return _renewed(follow_up.issue, memory, _content(line))


def body_when_settled(follow_up: FollowUp, line: LivingLine) -> str:
    """Its text once its line was ticked or struck: it remembers that, so that a person can reopen it for good."""
    memory = _memory(line, follow_up.source, line.action.standing.value) | {"title": follow_up.title}
    return _renewed(follow_up.issue, memory, _content(line))


def body_of_duplicate(follow_up: FollowUp, kept: int) -> str:
    """Its text once it is known that another issue holds the same promise."""
    block = find_block(follow_up.issue.body, FOLLOW_UP)
    if block is None:
        return follow_up.issue.body
    content = f"{block.content.strip()}\n\n{rendering.render('duplicate_follow_up.md', kept=kept)}"
    return _renewed(follow_up.issue, block.data, content)


def owners_in_words(owners: tuple[Owner, ...]) -> str:
    """`Adam Blackwell (ablackwell), octocat`: names as people wrote them, nobody mentioned."""
    return ", ".join(_owner_in_words(owner) for owner in owners)


def is_settled(line: LivingLine) -> bool:
    """Whether its line is ticked or struck."""
    return line.action.standing is not Standing.OPEN


def _renewed(issue: Issue, memory: Mapping[str, Any], content: str) -> str:
    body = replace_block(issue.body, FOLLOW_UP, memory, content)
    return issue.body if body == issue.body else sealed(body, FOLLOW_UP, over=issue.body)


def _owner_in_words(owner: Owner) -> str:
    name = prose.inline(owner.name)
    known_otherwise = owner.login is not None and owner.login.casefold() != owner.name.casefold()
    return f"{name} ({owner.login})" if known_otherwise else name


def _memory(line: LivingLine, source: str, settled: str) -> dict[str, object]:
    memory: dict[str, object] = {
        "source": source,
        "text": line.action.text,
        "meeting": line.source.meeting,
        "owners": list(logins_of(line)),
        "title": title_of(line),
    }
    if line.action.due is not None:
        memory["due"] = line.action.due.isoformat()
    return memory | {"settled": settled} if settled else memory


def _content(line: LivingLine) -> str:
    return rendering.render(
        "follow_up.md",
        quote=prose.quiet(prose.literal_html(line.action.text)),
        source=line.source,
        owners=owners_in_words(line.action.owners),
        participants=owners_in_words(line.action.participants),
        due=line.action.due,
    )
