"""What the real gateway learns of comments and closed issues over HTTP: reactions, versions, merged topics, agendas."""

from datetime import timedelta
from typing import TYPE_CHECKING

from arch_hour.environment import Environment
from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.gateway.protocol import Wanted
from arch_hour.model import Comment, Issue, Reaction, Snapshot
from sandbox.actor import Actor
from sandbox.records import Issue as Record
from tests.integration.conftest import MEETING, REPOSITORY

if TYPE_CHECKING:
    from tests.integration.conftest import Town

WANTED = Wanted("agenda", "topic", "topic: merged", "action-item", "+1", MEETING - timedelta(days=30))


def gateway(town: "Town") -> GithubGateway:
    return Environment.of(town.environment("workflow")).gateway()


def read(town: "Town") -> Snapshot:
    at_work = gateway(town)
    return at_work.read(at_work.open("x.yml"), WANTED)


def agenda(town: "Town", *labels: str) -> Record:
    return Actor(town.world, "ada").open_issue(REPOSITORY, "Agenda", labels=("agenda", *labels))


def said(town: "Town", count: int) -> tuple[Comment, ...]:
    """So many comments on an agenda, as a run reads them."""
    issue = agenda(town)
    for number in range(count):
        Actor(town.world, "ada").comment(issue, f"Box {number}")
    return read(town).agendas[0].comments


def test_reactions_cost_a_request_for_fifty_comments_and_one_for_each_further_hundred(town: "Town") -> None:
    comments = said(town, 60)
    loved = town.world.repository(REPOSITORY).comments[comments[0].database_id]
    for number in range(130):
        town.world.add_user(f"voter-{number}")
        Actor(town.world, f"voter-{number}").react(loved, "rocket")
    town.send("workflow", "POST", f"/issues/comments/{comments[1].database_id}/reactions", {"content": "+1"})
    town.send("ben", "POST", f"/issues/comments/{comments[59].database_id}/reactions", {"content": "-1"})
    town.send("ada", "DELETE", f"/issues/comments/{comments[2].database_id}")
    told: dict[str, tuple[Reaction, ...]] = {}
    reads, writes = town.spent(lambda: told.update(gateway(town).reactions(comments)))
    assert (reads, writes) == (2 + 1, 0)
    assert len(told) == 60
    assert {each.kind for each in told[comments[0].id]} == {"rocket"}
    assert [each.by.login for each in told[comments[0].id]] == [f"voter-{number}" for number in range(130)]
    rest = {key: [(each.by.login, each.kind) for each in given] for key, given in told.items() if given}
    assert rest.pop(comments[0].id)
    assert rest == {comments[59].id: [("ben", "-1")]}


def test_a_comment_tells_that_it_was_edited_and_its_versions_when_asked(town: "Town") -> None:
    said(town, 2)
    town.at(MEETING)
    town.send(
        "ben", "PATCH", f"/issues/comments/{read(town).agendas[0].comments[1].database_id}", {"body": "/next"}
    )
    plain, edited = read(town).agendas[0].comments
    assert (plain.edited_at, edited.edited_at) == (None, MEETING)
    versions = gateway(town).history(edited)
    assert [(each.editor and each.editor.login, each.text) for each in versions] == [
        ("ben", "/next"),
        ("ada", "Box 1"),
    ]
    assert gateway(town).history(plain) == ()
    town.send("ada", "DELETE", f"/issues/comments/{edited.database_id}")
    assert gateway(town).history(edited) == ()


def test_merged_topics_come_with_the_ordinary_read_as_long_as_they_are_closed(town: "Town") -> None:
    ada, ben = Actor(town.world, "ada"), Actor(town.world, "ben")
    ada.label(ada.open_issue(REPOSITORY, "Open", labels=("topic",)), "topic: merged")
    for title in ("First", "Second"):
        merged = ada.open_issue(REPOSITORY, title, labels=("topic", "topic: merged"))
        ben.react(merged)
        town.at(town.world.clock.now() + timedelta(minutes=1))
        ada.close(merged, "not_planned")
    ada.close(ada.open_issue(REPOSITORY, "Other", labels=("topic",)))
    before = town.spent(lambda: read(town))
    assert before == (2, 0)
    found = read(town).merged
    assert [(each.title, [vote.voter.login for vote in each.votes]) for each in found] == [
        ("Second", ["ben"]),
        ("First", ["ben"]),
    ]
    ada.reopen(merged)
    assert [each.title for each in read(town).merged] == ["First"]


def test_a_report_reads_fifty_agendas_of_all_states_a_request(town: "Town") -> None:
    ada = Actor(town.world, "ada")
    for number in range(60):
        issue = agenda(town)
        ada.comment(issue, f"Minutes {number}")
        if number < 55:
            ada.close(issue)
    found: list[Issue] = []
    assert town.spent(lambda: found.extend(gateway(town).every_agenda(WANTED))) == (2, 0)
    assert [each.comments[0].body for each in found] == [f"Minutes {number}" for number in range(59, -1, -1)]
    assert sum(each.is_open for each in found) == 5
