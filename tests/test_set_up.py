"""`init`: which files and labels it writes, and which it leaves to people."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from arch_hour.errors import ConfigurationError, UsageError
from arch_hour.rules.set_up import FORM, Answers, Copy, Verdict
from arch_hour.rules.workflow_files import find_workflow
from arch_hour.set_up import set_up
from tests.grounds import (
    ANSWERS,
    CONFIGURATION,
    COPY,
    FILES,
    WORKFLOW,
    Ground,
    Labeller,
    verdicts,
    wish,
)
from tests.rules.feed_texts import calendar, event

NEW, RENEWED, SAME, THEIRS, ELSEWHERE, TAKEN = Verdict
LATER = Answers(ANSWERS.start, "Europe/Berlin", "Coffee", "FREQ=MONTHLY;BYDAY=2TH")
REFUSAL = "refusing to allow an OAuth App to create or update workflow without `workflow` scope"


@pytest.fixture
def ground() -> Ground:
    """An empty repository."""
    return Ground()


@pytest.fixture
def ready() -> Ground:
    """A repository that `init` set up."""
    found = Ground()
    set_up(found, wish())
    found.written.clear()
    return found


@contextmanager
def nothing_written(ground: Ground) -> Iterator[None]:
    before = dict(ground.files)
    yield
    assert (ground.files, ground.written) == (before, [])


def test_an_empty_repository_gets_all_files_and_labels(ground: Ground) -> None:
    labeller = Labeller({"Topic"})
    furnished = set_up(ground, wish(), labeller)
    assert verdicts(furnished) == [NEW, NEW, NEW]
    assert tuple(ground.written) == FILES
    assert furnished.is_done
    assert len(furnished.labels) == 8
    assert labeller.names == {"Topic", *(each.label.name for each in furnished.labels)}
    first = ground.files[CONFIGURATION].partition("\n")[0]
    assert first.endswith(f"=https://github.com/{COPY.name}/raw/{COPY.ref}/schema/arch-hour.schema.json")


def test_a_second_time_nothing_is_written(ready: Ground) -> None:
    with nothing_written(ready):
        assert verdicts(set_up(ready, wish())) == [SAME, SAME, SAME]
        assert verdicts(set_up(ready, wish(answers=None))) == [SAME, SAME, SAME]


def test_other_answers_renew_what_hangs_on_them(ready: Ground) -> None:
    assert verdicts(set_up(ready, wish(answers=LATER))) == [RENEWED, SAME, SAME]
    assert 'name: "Coffee"' in ready.files[CONFIGURATION]
    hour_later = Answers(ANSWERS.start.replace(hour=11), "Europe/Berlin", "Coffee")
    assert verdicts(set_up(ready, wish(answers=hour_later))) == [RENEWED, SAME, RENEWED]


def test_what_people_changed_is_left_to_them(ready: Ground) -> None:
    ready.files = {path: f"{text}# Ours\n" for path, text in ready.files.items()}
    with nothing_written(ready):
        assert verdicts(set_up(ready, wish(answers=LATER, keep_alive=True))) == [THEIRS, THEIRS, THEIRS]


def test_a_configuration_that_people_changed_still_moves_the_schedule(ready: Ground) -> None:
    ready.files[CONFIGURATION] = ready.files[CONFIGURATION].replace("T10:00", "T15:00")
    assert verdicts(set_up(ready, wish(answers=None))) == [THEIRS, SAME, RENEWED]
    assert "32 14 * * 4" in ready.files[WORKFLOW]


def test_a_file_that_was_deleted_is_written_again(ready: Ground) -> None:
    del ready.files[FORM]
    assert verdicts(set_up(ready, wish(answers=None))) == [SAME, NEW, SAME]


@pytest.mark.parametrize("count", range(3))
def test_what_was_stopped_between_two_files_is_finished_the_next_time(ground: Ground, count: int) -> None:
    ground.killed_at = FILES[count]
    with pytest.raises(KeyboardInterrupt):
        set_up(ground, wish())
    assert tuple(ground.written) == FILES[:count]
    ground.killed_at = ""
    set_up(ground, wish())
    assert tuple(ground.written) == FILES


def test_what_somebody_else_wrote_in_this_moment_stays_and_hinders_no_other_file(ground: Ground) -> None:
    ground.raced = {FORM: "somebody else's"}
    furnished = set_up(ground, wish())
    assert [bool(file.refused) for file in furnished.files] == [False, True, False]
    assert ground.files[FORM] == "somebody else's"
    assert not furnished.is_done


def test_a_file_that_may_not_be_written_hinders_no_other(ground: Ground) -> None:
    ground.refusing = {WORKFLOW: REFUSAL}
    furnished = set_up(ground, wish(), Labeller())
    assert [file.refused for file in furnished.files] == ["", "", REFUSAL]
    assert tuple(ground.written) == FILES[:2]
    assert not furnished.is_done


def test_labels_that_may_not_be_made_hinder_no_file(ground: Ground) -> None:
    furnished = set_up(ground, wish(), Labeller(refusal="no"))
    assert {each.refused for each in furnished.labels} == {"no"}
    assert tuple(ground.written) == FILES
    assert not furnished.is_done


def test_a_dry_run_tells_all_and_writes_nothing(ground: Ground) -> None:
    labeller = Labeller()
    with nothing_written(ground):
        furnished = set_up(ground, wish(dry_run=True), labeller)
    assert verdicts(furnished) == [NEW, NEW, NEW]
    assert len(furnished.labels) == 9
    assert labeller.names == set()


def test_without_answers_people_are_asked_when_their_meeting_is(ground: Ground) -> None:
    with nothing_written(ground), pytest.raises(UsageError, match="when is your meeting"):
        set_up(ground, wish(answers=None))


def test_a_wrong_answer_is_told_as_such_and_a_wrong_file_with_its_line(ground: Ground) -> None:
    with nothing_written(ground), pytest.raises(UsageError, match="no time zone"):
        set_up(ground, wish(answers=Answers(ANSWERS.start, "Europe/Nowhere", "Tea")))
    ground.files[CONFIGURATION] = "meeting:\n  timezone: Europe/Nowhere\n"
    with nothing_written(ground), pytest.raises(ConfigurationError, match=r"\.github/arch-hour\.yml:2: "):
        set_up(ground, wish(answers=None))


@pytest.mark.parametrize("answers", [None, ANSWERS], ids=["with a configuration", "without one"])
def test_where_nothing_tells_which_copy_is_used_people_are_asked(
    ready: Ground, answers: Answers | None
) -> None:
    del ready.files[WORKFLOW]
    with nothing_written(ready), pytest.raises(UsageError, match="which copy of Arch Hour"):
        set_up(ready, wish(answers=answers, own=None))


NEWER, NAMED = Copy("acme/arch-hour", "6" * 40), Copy("tea/lean-coffee", "v2")


@pytest.mark.parametrize(
    ("own", "named", "used"),
    [
        pytest.param(COPY, None, NEWER, id="the one in use, which may be newer"),
        pytest.param(None, None, NEWER, id="the one in use alone"),
        pytest.param(COPY, NAMED, NAMED, id="the one that was named"),
    ],
)
def test_which_copy_is_used(ready: Ground, own: Copy | None, named: Copy | None, used: Copy) -> None:
    ready.files[WORKFLOW] = ready.files[WORKFLOW].replace(f"@{COPY.ref}", f"@{NEWER.ref} # v1.2")
    set_up(ready, wish(own=own, copy=named))
    found = find_workflow(ready.files, CONFIGURATION)
    assert found is not None
    assert Copy(found.copy, found.ref) == used
    assert f"{used.name}/raw/{used.ref}/schema" in ready.files[CONFIGURATION]
    # A copy of any name is known again at the usual path.
    ready.written.clear()
    with nothing_written(ready):
        assert verdicts(set_up(ready, wish(own=own))) == [SAME, SAME, SAME]


def test_a_workflow_of_another_name_is_enough(ready: Ground) -> None:
    ready.files[".github/workflows/week.yml"] = ready.files.pop(WORKFLOW)
    with nothing_written(ready):
        assert verdicts(set_up(ready, wish())) == [SAME, SAME, SAME]
    assert verdicts(set_up(ready, wish(keep_alive=True))) == [SAME, SAME, RENEWED]
    assert ready.written[-1] == ".github/workflows/week.yml"


def test_another_meeting_has_a_workflow_of_its_own(ready: Ground) -> None:
    other = ready.files[WORKFLOW]
    assert verdicts(set_up(ready, wish(path="docs/retro.yml"))) == [NEW, SAME, NEW]
    assert ready.written[-1] == ".github/workflows/arch-hour-docs-retro.yml"
    assert ready.files[WORKFLOW] == other
    assert verdicts(set_up(ready, wish(path="docs/retro.yml"))) == [SAME, SAME, SAME]
    assert verdicts(set_up(ready, wish())) == [SAME, SAME, SAME]


def test_an_action_that_a_workflow_uses_besides_is_never_taken_for_a_copy(ready: Ground) -> None:
    ready.files[WORKFLOW] = ready.files[WORKFLOW].replace(
        "steps:\n", "steps:\n      - uses: actions/checkout@v4\n"
    )
    assert verdicts(set_up(ready, wish(answers=LATER))) == [RENEWED, SAME, THEIRS]
    assert f"{COPY.name}/raw/{COPY.ref}/schema" in ready.files[CONFIGURATION]


def test_what_keeps_alive_goes_on_doing_so(ready: Ground) -> None:
    assert verdicts(set_up(ready, wish(keep_alive=True))) == [SAME, SAME, RENEWED]
    assert "keep-alive: true" in ready.files[WORKFLOW]
    ready.written.clear()
    with nothing_written(ready):
        set_up(ready, wish())


def test_a_configuration_elsewhere_is_given_to_the_action(ground: Ground) -> None:
    set_up(ground, wish(path="teams/tea.yml"))
    found = find_workflow(ground.files, "teams/tea.yml")
    assert found is not None
    assert found.path == ".github/workflows/arch-hour-teams-tea.yml"


@pytest.mark.parametrize(("knows", "expected"), [(True, "timezone: Europe/Berlin"), (False, "32 7,8 * * 4")])
def test_a_server_that_knows_no_zones_has_the_hours_of_summer_and_winter(
    ground: Ground,
    knows: bool,  # noqa: FBT001
    expected: str,
) -> None:
    set_up(ground, wish(knows_zones=knows))
    assert expected in ground.files[WORKFLOW]
    assert ("timezone:" in ground.files[WORKFLOW]) is knows


def by_feed(ground: Ground) -> None:
    ground.feeds["https://example.org/team.ics"] = TEAM


def by_file(ground: Ground) -> None:
    ground.files["team.ics"] = TEAM


TEAM = calendar(event("DTSTART;TZID=Europe/Berlin:20260108T140000", "RRULE:FREQ=WEEKLY"))


@pytest.mark.parametrize(
    ("place", "given"),
    [("https://example.org/team.ics", by_feed), ("team.ics", by_file)],
    ids=["feed", "file"],
)
def test_a_calendar_is_read_for_the_schedule(
    ground: Ground, place: str, given: Callable[[Ground], None]
) -> None:
    given(ground)
    ground.files[CONFIGURATION] = f"meeting:\n  calendar: {place}\n"
    assert verdicts(set_up(ground, wish(answers=None))) == [THEIRS, NEW, NEW]
    assert "47 13 * * 4" in ground.files[WORKFLOW]
    assert "timezone: Europe/Berlin" in ground.files[WORKFLOW]


def test_of_several_workflows_the_one_of_this_meeting_is_kept_true(ready: Ground) -> None:
    retro, path = "docs/retro.yml", ".github/workflows/retro.yml"
    other = ready.files[WORKFLOW]
    ready.files[path] = other.replace("        with:\n", f"        with:\n          config: {retro}\n")
    assert verdicts(set_up(ready, wish(path=retro)))[-1] is THEIRS
    assert ready.files[WORKFLOW] == other


def test_two_meetings_may_be_two_steps_of_one_workflow(ready: Ground) -> None:
    (line,) = [line for line in ready.files[WORKFLOW].splitlines() if "uses: " in line]
    ready.files[WORKFLOW] += f"{line}\n        with: {{config: docs/retro.yml}}\n"
    assert verdicts(set_up(ready, wish(path="docs/retro.yml")))[-1] is THEIRS


def test_a_path_that_the_action_reads_alike_is_the_same(ready: Ground) -> None:
    ready.files[WORKFLOW] = ready.files[WORKFLOW].replace(
        "with:\n", f"with:\n          config: ./{CONFIGURATION}\n"
    )
    assert verdicts(set_up(ready, wish()))[-1] is THEIRS


def test_a_workflow_of_that_name_that_is_something_else_stays_and_is_told(ground: Ground) -> None:
    ground.files[WORKFLOW] = "on: push\n"
    furnished = set_up(ground, wish())
    assert verdicts(furnished) == [NEW, NEW, TAKEN]
    assert ground.files[WORKFLOW] == "on: push\n"
    assert not furnished.is_done


def test_what_cannot_be_read_hinders_no_other_file(ground: Ground) -> None:
    ground.unreadable = FORM
    furnished = set_up(ground, wish())
    assert [bool(file.refused) for file in furnished.files] == [False, True, False]


def test_another_meeting_uses_the_same_copy_unless_told_otherwise(ready: Ground) -> None:
    ready.files[WORKFLOW] = ready.files[WORKFLOW].replace(f"@{COPY.ref}", f"@{NEWER.ref} # v1.2")
    set_up(ready, wish(path="docs/retro.yml", own=None))
    assert f"@{NEWER.ref} # v1.2\n" in ready.files[".github/workflows/arch-hour-docs-retro.yml"]
