"""Why a line was read as it was: each verdict in words, for lines that count and for those that do not."""

from datetime import date
from typing import Any

import pytest
import yaml

from arch_hour.model import Account, Issue
from arch_hour.rules.events import Command
from arch_hour.rules.explanations import Becomes, Explained, Explanation, explain, unknown_assignees
from arch_hour.rules.follow_up_document import new_body, title_of
from arch_hour.rules.sources import spoken_lines
from arch_hour.run import run
from arch_hour.session import Outcome, Settings
from tests.rules.build import comment, config, snapshot, topic
from tests.rules.memory import Memory, later

OPENED = "12-15 09:00"
LINE = "ACTION @ada to boil water"


def rehearsed(repository: Memory, command: Command = Command.ACTIONS, *, dry_run: bool = True) -> Outcome:
    settings = Settings(repository.now, configuration=yaml.safe_dump(repository.values), dry_run=dry_run)
    return run(repository, command, settings)


def explained(repository: Memory) -> Explained:
    found = rehearsed(repository).explained
    assert found is not None
    return found


def verdicts(repository: Memory) -> list[str]:
    return [each.verdict.in_words for each in explained(repository).lines]


def only_line(*topics: Issue, **sections: Any) -> Explanation:
    (found,) = explain(snapshot(topics=topics), config(**sections)).lines
    return found


def promised(*texts: str, **sections: Any) -> Memory:
    """A repository in which the follow-ups of topic 1, from number 2 on, were made."""
    repository = Memory.of(topic(1, "Tea", "\n".join(f"- {text}" for text in texts)), **sections)
    repository.run(OPENED, Command.ACTIONS)
    return repository


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (LINE, "new follow-up"),
        (f"- [x] {LINE}", "nothing: it is done already"),
        (f"~~{LINE}~~", "nothing: it is struck out already"),
        (f"{LINE} (#41)", "new follow-up: #41, which it names, is none"),
        ("ACTION", "nothing: `ACTION` alone names no task"),
        ("- [ ] ACTION:", "nothing: `ACTION` alone names no task"),
    ],
)
def test_a_line_without_follow_up_is_new_or_makes_nothing(text: str, verdict: str) -> None:
    assert only_line(topic(1, "Tea", text)).verdict.in_words == verdict


@pytest.mark.parametrize(
    ("author", "trusted", "why"),
    [
        (Account("stranger"), "collaborators", "stranger may not write to the repository"),
        (Account("wren"), ["ada"], "wren is not named in `actions.trusted`"),
        (Account("robot", is_bot=True), "collaborators", "robot is an app"),
        (None, "collaborators", "the account of who wrote it was deleted"),
    ],
    ids=["a stranger", "not on the list", "an app", "a deleted account"],
)
def test_a_line_that_does_not_count_says_whose_it_is(author: Account | None, trusted: Any, why: str) -> None:
    said = Issue(**{**_values(topic(1, "Tea", LINE)), "author": author})
    found = only_line(said, actions={"trusted": trusted})
    assert (found.verdict.in_words, found.verdict.becomes) == (f"nothing: {why}", Becomes.NOTHING)
    assert found.concerns == ()


def _values(issue: Issue) -> dict[str, Any]:
    return {name: getattr(issue, name) for name in Issue.__dataclass_fields__}


@pytest.mark.parametrize(
    "author",
    [Account("stranger"), Account("robot", is_bot=True), None],
    ids=["a stranger", "an app", "a deleted account"],
)
def test_a_keyword_alone_of_who_may_not_promise_is_not_told(author: Account | None) -> None:
    said = Issue(**{**_values(topic(1, "Tea", "ACTION")), "author": author})
    assert explain(snapshot(topics=(said,)), config()).lines == ()


def test_a_line_that_stays_as_it_is_keeps_its_follow_up() -> None:
    assert verdicts(promised(LINE)) == ["#2: the same words in the same text"]


def test_a_closed_follow_up_is_said_to_be_closed_and_has_no_concerns() -> None:
    repository = promised("ACTION look at it")
    repository.close(2)
    (found,) = explained(repository).lines
    assert found.verdict.number == 2
    assert found.concerns == ()


def test_edited_words_are_told_with_what_they_were_and_how_alike_they_are() -> None:
    repository = promised(LINE)
    repository.edit(1, body=f"{LINE} for everybody")
    (found,) = explained(repository).lines
    assert found.verdict.in_words == "#2: it is what became of “boil water” (likeness 0.60)"
    assert found.verdict.likeness == pytest.approx(0.6)


def test_the_same_words_elsewhere_on_one_issue_share_a_follow_up() -> None:
    said = topic(1, "Tea", LINE, comments=(comment(7, "wren", LINE),), comments_total=1)
    (line,) = spoken_lines(snapshot(topics=(topic(1, "Tea", LINE),)), config())
    made = topic(2, title_of(line), new_body([line], config()))
    found = explain(snapshot(topics=(said,), follow_ups=(made,)), config())
    assert [each.verdict.in_words for each in found.lines] == [
        "#2: the same words in the same text",
        "#2: the same words were said on the same occasion",
    ]


def test_a_line_that_names_a_follow_up_is_told_so() -> None:
    repository = promised(LINE)
    repository.say(1, "wren", "ACTION @wren to keep an eye on that (#2)")
    assert verdicts(repository)[1] == "#2: the line names it"


def test_a_line_that_names_a_closed_follow_up_makes_another_and_says_why() -> None:
    repository = promised(LINE)
    repository.close(2)
    repository.say(1, "wren", "ACTION @wren to keep an eye on that (#2)")
    assert verdicts(repository)[1] == "new follow-up: #2 was closed"


def test_what_the_summary_records_is_known_without_reading_the_closed_follow_up() -> None:
    repository = promised(LINE)
    repository.close(2)
    assert verdicts(repository) == ["#2: the summary comment here records it"]


def test_the_line_of_somebody_who_left_keeps_its_follow_up() -> None:
    repository = promised(LINE)
    repository.writing = set()
    assert verdicts(repository) == ["#2: the same words in the same text"]
    repository.close(2)
    assert verdicts(repository) == ["#2: the summary comment here records it"]


def test_of_the_same_words_on_one_occasion_one_makes_the_follow_up_of_both() -> None:
    said = topic(1, "Tea", LINE, comments=(comment(7, "wren", f"\n{LINE}"),), comments_total=1)
    assert verdicts(Memory.of(said)) == [
        "new follow-up",
        "new follow-up: one for the same words in line 1 of #1, text too",
    ]


def test_what_is_ticked_in_one_place_is_new_in_none() -> None:
    said = topic(1, "Tea", LINE, comments=(comment(7, "wren", f"- [x] {LINE}"),), comments_total=1)
    assert verdicts(Memory.of(said)) == [
        "nothing: the same words are ticked or struck in line 1 of #1, comment by wren",
        "nothing: it is done already",
    ]


@pytest.mark.parametrize(
    ("text", "concerns"),
    [
        ("ACTION look at it", ("nobody could be found to own it",)),
        ("ACTION @acme/shop to look", ("nobody could be found to own it",)),
        ("ACTION @ada, @No Body to look", ("nobody is known as No Body, who should own it too",)),
        ("ACTION @ada to look, due 2021-02-30", ("“2021-02-30” is no date",)),
        (
            f"ACTION {', '.join(f'@person-{number}' for number in range(11))} to look",
            ("GitHub assigns 10 people at most, so person-10 cannot be",),
        ),
        (LINE, ()),
    ],
    ids=["no owner", "a team", "a name", "a date", "eleven owners", "none"],
)
def test_what_is_to_be_mended_stands_with_the_line(text: str, concerns: tuple[str, ...]) -> None:
    assert only_line(topic(1, "Tea", text)).concerns == concerns


def test_who_cannot_be_assigned_is_asked_for_and_told() -> None:
    repository = Memory.of(topic(1, "Tea", "ACTION @ada and @outsider to look"))
    repository.unassignable = {"outsider"}
    (found,) = explained(repository).lines
    assert found.concerns == ("outsider cannot be assigned in this repository",)


def test_only_of_owners_who_would_be_assigned_is_it_asked() -> None:
    said = topic(1, "Tea", f"{LINE}\n- [x] ACTION @wren to drink\nACTION @Ada to look")
    assert unknown_assignees(snapshot(topics=(said,)), config()) == (Account("Ada"),)
    assert unknown_assignees(snapshot(topics=(said,), assignable={"ada": True}), config()) == ()


def test_nobody_is_missed_once_people_took_the_label_off() -> None:
    repository = promised("ACTION look at it")
    assert explained(repository).lines[0].concerns == ("nobody could be found to own it",)
    repository.unlabel(2, "needs-owner")
    assert explained(repository).lines[0].concerns == ()


def test_a_date_is_told_whether_the_line_names_it_or_is_given_it() -> None:
    assert only_line(topic(1, "Tea", f"{LINE}, due 2021-01-15")).due == date(2021, 1, 15)
    assert only_line(topic(1, "Tea", LINE), actions={"due_in": "7d"}).due == date(2020, 12, 15)
    assert only_line(topic(1, "Tea", LINE)).due is None


def test_lines_come_in_reading_order_keywords_alone_among_them() -> None:
    found = explain(snapshot(topics=(topic(1, "Tea", f"{LINE}\nACTION\nACTION @wren to drink"),)), config())
    assert [(each.span.first, each.action is None) for each in found.lines] == [
        (1, False),
        (2, True),
        (3, False),
    ]


def test_a_line_taken_out_is_told_with_its_follow_up() -> None:
    repository = promised(LINE, "ACTION @wren to drink")
    repository.edit(1, body="- ACTION @wren to drink")
    (lost,) = explained(repository).lost
    assert (lost.follow_up.issue.number, lost.is_closed) == (2, True)
    assert lost.in_words == "is closed: its line was taken out, and nobody touched it"
    repository.label(2, "urgent")
    (kept,) = explained(repository).lost
    assert kept.in_words == "stays open: somebody labelled it"


def test_what_was_said_in_two_places_stays_as_long_as_one_of_them_may_stand() -> None:
    repository = promised(LINE)
    repository.say(1, "wren", LINE)
    repository.run(later(repository, minutes=1), Command.ACTIONS)
    repository.edit(1, body="")
    assert verdicts(repository) == ["#2: the same words in the same text"]
    assert explained(repository).lost == ()


def test_only_a_dry_run_of_this_command_explains() -> None:
    repository = Memory.of(topic(1, "Tea", LINE))
    assert rehearsed(repository, Command.ALL).explained is None
    assert rehearsed(repository, dry_run=False).explained is None
    assert rehearsed(repository).explained is not None


def test_explaining_comes_before_what_is_only_rehearsed() -> None:
    repository = Memory.of(topic(1, "Tea", LINE))
    outcome = rehearsed(repository)
    assert outcome.steps
    assert outcome.explained is not None
    assert [each.verdict.becomes for each in outcome.explained.lines] == [Becomes.NEW]
    assert len(repository.issues) == 1
