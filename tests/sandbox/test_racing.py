"""Many clients at once: numbers stay unique, and nobody waits for another forever."""

from concurrent.futures import ThreadPoolExecutor

import requests

from sandbox.server import Running
from sandbox.world import World
from tests.sandbox.conftest import REPOSITORY
from tests.sandbox.receiver import Receiver, receiving

CLIENTS, ROUNDS = 8, 6
NEWEST = '{ repository(owner: "octo-org", name: "arch") { issues(last: 1) { nodes { number } } } }'


def _play(running: Running, token: str, round_: int) -> list[int]:
    """Opens, votes for, comments on and closes an issue, and looks at the newest one; the statuses and its number."""
    issues = f"{running.url}/repos/{REPOSITORY}/issues"
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {token}"
        made = session.post(issues, json={"title": "Topic", "labels": [f"new {round_}"]}, timeout=20)
        number = made.json()["number"]
        answers = [
            made,
            session.post(f"{issues}/{number}/reactions", json={"content": "+1"}, timeout=20),
            session.post(f"{issues}/{number}/comments", json={"body": "Hm"}, timeout=20),
            session.patch(f"{issues}/{number}", json={"state": "closed"}, timeout=20),
            session.post(running.graphql_url, json={"query": NEWEST}, timeout=20),
        ]
    return [number, *(answer.status_code for answer in answers)]


def test_eight_clients_write_at_once_while_hooks_are_told(running: Running, world: World) -> None:
    token = world.add_token("wanda")
    with receiving() as receiver, ThreadPoolExecutor(CLIENTS) as pool:
        _hook(running, world, receiver)
        played = list(pool.map(lambda one: _play(running, token, one % ROUNDS), range(CLIENTS * ROUNDS)))
        assert running.engines.sender.drain(20)
        told = [sent.event for sent in receiver.received]
    assert sorted(number for number, *_ in played) == list(range(1, CLIENTS * ROUNDS + 1))
    assert {tuple(statuses) for _, *statuses in played} == {(201, 201, 201, 200, 200)}
    repository = world.repository(REPOSITORY)
    assert len(repository.comments) == CLIENTS * ROUNDS
    assert sum(name.startswith("new ") for name in repository.labels) == ROUNDS
    assert told.count("issue_comment") == CLIENTS * ROUNDS
    assert not any(issue.is_open for issue in repository.issues.values())


def _hook(running: Running, world: World, receiver: Receiver) -> None:
    answer = requests.post(
        f"{running.url}/repos/{REPOSITORY}/hooks",
        json={"config": {"url": receiver.url, "content_type": "json"}, "events": ["*"]},
        headers={"Authorization": f"Bearer {world.add_token('olive')}"},
        timeout=5,
    )
    assert answer.status_code == 201, answer.text
