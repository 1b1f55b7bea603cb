"""What an imported page left in a topic: a block that tells how many votes came with it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from arch_hour.bounds import YEARS
from arch_hour.config import Config
from arch_hour.model import Account, Issue, Snapshot
from arch_hour.rules.action_lines import may_have_lines
from arch_hour.rules.blocks import find_block
from arch_hour.rules.trust import is_trusted, known_without_asking

PAGE = "page"
NOTES = "page-notes"
# What a wrap-up says on a topic that was discussed.
DISCUSSED = "discussed"


def page_data(topic: Issue) -> Mapping[str, Any] | None:
    """What the page's block says, whoever wrote it: `date`, `titles`, `votes` and `notes` (digests)."""
    block = find_block(topic.body, PAGE)
    return block.data if block else None


def believed_page(snapshot: Snapshot, config: Config, topic: Issue) -> Mapping[str, Any] | None:
    """The same, where somebody wrote it whose markers count: a stranger's topic came from no page."""
    data = page_data(topic)
    return data if data is not None and is_trusted(snapshot, config, topic.author) else None


def page_date(data: Mapping[str, Any]) -> date | None:
    """The day of the page's meeting, if it is one on which a meeting can be."""
    written = written_date(data.get("date"))
    return written if written is not None and written.year in YEARS else None


def page_votes(snapshot: Snapshot, config: Config) -> Mapping[str, int]:
    """The votes that came with pages and still count, by the topics' node ids; a stranger's block counts for nothing.

    Nor does one on a topic of another repository, as who may write there is not for us to trust; nor do the votes of a
    page that is no younger than the topic's last discussion.
    """
    return {
        topic.id: _votes(data)
        for topic in snapshot.topics
        if not topic.repository
        and (data := believed_page(snapshot, config, topic)) is not None
        and not _is_outdated(data, topic, config)
    }


def believed_votes(snapshot: Snapshot, config: Config, topic: Issue) -> int:
    """How many votes came with its page, whether or not they still count; none with a stranger's, nor elsewhere."""
    data = None if topic.repository else believed_page(snapshot, config, topic)
    return _votes(data) if data is not None else 0


def begins_afresh(topic: Issue, config: Config) -> bool:
    """Whether it was discussed, closed and opened again: the discussed label is still on."""
    return topic.has_label(config.topics.discussed_label)


def _is_outdated(data: Mapping[str, Any], topic: Issue, config: Config) -> bool:
    if not begins_afresh(topic, config):
        return False
    written = page_date(data)
    return (
        written is None
        or topic.closed_at is None
        or written <= topic.closed_at.astimezone(config.zone).date()
    )


def unknown_importers(snapshot: Snapshot, config: Config) -> Iterable[Account]:
    """The authors of imported topics of whom GitHub must be asked whether they may write.

    Only where votes came with the page, or lines are said which would be of its meeting.
    """
    for topic in (*snapshot.topics, *snapshot.discussed):
        if topic.repository or topic.author is None:
            continue
        if known_without_asking(snapshot, config, topic.author) is not None:
            continue
        data = page_data(topic)
        if data is not None and ((topic.is_open and _votes(data)) or _may_have_lines(topic)):
            yield topic.author


def _may_have_lines(topic: Issue) -> bool:
    return may_have_lines(topic.body) or any(may_have_lines(comment.body) for comment in topic.comments)


def _votes(data: Mapping[str, Any]) -> int:
    votes = data.get("votes")
    return votes if isinstance(votes, int) and votes > 0 else 0


def written_date(value: object) -> date | None:
    """A date as a marker holds it; anything else is none."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
