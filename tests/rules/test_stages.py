"""A trouble stops what needs the answer that is missing, and nothing that comes before it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from io import StringIO

import pytest
import yaml
from rich.console import Console

from arch_hour.errors import AccessError, ArchHourError
from arch_hour.gateway.protocol import Wanted
from arch_hour.model import Issue
from arch_hour.rendering import render
from arch_hour.rules.changes import CreateIssue
from arch_hour.rules.electorate import Team
from arch_hour.rules.events import Command
from arch_hour.rules.page import read_page
from arch_hour.rules.questions import Questions, questions_on_topics, questions_on_votes
from arch_hour.rules.wrap_up_records import waited
from arch_hour.run import import_page
from arch_hour.session import Settings
from arch_hour.telling import as_values
from arch_hour.terminal import show_run
from tests.rules.build import config, snapshot, topic
from tests.rules.memory import Memory

OTHER, TEAM, TEMPLATE = "acme/other", "@acme/architects", ".github/agenda.md.j2"
OPENED, FROZEN, OVER = "12-15 09:00", "12-17 14:50", "12-18 06:00"


@dataclass
class Silent(Memory):
    """A repository of which GitHub tells neither teams nor topics elsewhere, as long as it is `silent`."""

    silent: bool = True

    def team(self, organization: str, slug: str) -> frozenset[str]:
        if self.silent:
            msg = f"the members of @{organization}/{slug} cannot be read"
            raise AccessError(msg)
        return super().team(organization, slug)

    def topics_elsewhere(self, full_name: str, wanted: Wanted) -> tuple[Issue, ...]:
        if self.silent:
            msg = f"the topics of {full_name} cannot be read"
            raise AccessError(msg)
        return super().topics_elsewhere(full_name, wanted)


def with_team() -> Silent:
    return Silent.of(promise(), votes={"voters": [TEAM, "voter-1"]})


def with_others() -> Silent:
    return Silent.of(promise(), topics={"repositories": [OTHER]})


def with_template() -> Silent:
    return Silent.of(promise(), agenda={"template": TEMPLATE})


def promise() -> Issue:
    return topic(1, "", "ACTION @ada to see to it", votes=3)


TROUBLES = [
    pytest.param(with_team, "the members of @acme/architects cannot be read", id="team"),
    pytest.param(with_others, "the topics of acme/other cannot be read", id="elsewhere"),
    pytest.param(with_template, f"names {TEMPLATE}, and the repository has no such", id="template"),
]
Make = Callable[[], Silent]


def made(repository: Memory) -> list[tuple[str, ...]]:
    return [change.labels for change in repository.changes if isinstance(change, CreateIssue)]


@pytest.mark.parametrize(("make", "trouble"), TROUBLES)
def test_no_agenda_is_made_of_half_the_answers_but_the_follow_ups_before_it_are(
    make: Make, trouble: str
) -> None:
    repository = make()
    with pytest.raises(ArchHourError, match=trouble):
        repository.run(OPENED)
    assert made(repository) == [("action-item",)]


@pytest.mark.parametrize(("make", "trouble"), TROUBLES)
def test_the_trouble_takes_along_what_was_done_before_it(make: Make, trouble: str) -> None:
    repository = make()
    with pytest.raises(ArchHourError, match=trouble) as caught:
        repository.run(OPENED)
    outcome = caught.value.outcome
    assert outcome is not None
    assert [step.change for step in outcome.steps] == repository.changes != []
    assert outcome.trouble == str(caught.value)


@pytest.mark.parametrize(("make", "trouble"), TROUBLES)
def test_the_agenda_alone_writes_nothing(make: Make, trouble: str) -> None:
    repository = make()
    with pytest.raises(ArchHourError, match=trouble):
        repository.run(OPENED, Command.AGENDA)
    assert repository.changes == []


@pytest.mark.parametrize(("make", "trouble"), TROUBLES)
def test_follow_ups_need_none_of_it(make: Make, trouble: str) -> None:
    repository = make()
    outcome = repository.run(OPENED, Command.ACTIONS)
    assert made(repository) == [("action-item",)]
    expected = [] if make is with_template else [f"the topics were not ranked: {trouble}"]
    assert as_values(outcome)["warnings"] == expected
    assert repository.made(OPENED, Command.ACTIONS) == []


@pytest.mark.parametrize("make", [with_team, with_others])
def test_a_ranking_that_would_be_another_is_not_told(make: Make) -> None:
    outcome = make().run(OPENED, Command.ACTIONS)
    values = as_values(outcome)
    assert values["topics"] is None
    assert "| | Topic | Votes |" not in render("outcome.md", outcome=values, page=None)
    screen = StringIO()
    show_run(Console(file=screen, width=120), outcome)
    assert "votes" not in screen.getvalue()
    assert "No open topics" not in screen.getvalue()


def test_a_ranking_is_told_by_every_command_where_github_answers() -> None:
    repository = with_team()
    repository.silent, repository.teams["acme/architects"] = False, {"voter-2"}
    (told,) = as_values(repository.run(OPENED, Command.ACTIONS))["topics"]
    assert (told["votes"], told["voters"]) == (2, ["voter-1", "voter-2"])


def test_an_import_needs_no_ranking() -> None:
    repository = with_team()
    page = read_page("Hour: 2020-12-17\n\nTopics\n  - Another +1\n")
    settings = Settings(repository.now, configuration=yaml.safe_dump(repository.values))
    outcome = import_page(repository, page, settings, discussed=False)
    assert made(repository) == [("topic",)]
    assert as_values(outcome)["topics"] is None
    assert len(outcome.placements) == 1


def after_the_meeting(repository: Silent) -> int:
    """The agenda of a meeting that is over and not wrapped up."""
    repository.silent, repository.teams["acme/architects"] = False, {"voter-2"}
    repository.elsewhere[OTHER] = (replace(topic(9, votes=2), id="O9"),)
    repository.run(FROZEN)
    repository.silent, repository.changes = True, []
    return repository.only("agenda").number


@pytest.mark.parametrize("command", [Command.ALL, Command.WRAP_UP])
def test_a_wrap_up_waits_for_the_topics_elsewhere_so_that_none_loses_its_count(command: Command) -> None:
    repository = with_others()
    agenda = after_the_meeting(repository)
    with pytest.raises(AccessError, match="the topics of acme/other cannot be read"):
        repository.run(OVER, command)
    assert repository.changes == []
    assert repository.issues[agenda].is_open
    repository.silent = False
    repository.run(OVER, command)
    assert not repository.issues[agenda].is_open
    seen = snapshot(agendas=(repository.issues[agenda],))
    assert waited(seen, config()) == {"#1": 1, f"{OTHER}#9": 1}


def test_a_wrap_up_counts_no_votes() -> None:
    repository = with_team()
    agenda = after_the_meeting(repository)
    repository.run(OVER, Command.WRAP_UP)
    assert not repository.issues[agenda].is_open


def test_of_topics_elsewhere_is_asked_once_and_before_the_voters() -> None:
    repository = with_others()
    repository.silent, repository.teams["acme/architects"] = False, {"voter-1"}
    repository.values["votes"] = {"voters": [TEAM]}
    repository.elsewhere[OTHER] = (replace(topic(9, votes=2), id="O9"),)
    repository.edit(1, votes=(), votes_total=0, body="")
    outcome = repository.run(OPENED)
    assert repository.asked == [OTHER, TEAM]
    assert [(each["name"], each["votes"]) for each in as_values(outcome)["topics"]] == [
        (f"{OTHER}#9", 1),
        ("#1", 0),
    ]


def test_what_is_not_read_yet_is_asked_for_and_then_no_more() -> None:
    settings = config(
        topics={"repositories": ["Acme/Other", "acme/other", "ACME/tea"]}, votes={"voters": [TEAM]}
    )
    seen = snapshot(topics=(topic(1, votes=1),))
    assert questions_on_topics(seen, settings) == Questions(elsewhere=("Acme/Other",))
    assert questions_on_votes(seen, settings) == Questions(elsewhere=("Acme/Other",))
    read = replace(seen, knows_elsewhere=True)
    assert not questions_on_topics(read, settings)
    assert questions_on_votes(read, settings) == Questions(teams=(Team("acme", "architects"),))
    assert not questions_on_votes(replace(read, electorate=frozenset()), settings)
