"""Random histories of people around a meeting: whatever they do, in whatever order, and whenever runs come or stop.

`meeting_acts` are what people do, `meeting_runs` the runs and their faults, and `meeting_checks` what must be true
whenever the repository has settled.
"""

from functools import partial

from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from tests.rules import meeting_acts as acts
from tests.rules.meeting_acts import Act
from tests.rules.meeting_histories import FROZEN, MORNING, Meeting
from tests.rules.meeting_runs import Fault, ahead, at_once, clean, lagging, settle, slow, stopped, twice

HISTORIES, STEPS = 12, 60

PEOPLE: tuple[Act, ...] = (
    *[acts.command] * 24,
    *[acts.react] * 8,
    *[acts.toggle_agenda] * 4,
    *[acts.wait, acts.edit, acts.commands, acts.delete_ours] * 3,
    *[acts.delete, acts.edit_ours, acts.tick, acts.toggle_topic] * 2,
    *[acts.note, acts.cut, acts.copy_ours, acts.reconfigure, acts.turn_over],
)
RUNS: tuple[Fault, ...] = (*[settle, clean] * 6, *[stopped, slow, lagging] * 3, *[twice, at_once, ahead] * 2)


def run(fault: Fault, meeting: Meeting, a: int, b: int, c: int) -> str | None:
    return f"    {fault(meeting, a)} ({b}, {c})"


def nothing(meeting: Meeting, a: int, b: int, c: int) -> None:
    """What a step becomes that a shorter history does without."""


STEP: list[Act] = [nothing, *PEOPLE * 2, *(partial(run, fault) for fault in RUNS * 3)]
SETTLED: Act = partial(run, settle)
CHOICE = st.integers(0, 255)
STEPS_OF_ONE = st.lists(
    st.tuples(st.sampled_from(STEP), CHOICE, CHOICE, CHOICE), min_size=STEPS, max_size=STEPS
)


def test_in_any_history_one_topic_is_discussed_at_a_time_and_no_command_is_carried_out_twice() -> None:
    """After each settled run `check_all` holds, and a second run has nothing to do."""
    turns = 0

    @settings(
        max_examples=HISTORIES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    @given(st.sampled_from([FROZEN, MORNING]), STEPS_OF_ONE)
    def holds(at: str, steps: list[tuple[Act, int, int, int]]) -> None:
        nonlocal turns
        meeting = Meeting.of(at)
        try:
            for act, a, b, c in [*steps, (SETTLED, 0, 0, 0)]:
                done = act(meeting, a, b, c)
                meeting.journal += [done] if done else []
        except BaseException:
            note("\n".join(meeting.journal))
            raise
        turns += len(meeting.discussion.turns)

    holds()
    assert turns >= HISTORIES, "histories in which hardly anything is discussed show nothing"
