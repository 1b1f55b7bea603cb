"""The log of the requests that the sandbox answered."""

from collections.abc import Callable
from dataclasses import replace

import requests

from sandbox.server import Running

As = Callable[[str | None], requests.Session]
ARCH = "/repos/octo-org/arch"


class TestLog:
    def test_it_tells_who_asked_what(self, as_: As, running: Running) -> None:
        as_("workflow").post(f"{ARCH}/issues", json={"title": "Agenda"})
        as_("wanda").get(f"{ARCH}/issues?state=all")
        first, second = running.log
        assert (first.who, first.method, first.path, first.status) == (
            "github-actions[bot]",
            "POST",
            f"{ARCH}/issues",
            201,
        )
        assert (second.who, second.query) == ("wanda", "state=all")
        assert running.log.writes == [first]
        assert running.log.reads == [second]
        running.log.clear()
        assert len(running.log) == 0

    def test_a_mutation_is_a_write_and_a_query_is_not(self, as_: As, running: Running) -> None:
        wanda = as_("wanda")
        wanda.post("/graphql", json={"query": "query Who { viewer { login } }"})
        wanda.post(
            "/graphql", json={"query": 'mutation Pin { pinIssue(input: {issueId: "x"}) { issue { id } } }'}
        )
        assert [(entry.operation, entry.is_write) for entry in running.log] == [("Who", False), ("Pin", True)]

    def test_it_can_be_read_from_outside(self, as_: As) -> None:
        wanda = as_("wanda")
        wanda.get(ARCH)
        (entry,) = wanda.get("/_sandbox/log").json()
        assert (entry["path"], entry["at"], entry["is_write"]) == (ARCH, "2020-12-17T12:00:00Z", False)
        assert wanda.delete("/_sandbox/log").json() == wanda.get("/_sandbox/log").json() == []

    def test_it_tells_the_size_and_the_id_of_every_answer(self, as_: As, running: Running) -> None:
        answer = as_("wanda").get(ARCH)
        (entry,) = running.log
        assert (entry.size, entry.id) == (len(answer.content), answer.headers["X-GitHub-Request-Id"])

    def test_it_keeps_the_newest_fifty_thousand(self, as_: As, running: Running) -> None:
        as_("wanda").get(ARCH)
        (entry,) = running.log
        for number in range(50_001):
            running.log.add(replace(entry, id=str(number)))
        assert (len(running.log), next(iter(running.log)).id) == (50_000, "1")

    def test_what_github_would_not_know_is_noted(self, as_: As, running: Running) -> None:
        wanda = as_("wanda")
        wanda.get(f"{ARCH}/issues?colour=red")
        wanda.post(f"{ARCH}/issues", json={"title": "x", "priority": 1})
        wanda.get(f"{ARCH}/stars")
        wanda.get("/nowhere")
        wanda.post("/graphql", json={"query": "{ nothing }"})
        wanda.get(f"{ARCH}/issues?labels=a&per_page=5")
        assert [entry.unknown[0].split(":")[0] for entry in running.log.unknown] == [
            "query",
            "body",
            "path",
            "path",
            "graphql",
        ]
        assert [entry.status for entry in running.log.unknown] == [200, 201, 404, 404, 200]
