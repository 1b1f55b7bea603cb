"""The commands on topics that nobody answered yet, and what must be asked before they are."""

from collections.abc import Iterator
from datetime import datetime

from arch_hour.config import Config
from arch_hour.model import Account, Comment, Issue, Snapshot
from arch_hour.rules.calls import Call, calls_on, is_time_unknown
from arch_hour.rules.commands import Verb, may_have_commands
from arch_hour.rules.merge_records import answered_on
from arch_hour.rules.replies import REPLIED_FOR
from arch_hour.rules.trust import is_trusted, known_without_asking


def called_topics(snapshot: Snapshot) -> Iterator[Issue]:
    """The topics of this repository on which people may have said a command, each once; the closed ones last."""
    found: dict[str, Issue] = {}
    for topic in (*snapshot.topics, *snapshot.discussed, *snapshot.merged):
        if not topic.repository and any(may_have_commands(comment.body) for comment in topic.comments):
            found.setdefault(topic.id, topic)
    yield from found.values()


def pending_on(snapshot: Snapshot, config: Config, topic: Issue, now: datetime) -> list[Call]:
    """The commands on a topic that matter, in the order of time: what merges it however late, all else for a day."""
    calls = [call for call in calls_on(snapshot, config, topic) if _matters(call, topic, now)]
    known = answered_on(snapshot, config, topic) if calls else frozenset()
    return [call for call in calls if call.key not in known]


def is_about_merging(call: Call) -> bool:
    """Whether it is a `/merge`, or was meant to be one."""
    return Verb.MERGE in (call.spoken.verb, call.spoken.nearest)


def is_merging(call: Call) -> bool:
    """Whether it is a whole `/merge`."""
    return call.spoken.verb is Verb.MERGE and call.spoken.is_well_formed


def unknown_topic_callers(snapshot: Snapshot, config: Config, now: datetime) -> Iterator[Account]:
    """The authors of commands on topics of whom GitHub must be asked whether they may write."""
    for topic in called_topics(snapshot):
        for call in pending_on(snapshot, config, topic, now):
            if call.by is not None and known_without_asking(snapshot, config, call.by) is None:
                yield call.by


def unread_topic_versions(snapshot: Snapshot, config: Config, now: datetime) -> Iterator[Issue | Comment]:
    """The comments on topics of which only older versions tell since when a command stands there."""
    for topic in called_topics(snapshot):
        for call in pending_on(snapshot, config, topic, now):
            if is_time_unknown(snapshot, call) and is_trusted(snapshot, config, call.by):
                yield call.comment


def _matters(call: Call, topic: Issue, now: datetime) -> bool:
    """A word with a slash that is near no command of ours is another program's, or none."""
    if topic.is_open and is_merging(call):
        return True
    is_ours = call.spoken.verb is not None or is_about_merging(call)
    return is_ours and now - call.at <= REPLIED_FOR and (topic.is_open or is_merging(call))
