"""Around the agenda, as GitHub has it: pins, people, links, cancelled meetings, and answers that are lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest

from arch_hour.errors import ArchHourError
from arch_hour.gateway.connection import Connection
from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.gateway.patience import Patience
from arch_hour.hosts import Address
from arch_hour.rules.changes import Change, PinIssue
from arch_hour.rules.events import Command
from arch_hour.run import run
from arch_hour.session import Outcome, Settings
from sandbox.actor import Actor
from sandbox.faults import LostAnswer
from sandbox.records.issues import Issue
from sandbox.server import Running, serve
from sandbox.world import World
from tests.integration.conftest import CONFIGURATION, MEETING, REPOSITORY, add_labels
from tests.integration.test_edit_meanwhile import Interrupted
from tests.integration.test_faults import anywhere

PEOPLE = """\
  facilitators: [stranger, ada, ben]
  scribes: [ben, ada]
people:
"""
TURN = CONFIGURATION.replace("people:\n", PEOPLE)
NEXT = MEETING + timedelta(days=7)
FILE = ".github/arch-hour.yml"


@contextmanager
def team(configuration: str = TURN) -> Iterator[Running]:
    """A repository with a topic, two days before its meeting; a stranger can't be assigned in it."""
    world = World.start(MEETING - timedelta(days=2))
    for login in ("ada", "ben", "stranger"):
        world.add_user(login)
    world.add_repository(REPOSITORY, roles={"ada": "maintain", "ben": "write"})
    add_labels(world, REPOSITORY)
    world.put_file(REPOSITORY, FILE, configuration)
    Actor(world, "ben").open_issue(REPOSITORY, "A topic", None, labels=("topic",))
    with serve(world) as running:
        yield running
        assert running.log.failures == [], "the sandbox itself failed"


def gateway(running: Running) -> GithubGateway:
    """Ours, whose pauses take no time."""
    token = running.world.workflow_token(REPOSITORY)
    connection = Connection(Address(running.url, running.graphql_url), token, Patience(pause=lambda _: None))
    return GithubGateway(connection, REPOSITORY)


def go(running: Running, at: datetime | None = None) -> Outcome:
    """One run."""
    if at is not None:
        running.world.clock.freeze(at)
    return run(gateway(running), Command.ALL, Settings(running.world.clock.now()))


def agendas(running: Running) -> list[Issue]:
    issues = running.world.repository(REPOSITORY).issues.values()
    return [issue for issue in issues if issue.has_label("agenda")]


def pinned(running: Running) -> list[int]:
    return [issue.number for issue in running.world.repository(REPOSITORY).pinned]


def held(running: Running) -> None:
    """The first meeting from its agenda to its wrap-up."""
    for moment in (MEETING - timedelta(days=2), MEETING - timedelta(minutes=10), MEETING + timedelta(days=1)):
        go(running, moment)


def shown(running: Running) -> list[object]:
    """What people see of the agendas, and which issues are pinned; addresses differ from port to port."""
    return [
        (
            issue.number,
            anywhere(running, issue.body or ""),
            issue.state.value,
            sorted(account.login for account in issue.assignees),
            [anywhere(running, comment.body) for comment in issue.comments],
        )
        for issue in agendas(running)
    ] + [pinned(running)]


def test_from_one_meeting_to_the_next() -> None:
    with team() as running:
        held(running)
        (first,) = agendas(running)
        assert sorted(account.login for account in first.assignees) == ["ada", "ben"]
        assert "Facilitator: ben · Scribe: ada" in (first.body or "")
        assert pinned(running) == [first.number]
        go(running, NEXT - timedelta(days=2))
        second = agendas(running)[-1]
        assert "Facilitator: ada · Scribe: ben" in (second.body or "")
        assert sorted(account.login for account in second.assignees) == ["ada", "ben"]
        assert f"Previous agenda: #{first.number}" in (second.body or "")
        assert first.comments[-1].body.endswith(f"The next agenda: #{second.number}")
        assert pinned(running) == [second.number]
        assert go(running).steps == ()


def test_every_lost_answer_on_the_way_to_the_next_meeting_is_made_good() -> None:
    with team() as running:
        held(running)
        running.log.clear()
        go(running, NEXT - timedelta(days=2))
        requests, wanted = len(running.log), shown(running)
    assert requests > 8
    for nth in range(1, requests + 1):
        with team() as running:
            held(running)
            running.faults.add(LostAnswer(nth=nth))
            try:
                outcome = go(running, NEXT - timedelta(days=2))
                assert outcome.remarks == (), f"request {nth}"
            except ArchHourError:
                go(running)
            assert shown(running) == wanted, f"request {nth}"
            assert go(running).steps == ()


def test_three_pinned_issues_of_others_stay_and_people_are_told() -> None:
    with team() as running:
        ada = Actor(running.world, "ada")
        others = [ada.open_issue(REPOSITORY, f"Important {number}") for number in range(3)]
        for issue in others:
            ada.pin(issue)
        outcome = go(running)
        assert pinned(running) == [issue.number for issue in others]
        (remark,) = outcome.remarks
        assert remark.startswith(f"#{agendas(running)[0].number} is not pinned: 3 other issues are")
        assert go(running).steps == ()


def test_a_pin_for_which_somebody_was_quicker_is_a_warning_and_the_run_goes_on() -> None:
    with team() as running:
        ada = Actor(running.world, "ada")
        others = [ada.open_issue(REPOSITORY, f"Important {number}") for number in range(3)]

        def be_quicker(change: Change) -> None:
            if isinstance(change, PinIssue):
                for issue in others:
                    ada.pin(issue)

        quicker = Interrupted(gateway(running), be_quicker)
        outcome = run(quicker, Command.ALL, Settings(running.world.clock.now()))
        number = agendas(running)[0].number
        assert outcome.remarks == (
            f"#{number} was not changed: it is the next meeting's agenda "
            "(Maximum 3 pinned issues per repository)",
        )
        assert agendas(running)[0].assignees != []


def test_whom_a_person_took_off_stays_off() -> None:
    with team() as running:
        go(running)
        (agenda,) = agendas(running)
        Actor(running.world, "ada").unassign(agenda, "ben")
        assert go(running).steps == ()
        assert [account.login for account in agenda.assignees] == ["ada"]


@pytest.mark.parametrize(
    "at", [timedelta(days=2), timedelta(minutes=10)], ids=["before the freeze", "after it"]
)
def test_a_skipped_meeting_s_agenda_is_closed_and_comes_back_with_its_meeting(at: timedelta) -> None:
    with team() as running:
        go(running, MEETING - at)
        (agenda,) = agendas(running)
        body = agenda.body
        running.world.put_file(REPOSITORY, FILE, TURN.replace("people:\n", "  skip: [2020-12-17]\npeople:\n"))
        go(running, MEETING - at + timedelta(minutes=1))
        assert (agenda.state.value, agenda.state_reason and agenda.state_reason.value) == (
            "closed",
            "not_planned",
        )
        assert "its date is under `skip`" in agenda.comments[-1].body
        assert go(running).steps == ()
        running.world.put_file(REPOSITORY, FILE, TURN)
        go(running, MEETING - at + timedelta(minutes=2))
        assert (agenda.state.value, agenda.body) == ("open", body)
        assert go(running).steps == ()
        assert agendas(running) == [agenda]


def test_pull_requests_are_no_topics_no_agendas_and_no_follow_ups_whatever_their_labels() -> None:
    with team() as running:
        ada = Actor(running.world, "ada")
        for label in ("topic", "agenda", "action-item"):
            pull = ada.open_pull_request(REPOSITORY, f"A {label} of code", "ACTION @ada to merge it")
            ada.label(pull, label)
        held(running)
        go(running, NEXT - timedelta(days=2))
        agenda = agendas(running)[-1]
        assert "of code" not in (agenda.body or "")
        assert "Previous agenda: #" in (agenda.body or "")
        assert all(not issue.is_pull_request for issue in agendas(running) if issue.number in pinned(running))
        pulls = [
            each for each in running.world.repository(REPOSITORY).issues.values() if each.is_pull_request
        ]
        assert [(pull.state.value, pull.comments) for pull in pulls] == [("open", [])] * 3
