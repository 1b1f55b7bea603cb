"""Which follow-up belongs to which line: edits keep it, confusion makes no wrong pairs."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arch_hour.model import Issue, Snapshot
from arch_hour.rules.follow_up_document import new_body, title_of
from arch_hour.rules.follow_up_memory import read_follow_up
from arch_hour.rules.known_promises import duplicates, known_follow_ups
from arch_hour.rules.markers import mark
from arch_hour.rules.matching import Promises
from arch_hour.rules.sources import SUMMARY, line_digest, spoken_lines
from tests.rules.build import VIEWER, comment, config, issue, person, snapshot, topic


def lines(*texts: str, **values: object) -> Issue:
    return topic(1, "Tea", "".join(f"- ACTION {text}\n" for text in texts), **values)


def made_of(*texts: str, closed: bool = False) -> tuple[Issue, ...]:
    """The follow-ups, from number 11 on, of the lines of topic 1."""
    spoken = spoken_lines(snapshot(topics=(lines(*texts),)), config())
    return tuple(
        issue(number, title_of(line), new_body([line], config()), labels=("action-item",), is_open=not closed)
        for number, line in enumerate(spoken, start=11)
    )


def numbers(seen: Snapshot) -> list[int | None]:
    """The follow-up of each living line, in reading order; None for a new one."""
    return [
        match.follow_up.issue.number if match.follow_up else match.number
        for match in Promises(seen, config()).matches
    ]


def now(*texts: str, before: tuple[str, ...]) -> list[int | None]:
    return numbers(snapshot(topics=(lines(*texts),), follow_ups=made_of(*before)))


TEA, CAKE = "@ada to brew tea for everybody", "@wren to bake a cake"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ((TEA, CAKE), (TEA, CAKE), [11, 12]),
        ((TEA, CAKE), (CAKE, TEA), [12, 11]),
        ((TEA,), ("@ada   to brew  tea for everybody",), [11]),
        ((TEA,), ("@ada to brew black tea for everybody",), [11]),
        ((TEA,), ("@wren to brew tea for everybody",), [11]),
        ((TEA,), ("@ada to do something else entirely",), [None]),
        ((TEA,), (TEA, TEA), [11, 11]),
        ((TEA,), ("@ada to brew tea for nobody", "@ada to brew tea for somebody"), [None, 11]),
        ((TEA,), ("@ada to brew tea for everybodY", "@ada to brew tea for everybodX"), [None, None]),
        ((f"{TEA}!", f"{TEA}."), (f"{TEA}?",), [None]),
        ((TEA, CAKE), (f"{CAKE} today", "@ada to brew green tea for everybody"), [12, 11]),
        ((TEA,), (), []),
    ],
    ids=[
        "unchanged",
        "reordered",
        "spaces",
        "edited",
        "another owner",
        "another task",
        "said twice",
        "the better likeness",
        "two as like",
        "two follow-ups as like",
        "both edited and reordered",
        "gone",
    ],
)
def test_a_line_finds_its_follow_up(
    before: tuple[str, ...], after: tuple[str, ...], expected: list[int | None]
) -> None:
    assert now(*after, before=before) == expected


def test_an_exact_line_is_never_robbed_by_a_likeness() -> None:
    assert now("@ada to brew tea for everybody here", TEA, before=(TEA,)) == [None, 11]


@settings(max_examples=50)
@given(
    st.permutations([TEA, CAKE, "@ada to wash up", "@wren to look for biscuits"]), st.sets(st.integers(0, 3))
)
def test_reordering_and_small_edits_never_make_a_new_promise(order: list[str], edited: set[int]) -> None:
    original = [TEA, CAKE, "@ada to wash up", "@wren to look for biscuits"]
    after = [f"{text} soon" if index in edited else text for index, text in enumerate(order)]
    assert now(*after, before=tuple(original)) == [11 + original.index(text) for text in order]


def test_no_two_lines_of_different_words_share_a_follow_up() -> None:
    found = now("@ada to brew tea", "@ada to brew teas", "@ada to brew a tea", before=("@ada to brew tea",))
    assert found == [11, None, None]


def test_likeness_holds_only_in_the_same_text() -> None:
    elsewhere = topic(2, "Cake", "ACTION @ada to brew black tea for everybody")
    assert numbers(snapshot(topics=(elsewhere,), follow_ups=made_of(TEA))) == [None]


def test_the_same_words_on_another_topic_are_another_promise() -> None:
    elsewhere = topic(2, "Cake", f"ACTION {TEA}")
    assert numbers(snapshot(topics=(elsewhere,), follow_ups=made_of(TEA))) == [None]


@pytest.mark.parametrize(("first", "second", "found"), [("", "", None), ("a", "b", None), ("a", "a", 11)])
def test_the_same_words_elsewhere_are_a_new_promise_once_it_is_closed_unless_it_is_the_same_meeting(
    first: str, second: str, found: int | None
) -> None:
    days = {"": "", "a": "2020-12-03", "b": "2020-12-10"}

    def of_page(number: int, day: str) -> Issue:
        block = f'<!-- arch-hour:page {{"date":"{day}"}} -->\nx\n<!-- /arch-hour:page -->\n' if day else ""
        return topic(number, "", f"{block}\nACTION {TEA}")

    (line,) = spoken_lines(snapshot(topics=(of_page(1, days[first]),)), config())
    closed = issue(11, "brew", new_body([line], config()), labels=("action-item",), is_open=False)
    assert numbers(snapshot(topics=(of_page(2, days[second]),), follow_ups=(closed,))) == [found]


def test_a_reference_adopts_a_follow_up_of_another_text() -> None:
    other = topic(2, "Cake", "ACTION @ada to do it all differently (#11)\n\nACTION @ada to be next (#11)")
    assert numbers(snapshot(topics=(other,), follow_ups=made_of(TEA))) == [11, 11]
    assert numbers(snapshot(topics=(lines(TEA), other), follow_ups=made_of(TEA))) == [11, 11, 11]


def test_a_reference_to_a_closed_follow_up_is_a_new_promise_that_is_linked_to_it() -> None:
    other = topic(2, "Cake", "ACTION @ada to do it all again (#11)")
    (match,) = Promises(snapshot(topics=(other,), follow_ups=made_of(TEA, closed=True)), config()).matches
    assert (match.is_new, match.before) == (True, 11)


def test_a_reference_to_what_is_no_follow_up_is_a_link() -> None:
    other = topic(2, "Cake", "ACTION @ada to look at that (#1)")
    assert numbers(snapshot(topics=(lines(TEA), other), follow_ups=made_of(TEA))) == [11, None]


def test_strangers_speak_only_in_lines_that_made_their_follow_up_before() -> None:
    theirs = comment(5, "stranger", f"- [x] ACTION {TEA}")
    seen = snapshot(topics=(lines(TEA, by="stranger", comments=(theirs,)),), follow_ups=made_of(TEA))
    assert [line.source.id for line in Promises(seen, config()).living] == ["I1"]


def test_a_settled_line_never_asks_for_closed_follow_ups() -> None:
    assert not Promises(snapshot(topics=(topic(1, "Tea", f"- [x] ACTION {TEA}"),)), config()).lacks_a_match()
    assert Promises(snapshot(topics=(lines(TEA),)), config()).lacks_a_match()


def test_twins_are_open_follow_ups_of_one_line() -> None:
    (first,) = (replace(made, author=VIEWER) for made in made_of(TEA))
    twin = replace(first, number=12, id="I12")
    seen = snapshot(topics=(lines(TEA),), follow_ups=(twin, first))
    ((kept, other),) = duplicates(known_follow_ups(seen, config()))
    assert (kept.issue.number, other.issue.number) == (11, 12)
    closed = replace(seen, follow_ups=(replace(first, is_open=False), twin))
    assert duplicates(known_follow_ups(closed, config())) == ()
    assert numbers(seen) == [11]


@pytest.mark.parametrize("data", ["{}", '{"owners":3,"source":[],"text":null}', '{"owners":[1,{}]}'])
def test_a_forged_memory_breaks_nothing(data: str) -> None:
    body = f"<!-- arch-hour:follow-up {data} -->\nx\n<!-- /arch-hour:follow-up -->"
    forged = issue(11, "", body, labels=("action-item",))
    assert read_follow_up(forged) is not None
    assert numbers(snapshot(topics=(lines(TEA),), follow_ups=(forged,))) == [None]


def test_what_a_person_made_out_of_the_text_of_a_follow_up_is_no_twin_and_takes_no_line() -> None:
    (first,) = (replace(made, author=VIEWER) for made in made_of(TEA))
    copy = replace(first, number=12, id="I12", author=person("wren"))
    seen = snapshot(topics=(lines(TEA),), follow_ups=(copy, first))
    assert (duplicates(known_follow_ups(seen, config())), numbers(seen)) == ((), [11])
    told = comment(5, "arch-hour[bot]", mark(SUMMARY, {"follow_ups": [recorded_of(TEA, 11)]}))
    closed = snapshot(topics=(lines(TEA, comments=(told,)),), follow_ups=(copy,))
    assert numbers(closed) == [11]


def recorded_of(text: str, number: int) -> dict[str, object]:
    return {"number": number, "line": line_digest(f"ACTION {text}"), "source": "I1"}


def test_memories_without_a_source_are_of_no_line_and_twins_of_nobody() -> None:
    body = "<!-- arch-hour:follow-up {} -->\nx\n<!-- /arch-hour:follow-up -->"
    empty = [issue(number, "", body, labels=("action-item",)) for number in (11, 12)]
    seen = snapshot(topics=(lines(TEA),), follow_ups=tuple(empty))
    assert (duplicates(known_follow_ups(seen, config())), numbers(seen)) == ((), [None])


def test_a_line_that_took_up_a_follow_up_by_its_number_is_another_promise_without_it() -> None:
    cake = "@wren to bake a cake"
    adopted = replace(made_of(cake)[0], body=made_of(f"{TEA} (#11)")[0].body)
    assert numbers(snapshot(topics=(lines(f"{TEA} soon"),), follow_ups=(adopted,))) == [None]
    assert numbers(snapshot(topics=(lines(f"{TEA} soon (#11)"),), follow_ups=(adopted,))) == [11]


def test_an_edited_copy_of_a_line_that_stands_is_a_new_promise() -> None:
    first = lines("@ada to review pull request 12")
    both = replace(first, comments=(comment(5, "wren", f"{first.body}"),), comments_total=1)
    (line, _) = spoken_lines(snapshot(topics=(both,)), config())
    said = spoken_lines(snapshot(topics=(both,)), config())
    made = issue(11, title_of(line), new_body(said, config()), labels=("action-item",))
    edited = replace(both, comments=(comment(5, "wren", "- ACTION @ada to review pull request 13"),))
    assert numbers(snapshot(topics=(edited,), follow_ups=(made,))) == [11, None]
