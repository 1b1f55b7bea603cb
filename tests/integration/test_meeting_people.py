"""Who may command a meeting, and whose reactions count, in a repository that everybody sees and in a private one."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from sandbox.actor import Actor
from sandbox.apps import add_app, install
from sandbox.server import serve
from sandbox.world import World
from tests.integration.conftest import MEETING, REPOSITORY, Town, add_labels
from tests.integration.meetings import Box, Meeting, seen

if TYPE_CHECKING:
    from pathlib import Path

NOT_ALLOWED = "Commands count from people who may write to this repository. Everybody may comment, and vote"
ROLES = {"ada": "maintain", "ben": "write", "dan": "triage", "cleo": "read"}


@pytest.fixture(params=["public", "private"])
def private_or_public(request: pytest.FixtureRequest, tmp_path: "Path") -> Iterator[Town]:
    """A team of an organization, one of whose members has no role of her own in the repository."""
    world = World.start(MEETING - timedelta(days=2))
    for login in (*ROLES, "member"):
        world.add_user(login)
    world.add_organization("octo-org", members=("ada", "ben"), private_members=("member",))
    world.add_repository(REPOSITORY, roles=ROLES, public=request.param == "public")
    add_labels(world, REPOSITORY)
    with serve(world) as running:
        yield Town(running, tmp_path)
        assert running.log.unknown == []


@pytest.mark.parametrize("login", ["cleo", "dan", "member"])
def test_whoever_may_not_write_commands_nothing_and_hears_so_once(
    private_or_public: Town, login: str
) -> None:
    meeting = Meeting.called(private_or_public)
    for minute, word in enumerate(("/next", "/end", "/nxet")):
        meeting.order(login, word, at=minute)
    (told,) = meeting.told
    assert seen(told["body"]) == f"{NOT_ALLOWED} with reactions."
    assert meeting.is_settled()
    meeting.order("ben", "/next", at=5)
    assert meeting.boxes == [Box(meeting.topics[0], 1, 3, 10, "10:15")]


def test_a_flood_of_a_stranger_s_commands_gets_one_reply(town: Town) -> None:
    meeting = Meeting.called(town)
    meeting.order("ada", "/next", at=0)
    for nth in range(30):
        meeting.say("stranger", f"/next\n/skip\n/end\n/word-{nth}", at=1)
    reads, writes = town.spent(meeting.run)
    assert (reads, writes) == (2 + 1, 1)
    for _ in range(3):
        meeting.say("stranger", "/end", at=30)
        meeting.run()
    assert len(meeting.ours("reply")) == 1
    assert meeting.is_settled()


def test_where_collaborators_vote_only_their_reactions_count(town: Town) -> None:
    meeting = Meeting.called(town, "votes: {voters: collaborators}\n")
    meeting.order("ada", "/next", at=0)
    meeting.react(meeting.box, on=("ben", "stranger"), over=("cleo", "ablackwell", "nasthagiri", "stranger"))
    meeting.order("ada", "/next", at=10)
    told = seen(meeting.told[-1]["body"])
    assert told.startswith("👍 1 (ben) · 👎 2 (ablackwell, nasthagiri) · may not vote here: cleo, stranger\n")
    assert meeting.boxes[-1] == Box(meeting.topics[1], 1, 3, 10, "10:20")


def test_a_command_by_an_app_is_none_and_so_is_its_reaction(town: Town) -> None:
    install(town.world, add_app(town.world, "renovate", "octo-org"), "octo-org")
    renovate = Actor(town.world, "renovate[bot]")
    meeting = Meeting.called(town)
    agenda = town.world.repository(REPOSITORY).issues[meeting.agenda]
    meeting.at(0)
    renovate.comment(agenda, "/next")
    meeting.run()
    assert meeting.boxes == []
    meeting.order("ada", "/next", at=1)
    renovate.react(agenda.comments[-1], "+1")
    meeting.order("ada", "/next", at=11)
    assert seen(meeting.told[-1]["body"]).startswith("No reaction counts, so it moves on\n")


def test_reactions_after_the_count_and_one_that_was_taken_back_before_it_do_not_matter(town: Town) -> None:
    meeting = Meeting.called(town)
    meeting.order("ada", "/next", at=0)
    box = meeting.box
    meeting.at(5)
    meeting.react(box, on=("ben", "cleo"), over=("ada",))
    path = f"/issues/comments/{box}/reactions"
    mine = next(each["id"] for each in town.send("ben", "GET", path) if each["user"]["login"] == "ben")
    town.send("ben", "DELETE", f"{path}/{mine}")
    meeting.say("ada", "/next", at=10)
    meeting.at(12)
    meeting.react(box, on=("ben", "nasthagiri", "ablackwell"))
    meeting.run()
    assert seen(meeting.told[-1]["body"]).startswith("👍 1 (cleo) · 👎 1 (ada)\n")
    assert meeting.boxes[-1] == Box(meeting.topics[1], 1, 3, 10, "10:20")
    assert meeting.is_settled()
