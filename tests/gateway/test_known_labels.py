"""Which of our labels a repository has is told by the one ordinary read, in whatever letters people made them."""

from dataclasses import replace
from typing import Any

import pytest

from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.gateway.issue_reads import LABELS
from tests.gateway.build import OPENING, WANTED, meeting
from tests.gateway.conftest import Hub
from tests.rules.build import config

NAMES = tuple(config().labels().values())


def told(*names: str | None) -> Any:
    """The answer, in which some labels have a name and all others are not there."""
    there = dict.fromkeys(LABELS) | {
        place: {"name": name} if name else None for place, name in zip(LABELS, names, strict=False)
    }
    return meeting(**there)


@pytest.mark.parametrize(
    ("answered", "known"),
    [
        pytest.param(("Agenda", "TOPIC"), {"agenda", "topic"}, id="in other letters"),
        pytest.param((None, "topic", None, "Straße"), {"topic", "strasse"}, id="some of them"),
        pytest.param((), set(), id="none"),
    ],
)
def test_labels_are_known_without_case(
    gateway: GithubGateway, hub: Hub, answered: tuple[str | None, ...], known: set[str]
) -> None:
    hub.tells(told(*answered))
    assert gateway.read(OPENING, replace(WANTED, labels=NAMES)).labels == frozenset(known)


def test_every_label_of_the_configuration_is_asked_for_at_once(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells(told())
    gateway.read(OPENING, replace(WANTED, labels=NAMES))
    asked = hub.contents[0]["variables"]
    assert [asked[place] for place in LABELS] == list(NAMES)
    assert len(hub.log) == 1


def test_where_a_label_is_switched_off_another_is_asked_for_twice(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells(told())
    gateway.read(OPENING, replace(WANTED, labels=NAMES[:8]))
    assert hub.contents[0]["variables"][LABELS[8]] == WANTED.topic_label


def test_whoever_asks_for_no_labels_is_told_of_none(gateway: GithubGateway, hub: Hub) -> None:
    hub.tells(told("topic"))
    assert gateway.read(OPENING, WANTED).labels is None
