"""One follow-up for each line, for ever: whatever happens to lines, texts, follow-ups and runs, case by case."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from arch_hour.model import Issue
from arch_hour.rules.changes import Change, target_of
from arch_hour.rules.events import Command
from arch_hour.rules.matching import Promises
from tests.rules.build import OPENED, comment, topic
from tests.rules.faults import Behind, Writer, carry, session
from tests.rules.memory import Memory
from tests.rules.stopping import survives

NOTES, CAKE = "ACTION @ada to write down the notes of today", "ACTION @wren to bake a cake"
MILK = "ACTION @ada to buy milk"
# The comments, by their own number, in which the second line stands and in which nothing stands.
SAID, EMPTY = 501, 502

Act = Callable[[Memory], object]


def page(number: int, day: str, text: str) -> Issue:
    """A topic of the meeting of a day."""
    return topic(
        number, body=f'<!-- arch-hour:page {{"date":"{day}"}} -->\nx\n<!-- /arch-hour:page -->\n\n{text}\n'
    )


def promised(*more: str) -> Memory:
    """Of the meeting of 3 December: #7 in the body of topic 1 and #8 in a comment on it, with their summary."""
    notes = page(1, "2020-12-03", "\n".join(f"- {line}" for line in (NOTES, *more)))
    said = (comment(SAID, "wren", f"- {CAKE}"), comment(EMPTY, "ada", "Well said."))
    other = page(6, "2020-12-03", "More of the same meeting")
    repository = Memory.of(replace(notes, comments=said, comments_total=2), other)
    repository.now = OPENED
    actions(repository)
    return repository


def actions(repository: Memory) -> list[str]:
    return [told(change) for change in repository.made(None, Command.ACTIONS)]


def told(change: Change) -> str:
    """Such as `CloseIssue 7`; an issue that is to be made has no number yet."""
    target = target_of(change)
    is_there = isinstance(target, int) and target > 0
    return f"{type(change).__name__} {target if is_there else 'new'}"


def numbers(repository: Memory) -> list[int]:
    """The follow-up of each line that has one, in reading order."""
    outcome = repository.run(None, Command.ACTIONS)
    assert outcome.steps == ()
    promises = Promises(outcome.snapshot, outcome.config)
    found = {(match.line.source.id, match.line.digest): match.number for match in promises.matches}
    of_lines = []
    for line in promises.spoken:
        entry = promises.known.recorded_entry(line)
        number = found.get((line.source.id, line.digest), entry.number if entry else None)
        of_lines += [number] if number is not None else []
    return of_lines


def body(repository: Memory, *lines: str) -> None:
    """People let topic 1 have these lines."""
    before = repository.issues[1].body.partition("- ACTION")[0].partition("- [x]")[0].rstrip()
    repository.edit(1, body=f"{before}\n\n" + "".join(f"- {line}\n" for line in lines))


def say(repository: Memory, text: str, number: int = SAID) -> None:
    """People let a comment of topic 1 have a text."""
    repository.edit_comment(1, number, text)


def both(*acts: Act) -> Act:
    """One act after the other."""

    def do(repository: Memory) -> None:
        for act in acts:
            act(repository)

    return do


def add(issue: Issue) -> Act:
    """Somebody opens an issue."""
    return lambda repository: repository.issues.update({issue.number: issue})


NEW = ["CreateIssue new", "AssignOwners new", "AddSubIssue new"]
REWORDED = "ACTION @ada to write down the notes of yesterday"
LATER = page(20, "2020-12-10", f"- {NOTES}")
NOTHING: list[str] = []

# What is done, then the follow-up of each line that stands, in reading order, and what a run changes.
CASES: dict[str, tuple[Act, list[int], list[str]]] = {
    "a run again": (lambda _: None, [7, 8], NOTHING),
    "the same event delivered twice": (actions, [7, 8], NOTHING),
    "other words": (lambda it: body(it, REWORDED), [7, 8], ["EditIssue 7", "EditComment 1"]),
    "other words, and back before a run": (
        both(lambda it: body(it, REWORDED), lambda it: body(it, NOTES)),
        [7, 8],
        NOTHING,
    ),
    "other words, which are said elsewhere at once": (
        both(lambda it: body(it, REWORDED), lambda it: say(it, f"- {REWORDED}", EMPTY)),
        [7, 8, 7],
        ["EditIssue 7", "EditComment 1"],
    ),
    "struck in one place and open in another before a run": (
        both(lambda it: body(it, NOTES, f"~~{MILK}~~"), lambda it: say(it, f"- {MILK}", EMPTY)),
        [7, 9, 8, 9],
        [*NEW, "EditComment 1"],
    ),
    "ticked in other words, while somebody else still says it": (
        both(
            lambda it: say(it, f"- {NOTES}", EMPTY),
            lambda it: body(it, f"[x] {NOTES.replace('@ada', '@wren')}"),
        ),
        [8, 7],
        ["EditIssue 7", "EditComment 1"],
    ),
    "ticked and taken out in one place, and ticked in another later": (
        both(
            lambda it: say(it, f"- {NOTES}", EMPTY),
            actions,
            lambda it: body(it, f"[x] {REWORDED}"),
            actions,
            lambda it: body(it, "None."),
            actions,
            lambda it: say(it, f"- [x] {NOTES}", EMPTY),
        ),
        [8, 7],
        ["CloseIssue 7", "EditComment 1"],
    ),
    "another owner": (
        lambda it: body(it, NOTES.replace("@ada", "@wren")),
        [7, 8],
        ["UnassignOwners 7", "AssignOwners 7", "EditIssue 7", "EditComment 1"],
    ),
    "reordered": (
        both(lambda it: body(it, CAKE, NOTES), lambda it: say(it, "Nothing.")),
        [8, 7],
        ["EditIssue 8", "EditComment 1"],
    ),
    "split in two": (
        lambda it: body(it, "ACTION @ada to write down the notes", "ACTION @ada to burn the rest of today"),
        [7, 9, 8],
        ["EditIssue 7", *NEW, "EditComment 1"],
    ),
    "two of one text into one": (
        both(lambda it: body(it, f"{NOTES} and bake a cake"), lambda it: say(it, "Nothing.")),
        [7],
        ["EditIssue 7", "CloseIssue 8", "EditComment 1"],
    ),
    "moved to another comment of the issue": (
        both(lambda it: say(it, "Nothing."), lambda it: say(it, f"- {CAKE}", EMPTY)),
        [7, 8],
        ["EditIssue 8", "EditComment 1"],
    ),
    "moved to another topic of the meeting": (
        both(lambda it: say(it, "Nothing."), lambda it: it.write(6, f"- {CAKE}")),
        [7, 8],
        ["EditIssue 8", "AddComment 6"],
    ),
    "said again in a comment of the issue": (
        lambda it: say(it, f"- {NOTES}", EMPTY),
        [7, 8, 7],
        ["EditIssue 7", "EditComment 1"],
    ),
    "said again on another topic of the meeting": (
        lambda it: it.write(6, f"- {NOTES}"),
        [7, 8, 7],
        ["EditIssue 7", "AddComment 6"],
    ),
    "said again at a later meeting": (
        add(LATER),
        [7, 8, 7],
        ["AddComment 7", "EditIssue 7", "AddComment 20"],
    ),
    "said again at a later meeting, and closed since": (
        both(lambda it: it.close(7), add(LATER)),
        [7, 8, 21],
        [*NEW, "EditComment 1", "AddComment 20"],
    ),
    "taken out": (lambda it: body(it, "None."), [8], ["CloseIssue 7", "EditComment 1"]),
    "taken out after somebody touched the follow-up": (
        both(lambda it: it.move(7), lambda it: body(it, "None.")),
        [8],
        ["EditIssue 7"],
    ),
    "taken out and brought back": (
        both(lambda it: body(it, "None."), actions, lambda it: body(it, NOTES)),
        [7, 8],
        ["ReopenIssue 7", "EditIssue 7", "EditComment 1"],
    ),
    "its comment is deleted": (
        lambda it: it.delete_comment(1, SAID),
        [7],
        ["CloseIssue 8", "EditComment 1"],
    ),
    "its topic is closed": (lambda it: it.close(1), [7, 8], NOTHING),
    "its topic loses the label": (lambda it: it.unlabel(1, "topic"), [], NOTHING),
    "its topic is half read": (lambda it: setattr(it, "comments_read", 1), [7], NOTHING),
    "its topic is transferred": (lambda it: it.transfer_issue(1), [], NOTHING),
    "its topic is deleted": (lambda it: it.delete_issue(1), [], ["CloseIssue 7", "CloseIssue 8"]),
    "its author is gone": (lambda it: it.writing.discard("wren"), [7, 8], NOTHING),
    "its author is gone, and it is ticked": (
        both(lambda it: it.writing.discard("wren"), lambda it: say(it, f"- [x] {CAKE}")),
        [7, 8],
        ["CloseIssue 8", "EditComment 1"],
    ),
    "a stranger ticks a copy": (lambda it: it.say(6, "stranger", f"- [x] {NOTES}"), [7, 8], NOTHING),
    "closed by a person": (lambda it: it.close(7), [7, 8], ["EditComment 1"]),
    "closed by a person, and edited": (
        both(lambda it: it.close(7), lambda it: body(it, REWORDED)),
        [7, 8],
        ["EditIssue 7", "EditComment 1"],
    ),
    "closed by a person, edited, and moved in its new words": (
        both(
            lambda it: it.close(7),
            lambda it: body(it, REWORDED),
            actions,
            lambda it: body(it, "None."),
            lambda it: say(it, f"- {REWORDED}", EMPTY),
        ),
        [8, 7],
        ["EditIssue 7", "EditComment 1"],
    ),
    "an unknown owner more": (
        lambda it: body(it, NOTES.replace("@ada", "@ada and @No Body")),
        [7, 8],
        ["AddLabels 7", "EditIssue 7", "EditComment 1"],
    ),
    "an unknown owner more, and taken out again": (
        both(
            lambda it: body(it, NOTES.replace("@ada", "@ada and @No Body")),
            actions,
            lambda it: body(it, NOTES),
        ),
        [7, 8],
        ["RemoveLabel 7", "EditIssue 7", "EditComment 1"],
    ),
    "a new one with a known and an unknown owner": (
        lambda it: body(it, NOTES, MILK.replace("@ada", "@ada and @No Body")),
        [7, 9, 8],
        [*NEW, "EditComment 1"],
    ),
    "opened again by a person after it was ticked": (
        both(lambda it: body(it, f"[x] {NOTES}"), actions, lambda it: it.reopen(7)),
        [7, 8],
        ["EditComment 1"],
    ),
    "retitled by a person, and edited": (
        both(lambda it: it.retitle(7, "Minutes"), lambda it: body(it, REWORDED)),
        [7, 8],
        ["EditIssue 7", "EditComment 1"],
    ),
    "without its label by a person": (lambda it: it.unlabel(7, "action-item"), [7, 8], ["EditComment 1"]),
    "reassigned by a person": (
        both(lambda it: it.unassign(7, "ada", "wren"), lambda it: it.assign(7, "cleo")),
        [7, 8],
        ["EditComment 1"],
    ),
    "assigned by a person whom its line names no more": (
        both(
            lambda it: it.unassign(7, "ada", "wren"),
            lambda it: it.assign(7, "ada", "wren"),
            lambda it: body(it, NOTES.replace("@ada", "@wren")),
        ),
        [7, 8],
        ["AssignOwners 7", "EditIssue 7", "EditComment 1"],
    ),
    "taken from its topic by a person before the summary was written": (
        both(lambda it: it.part(7, None), lambda it: it.edit(1, comments=it.issues[1].comments[:2])),
        [7, 8],
        ["AddComment 1"],
    ),
}


@pytest.mark.parametrize(("act", "expected", "changes"), CASES.values(), ids=CASES.keys())
def test_a_line_keeps_its_follow_up_for_ever(act: Act, expected: list[int], changes: list[str]) -> None:
    repository = promised()
    act(repository)
    assert actions(repository) == changes
    assert numbers(repository) == expected


@pytest.mark.parametrize("act", [act for act, _, _ in CASES.values()], ids=CASES.keys())
def test_wherever_a_run_is_stopped_the_next_one_leaves_the_same(act: Act) -> None:
    repository = promised()
    act(repository)
    survives(repository, None, Command.ACTIONS)


def open_ones(repository: Memory) -> list[int]:
    return [issue.number for issue in repository.labelled("action-item") if issue.is_open]


def test_an_old_topic_that_is_still_open_asks_for_no_follow_up_that_was_closed_long_ago() -> None:
    repository = promised()
    repository.close(7)
    actions(repository)
    repository.now = repository.now.replace(year=2025)
    assert actions(repository) == []
    assert repository.asked == ["wren"]


def test_a_create_whose_answer_is_lost_is_found_by_the_next_run() -> None:
    repository = promised()
    body(repository, NOTES, MILK)
    carry(session(repository, writer=Writer(repository)))
    assert open_ones(repository) == [7, 8, 9]
    assert "CreateIssue new" not in actions(repository)
    assert numbers(repository) == [7, 9, 8]


def test_of_a_create_that_was_made_twice_the_older_one_stays() -> None:
    repository = promised()
    body(repository, NOTES, MILK)
    carry(session(repository, writer=Writer(repository, twice=True)))
    survives(repository, None, Command.ACTIONS)
    assert numbers(repository) == [7, 9, 8]
    assert open_ones(repository) == [7, 8, 9]


def test_two_runs_at_once_leave_one_follow_up_and_one_summary() -> None:
    repository = promised()
    body(repository, NOTES, "ACTION @ada to buy milk")
    repository.write(6, "- ACTION @wren to buy tea")
    runs = [session(repository, Behind.of(repository)) for _ in range(2)]
    for each in runs:
        carry(each)
    survives(repository, None, Command.ACTIONS)
    assert numbers(repository) == [7, 9, 8, 10]
    assert open_ones(repository) == [7, 8, 9, 10]
    assert len([text for text in repository.bodies(6) if "Follow-ups" in text]) == 1


def test_a_list_that_lags_behind_leaves_one_follow_up() -> None:
    repository = promised()
    carry(session(repository, Behind.of(repository, follow_ups=2, comments=1)))
    survives(repository, None, Command.ACTIONS)
    assert numbers(repository) == [7, 8]
    assert open_ones(repository) == [7, 8]
