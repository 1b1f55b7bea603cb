"""Whatever people do to topics that are merged, and wherever runs stop, nothing is counted or said twice."""

import re
from contextlib import suppress
from datetime import timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.rules.build import moment, topic
from tests.rules.memory import Memory, StoppedError
from tests.rules.merging import given as votes
from tests.rules.merging import voters

NUMBERS = (7, 12, 20)
ACTS = (
    "merge",
    "merge",
    "merge",
    "reopen",
    "close",
    "vote",
    "forget",
    "edit",
    "unlabel",
    "label",
    "stranger",
)


def act(repository: Memory, name: str, number: int, other: int) -> None:
    """One thing that somebody does to a topic; `other` is another one, or the same."""
    issue = repository.issues[number]
    match name:
        case "merge" | "stranger":
            repository.say(number, "ada" if name == "merge" else "stranger", f"/merge #{other}")
        case "reopen" if not issue.is_open:
            repository.reopen(number)
        case "close" if issue.is_open:
            repository.close(number)
        case "vote":
            repository.vote(number, f"person-{other}")
        case "forget" if issue.comments:
            repository.delete_comment(number, issue.comments[other % len(issue.comments)].database_id)
        case "edit" if any(comment.author != repository.viewer for comment in issue.comments):
            said = next(comment for comment in issue.comments if comment.author != repository.viewer)
            repository.edit_comment(number, said.database_id, f"{said.body}\n/merge #{other}")
        case "unlabel":
            repository.unlabel(number, "topic: merged")
        case "label" if not issue.has_label("topic: merged"):
            repository.label(number, "topic: merged")


def records(repository: Memory) -> list[str]:
    """What our comments tell of merging, each with its place."""
    kinds = re.compile(r'^<!-- arch-hour:(merged|merged-in|unmerged) .*?"key":"(.*?)"')
    found = ((number, kinds.match(body)) for number in NUMBERS for body in repository.bodies(number))
    return [f"{number} {told[1]} {told[2]}" for number, told in found if told]


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(ACTS),
            st.sampled_from(NUMBERS),
            st.sampled_from(NUMBERS),
            st.sampled_from([None, 0, 1, 2, 3]),
        ),
        max_size=7,
    )
)
@example([("close", 7, 7, None), ("label", 7, 7, None), ("merge", 7, 12, None), ("reopen", 7, 7, None)])
def test_everybody_counts_once_and_all_is_said_once_and_what_people_open_stays_open(
    acts: list[tuple[str, int, int, int | None]],
) -> None:
    repository = Memory.of(*(topic(number, votes=votes("ann", f"person-{number}")) for number in NUMBERS))
    repository.now = moment("12-12 09:00")
    is_forgotten = False
    for name, number, other, stop_after in acts:
        repository.now += timedelta(minutes=20)
        act(repository, name, number, other)
        is_forgotten |= name == "forget"
        was_open = {each for each in NUMBERS if repository.issues[each].is_open}
        repository.now += timedelta(minutes=1)
        with suppress(StoppedError):
            repository.run(stop_after=stop_after)
        repository.now += timedelta(minutes=1)
        counted = voters(repository.run())
        repository.now += timedelta(seconds=1)
        assert repository.made() == []
        now_open = {each for each in NUMBERS if repository.issues[each].is_open}
        assert counted.keys() == now_open <= was_open
        assert all(len(logins) == len(set(logins)) for logins in counted.values())
        if not is_forgotten:
            assert len(records(repository)) == len(set(records(repository)))
            assert name in ("merge", "edit") or now_open == was_open
