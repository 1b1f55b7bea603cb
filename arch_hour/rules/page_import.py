"""The plan of an import: one topic for each of the page's, never the same one twice."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from arch_hour import rendering
from arch_hour.config import Config
from arch_hour.model import Account, Comment, Issue, Snapshot
from arch_hour.rules import prose
from arch_hour.rules.blocks import find_block, replace_block, wrap
from arch_hour.rules.changes import (
    AddComment,
    AddLabels,
    Change,
    CloseIssue,
    CloseReason,
    CreateIssue,
    EditIssue,
    Key,
    Target,
)
from arch_hour.rules.markers import digest, leading_marker, mark
from arch_hour.rules.page import Page, PageTopic, Section
from arch_hour.rules.seals import sealed
from arch_hour.rules.topics import NOTES, PAGE
from arch_hour.rules.trust import is_trusted, known_without_asking

# GitHub takes 65,536 characters; what is longer goes on in comments.
ROOM = 60_000


class Verdict(Enum):
    """What the import does with one topic of the page, in the words that people read."""

    NEW = "new topic"
    UPDATED = "brought up to date"
    UNCHANGED = "nothing new"
    DISCUSSED = "recorded as discussed"
    CLOSED = "closed already: new notes kept there, votes not counted"
    STRANGE = "opened by somebody who may not write: new notes kept there, votes not counted"


@dataclass(frozen=True, slots=True)
class Placement:
    """One topic of the page, the issue that it is already, and the changes that make it true."""

    topic: PageTopic
    existing: Issue | None
    verdict: Verdict
    changes: tuple[Change, ...]


def plan_import(
    page: Page, snapshot: Snapshot, config: Config, *, discussed: bool = False
) -> tuple[Placement, ...]:
    """What becomes of each topic of the page; with `discussed`, topics that have notes are recorded as discussed.

    `snapshot.topics` holds every topic there is, closed ones too.
    """
    by_title = _by_title(snapshot.topics)
    placements: list[Placement] = []
    for topic in page.topics:
        title = _same(topic.title)
        taken = [placed.existing for placed in placements]
        free = [issue for issue in by_title.get(title, []) if issue not in taken]
        existing = _existing(title, free, snapshot, config)
        over = _is_over(topic, discussed=discussed)
        placements.append(_place(topic, existing, page, snapshot, config, over))
    return tuple(placements)


def unknown_owners(page: Page, snapshot: Snapshot, config: Config) -> tuple[Account, ...]:
    """Who wrote the topics that are on the page or notes on them, where GitHub must be asked whether they may write."""
    authors = {
        author.key: author
        for issue in _on_page(page, snapshot)
        for author in (issue.author, *(comment.author for comment, _ in _noted(issue)))
        if author is not None
    }
    return tuple(
        author for author in authors.values() if known_without_asking(snapshot, config, author) is None
    )


def half_read(page: Page, snapshot: Snapshot) -> tuple[Issue, ...]:
    """The topics on the page whose notes of earlier pages may stand among the comments that were not read."""
    return tuple(issue for issue in _on_page(page, snapshot) if issue.is_half_read)


def _on_page(page: Page, snapshot: Snapshot) -> Iterator[Issue]:
    by_title = _by_title(snapshot.topics)
    for topic in page.topics:
        yield from by_title.get(_same(topic.title), ())


def _is_over(topic: PageTopic, *, discussed: bool) -> bool:
    """People write notes under what they discuss; what has none was waiting when the meeting ended."""
    return discussed and topic.section is Section.TOPICS and bool(topic.notes)


def _by_title(topics: tuple[Issue, ...]) -> Mapping[str, list[Issue]]:
    """The topics by their titles, now and on their page; open ones before closed, lower numbers first."""
    found: dict[str, list[Issue]] = {}
    for topic in sorted(topics, key=lambda topic: (not topic.is_open, topic.number)):
        block = find_block(topic.body, PAGE)
        for title in {_same(topic.title), *map(_same, _titles(block.data if block else {}))}:
            found.setdefault(title, []).append(topic)
    return found


def _titles(data: Mapping[str, Any]) -> list[str]:
    """The titles that the topic had on pages."""
    titles = data.get("titles")
    return [str(title) for title in titles] if isinstance(titles, list) else []


def _existing(title: str, candidates: list[Issue], snapshot: Snapshot, config: Config) -> Issue | None:
    """The topic of a title: one by trusted people first; what a stranger claims of a page counts for nothing."""
    trusted = [issue for issue in candidates if is_trusted(snapshot, config, issue.author)]
    named = [issue for issue in candidates if _same(issue.title) == title]
    return next(iter(trusted or named), None)


def _same(title: str) -> str:
    return " ".join(prose.loud(title).split()).casefold()


def _place(
    topic: PageTopic,
    existing: Issue | None,
    page: Page,
    snapshot: Snapshot,
    config: Config,
    over: bool,  # noqa: FBT001  a fact about the topic
) -> Placement:
    if existing is None:
        changes = (*_create(topic, page, config), *(_close(_key(topic), None, config) if over else ()))
        return Placement(topic, None, Verdict.DISCUSSED if over else Verdict.NEW, changes)
    notes = tuple(_add_notes(topic, existing, page, snapshot, config))
    if not existing.is_open:
        return Placement(topic, existing, Verdict.CLOSED, notes)
    if not is_trusted(snapshot, config, existing.author):
        return Placement(topic, existing, Verdict.STRANGE, notes)
    changes = (*notes, *_update_votes(topic, existing, page))
    if over and not _was_reopened(existing, config):
        return Placement(
            topic, existing, Verdict.DISCUSSED, (*changes, *_close(existing.number, existing, config))
        )
    return Placement(topic, existing, Verdict.UPDATED if changes else Verdict.UNCHANGED, changes)


def _key(topic: PageTopic) -> Key:
    return Key(f"topic {_same(topic.title)}")


def _create(topic: PageTopic, page: Page, config: Config) -> Iterator[Change]:
    first, *rest = _pieces(_text(topic))
    data = _data(topic, page.date, [_digest(first)] if first else [], [])
    body = f"{wrap(PAGE, data, _words(topic, page.date))}\n\n{first}".rstrip("\n") + "\n"
    yield CreateIssue(
        _key(topic), topic.title, body, (config.topics.label,), f"line {topic.line} of the page"
    )
    for piece in rest:
        yield AddComment(_key(topic), _notes_comment(piece, page), "its notes go on")


def _was_reopened(existing: Issue, config: Config) -> bool:
    """Whether people want to discuss it again."""
    return existing.closed_at is not None and existing.has_label(config.topics.discussed_label)


def _add_notes(
    topic: PageTopic, existing: Issue, page: Page, snapshot: Snapshot, config: Config
) -> Iterator[Change]:
    """Notes that are new become comments, since the body belongs to people."""
    known = {digest for comment, digest in _noted(existing) if is_trusted(snapshot, config, comment.author)}
    if is_trusted(snapshot, config, existing.author):
        known.update(_in_body(existing))
    for piece in _pieces(_text(topic)):
        if piece and _digest(piece) not in known:
            why = f"notes of the page of {page.date}"
            yield AddComment(existing.number, _notes_comment(piece, page), why)


def _update_votes(topic: PageTopic, existing: Issue, page: Page) -> Iterator[Change]:
    """The votes of the newest page count."""
    block = find_block(existing.body, PAGE)
    known: Mapping[str, Any] = block.data if block else {}
    if str(known.get("date", "")) > page.date.isoformat():
        return
    data = _data(topic, page.date, _in_body(existing), _titles(known))
    body = replace_block(existing.body, PAGE, data, _words(topic, page.date))
    if body != existing.body:
        body = sealed(body, PAGE, over=existing.body)
        yield EditIssue(existing.number, f"the page of {page.date}", body=body, was=existing.body)


def _in_body(existing: Issue) -> list[str]:
    """The digests of the notes that the import put into the body."""
    block = find_block(existing.body, PAGE)
    placed = block.data.get("notes") if block else None
    return [str(digest) for digest in placed] if isinstance(placed, list) else []


def _noted(existing: Issue) -> Iterator[tuple[Comment, str]]:
    """The comments that hold notes of earlier imports, or say so, with the digests of those notes."""
    for comment in existing.comments:
        marker = leading_marker(comment.body, NOTES)
        if marker is not None:
            yield comment, str(marker.data.get("digest"))


def _notes_comment(piece: str, page: Page) -> str:
    heading = rendering.render("page_notes.md", date=page.date)
    return f"{mark(NOTES, {'digest': _digest(piece)})}\n{heading}\n\n{piece}"


def _close(target: Target, existing: Issue | None, config: Config) -> Iterator[Change]:
    if existing is None or not existing.has_label(config.topics.discussed_label):
        yield AddLabels(target, (config.topics.discussed_label,), "the page's meeting is over")
    yield CloseIssue(target, CloseReason.COMPLETED, "the page's meeting is over")


def _data(topic: PageTopic, day: date, digests: list[str], titles: list[str]) -> dict[str, Any]:
    every = titles if topic.title in titles else [*titles, topic.title]
    return {"date": day.isoformat(), "titles": every, "votes": topic.votes, "notes": digests}


def _words(topic: PageTopic, day: date) -> str:
    return rendering.render(
        "page_topic.md", date=day, votes=topic.votes, backlog=topic.section is Section.BACKLOG
    )


def _text(topic: PageTopic) -> str:
    return "\n\n".join(part for part in (topic.detail, topic.notes) if part)


def _digest(piece: str) -> str:
    return digest(piece.strip())


def _pieces(text: str) -> list[str]:
    """The text in parts that GitHub takes, cut between lines; at least one part."""
    pieces = [""]
    for line in text.splitlines(keepends=True):
        for start in range(0, len(line), ROOM):
            part = line[start : start + ROOM]
            if len(pieces[-1]) + len(part) > ROOM:
                pieces.append("")
            pieces[-1] += part
    return pieces
