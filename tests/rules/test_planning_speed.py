"""A whole run without a network stays quick, however long a team has been meeting."""

from datetime import timedelta
from time import process_time

from tests.rules.build import START, topic, vote
from tests.rules.memory import Memory

PEOPLE = [f"person-{number}" for number in range(20)]


def test_a_run_over_a_thousand_topics_and_many_agendas_is_planned_in_time() -> None:
    given = {number: [vote(login) for login in PEOPLE[: number % 21]] for number in range(1, 1_001)}
    topics = (topic(number, votes=votes) for number, votes in given.items())
    repository = Memory.of(*topics, topics={"scheduled_label": None})
    for week in range(3):
        begin = START + timedelta(weeks=week)
        repository.run(f"{begin - timedelta(minutes=10):%Y-%m-%d %H:%M}")
        repository.run(f"{begin + timedelta(hours=14):%Y-%m-%d %H:%M}")
    begun = process_time()
    assert repository.made("2021-01-05 09:00") != []
    assert repository.made("2021-01-05 09:00") == []
    assert process_time() - begun < 3
