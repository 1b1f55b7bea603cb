"""What people do on the pages: it is done under the rules of the APIs, and what was refused is not lost."""

from collections.abc import Callable

import pytest

from sandbox import boards
from sandbox.actor import Actor
from sandbox.project_words import ProjectRole
from sandbox.records import Issue
from sandbox.rules.access import Caller
from sandbox.rules.project_items import add_item
from sandbox.rules.projects import create_project
from sandbox.words import State
from sandbox.world import World
from tests.sandbox.reading_pages import Browser, Reader

Act = Callable[[str], Actor]
Open = Callable[[str | None], Browser]
REPOSITORY = "octo-org/arch"
ISSUES = f"/{REPOSITORY}/issues"
PAGE = f"{ISSUES}/1"
TASKS = "```\n- [ ] code\n```\n- [ ] one\r\n  - [X] two\n\n1. [ ] three\n"


@pytest.fixture
def issue(act: Act) -> Issue:
    issue = act("wanda").open_issue(REPOSITORY, "Topic", TASKS)
    act("rita").comment(issue, "Hm")
    return issue


class TestRefusal:
    @pytest.mark.parametrize(
        ("act_at", "fields"),
        [
            ("title", {"title": "Mine"}),
            ("body", {"body": "Mine"}),
            ("labels", {"label": "bug"}),
            ("assignees", {"assignee": "mallory"}),
            ("milestone", {"milestone": ""}),
            ("pin", {}),
            ("lock", {"reason": "spam"}),
            ("comments", {"body": "Closing", "then": "completed"}),
        ],
    )
    def test_a_stranger_is_refused_with_a_message(
        self, browse: Open, issue: Issue, act_at: str, fields: dict[str, str | list[str]]
    ) -> None:
        before = (issue.title, issue.body, len(issue.events), len(issue.comments))
        answer = browse("mallory").send(PAGE, f"{PAGE}/{act_at}", **fields)
        # A form that a stranger does not get has no version of the text either: that is refused first.
        assert answer.status_code == (409 if act_at == "body" else 403)
        assert any(Reader(answer.text).alerts)
        assert (issue.title, issue.body, len(issue.events), len(issue.comments)) == before

    @pytest.mark.parametrize("part", ["body", "deletion", "hiding", "tasks"])
    def test_a_strangers_hands_are_kept_off_comments(self, browse: Open, issue: Issue, part: str) -> None:
        path = f"{PAGE}/comments/{issue.comments[0].database_id}/{part}"
        answer = browse("mallory").send(PAGE, path, body="Mine", reason="spam", task="0:done")
        assert answer.status_code in (403, 409)
        assert [(comment.body, comment.minimized) for comment in issue.comments] == [("Hm", None)]

    def test_who_did_not_sign_in_can_do_nothing(self, browse: Open, issue: Issue) -> None:
        for part, fields in (("comments", {"body": "Hi"}), ("reactions", {"content": "+1"})):
            answer = browse(None).send(PAGE, f"{PAGE}/{part}", **fields)
            assert answer.status_code == 401
            assert "Choose at the top whom you act as" in answer.text
        assert not issue.reactions

    def test_what_was_written_is_kept(self, browse: Open, issue: Issue) -> None:
        answer = browse("wanda").send(PAGE, f"{PAGE}/comments", body="x" * 65_537)
        assert answer.status_code == 422
        assert "body is too long" in answer.text
        assert ("body", "x" * 65_537) in Reader(answer.text).form(f"{PAGE}/comments").fields
        assert len(issue.comments) == 1

    @pytest.mark.usefixtures("issue")
    def test_nothing_to_say_is_refused(self, browse: Open) -> None:
        assert browse("wanda").send(PAGE, f"{PAGE}/comments", body=" ").status_code == 422

    @pytest.mark.usefixtures("issue")
    def test_a_word_that_is_no_choice_is_refused(self, browse: Open) -> None:
        wanda = browse("wanda")
        for part, fields in (
            ("reactions", {"content": "+2"}),
            ("lock", {"reason": "x"}),
            ("comments", {"then": "x"}),
        ):
            assert wanda.send(PAGE, f"{PAGE}/{part}", **fields).status_code == 422


class TestIssue:
    def test_a_vote_is_given_and_taken_back(self, browse: Open, issue: Issue) -> None:
        rita = browse("rita")
        rita.send(PAGE, f"{PAGE}/reactions", content="+1")
        assert [reaction.by and reaction.by.login for reaction in issue.reactions] == ["rita"]
        rita.send(PAGE, f"{PAGE}/reactions", content="+1")
        assert issue.reactions == []
        rita.send(PAGE, f"{PAGE}/comments/{issue.comments[0].database_id}/reactions", content="heart")
        assert [reaction.content for reaction in issue.comments[0].reactions] == ["heart"]

    def test_a_locked_conversation_takes_neither_votes_nor_comments(self, browse: Open, issue: Issue) -> None:
        browse("wanda").send(PAGE, f"{PAGE}/lock", reason="too heated")
        rita = browse("rita")
        assert rita.send(PAGE, f"{PAGE}/reactions", content="+1").status_code == 403
        answer = rita.send(PAGE, f"{PAGE}/comments", body="But still")
        assert answer.status_code == 403
        assert "But still" in answer.text
        assert browse("wanda").send(PAGE, f"{PAGE}/lock").status_code == 200
        assert not issue.locked

    def test_one_can_comment_and_close_and_reopen(self, browse: Open, issue: Issue) -> None:
        wanda = browse("wanda")
        wanda.send(PAGE, f"{PAGE}/comments", body="Enough", then="not_planned")
        assert (issue.state, issue.state_reason, issue.comments[-1].body) == (
            "closed",
            "not_planned",
            "Enough",
        )
        wanda.send(PAGE, f"{PAGE}/comments", body="", then="reopen")
        assert issue.state is State.OPEN
        assert len(issue.comments) == 2

    def test_the_sidebar_changes_only_what_was_changed_in_it(
        self, browse: Open, act: Act, issue: Issue
    ) -> None:
        act("wanda").label(issue, "bug")
        tristan = browse("tristan")
        form = tristan.read(PAGE).form(f"{PAGE}/labels")
        act("wanda").label(issue, "question")
        tristan.post(form.action, form, label=["wontfix"])
        assert sorted(label.name for label in issue.labels) == ["question", "wontfix"]
        tristan.send(PAGE, f"{PAGE}/assignees", assignee=["olive", "mallory"])
        assert [account.login for account in issue.assignees] == ["olive"]

    def test_title_pin_and_milestone(self, browse: Open, issue: Issue) -> None:
        wanda = browse("wanda")
        wanda.send(PAGE, f"{PAGE}/title", title="Subject")
        wanda.send(PAGE, f"{PAGE}/pin")
        wanda.send(f"/{REPOSITORY}/milestones", f"/{REPOSITORY}/milestones", title="Spring", due="2021-03-20")
        wanda.send(PAGE, f"{PAGE}/milestone", milestone="1")
        assert (issue.title, issue.repository.pinned) == ("Subject", [issue])
        assert issue.milestone is not None
        assert (issue.milestone.title, issue.milestone.open_issues) == ("Spring", 1)
        wanda.send(PAGE, f"{PAGE}/pin")
        assert issue.repository.pinned == []

    def test_a_comment_is_deleted_by_its_author(self, browse: Open, issue: Issue) -> None:
        browse("rita").send(PAGE, f"{PAGE}/comments/{issue.comments[0].database_id}/deletion")
        assert issue.comments == []


class TestStaleText:
    def test_a_text_that_changed_meanwhile_is_not_overwritten(
        self, browse: Open, act: Act, issue: Issue
    ) -> None:
        wanda = browse("wanda")
        form = wanda.read(PAGE).form(f"{PAGE}/body")
        act("olive").edit(issue, "Theirs")
        answer = wanda.post(form.action, form, body="Mine")
        assert answer.status_code == 409
        assert "Somebody else changed this text" in answer.text
        assert issue.body == "Theirs"
        again = Reader(answer.text).form(f"{PAGE}/body")
        assert ("body", "Mine") in again.fields
        assert wanda.post(again.action, again).status_code == 200
        assert issue.body == "Mine"

    def test_a_file_that_changed_meanwhile_is_not_overwritten(self, browse: Open, world: World) -> None:
        path = f"/{REPOSITORY}/blob/main/.github/arch-hour.yml"
        wanda = browse("wanda")
        wanda.send(path, path, content="a: 1\r\n", message="")
        assert world.repository(REPOSITORY).files[".github/arch-hour.yml"].content == b"a: 1\n"
        form = wanda.read(path).form(path)
        world.put_file(REPOSITORY, ".github/arch-hour.yml", "a: 2")
        assert wanda.post(path, form, content="a: 3").status_code == 409
        assert wanda.send(path, path, content="a: 3").status_code == 200
        assert browse("rita").send(path, path, content="a: 4").status_code == 403
        assert world.repository(REPOSITORY).files[".github/arch-hour.yml"].content == b"a: 3"


class TestTasks:
    @pytest.mark.parametrize(
        ("task", "changed"),
        [
            ("3:done", TASKS.replace("- [ ] one", "- [x] one")),
            ("4:open", TASKS.replace("- [X] two", "- [ ] two")),
            ("6:done", TASKS.replace("1. [ ] three", "1. [x] three")),
        ],
    )
    def test_one_is_ticked_and_all_else_stays(
        self, browse: Open, issue: Issue, task: str, changed: str
    ) -> None:
        window = browse("wanda")
        boxes = [
            told for tag, told in window.read(PAGE).tags if "task-list-item-checkbox" in told.get("class", "")
        ]
        assert [told["data-line"] for told in boxes] == ["3", "4", "6"]
        assert window.send(PAGE, f"{PAGE}/tasks", task=task).status_code == 200
        assert issue.body == changed

    def test_ticking_a_text_that_changed_meanwhile_is_refused(
        self, browse: Open, act: Act, issue: Issue
    ) -> None:
        wanda = browse("wanda")
        form = wanda.read(PAGE).form(f"{PAGE}/tasks")
        act("olive").edit(issue, "- [ ] zero\n" + TASKS)
        answer = wanda.post(form.action, form, task="0:done")
        assert (answer.status_code, issue.body) == (409, "- [ ] zero\n" + TASKS)

    @pytest.mark.parametrize("task", ["1:done", "99:done", "-1:done", "", "x:done"])
    def test_there_is_nothing_else_to_tick(self, browse: Open, issue: Issue, task: str) -> None:
        assert browse("wanda").send(PAGE, f"{PAGE}/tasks", task=task).status_code == 422
        assert issue.body == TASKS


def test_a_project_is_a_board_on_which_cards_are_moved(browse: Open, world: World, issue: Issue) -> None:
    wanda = Caller(world.account("wanda"))
    project = create_project(world, Caller(world.account("rita")), world.account("octo-org"), "Follow-ups")
    project.roles[world.account("wanda").key] = ProjectRole.WRITER
    item = add_item(world, wanda, project, issue)
    path = f"/orgs/octo-org/projects/{project.number}"
    assert browse("mallory").get(path).status_code == 404
    assert "Follow-ups" in browse("wanda").read(PAGE).text
    status = project.status
    assert status is not None
    done = status.option_named(boards.DONE)
    assert done is not None
    window = browse("wanda")
    assert "Topic" in window.read(path).text
    window.send(path, f"{path}/items/{item.database_id}", status=done.id)
    assert "Done 1" in window.read(path).text
    project.is_public = True
    assert browse("mallory").send(path, f"{path}/items/{item.database_id}", status="").status_code == 403
    assert "Done 1" in browse("mallory").read(path).text
