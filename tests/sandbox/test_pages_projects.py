"""Projects on the pages: as a board, and in the sidebar of an issue."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from sandbox import boards
from sandbox.actor import Actor
from sandbox.project_words import FieldKind, ProjectRole
from sandbox.records import Issue
from sandbox.records.projects import Project
from sandbox.rules.access import Caller
from sandbox.rules.milestones import MilestoneDraft, create_milestone
from sandbox.rules.project_fields import FieldDraft, create_field
from sandbox.rules.project_items import ItemDraft, add_draft, add_item, archive
from sandbox.rules.project_values import set_value
from sandbox.rules.projects import ProjectChanges, change_project, create_project
from sandbox.rules.sub_issues import add_sub_issue
from sandbox.world import World
from tests.sandbox.reading_pages import Browser

Act = Callable[[str], Actor]
Open = Callable[[str | None], Browser]
REPOSITORY = "octo-org/arch"
PAGE = f"/{REPOSITORY}/issues/1"
BOARD = "/orgs/octo-org/projects/1"
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def wanda(world: World) -> Caller:
    return Caller(world.account("wanda"))


@pytest.fixture
def issue(act: Act) -> Issue:
    return act("wanda").open_issue(REPOSITORY, "Topic")


@pytest.fixture
def project(world: World) -> Project:
    """One that wanda may write, and a stranger does not see."""
    made = create_project(world, Caller(world.account("rita")), world.account("octo-org"), "Follow-ups")
    made.roles["wanda"] = ProjectRole.WRITER
    return made


def status_id(project: Project, name: str) -> str:
    assert project.status is not None
    option = project.status.option_named(name)
    assert option is not None
    return option.id


class TestSidebar:
    def test_an_issue_is_added_moved_and_removed(self, browse: Open, issue: Issue, project: Project) -> None:
        window = browse("wanda")
        assert "None yet" in window.read(PAGE).text
        page = window.send(PAGE, f"{PAGE}/projects", project="octo-org/1")
        assert page.url.endswith(PAGE)
        item = project.items_by_content[issue]
        assert "Follow-ups No status" in window.read(PAGE).text
        place = f"{PAGE}/projects/{item.database_id}"
        window.send(PAGE, place, status=status_id(project, boards.DONE))
        assert "Follow-ups Done" in window.read(PAGE).text
        window.send(PAGE, place, status="")
        assert "Follow-ups No status" in window.read(PAGE).text
        window.send(PAGE, f"{place}/deletion")
        assert not project.items

    @pytest.mark.usefixtures("issue")
    def test_only_open_projects_that_one_may_write_are_offered(
        self, browse: Open, world: World, wanda: Caller, project: Project
    ) -> None:
        assert ("option", {"value": "octo-org/1"}) in browse("wanda").read(PAGE).tags
        assert ("option", {"value": "octo-org/1"}) not in browse("tristan").read(PAGE).tags
        change_project(world, wanda, project, ProjectChanges(is_closed=True))
        assert "Add to a project" not in browse("wanda").read(PAGE).text

    def test_who_may_only_read_the_project_changes_nothing(
        self, browse: Open, world: World, wanda: Caller, issue: Issue, project: Project
    ) -> None:
        project.is_public = True
        assert browse("mallory").send(PAGE, f"{PAGE}/projects", project="octo-org/1").status_code == 403
        item = add_item(world, wanda, project, issue)
        assert "Follow-ups No status" in browse("mallory").read(PAGE).text
        place = f"{PAGE}/projects/{item.database_id}"
        for path in (place, f"{place}/deletion"):
            answer = browse("mallory").send(PAGE, path, status=status_id(project, boards.DONE))
            assert answer.status_code == 403, path
        assert not item.values
        assert browse(None).send(PAGE, f"{place}/deletion").status_code == 401
        assert issue in project.items_by_content

    @pytest.mark.usefixtures("issue", "project")
    def test_a_hidden_project_is_not_there(self, browse: Open) -> None:
        assert browse("mallory").send(PAGE, f"{PAGE}/projects", project="octo-org/1").status_code == 404

    @pytest.mark.usefixtures("issue")
    def test_of_another_issue_nothing_is_changed_here(
        self, browse: Open, world: World, act: Act, wanda: Caller, project: Project
    ) -> None:
        other = add_item(world, wanda, project, act("wanda").open_issue(REPOSITORY, "Other"))
        answer = browse("wanda").send(PAGE, f"{PAGE}/projects/{other.database_id}/deletion")
        assert (answer.status_code, len(project.items)) == (404, 1)

    @pytest.mark.usefixtures("issue", "project")
    @pytest.mark.parametrize("given", ["", "x", "octo-org/", "/1", "octo-org/²", f"octo-org/{'9' * 5000}"])
    def test_what_is_no_project_is_refused(self, browse: Open, given: str) -> None:
        assert browse("wanda").send(PAGE, f"{PAGE}/projects", project=given).status_code in (404, 422)


class TestBoard:
    @pytest.mark.parametrize(
        "reference",
        ["1", "#1", "arch#1", f"{REPOSITORY}#1", "ARCH#1", f"/{REPOSITORY}/issues/1"]
        + [f"https://github.com/{REPOSITORY}/{kind}/1#issuecomment-2" for kind in ("issues", "pull")],
    )
    def test_an_issue_is_added_by_what_it_is_called(
        self, browse: Open, world: World, issue: Issue, project: Project, reference: str
    ) -> None:
        project.repositories.append(world.repository(REPOSITORY))
        answer = browse("wanda").send(BOARD, f"{BOARD}/items", reference=reference)
        assert answer.status_code == 200, answer.text
        assert issue in project.items_by_content

    @pytest.mark.usefixtures("issue")
    @pytest.mark.parametrize(
        ("reference", "status"),
        [
            *[
                ("arch#0", 404),
                ("arch#99", 404),
                ("nowhere#1", 404),
                ("http://[::1/octo-org/arch/issues/7", 404),
            ],
            *[(one, 422) for one in ("", "a b", "arch1", "#1", "arch#1#1", "9" * 5000, "/" * 5000, HOSTILE)],
        ],
    )
    def test_what_is_no_issue_is_refused_and_kept(
        self, browse: Open, project: Project, reference: str, status: int
    ) -> None:
        answer = browse("wanda").send(BOARD, f"{BOARD}/items", reference=reference)
        assert answer.status_code == status
        assert HOSTILE not in answer.text
        assert not project.items

    @pytest.mark.usefixtures("issue")
    def test_a_bare_number_needs_an_only_repository(self, browse: Open, project: Project) -> None:
        answer = browse("wanda").send(BOARD, f"{BOARD}/items", reference="#1")
        assert "Which repository?" in answer.text
        assert not project.items

    def test_issues_that_are_hidden_from_who_adds_are_not_there(
        self, browse: Open, world: World, act: Act, project: Project
    ) -> None:
        act("wanda").open_issue("octo-org/secret", "treasure")
        project.roles["mallory"] = ProjectRole.WRITER
        answer = browse("mallory").send(BOARD, f"{BOARD}/items", reference="secret#1")
        assert answer.status_code == 404
        add_item(world, Caller(world.account("wanda")), project, world.repository("octo-org/secret").issue(1))
        page = browse("mallory").read(BOARD)
        assert "Hidden" in page.text
        assert "treasure" not in page.text
        (item,) = project.items
        gone = browse("mallory").send(BOARD, f"{BOARD}/items/{item}/deletion")
        assert (gone.status_code, len(project.items)) == (404, 1)

    def test_drafts_are_added_and_cards_removed(self, browse: Open, project: Project) -> None:
        window = browse("wanda")
        assert window.send(BOARD, f"{BOARD}/drafts", title=" ").status_code == 422
        window.send(BOARD, f"{BOARD}/drafts", title=HOSTILE)
        page = window.read(BOARD)
        assert "No status 1" in page.text
        assert HOSTILE in page.text
        assert ("script", {}) not in page.tags
        (item,) = project.items
        window.send(BOARD, f"{BOARD}/items/{item}/deletion")
        assert not project.items

    def test_a_card_shows_what_its_fields_say(
        self, browse: Open, world: World, wanda: Caller, issue: Issue, project: Project
    ) -> None:
        item = add_item(world, wanda, project, issue)
        for name, kind, given in (
            ("Votes", FieldKind.NUMBER, {"number": 7.5}),
            ("Due", FieldKind.DATE, {"date": "2021-01-07"}),
            ("Meeting", FieldKind.TEXT, {"text": HOSTILE}),
        ):
            set_value(world, wanda, item, create_field(world, wanda, project, FieldDraft(name, kind)), given)
        page = browse("wanda").read(BOARD)
        assert f"Votes 7.5 Due 07 Jan 2021 Meeting {HOSTILE}" in page.text
        assert ("time", {"datetime": "2021-01-07"}) in page.tags

    def test_archived_items_are_not_shown(
        self, browse: Open, world: World, wanda: Caller, issue: Issue, project: Project
    ) -> None:
        archive(world, wanda, add_item(world, wanda, project, issue))
        assert "Topic" not in browse("wanda").read(BOARD).text
        page = browse("wanda").read(PAGE)
        assert "Follow-ups Archived" in page.text
        assert not any("/projects/" in form.action for form in page.forms)

    def test_readers_get_no_forms_and_can_do_nothing(
        self, browse: Open, world: World, wanda: Caller, project: Project
    ) -> None:
        project.is_public = True
        item = add_draft(world, wanda, project, ItemDraft("Idea"))
        page = browse("mallory").read(BOARD)
        assert not any(form.action.startswith(BOARD) for form in page.forms)
        for path in ("items", "drafts", f"items/{item.database_id}/deletion"):
            answer = browse("mallory").send(BOARD, f"{BOARD}/{path}", reference=f"{REPOSITORY}#1", title="x")
            assert answer.status_code in (403, 404), path
        assert len(project.items) == 1


def test_relatives_and_the_milestones_day_stand_beside_an_issue(
    browse: Open, world: World, act: Act, wanda: Caller, issue: Issue
) -> None:
    child, secret = (act("wanda").open_issue(home, "Part") for home in (REPOSITORY, "octo-org/secret"))
    secret.title = "treasure"
    for one in (child, secret):
        add_sub_issue(world, wanda, issue, one)
    due = datetime(2021, 4, 1, tzinfo=UTC)
    issue.milestone = create_milestone(world, wanda, issue.repository, MilestoneDraft("Spring", None, due))
    act("wanda").close(child)
    page = browse("wanda").read(PAGE)
    assert "Sub-issues 1 of 2 done" in page.text
    assert "Spring due 01 Apr 2021" in page.text
    stranger = browse("mallory").read(PAGE)
    assert "Sub-issues 1 of 1 done" in stranger.text
    assert "treasure" not in stranger.text
    assert "Parent: Open: Topic" in " ".join(browse("wanda").read(f"/{REPOSITORY}/issues/2").text.split())
