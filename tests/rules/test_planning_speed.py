"""A whole run without a network stays quick, however long a team has been meeting."""

from datetime import timedelta
from time import process_time

from arch_hour.model import Issue
from tests.rules.build import START, comment, topic, vote
from tests.rules.memory import Memory

PEOPLE = [f"person-{number}" for number in range(20)]
TALK = "I think that this is a fine idea, and I wonder who would do it.\n\nSomebody has to."


def talked_about(number: int) -> Issue:
    said = tuple(comment(number * 10 + count, "zed", TALK) for count in range(10))
    given = [vote(login) for login in PEOPLE[: number % 21]]
    return topic(number, body=TALK * 10, votes=given, comments=said, comments_total=len(said))


def test_a_run_over_a_thousand_topics_and_many_agendas_is_planned_in_time() -> None:
    repository = Memory.of(*map(talked_about, range(1, 1_001)), topics={"scheduled_label": None})
    for week in range(3):
        begin = START + timedelta(weeks=week)
        repository.run(f"{begin - timedelta(minutes=10):%Y-%m-%d %H:%M}")
        repository.run(f"{begin + timedelta(hours=14):%Y-%m-%d %H:%M}")
    assert repository.made("2021-01-05 09:00") != []

    def unchanged() -> float:
        begun = process_time()
        assert repository.made("2021-01-05 09:00") == []
        return process_time() - begun

    assert min(unchanged() for _ in range(2)) < 1
