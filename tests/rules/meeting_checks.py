"""What must be true of a meeting whatever people and runs do."""

from collections import defaultdict
from datetime import timedelta

from arch_hour.rules.agendas import comments_of
from arch_hour.rules.beginnings import DISCUSSION
from arch_hour.rules.discussion_record import _read as read
from tests.rules.history_checks import HIDDEN, MENTION
from tests.rules.meeting_histories import EXTENSIONS, Meeting


def check_all(meeting: Meeting) -> None:
    """Everything that a meeting promises."""
    check_people(meeting)
    check_discussion(meeting)
    check_commands(meeting)
    check_ours(meeting)


def check_people(meeting: Meeting) -> None:
    """What people wrote stands there to the letter."""
    for comment in meeting.issue.comments:
        written = meeting.written.get(comment.database_id, comment.body)
        assert comment.body == written, f"{comment.database_id} is not as people wrote it"
    there = {comment.database_id for comment in meeting.issue.comments}
    assert set(meeting.written) <= there
    if meeting.body is not None:
        assert meeting.issue.body == meeting.body, "the agenda's text was written"
    everything = meeting.issue.body + "".join(comment.body for comment in meeting.issue.comments)
    for word in meeting.words:
        assert word in everything, f"{word} is lost"


def check_discussion(meeting: Meeting) -> None:
    """One topic at a time, each once, in no more boxes than there are; and nobody spent time that there was not."""
    discussion = meeting.discussion
    running = [turn.item for turn in discussion.turns if turn.outcome is None]
    assert running == ([discussion.box.item] if discussion.box else []), f"{running} are discussed at once"
    assert len({turn.item.topic for turn in discussion.turns}) == len(discussion.turns)
    assert all(1 <= turn.boxes <= 1 + len(EXTENSIONS) for turn in discussion.turns)
    assert all(turn.spent >= timedelta() for turn in discussion.turns)
    if discussion.begun is not None and discussion.last is not None:
        at = discussion.last.at
        assert discussion.spent(at) <= at - discussion.begun, "more was spent than time went by"


def check_commands(meeting: Meeting) -> None:
    """A command is carried out as one at one moment, however many comments tell so."""
    done = defaultdict(set)
    for marker, _ in comments_of(meeting.seen, meeting.config, meeting.told, DISCUSSION):
        state = read(marker.data)
        if state is not None and state.last is not None:
            (key,) = marker.data["answers"]
            done[key].add((state.last, state.steps if not meeting.disturbed else 0))
    for key, effects in done.items():
        assert len(effects) == 1, f"{key} was carried out as {effects}"


def check_ours(meeting: Meeting) -> None:
    """We mention nobody."""
    for issue in meeting.repository.issues.values():
        for comment in issue.comments:
            is_ours = comment.author == meeting.repository.viewer
            assert not is_ours or not MENTION.search(HIDDEN.sub("", comment.body)), comment.body
