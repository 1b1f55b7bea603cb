"""A meeting page becomes topics: each once, whatever page it comes back on, and nobody's words are lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
import yaml

from arch_hour.model import Account, Issue
from arch_hour.rules.changes import AddComment, AddLabels, Change, CloseIssue, CreateIssue, EditIssue
from arch_hour.rules.events import Command
from arch_hour.rules.markers import mark
from arch_hour.rules.page import Page, PageTopic, Section
from arch_hour.rules.page_import import Verdict, plan_import
from arch_hour.rules.topics import NOTES, PAGE, page_votes
from arch_hour.run import import_page
from arch_hour.session import Settings
from tests.rules.build import VIEWER, comment, config, person, snapshot, topic
from tests.rules.memory import Memory, StoppedError

FIRST, SECOND = date(2020, 12, 3), date(2020, 12, 10)


def page_topic(title: str = "Tea", votes: int = 0, notes: str = "", **values: object) -> PageTopic:
    rest = {"detail": "", "section": Section.TOPICS, "line": 5, **values}
    # What a test gives by name is of the right type, or the test fails.
    return PageTopic(title=title, votes=votes, notes=notes, **rest)  # type: ignore[arg-type]


def page(*topics: PageTopic, day: date = FIRST) -> Page:
    return Page(f"Tea Round {day}", day, topics, {}, ())


def imported(
    repository: Memory, of: Page, *, discussed: bool = False, room: int | None = None
) -> tuple[list[Change], list[Verdict]]:
    repository.room = room
    settings = Settings(repository.now, configuration=yaml.safe_dump(repository.values))
    outcome = import_page(repository, of, settings, discussed=discussed)
    return [step.change for step in outcome.steps], [placement.verdict for placement in outcome.placements]


def kinds(changes: list[Change]) -> list[type[Change]]:
    return [type(change) for change in changes]


def counted(repository: Memory, number: int = 1) -> int:
    return page_votes(snapshot(topics=(repository.issues[number],)), config())[f"I{number}"]


def test_an_imported_topic_looks_like_this(golden: Callable[[str, str], None]) -> None:
    notes = "- we talked\n  - and talked\n- ACTION @\u200bAdam Blackwell to ask"
    of = page(page_topic("Splitting LMS and Studio", 4, notes, detail="the rest of a long line"))
    ((created,), _) = imported(Memory.of(), of)
    assert isinstance(created, CreateIssue)
    golden("imported_topic.md", f"# {created.title}\n\n{created.body}".rstrip("\n"))


def test_each_topic_of_the_page_becomes_an_issue_in_the_order_of_the_page() -> None:
    repository = Memory.of()
    changes, verdicts = imported(
        repository, page(page_topic("Tea", 2), page_topic("Cake", section=Section.BACKLOG))
    )
    assert [(change.title, change.labels) for change in changes if isinstance(change, CreateIssue)] == [
        ("Tea", ("topic",)),
        ("Cake", ("topic",)),
    ]
    assert verdicts == [Verdict.NEW, Verdict.NEW]
    assert (counted(repository, 1), counted(repository, 2)) == (2, 0)


def test_the_same_page_again_changes_nothing() -> None:
    repository, of = Memory.of(), page(page_topic(votes=2, notes="- said"), page_topic("Cake", 1))
    imported(repository, of)
    assert imported(repository, of) == ([], [Verdict.UNCHANGED, Verdict.UNCHANGED])


@pytest.mark.parametrize("title", ["Tea", "  TEA ", "tea"], ids=["same", "spaces and case", "case"])
def test_the_same_title_on_the_next_page_is_the_same_topic_with_the_newer_votes(title: str) -> None:
    repository = Memory.of()
    imported(repository, page(page_topic(votes=2)))
    repository.write(1, "What people added")
    changes, verdicts = imported(repository, page(page_topic(title, 5), day=SECOND))
    assert (kinds(changes), verdicts) == ([EditIssue], [Verdict.UPDATED])
    assert counted(repository) == 5
    assert "What people added" in repository.issues[1].body
    assert imported(repository, page(page_topic(title, 5), day=SECOND))[0] == []


def test_a_topic_that_a_person_renamed_is_known_by_the_title_of_its_page_too() -> None:
    repository = Memory.of()
    imported(repository, page(page_topic()))
    repository.edit(1, title="Green tea")
    for title in ("Tea", "Green tea"):
        assert kinds(imported(repository, page(page_topic(title), day=SECOND))[0])[:1] != [CreateIssue]
    assert repository.issues[1].title == "Green tea"


def test_an_older_page_never_takes_newer_votes_back() -> None:
    repository = Memory.of()
    imported(repository, page(page_topic(votes=5), day=SECOND))
    assert imported(repository, page(page_topic(votes=2), day=FIRST))[0] == []
    assert counted(repository) == 5


def test_notes_of_a_later_page_go_into_a_comment_once() -> None:
    repository = Memory.of()
    imported(repository, page(page_topic(notes="- first")))
    later = page(page_topic(notes="- second"), day=SECOND)
    (said, _), _ = imported(repository, later)
    assert isinstance(said, AddComment)
    assert "*Notes from the meeting page of Thursday, 10 December 2020:*\n\n- second" in said.body
    assert "- second" not in repository.issues[1].body
    repository.comments_read = 0
    assert imported(repository, later)[0] == []
    assert "comments of 1" in repository.asked


def test_a_topic_that_was_opened_by_hand_gets_the_votes_and_keeps_its_words() -> None:
    repository = Memory.of(topic(1, "Tea", "By hand"))
    changes, _ = imported(repository, page(page_topic(votes=3, notes="- said")))
    assert kinds(changes) == [AddComment, EditIssue]
    assert repository.issues[1].body.endswith("\n\nBy hand")
    assert counted(repository) == 3
    assert imported(repository, page(page_topic(votes=3, notes="- said")))[0] == []


@pytest.mark.parametrize(
    ("existing", "verdict"),
    [
        (topic(1, "Tea", is_open=False), Verdict.CLOSED),
        (topic(1, "Tea", by="stranger"), Verdict.STRANGE),
    ],
    ids=["closed", "a stranger's"],
)
def test_notes_for_a_topic_that_must_not_be_changed_are_kept_in_a_comment_once(
    existing: Issue, verdict: Verdict
) -> None:
    repository = Memory.of(existing)
    changes, verdicts = imported(repository, page(page_topic(votes=3, notes="- said")))
    assert (kinds(changes), verdicts) == ([AddComment], [verdict])
    assert repository.bodies(1)[0].endswith("- said")
    assert repository.issues[1].body == existing.body
    assert imported(repository, page(page_topic(votes=3, notes="- said"))) == ([], [verdict])


def test_a_topic_that_was_renamed_is_still_the_one_of_its_page_and_serves_one_line() -> None:
    repository = Memory.of()
    imported(repository, page(page_topic("Q")))
    (made,) = repository.issues
    repository.edit(made, title="Renamed Q")
    both = page(page_topic("Q", 1), page_topic("Renamed Q", 5))
    imported(repository, both)
    assert imported(repository, both) == ([], [Verdict.UNCHANGED, Verdict.UNCHANGED])
    assert [issue.title for issue in repository.issues.values()] == ["Renamed Q", "Renamed Q"]


def test_a_topic_that_people_opened_again_is_not_closed_by_the_same_page() -> None:
    repository = Memory.of()
    of = page(page_topic(notes="- said"))
    imported(repository, of, discussed=True)
    (made,) = repository.issues
    repository.reopen(made)
    assert imported(repository, of, discussed=True) == ([], [Verdict.UNCHANGED])


def test_an_open_topic_comes_before_a_closed_one_of_the_same_title() -> None:
    repository = Memory.of(topic(1, "Tea", is_open=False), topic(2, "Tea"))
    changes, _ = imported(repository, page(page_topic(votes=3)))
    assert [change.number for change in changes if isinstance(change, EditIssue)] == [2]


def test_a_strangers_topic_is_left_alone() -> None:
    repository = Memory.of(topic(1, "Tea", by="stranger"))
    assert imported(repository, page(page_topic(votes=3))) == ([], [Verdict.STRANGE])
    assert repository.asked == ["stranger"]


def test_a_stranger_cannot_hide_a_topic_behind_one_of_the_same_title_or_of_a_forged_one() -> None:
    claim = mark(PAGE, {"titles": ["Tea"], "date": "2020-12-01", "votes": 0, "notes": []})
    forged = f"{claim}\nx\n<!-- /arch-hour:page -->"
    for hiding in (topic(1, "Tea", by="stranger"), topic(1, "Mine", forged, by="stranger")):
        repository = Memory.of(hiding, topic(2, "Tea"))
        changes, verdicts = imported(repository, page(page_topic(votes=3)))
        assert [change.number for change in changes if isinstance(change, EditIssue)] == [2]
        assert verdicts == [Verdict.UPDATED]
    repository = Memory.of(topic(1, "Mine", forged, by="stranger"))
    assert imported(repository, page(page_topic()))[1] == [Verdict.NEW]


def test_a_stranger_cannot_keep_notes_out_by_a_forged_comment() -> None:
    repository = Memory.of(topic(1, "Tea"))
    donor = Memory.of(topic(1, "Tea"))
    imported(donor, page(page_topic(notes="- said")))
    repository.say(1, "stranger", donor.bodies(1)[0])
    assert kinds(imported(repository, page(page_topic(notes="- said")))[0]) == [AddComment, EditIssue]
    assert set(repository.asked) == {"wren", "stranger"}


def test_what_was_discussed_is_closed_and_what_has_no_notes_waits() -> None:
    repository = Memory.of(topic(1, "Cake"))
    of = page(
        page_topic("Tea", notes="- said"),
        page_topic("Cake", notes="- eaten"),
        page_topic("Jam"),
        page_topic("Pie", notes="- later", section=Section.BACKLOG),
    )
    changes, verdicts = imported(repository, of, discussed=True)
    assert verdicts == [Verdict.DISCUSSED, Verdict.DISCUSSED, Verdict.NEW, Verdict.NEW]
    assert {issue.title: issue.is_open for issue in repository.issues.values()} == {
        "Tea": False,
        "Cake": False,
        "Jam": True,
        "Pie": True,
    }
    assert kinds(changes)[:3] == [CreateIssue, AddLabels, CloseIssue]
    assert all(repository.issues[number].has_label("topic: discussed") for number in (1, 2))
    assert imported(repository, of, discussed=True)[0] == []


@pytest.mark.parametrize("room", range(6))
def test_an_import_that_was_stopped_is_finished_by_the_next(room: int) -> None:
    of = page(page_topic("Tea", 2, "- said\n" * 12_000), page_topic("Cake", notes="- eaten"))
    whole, stopped = Memory.of(), Memory.of()
    imported(whole, of, discussed=True)
    with pytest.raises(StoppedError):
        imported(stopped, of, discussed=True, room=room)
    imported(stopped, of, discussed=True)
    assert stopped.state() == whole.state()


LONG = [
    "".join(f"- note {number}\n" for number in range(20_000)),
    "x" * 150_000,
    "- a\u2028b\x0bc\r\n" * 15_000,
]


@pytest.mark.parametrize("notes", LONG, ids=["many lines", "one line", "odd line ends"])
def test_long_notes_lose_nothing_and_fit_where_they_go(notes: str) -> None:
    repository = Memory.of()
    imported(repository, page(page_topic(notes=notes)))
    texts = [repository.issues[1].body, *repository.bodies(1)]
    assert max(map(len, texts)) <= 65_536
    first = texts[0].partition("<!-- /arch-hour:page -->\n\n")[2]
    rest = [text.partition(":*\n\n")[2] for text in texts[1:]]
    assert "".join([first.removesuffix("\n"), *rest]).replace("\n", "") == notes.replace("\n", "")
    assert imported(repository, page(page_topic(notes=notes)))[0] == []


def test_words_of_an_app_of_ours_are_ours_only_under_its_account() -> None:
    said = comment(1, "other-app[bot]", mark(NOTES, {"digest": "x"}))
    existing: Issue = topic(1, "Tea", by="arch-hour[bot]", comments=(said,), comments_total=1)
    (placement,) = plan_import(page(page_topic(votes=1)), snapshot(topics=(existing,)), config())
    assert placement.verdict is Verdict.UPDATED
    foreign = replace(existing, author=person("other-app[bot]"))
    (placement,) = plan_import(page(page_topic(votes=1)), snapshot(topics=(foreign,)), config())
    assert placement.verdict is Verdict.STRANGE


def test_lines_in_imported_notes_are_promises_of_the_pages_day() -> None:
    repository = Memory.of()
    imported(repository, page(page_topic(notes="- ACTION @ada to write it down")))
    repository.run(command=Command.ACTIONS)
    follow_up = repository.only("action-item")
    assert "Thursday, 3 December 2020" in follow_up.body
    assert follow_up.author == VIEWER == Account("arch-hour", is_bot=True)
