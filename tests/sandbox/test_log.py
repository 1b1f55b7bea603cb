"""The log of the requests that the sandbox answered."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import requests

from sandbox.records import Repository
from sandbox.server import Running, serve
from sandbox.world import World
from tests.sandbox.conftest import sessions

As = Callable[[str | None], requests.Session]
ARCH = "/repos/octo-org/arch"
LABEL = '{ repository(owner: "octo-org", name: "arch") { label(name: "bug") { id } } }'


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

    @pytest.mark.parametrize("query", ["access_token=ghp_secret&page=2", "page=2&ACCESS_TOKEN=ghp_secret"])
    def test_it_holds_no_token_of_a_query(self, as_: As, running: Running, query: str) -> None:
        wanda = as_("wanda")
        wanda.get(f"{ARCH}/issues?{query}")
        assert "ghp_secret" not in wanda.get("/_sandbox/log").text
        (entry,) = running.log
        assert (entry.query.count("***"), "page=2" in entry.query) == (1, True)
        assert entry.unknown[0].casefold() == "query:access_token"

    @pytest.mark.parametrize("path", ["/graphql", "/api/graphql", ARCH, "/nowhere", "/"])
    def test_options_are_answered_and_noted_as_what_nobody_knows(
        self, as_: As, running: Running, path: str
    ) -> None:
        answer = as_("wanda").options(path)
        assert (answer.status_code, answer.json()["message"]) == (404, "Not Found")
        assert [(entry.method, entry.path, entry.status) for entry in running.log] == [("OPTIONS", path, 404)]

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


class TestOwnFailures:
    """Faults of the sandbox itself, which nobody may take for GitHub's."""

    @pytest.fixture
    def broken(self, monkeypatch: pytest.MonkeyPatch, world: World) -> Iterator[Running]:
        """A sandbox that stumbles over every label."""

        def stumble(*_: object) -> None:
            raise ZeroDivisionError("by a label")

        monkeypatch.setattr(Repository, "label", stumble)
        with serve(world) as running:
            yield running

    @pytest.mark.parametrize(
        ("path", "body"),
        [
            pytest.param(f"{ARCH}/issues", {"title": "x", "labels": ["bug"]}, id="REST"),
            pytest.param("/graphql", {"query": LABEL}, id="GraphQL"),
        ],
    )
    def test_one_is_answered_and_noted_by_its_name(
        self, broken: Running, caplog: pytest.LogCaptureFixture, path: str, body: object
    ) -> None:
        with sessions(broken) as session:
            answer = session("wanda").post(path, json=body)
        assert answer.status_code == 500
        assert "the sandbox itself failed: ZeroDivisionError: by a label" in answer.json()["message"]
        (entry,) = broken.log.failures
        assert (entry.status, entry.path, entry.failure) == (500, path, "ZeroDivisionError: by a label")
        assert "Traceback" in caplog.text

    def test_what_was_hidden_for_some_reads_is_seen_again_all_the_same(self, broken: Running) -> None:
        ended: list[bool] = []
        # The real one cannot be watched from outside, so a method is put in its place, which mypy forbids.
        broken.world.lag.end_of_request = lambda: ended.append(True)  # type: ignore[method-assign]
        with sessions(broken) as session:
            session("wanda").post(f"{ARCH}/issues", json={"title": "x", "labels": ["bug"]})
        assert ended == [True]

    def test_one_that_a_fault_ordered_is_none(self, as_: As, running: Running) -> None:
        wanda = as_("wanda")
        assert wanda.post("/_sandbox/faults", json={"kind": "status", "status": 500}).ok
        assert wanda.get(ARCH).status_code == 500
        assert running.log.failures == []
