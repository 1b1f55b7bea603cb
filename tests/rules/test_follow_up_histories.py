"""Random histories of a team: in whatever order things happen, each living line has one follow-up.

`history_acts`, `history_departures` and `history_touches` are what people do, `history_runs` the runs and their faults,
and `history_checks` what must be true whenever the repository has settled.
"""

from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from tests.rules.histories import Team
from tests.rules.history_acts import (
    Act,
    change_owners,
    comment,
    copy_line,
    edit_words,
    join,
    move_line,
    open_topic,
    put_back,
    reorder,
    say_more,
    settle_line,
    split,
    take_out,
)
from tests.rules.history_departures import delete_comment, leave, lose_topic, read_less, toggle_topic
from tests.rules.history_runs import at_once, clean, lagging, lost_answer, settle, stopped, with_words
from tests.rules.history_touches import (
    leave_parent,
    move_on_board,
    reassign,
    relabel,
    retitle,
    toggle_follow_up,
    write_on_summary,
    write_words,
)

HISTORIES, STEPS, PROMISED = 60, 300, 10_000

# Runs are rare beside what people do, as in any repository; what makes more to do comes more often.
PEOPLE: tuple[Act, ...] = (
    *[say_more, edit_words, copy_line] * 4,
    *[comment, change_owners, move_line, take_out, put_back, settle_line, toggle_follow_up] * 3,
    *[open_topic, reorder, split, join, delete_comment, toggle_topic, lose_topic, leave, read_less] * 2,
    *[retitle, relabel, reassign, leave_parent, write_words, write_on_summary, move_on_board] * 2,
)
RUNS: tuple[Act, ...] = (settle, settle, settle, clean, stopped, lost_answer, at_once, lagging, with_words)


def nothing(team: Team, a: int, b: int, c: int) -> None:
    """What a step becomes that a shorter history does without."""


CHOICE = st.integers(0, 255)
STEP = st.tuples(st.sampled_from([nothing, *PEOPLE * 4, *RUNS]), CHOICE, CHOICE, CHOICE)


def test_in_any_history_each_living_line_has_one_follow_up_and_no_person_s_change_is_undone() -> None:
    done = 0

    @settings(
        max_examples=HISTORIES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )
    @given(st.lists(STEP, min_size=STEPS, max_size=STEPS))
    def lives(steps: list[tuple[Act, int, int, int]]) -> None:
        nonlocal done
        team = Team.met()
        try:
            for act, *choices in [*steps, (settle, 0, 0, 1)]:
                told = act(team, *choices)
                if told is not None:
                    done += 1
                    team.journal.append(told)
        except BaseException:
            note("\n".join(team.journal))
            raise

    lives()
    assert done >= PROMISED, f"only {done} steps were made"
