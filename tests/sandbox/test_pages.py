"""The pages as a browser without JavaScript gets them: what is on them, for whom, and what is kept out."""

from collections.abc import Callable

import pytest
import requests

from sandbox.actor import Actor
from sandbox.records import Issue
from sandbox.server import Running
from sandbox.world import World
from tests.sandbox.reading_pages import HTML, Browser, Reader

Act = Callable[[str], Actor]
Open = Callable[[str | None], Browser]
REPOSITORY = "octo-org/arch"
ISSUES = f"/{REPOSITORY}/issues"
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
WORKFLOW = """\
on:
  workflow_dispatch:
    inputs:
      mode: {type: choice, options: [all, agenda], default: all}
jobs:
  run:
    runs-on: ubuntu-latest
    steps: [{run: echo}]
"""


@pytest.fixture
def issue(act: Act, world: World) -> Issue:
    issue = act("wanda").open_issue(
        REPOSITORY, "Topic", "Some **text**\n\n- [ ] one\n- [x] two", labels=("topic",)
    )
    act("mallory").comment(issue, "Hm, see @rita and #1")
    world.put_file(REPOSITORY, "docs/a.md", "Grüße")
    return issue


@pytest.mark.parametrize("who", [None, "olive", "wanda", "tristan", "rita", "mallory"])
@pytest.mark.parametrize(
    "path",
    ["/", f"/{REPOSITORY}", ISSUES, f"{ISSUES}/1", f"{ISSUES}/new", f"{ISSUES}/new/choose"]
    + [
        f"/{REPOSITORY}/{part}"
        for part in ("labels", "milestones", "actions", "blob/main/docs/a.md", "tree/main/docs")
    ]
    + ["/wanda", "/octo-org", "/_sandbox/"],
)
@pytest.mark.usefixtures("issue")
def test_every_page_of_a_public_repository_is_there_for_everybody(
    browse: Open, who: str | None, path: str
) -> None:
    answer = browse(who).get(path)
    assert answer.status_code == 200, answer.text
    page = Reader(answer.text)
    assert ("html", {"lang": "en"}) in page.tags
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    labelled = {told["for"] for tag, told in page.tags if tag == "label" and "for" in told}
    fields = [told for tag, told in page.tags if tag in ("select", "textarea") and "readonly" not in told]
    assert {told["id"] for told in fields} <= labelled
    assert not any("style" in told or any(name.startswith("on") for name in told) for _, told in page.tags)


@pytest.mark.parametrize("who", [None, "mallory"])
@pytest.mark.parametrize(
    "path", ["", "/issues", "/issues/1", "/issues/new", "/labels", "/actions", "/blob/main/secret.md"]
)
def test_a_private_repository_is_not_there_for_strangers(
    browse: Open, world: World, who: str | None, path: str
) -> None:
    world.put_file("octo-org/secret", "secret.md", "treasure")
    Actor(world, "wanda").open_issue("octo-org/secret", "treasure")
    answer = browse(who).get(f"/octo-org/secret{path}")
    assert answer.status_code == 404
    assert "treasure" not in answer.text
    assert "octo-org/secret" not in browse(who).get("/").text


def test_a_private_repository_is_there_for_those_who_may_see_it(browse: Open) -> None:
    assert browse("wanda").get("/octo-org/secret").status_code == 200


def test_an_issue_shows_what_was_said_and_done(browse: Open, act: Act, issue: Issue) -> None:
    act("rita").react(issue)
    act("wanda").pin(issue)
    act("wanda").edit(issue.comments[0], "Better")
    act("wanda").close(issue, "not_planned")
    page = browse("rita").read(f"{ISSUES}/1")
    for told in (
        "Topic",
        "Closed as not planned",
        "added the label",
        "pinned this issue",
        "closed this as not planned",
    ):
        assert told in page.text
    assert "first version" in page.text
    assert ("strong", {}) in page.tags
    mine = [told for tag, told in page.tags if told.get("aria-pressed") == "true"]
    assert [(told["value"], told["title"]) for told in mine] == [("+1", "rita")]
    anchor = f"issuecomment-{issue.comments[0].database_id}"
    assert anchor in [told.get("id") for _, told in page.tags]


def test_a_hidden_comment_is_folded_with_its_reason(browse: Open, issue: Issue) -> None:
    path = f"{ISSUES}/1/comments/{issue.comments[0].database_id}/hiding"
    browse("wanda").send(f"{ISSUES}/1", path, reason="spam")
    assert "This comment was marked as spam." in browse(None).read(f"{ISSUES}/1").text


def test_hostile_texts_are_shown_as_text(browse: Open, world: World, act: Act) -> None:
    wanda = act("wanda")
    repository = world.repository(REPOSITORY)
    world.add_label(repository, "<b>x</b>", description=HOSTILE)
    issue = wanda.open_issue(REPOSITORY, HOSTILE, HOSTILE, labels=("<b>x</b>",))
    wanda.comment(issue, HOSTILE)
    wanda.rename(issue, f"{HOSTILE} again")
    wanda.pin(issue)
    world.put_file(REPOSITORY, "a.txt", HOSTILE)
    world.add_user("<i>evil</i>")
    world.put_file(REPOSITORY, "README.md", HOSTILE)
    places = [
        "/",
        f"/{REPOSITORY}",
        ISSUES,
        f"{ISSUES}/1",
        f"/{REPOSITORY}/labels",
        f"/{REPOSITORY}/blob/main/a.txt",
    ]
    for path in [*places, f"{ISSUES}?q={HOSTILE}", f"{ISSUES}/new?title={HOSTILE}&body={HOSTILE}"]:
        page = browse("wanda").read(path)
        scripts = [told.get("src") for tag, told in page.tags if tag == "script"]
        assert scripts == ["/_sandbox/still/page.js"], path
        assert not any(tag in ("b", "i") for tag, _ in page.tags), path
        assert not any("onerror" in told for _, told in page.tags), path


class TestList:
    def test_it_counts_and_filters(self, browse: Open, act: Act, issue: Issue) -> None:
        wanda = act("wanda")
        other = wanda.open_issue(REPOSITORY, "Other", labels=("two words",), assignees=("olive",))
        wanda.open_pull_request(REPOSITORY, "Change")
        act("rita").react(other)
        wanda.close(issue)
        page = browse("olive").read(ISSUES)
        assert "Open 1 Closed 1" in page.text
        assert "Change" not in page.text
        found = {
            'is:issue label:"two words"': ["/2"],
            "is:closed": ["/1"],
            "assignee:@me": ["/2"],
            "no:assignee": ["/1"],
            "author:WANDA sort:created-asc": ["/1", "/2"],
            "sort:reactions-+1-desc": ["/2", "/1"],
            "topi": ["/1"],
            "nothing": [],
        }
        for search, numbers in found.items():
            answer = browse("olive").session.get(
                browse("olive").url + ISSUES, params={"q": search}, timeout=10
            )
            shown = [told["href"] for tag, told in Reader(answer.text).tags if told.get("class") == "strong"]
            assert shown == [ISSUES + number for number in numbers], search

    def test_it_has_25_a_page(self, browse: Open, act: Act) -> None:
        for place in range(26):
            act("wanda").open_issue(REPOSITORY, f"Topic {place}")
        first, second = browse(None).read(ISSUES), browse(None).read(f"{ISSUES}?q=is:open&page=2")
        assert "Page 1 of 2" in first.text
        assert f"{ISSUES}/26" in first.links
        assert f"{ISSUES}/1" not in first.links
        assert f"{ISSUES}/1" in second.links


class TestAct:
    def test_two_windows_with_different_people_do_not_mix(self, browse: Open, issue: Issue) -> None:
        one, two = browse("wanda"), browse("mallory")
        one.send(f"{ISSUES}/1", f"{ISSUES}/1/comments", body="From one")
        two.send(f"{ISSUES}/1", f"{ISSUES}/1/comments", body="From two")
        assert [comment.author.login for comment in issue.comments[1:] if comment.author] == [
            "wanda",
            "mallory",
        ]

    def test_a_form_chooses_who_acts(self, browse: Open) -> None:
        window = browse(None)
        window.send(ISSUES, "/_sandbox/act-as", login="wanda")
        selected = [
            told["value"] for tag, told in window.read("/").tags if tag == "option" and "selected" in told
        ]
        assert selected == ["wanda"]
        assert window.send(ISSUES, "/_sandbox/act-as", login="sleepy").status_code == 422

    def test_going_back_never_leaves_the_sandbox(self, browse: Open) -> None:
        window = browse("wanda")
        form = window.read("/").form("/_sandbox/act-as")
        for back in ("https://example.org/x", "//example.org/x", "\\\\example.org/x"):
            answer = window.post(form.action, form, login="wanda", back=back)
            assert answer.url.startswith(window.url), back

    def test_a_form_without_its_token_is_refused(self, browse: Open, issue: Issue) -> None:
        wanda = browse("wanda")
        form = wanda.read(f"{ISSUES}/1").form(f"{ISSUES}/1/comments")
        for token in ("", "guess", browse("wanda").read("/").forms[0].fields[0][1]):
            answer = wanda.post(form.action, form, token=token, body="Forged <b>")
            assert answer.status_code == 403
            assert "Forged &lt;b&gt;" in answer.text
        assert len(issue.comments) == 1

    def test_a_form_of_another_site_is_refused(self, browse: Open, issue: Issue) -> None:
        wanda = browse("wanda")
        form = wanda.read(f"{ISSUES}/1").form(f"{ISSUES}/1/comments")
        data = dict(form.fields) | {"body": "Forged"}
        headers = {"Origin": "http://example.org"}
        answer = wanda.session.post(wanda.url + form.action, data=data, headers=headers, timeout=10)
        assert answer.status_code == 403
        assert len(issue.comments) == 1

    def test_a_name_that_only_leads_here_gets_nothing(self, running: Running) -> None:
        answer = requests.get(f"{running.url}/", headers=HTML | {"Host": "evil.example"}, timeout=10)
        assert answer.status_code == 421

    def test_programs_get_no_pages(self, running: Running) -> None:
        for headers in ({"Accept": "*/*"}, HTML | {"Authorization": "token x"}):
            answer = requests.get(f"{running.url}/{REPOSITORY}", headers=headers, timeout=10)
            assert answer.status_code in (401, 404)
            assert answer.headers["Content-Type"].startswith("application/json")


class TestClock:
    @pytest.mark.parametrize(
        ("step", "at", "then"),
        [
            pytest.param("hour", "", "2020-12-17T13:00:00Z", id="an hour on"),
            pytest.param("day", "", "2020-12-18T12:00:00Z", id="a day on"),
            pytest.param("set", "2021-01-07T10:30", "2021-01-07T10:30:00Z", id="to a moment"),
        ],
    )
    def test_it_is_moved(self, browse: Open, running: Running, step: str, at: str, then: str) -> None:
        browse("wanda").send("/", "/_sandbox/time", step=step, at=at)
        assert requests.get(f"{running.url}/_sandbox/clock", timeout=10).json() == {
            "now": then,
            "frozen": True,
        }

    def test_it_runs_on_from_where_it_stands(self, browse: Open, world: World) -> None:
        browse(None).send("/", "/_sandbox/time", step="run")
        assert not world.clock.is_frozen
        assert f"{world.clock.now():%Y-%m-%dT%H}" == "2020-12-17T12"
        browse(None).send("/", "/_sandbox/time", step="freeze")
        assert world.clock.is_frozen

    def test_nonsense_is_refused(self, browse: Open) -> None:
        assert "no date and time" in browse(None).send("/", "/_sandbox/time", step="set", at="soon").text


def test_what_the_bot_wrote_is_told_to_those_who_may_see_it(
    browse: Open, as_: Callable[[str | None], requests.Session], issue: Issue
) -> None:
    as_("workflow").patch(f"/repos/{REPOSITORY}/issues/{issue.number}", json={"body": "Mine"})
    page = browse("wanda").read("/")
    assert "github-actions[bot] edited #1 200" in page.text
    assert f"PATCH /repos/{REPOSITORY}/issues/1" in browse("wanda").read("/_sandbox/").text


def test_a_workflow_is_started_by_hand(browse: Open, world: World) -> None:
    world.put_file(REPOSITORY, ".github/workflows/arch.yml", WORKFLOW)
    path = f"/{REPOSITORY}/actions/workflows/arch.yml/dispatches"
    refused = browse("mallory").send(f"/{REPOSITORY}/actions", path)
    assert refused.status_code == 403
    assert not world.actions.runs
    done = browse("wanda").send(f"/{REPOSITORY}/actions", path, input_mode="agenda")
    assert done.status_code == 200
    (run,) = world.actions.runs.values()
    assert (run.event, run.payload["inputs"]) == ("workflow_dispatch", {"mode": "agenda"})
    assert "workflow_dispatch" in browse(None).read(f"/{REPOSITORY}/actions/runs/{run.database_id}").text
