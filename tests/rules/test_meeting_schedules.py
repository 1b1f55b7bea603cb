"""However often and whenever runs come, and wherever they stop: what people said in a meeting ends in one state.

That holds for what GitHub tells the time of: commands, edits that add some, reactions that are not taken back, and
closings. People react to a time box once its comment is there, and open again what a run has wrapped up; a meeting that
is not final yet is closed once a run has seen what was said: before each of these, a run comes in every schedule.
"""

from collections.abc import Sequence

from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from arch_hour.rules.agendas import comments_of
from arch_hour.rules.beginnings import DISCUSSION
from tests.rules.build import moment
from tests.rules.meeting_checks import check_all
from tests.rules.meeting_histories import FROZEN, MORNING, TOPICS, Meeting
from tests.rules.meeting_runs import Fault, at_once, clean, lagging, plain, stopped, twice
from tests.rules.meeting_scripts import ACTS, Act, Deed, Foreseen, perform

SCRIPTS, LENGTH = 6, 24
DUE = moment("12-18 10:00")
FAULTS: tuple[Fault | None, ...] = (*[None] * 4, clean, *[stopped] * 3, twice, at_once, lagging)

Schedule = Sequence[tuple[Fault | None, int]]
ALWAYS: Schedule = [(clean, 0)] * LENGTH
NEVER: Schedule = [(None, 0)] * LENGTH
STEP = st.tuples(ACTS, st.tuples(st.sampled_from(FAULTS), st.integers(0, 255)))


def play(meeting: Meeting, acts: Sequence[Act], schedule: Schedule) -> None:
    """All acts, each followed by its run if it has one, and the wrap-up."""
    is_reopened = False
    for act, (fault, choice) in zip(acts, schedule, strict=True):
        meeting.wait(act.wait)
        if act.deed in (Deed.REACT, Deed.REOPEN) or (act.deed is Deed.CLOSE and meeting.body is None):
            plain(meeting)
        perform(meeting, act)
        meeting.journal.append(f"{meeting.repository.now:%H:%M:%S} {act}")
        is_reopened |= act.deed is Deed.REOPEN
        # Nothing but our reply tells that a command was given while the agenda was closed.
        if fault is not None and not (fault is lagging and is_reopened):
            meeting.journal.append(f"    {fault(meeting, choice)}")
    plain(meeting)
    meeting.repository.now = DUE
    plain(meeting)
    assert plain(meeting) == [], "a run writes after one that had nothing more to write"


def check(meeting: Meeting, foreseen: Foreseen) -> None:
    """Each command was carried out once, and what came of it is what must come of it."""
    check_all(meeting)
    discussion, expected = meeting.discussion, foreseen.discussion
    assert discussion.turns == expected.turns
    assert (discussion.box, discussion.begun) == (None, expected.begun)
    assert discussion.is_over is expected.is_over
    told = comments_of(meeting.seen, meeting.config, meeting.told, DISCUSSION)
    assert len({marker.data["answers"][0] for marker, _ in told}) == foreseen.carried_out
    if discussion.begun and discussion.last:
        at = discussion.last.at
        assert discussion.spent(at) + foreseen.idle == at - discussion.begun, "the minutes do not add up"
    closed = {turn.item.topic for turn in expected.discussed if expected.is_over}
    assert {f"I{number}" for number in TOPICS if not meeting.repository.issues[number].is_open} == closed


def test_any_schedule_of_runs_ends_in_what_people_said() -> None:
    carried_out = 0

    @settings(
        max_examples=SCRIPTS,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    @given(st.sampled_from([FROZEN, MORNING]), st.lists(STEP, min_size=LENGTH, max_size=LENGTH))
    def ends(at: str, steps: list[tuple[Act, tuple[Fault | None, int]]]) -> None:
        nonlocal carried_out
        foreseen = Foreseen.of([act for act, _ in steps], moment(at))
        for schedule in (ALWAYS, NEVER, [run for _, run in steps]):
            meeting = Meeting.of(at)
            try:
                play(meeting, foreseen.acts, schedule)
                check(meeting, foreseen)
            except BaseException:
                note("\n".join(meeting.journal))
                raise
        carried_out += foreseen.carried_out

    ends()
    assert carried_out >= 2 * SCRIPTS, "scripts in which hardly anything happens show nothing"
