import responses

from arch_hour.gateway.connection import Connection
from arch_hour.gateway.pace import Pace
from arch_hour.gateway.patience import Patience
from arch_hour.hosts import API, Address

HEARD = f"{API}:443"


def paced(now: float = 100.0) -> tuple[Pace, list[float]]:
    waited: list[float] = []
    return Pace(clock=lambda: now, pause=waited.append), waited


def test_writes_take_turns_a_second_apart() -> None:
    pace, waited = paced()
    for _ in range(3):
        pace.wait()
    assert waited == [0.0, 1.0, 2.0]


@responses.activate
def test_connections_that_share_a_pace_wait_for_each_other_s_writes_and_for_no_read() -> None:
    responses.get(f"{HEARD}/x", json={})
    responses.post(f"{HEARD}/x", json={})
    responses.post(f"{HEARD}/graphql", json={"data": {}})
    pace, waited = paced()
    mine, theirs = (
        Connection(Address(API, f"{API}/graphql"), token, Patience(pause=lambda _: None), pace=pace)
        for token in ("ghp_a", "ghp_b")
    )
    mine.create("/x", {})
    theirs.get("/x")
    theirs.query("query {viewer {login}}", {})
    theirs.create("/x", {})
    mine.mutate("mutation {x {y}}", {})
    assert waited == [0.0, 1.0, 2.0]
