"""The topics that were opened between the freeze and the start: too late for the ranking, so a comment names them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from arch_hour import rendering
from arch_hour.config import Config
from arch_hour.model import Issue, Snapshot
from arch_hour.rules.agendas import LATE, Agenda, comments_of, identity_of, standing_agendas, wrap_up_of
from arch_hour.rules.blocks import replace_block, wrap
from arch_hour.rules.changes import AddComment, Change, EditComment
from arch_hour.rules.markers import Marker
from arch_hour.rules.seals import sealed
from arch_hour.rules.summaries import may_edit

# So many are named, and then no more: whoever floods the list shall not stop the meeting.
MOST = 60


@dataclass(frozen=True, slots=True)
class LateTopic:
    """A topic as the comment names it; title and address are only known while it is open."""

    id: str
    number: int
    repository: str
    title: str = ""
    url: str = ""

    @property
    def name(self) -> str:
        """`#12`, or `acme/other#12` elsewhere."""
        return f"{self.repository}#{self.number}"

    @classmethod
    def of(cls, topic: Issue) -> "LateTopic":
        """An open topic."""
        return cls(topic.id, topic.number, topic.repository, topic.title, topic.url)

    @classmethod
    def read(cls, data: Any) -> "LateTopic | None":
        """One out of a marker, or None where that is damaged."""
        try:
            return cls(str(data["id"]), int(data["number"]), str(data.get("repository", "")))
        except (KeyError, TypeError, ValueError, OverflowError, AttributeError):
            return None

    def data(self) -> dict[str, object]:
        """What a marker holds of it."""
        where = {"repository": self.repository} if self.repository else {}
        return {"id": self.id, "number": self.number, **where}


def tell_late_topics(snapshot: Snapshot, config: Config) -> Iterator[Change]:
    """One comment on each agenda that is final and not wrapped up, edited in place as more topics come."""
    for agenda in standing_agendas(snapshot, config):
        if agenda.issue.is_open and agenda.identity.frozen and not wrap_up_of(snapshot, config, agenda):
            yield from _tell(snapshot, config, agenda)


def _tell(snapshot: Snapshot, config: Config, agenda: Agenda) -> Iterator[Change]:
    found = list(comments_of(snapshot, config, agenda, LATE))
    told = {topic.id: topic for marker, _ in reversed(found) for topic in _named(marker)}
    late = {topic.id: LateTopic.of(topic) for topic in _late(snapshot, config, agenda)}
    if late.keys() <= told.keys() or len(told) >= MOST:
        return
    ours = next((comment for _, comment in found if may_edit(snapshot, config, comment)), None)
    titled = {topic.id: LateTopic.of(topic) for topic in snapshot.topics if topic.id in told}
    data, content = _text(agenda, [*(told | titled | late).values()])
    why = "topics were opened after the freeze"
    if ours is None:
        yield AddComment(agenda.issue.number, wrap(LATE, data, content), why)
    else:
        text = sealed(replace_block(ours.body, LATE, data, content), LATE, over=ours.body)
        yield EditComment(agenda.issue.number, ours.database_id, text, why, was=ours.body)


def _late(snapshot: Snapshot, config: Config, agenda: Agenda) -> Iterator[Issue]:
    """The freeze is the one of the time that the text itself tells; the start is where the meeting was moved to."""
    frozen = identity_of(snapshot, config, agenda.issue) or agenda.identity
    freeze_at = min(agenda.begun or frozen.start, frozen.start - config.agenda.freeze_before)
    for topic in snapshot.topics:
        if (
            freeze_at <= topic.created_at < agenda.identity.start
            and not topic.has_label(config.topics.hold_label)
            and not any(section.is_about(topic) for section in agenda.sections)
        ):
            yield topic


def _named(marker: Marker) -> Iterator[LateTopic]:
    listed = marker.data.get("topics")
    for data in listed if isinstance(listed, list) else ():
        topic = LateTopic.read(data)
        if topic is not None:
            yield topic


def _text(agenda: Agenda, topics: list[LateTopic]) -> tuple[Mapping[str, Any], str]:
    """What the comment remembers, and what it says."""
    named = topics[:MOST]
    data = {"meeting": agenda.identity.meeting, "topics": [topic.data() for topic in named]}
    return data, rendering.render("late.md", topics=named, are_all=len(topics) < MOST)
