"""What the manifest asks for is what a meeting with everything needs: all goes with it, and not without any of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from sandbox.apps import add_app, install, installation_token
from sandbox.records import Installation
from sandbox.teams import add_team
from tests.integration.boards import found_board
from tests.integration.conftest import CONFIGURATION, REPOSITORY
from tests.integration.meetings import Meeting
from webhook.manifest import PERMISSIONS, Use, manifest

if TYPE_CHECKING:
    from tests.integration.conftest import Town

ALL = """\
minutes: {path: 'docs/minutes/{date}.md'}
votes: {voters: ['@octo-org/architects']}
board: {project: orgs/octo-org/projects/1}
"""
MINUTES = "docs/minutes/2020-12-17.md"


def asked(*uses: Use) -> Mapping[str, str]:
    found: Mapping[str, str] = manifest("Tea", "https://tea.example.com", uses)["default_permissions"]
    return found


@dataclass
class Served:
    """A private repository whose runs sign in as an App; `told` is what each run told."""

    town: "Town"
    installation: Installation
    told: list[Any] = field(default_factory=list)

    def environment(self, usual: Callable[[str], dict[str, str]], login: str) -> dict[str, str]:
        """A run's, with a token of the App in place of every other; it lasts an hour."""
        token = installation_token(self.town.world, self.installation)
        return usual(login) | {"GITHUB_TOKEN": token, "ARCH_HOUR_PROJECT_TOKEN": token}

    def hold(self, more: str = ALL) -> None:
        """Runs before, in and after a meeting in which everything happens that a run reads or writes."""
        meeting = Meeting.called(self.town, more)
        meeting.order("ada", "/next", at=0)
        meeting.react(meeting.box, on=["ada", "ben"])
        meeting.note("ben", meeting.topics[0], "ACTION @ben to split it by Friday")
        meeting.order("ada", "/next", at=10)
        self.town.send(
            "ben", "POST", f"/issues/{meeting.topics[3]}/comments", {"body": f"/merge #{meeting.topics[2]}"}
        )
        meeting.order("ada", "/end", at=20)
        meeting.at(30)
        self.town.send(
            "ben", "PATCH", f"/issues/{self.town.issues('action-item')[0]['number']}", {"state": "closed"}
        )
        meeting.run()

    @property
    def warnings(self) -> list[str]:
        return [warning for told in self.told for warning in told["warnings"]]

    @property
    def refused(self) -> list[str]:
        log = self.town.running.log
        return [f"{each.method} {each.path}" for each in log if each.status in (401, 403)]


@pytest.fixture
def served(town: "Town", monkeypatch: pytest.MonkeyPatch) -> Callable[[Mapping[str, str]], Served]:
    """Installs an App with the permissions, and has every run sign in as it."""

    def install_one(permissions: Mapping[str, str]) -> Served:
        world = town.world
        add_team(world, "octo-org", "Architects", members=["ada", "ben"])
        found_board(town)
        world.repository(REPOSITORY).is_private = True
        app = add_app(world, "arch-hour-octo", "octo-org", permissions=permissions)
        served = Served(town, install(world, app, "octo-org"))
        usual, values = town.environment, town.values
        monkeypatch.setattr(town, "environment", lambda login: served.environment(usual, login))

        def telling(*arguments: str, by: str = "workflow") -> Any:
            told = values(*arguments, by=by)
            served.told.append(told)
            return told

        monkeypatch.setattr(town, "values", telling)
        return served

    return install_one


def test_with_all_that_the_manifest_asks_for_nothing_is_refused(
    town: "Town", served: Callable[[Mapping[str, str]], Served]
) -> None:
    team = served(asked(*Use))
    team.hold()
    assert team.warnings == []
    assert team.refused == []
    assert MINUTES in town.world.repository(REPOSITORY).files
    (project,) = town.world.projects.values()
    assert len(project.items) > len(town.issues("action-item")) > 0
    assert {each["user"]["login"] for each in town.issues("action-item")} == {"arch-hour-octo[bot]"}


def test_where_nothing_more_is_used_nothing_more_is_asked_for(
    served: Callable[[Mapping[str, str]], Served],
) -> None:
    team = served(asked())
    team.hold("")
    assert team.warnings == []
    assert team.refused == []


@pytest.mark.parametrize(
    ("key", "level", "words"),
    [
        pytest.param(
            "contents",
            None,
            "`permissions: {contents: read, issues: write}`",
            id="no configuration can be read",
        ),
        pytest.param("issues", "read", "it needs write access to issues", id="no agenda can be written"),
        pytest.param("members", None, "@octo-org/architects", id="nobody knows who votes"),
    ],
)
def test_without_one_of_them_there_is_no_run(
    town: "Town", served: Callable[[Mapping[str, str]], Served], key: str, level: str | None, words: str
) -> None:
    kept = {name: given for name, given in asked(*Use).items() if name != key}
    served(kept | ({key: level} if level else {}))
    town.world.put_file(REPOSITORY, ".github/arch-hour.yml", CONFIGURATION + ALL)
    town.send("ada", "POST", "/issues", {"title": "Tea", "labels": ["topic"]})
    town.send("ada", "POST", "/issues/1/reactions", {"content": "+1"})
    done = town.here("run")
    assert done.returncode != 0
    assert words in done.stderr


@pytest.mark.parametrize(
    ("key", "level", "words"),
    [
        pytest.param("contents", "read", MINUTES, id="no minutes are committed"),
        pytest.param("organization_projects", None, "Projects: read and write", id="no board is kept"),
        pytest.param(
            "organization_projects", "read", "Projects: read and write", id="a board that is only read"
        ),
    ],
)
def test_without_one_of_them_something_is_left_out_with_a_warning(
    served: Callable[[Mapping[str, str]], Served], key: str, level: str | None, words: str
) -> None:
    kept = {name: given for name, given in asked(*Use).items() if name != key}
    team = served(kept | ({key: level} if level else {}))
    team.hold()
    assert [warning for warning in team.warnings if words in warning]


def test_every_permission_is_one_that_these_tests_take_away() -> None:
    assert {each.key for each in PERMISSIONS} == {
        "metadata",
        "contents",
        "issues",
        "members",
        "organization_projects",
    }
