"""Repositories that are made, renamed, archived, transferred and deleted: who may, what leads where, who is told."""

from collections.abc import Callable
from typing import Any

import pytest
import requests
from github import Auth, Github

from sandbox.actor import Actor
from sandbox.apps import add_app, app_token, fine_grained_token, install, installation_token
from sandbox.happenings import Happening
from sandbox.hooks.payloads import payload_of
from sandbox.records import App
from sandbox.rules.refusals import Forbidden, Invalid, NotFound
from sandbox.server import Running
from sandbox.storing.worlds import world_as_data, world_from_data
from sandbox.world import World
from tests.sandbox.reading_pages import Browser
from tests.sandbox.receiver import receiving
from tests.sandbox.webhook_contract import needs_contract, payload_problems

As = Callable[[str | None], requests.Session]
Act = Callable[[str], Actor]
REPOSITORY = "octo-org/arch"
ARCH = f"/repos/{REPOSITORY}"
HOUR = "/repos/octo-org/hour"
ADDRESS = "http://127.0.0.1:1"
QUERY = """query($follow: Boolean!) {
  repository(owner: "Octo-Org", name: "Arch", followRenames: $follow) { nameWithOwner } }"""


@pytest.fixture
def heard(world: World) -> list[tuple[str, Any]]:
    """What is announced, as the event with its payload."""
    told: list[tuple[str, Any]] = []

    def hear(happening: Happening) -> None:
        told.append((happening.event, payload_of(ADDRESS, happening)))

    world.listeners.append(hear)
    return told


@pytest.fixture
def app(world: World) -> App:
    return add_app(world, "coffee-bot", "octo-org", events=["repository"])


def told_of(heard: list[tuple[str, Any]]) -> list[str]:
    return [f"{event} {payload['action']}" for event, payload in heard]


class TestRenamed:
    @pytest.fixture
    def renamed(self, as_: As, heard: list[tuple[str, Any]]) -> Any:
        """The repository, with an issue, is `hour` now, to nobody's surprise."""
        as_("wanda").post(f"{ARCH}/issues", json={"title": "Topic"})
        answer = as_("olive").patch(ARCH, json={"name": "hour"})
        assert (answer.status_code, answer.json()["full_name"]) == (200, "octo-org/hour")
        assert told_of(heard)[-1] == "repository renamed"
        return answer.json()

    @pytest.mark.usefixtures("renamed")
    def test_the_event_tells_both_names(self, heard: list[tuple[str, Any]]) -> None:
        _, payload = heard[-1]
        assert payload["changes"] == {"repository": {"name": {"from": "arch"}}}
        assert payload["repository"]["full_name"] == "octo-org/hour"
        assert payload["sender"]["login"] == "olive"

    def test_reading_by_the_old_name_leads_to_its_id(self, as_: As, running: Running, renamed: Any) -> None:
        answer = as_("wanda").get(f"{ARCH}/issues?state=all&labels=a%20b", allow_redirects=False)
        assert answer.status_code == 301
        place = f"{running.url}/repositories/{renamed['id']}/issues?state=all&labels=a+b"
        assert answer.headers["Location"] == answer.json()["url"] == place
        assert answer.json()["message"] == "Moved Permanently"
        followed = as_("wanda").get(f"{ARCH}/issues/1").json()
        assert followed["repository_url"] == f"{running.url}{HOUR}"

    def test_writing_by_the_old_name_is_to_be_repeated_there(self, as_: As, renamed: Any) -> None:
        answer = as_("wanda").post(f"{ARCH}/issues", json={"title": "Next"}, allow_redirects=False)
        assert answer.status_code == 307
        assert answer.headers["Location"].endswith(f"/repositories/{renamed['id']}/issues")
        assert as_("wanda").post(f"{ARCH}/issues", json={"title": "Next"}).json()["number"] == 2

    @pytest.mark.usefixtures("renamed")
    def test_enterprise_paths_lead_to_such(self, as_: As, running: Running) -> None:
        answer = as_("wanda").get(f"/api/v3{ARCH}", allow_redirects=False)
        assert answer.headers["Location"].startswith(f"{running.url}/api/v3/repositories/")
        assert as_("wanda").get(f"/api/v3{ARCH}").json()["full_name"] == "octo-org/hour"

    @pytest.mark.usefixtures("renamed")
    def test_graphql_finds_it_by_the_old_name_unless_told(self, ask: Callable[..., Any]) -> None:
        found = ask("wanda", QUERY, follow=True)
        assert found["data"]["repository"]["nameWithOwner"] == "octo-org/hour"
        assert ask("wanda", QUERY, follow=False)["errors"][0]["type"] == "NOT_FOUND"

    @pytest.mark.usefixtures("renamed")
    def test_its_page_leads_there_too(self, browse: Callable[[str | None], Browser]) -> None:
        assert browse("wanda").get(f"/{REPOSITORY}/issues/1").url.endswith("/octo-org/hour/issues/1")

    @pytest.mark.usefixtures("renamed")
    def test_a_new_repository_of_the_old_name_ends_that_for_good(self, act: Act, as_: As) -> None:
        act("rita").create_repository(REPOSITORY)
        assert as_("olive").get(ARCH).json()["full_name"] == REPOSITORY
        act("rita").rename_repository(REPOSITORY, "other")
        assert as_("olive").get(ARCH).json()["full_name"] == "octo-org/other"

    @pytest.mark.usefixtures("renamed")
    def test_back_to_the_old_name(self, act: Act, as_: As) -> None:
        act("olive").rename_repository("octo-org/hour", "arch")
        assert as_("olive").get(ARCH, allow_redirects=False).status_code == 200
        assert as_("olive").get(HOUR).json()["full_name"] == REPOSITORY

    def test_nobody_learns_where_a_hidden_one_is(self, act: Act, world: World, as_: As) -> None:
        world.repository("octo-org/secret").roles["olive"] = world.repository(REPOSITORY).roles["olive"]
        act("olive").rename_repository("octo-org/secret", "hidden")
        assert as_("wanda").get("/repos/octo-org/secret").json()["name"] == "hidden"
        assert as_("mallory").get("/repos/octo-org/secret").status_code == 404
        number = world.repository("octo-org/hidden").database_id
        assert as_("mallory").get(f"/repositories/{number}").status_code == 404
        assert as_("wanda").get("/repositories/1").status_code == 404

    def test_workflow_tokens_go_with_it(self, act: Act, as_: As) -> None:
        workflow = as_("workflow")
        act("olive").rename_repository(REPOSITORY, "hour")
        assert workflow.post(f"{HOUR}/issues", json={"title": "Agenda"}).status_code == 201

    def test_pygithub_follows(self, running: Running, world: World, act: Act) -> None:
        token = Auth.Token(world.add_token("wanda"))
        with Github(auth=token, base_url=running.url, seconds_between_requests=0) as github:
            before = github.get_repo(REPOSITORY)
            act("olive").rename_repository(REPOSITORY, "hour")
            assert github.get_repo(REPOSITORY).full_name == "octo-org/hour"
            assert before.get_labels().totalCount == 9

    def test_an_app_finds_its_installation_by_the_old_name(
        self, act: Act, as_: As, world: World, app: App
    ) -> None:
        number = install(world, app, "octo-org").database_id
        act("olive").rename_repository(REPOSITORY, "hour")
        signing = as_(app_token(world, app))
        assert signing.get(f"{ARCH}/installation", allow_redirects=False).status_code == 301
        assert signing.get(f"{ARCH}/installation").json()["id"] == number

    @pytest.mark.usefixtures("renamed")
    def test_former_names_are_remembered(self, world: World) -> None:
        loaded = world_from_data(world_as_data(world))
        assert world_as_data(loaded) == world_as_data(world)
        assert loaded.find_renamed("octo-org", "arch") is loaded.repository("octo-org/hour")


class TestSettings:
    @pytest.mark.parametrize(
        ("name", "message"),
        [
            pytest.param("secret", "name already exists on this account", id="taken"),
            pytest.param("x" * 101, "name is too long (maximum is 100 characters)", id="long"),
            pytest.param("", None, id="empty"),
        ],
    )
    def test_a_name_that_github_would_not_take(self, as_: As, name: str, message: str | None) -> None:
        answer = as_("olive").patch(ARCH, json={"name": name})
        assert answer.status_code == 422
        assert answer.json()["errors"][0].get("message") == message

    def test_what_has_no_place_in_a_name_becomes_a_hyphen(self, as_: As) -> None:
        assert as_("olive").patch(ARCH, json={"name": "Arch & hour"}).json()["name"] == "Arch-hour"

    def test_the_same_name_in_another_case_is_another_spelling(self, as_: As) -> None:
        assert as_("olive").patch(ARCH, json={"name": "Arch"}).json()["full_name"] == "octo-org/Arch"
        assert as_("olive").get(ARCH, allow_redirects=False).status_code == 200

    def test_what_is_archived_is_changed_by_nothing_but_its_return(
        self, as_: As, heard: list[tuple[str, Any]]
    ) -> None:
        olive = as_("olive")
        assert olive.patch(ARCH, json={"archived": True}).json()["archived"] is True
        assert olive.patch(ARCH, json={"name": "hour"}).status_code == 403
        assert olive.post(f"{ARCH}/issues", json={"title": "Topic"}).status_code == 403
        assert olive.patch(ARCH, json={"archived": False}).json()["archived"] is False
        assert told_of(heard) == ["repository archived", "repository unarchived"]

    def test_other_settings_are_told_by_their_names(self, as_: As, heard: list[tuple[str, Any]]) -> None:
        settings = {"description": "Coffee", "private": True, "has_issues": False}
        told = as_("olive").patch(ARCH, json=settings).json()
        assert {name: told[name] for name in settings} == settings
        assert told_of(heard) == ["repository privatized", "repository edited"]
        assert heard[-1][1]["changes"] == {"description": {"from": None}}
        as_("olive").patch(ARCH, json=settings)
        as_("olive").patch(ARCH, json={"private": False})
        assert told_of(heard)[2:] == ["repository publicized"]

    def test_administrators_change_them_and_nobody_else(self, as_: As, world: World) -> None:
        for who in ("wanda", "mallory", "workflow"):
            assert as_(who).patch(ARCH, json={"name": "hour"}).status_code == 403
        assert as_(None).patch(ARCH, json={"name": "hour"}).status_code == 401
        narrow = fine_grained_token(world, "olive", "octo-org", {"contents": "write"})
        assert as_(narrow).patch(ARCH, json={"name": "hour"}).status_code == 403
        wide = fine_grained_token(world, "olive", "octo-org", {"administration": "write"})
        assert as_(wide).patch(ARCH, json={"name": "hour"}).status_code == 200


class TestDeleted:
    @pytest.fixture
    def full(self, act: Act, as_: As, world: World) -> World:
        """The repository has something of everything, and others that know of it."""
        issue = act("wanda").open_issue(REPOSITORY, "Topic")
        act("wanda").react(act("wanda").comment(issue, "Hm"))
        world.put_file(REPOSITORY, "README.md", "Hello")
        as_("olive").post(f"{ARCH}/milestones", json={"title": "Spring"})
        as_("olive").post(f"{ARCH}/hooks", json={"config": {"url": "http://127.0.0.1:9/"}})
        world.workflow_token(REPOSITORY)
        world.add_project("octo-org", "Board", by="rita")
        return world

    def test_all_in_it_goes_too(self, full: World, act: Act, as_: As, ask: Callable[..., Any]) -> None:
        repository = full.repository(REPOSITORY)
        issue = repository.issue(1)
        act("olive").delete_repository(REPOSITORY)
        assert as_("olive").get(ARCH).status_code == 404
        query = "query($id: ID!) { node(id: $id) { id } }"
        for record in (repository, issue, issue.comments[0]):
            assert ask("olive", query, id=record.id)["errors"][0]["type"] == "NOT_FOUND"
        assert full.hooks == {}
        assert not [token for token in full.tokens.values() if token.repository]
        assert world_as_data(world_from_data(world_as_data(full))) == world_as_data(full)

    def test_a_classic_token_needs_a_scope_of_its_own(self, world: World, as_: As) -> None:
        assert as_("olive").delete(ARCH).status_code == 403
        for who in ("wanda", "mallory"):
            assert as_(world.add_token(who, ("repo", "delete_repo"))).delete(ARCH).status_code == 403
        assert as_(world.add_token("olive", ("repo", "delete_repo"))).delete(ARCH).status_code == 204

    def test_it_is_told_to_organizations_and_apps_lose_it(
        self, act: Act, world: World, heard: list[tuple[str, Any]], app: App
    ) -> None:
        installation = install(world, app, "octo-org", repositories=[REPOSITORY, "octo-org/secret"])
        act("olive").delete_repository(REPOSITORY)
        assert told_of(heard)[1:] == ["repository deleted", "installation_repositories removed"]
        (gone,) = heard[-1][1]["repositories_removed"]
        assert gone["full_name"] == REPOSITORY
        assert installation.repository_ids == {world.repository("octo-org/secret").database_id}


def test_an_app_is_told_of_renames_but_never_of_deletions(
    running: Running, world: World, act: Act, app: App
) -> None:
    with receiving() as receiver:
        app.webhook_url = receiver.url
        install(world, app, "octo-org")
        act("olive").rename_repository(REPOSITORY, "hour")
        act("olive").archive_repository("octo-org/hour")
        act("olive").archive_repository("octo-org/hour", undo=True)
        act("olive").delete_repository("octo-org/hour")
        running.engines.sender.drain()
    assert receiver.told[1:] == [
        ("repository", "renamed"),
        ("repository", "archived"),
        ("repository", "unarchived"),
        ("installation_repositories", "removed"),
    ]


class TestTransferred:
    def test_the_new_owner_has_it_and_the_old_name_leads_there(self, act: Act, as_: As, world: World) -> None:
        act("wanda").open_issue(REPOSITORY, "Topic")
        act("olive").transfer_repository(REPOSITORY, "olive")
        assert as_("wanda").get(f"{ARCH}/issues/1").json()["title"] == "Topic"
        assert as_("wanda").get(ARCH).json()["full_name"] == "olive/arch"
        assert world_as_data(world_from_data(world_as_data(world))) == world_as_data(world)

    def test_installations_on_both_sides_hear_of_it(
        self, act: Act, world: World, heard: list[tuple[str, Any]], app: App
    ) -> None:
        here = install(world, app, "octo-org", repositories=[REPOSITORY])
        there = install(world, app, "olive")
        act("olive").transfer_repository(REPOSITORY, "olive")
        assert told_of(heard)[2:] == [
            "repository transferred",
            "installation_repositories removed",
            "installation_repositories added",
        ]
        transferred, removed, added = (payload for _, payload in heard[2:])
        assert transferred["changes"]["owner"]["from"]["organization"]["login"] == "octo-org"
        assert transferred["repository"]["full_name"] == "olive/arch"
        assert (removed["installation"]["id"], added["installation"]["id"]) == (
            here.database_id,
            there.database_id,
        )
        assert here.repository_ids == set()

    def test_tokens_reach_it_where_it_is_now(self, act: Act, as_: As, world: World, app: App) -> None:
        here, there = install(world, app, "octo-org"), install(world, app, "olive")
        before, after = as_(installation_token(world, here)), as_(installation_token(world, there))
        act("olive").transfer_repository(REPOSITORY, "olive")
        path = "/repos/olive/arch/issues"
        assert before.post(path, json={"title": "Topic"}).status_code == 403
        assert after.post(path, json={"title": "Topic"}).status_code == 201

    def test_not_to_others_and_not_over_another(self, act: Act, world: World) -> None:
        with pytest.raises(NotFound):
            act("olive").transfer_repository(REPOSITORY, "mallory")
        with pytest.raises(Forbidden):
            act("wanda").transfer_repository(REPOSITORY, "wanda")
        world.add_repository("olive/arch")
        with pytest.raises(Invalid):
            act("olive").transfer_repository(REPOSITORY, "olive")


def test_a_new_repository_joins_installations_that_have_all(
    act: Act, world: World, heard: list[tuple[str, Any]], app: App
) -> None:
    install(world, app, "octo-org")
    install(world, add_app(world, "tea-bot", "octo-org"), "octo-org", repositories=[REPOSITORY])
    act("rita").create_repository("octo-org/new thing", public=False)
    assert told_of(heard)[2:] == ["repository created", "installation_repositories added"]
    (added,) = heard[-1][1]["repositories_added"]
    assert (added["full_name"], added["private"]) == ("octo-org/new-thing", True)
    with pytest.raises(NotFound):
        act("mallory").create_repository("octo-org/more")


@needs_contract
def test_they_are_as_github_describes_them(
    act: Act, as_: As, world: World, heard: list[tuple[str, Any]], app: App
) -> None:
    install(world, app, "olive")
    olive = act("olive")
    olive.rename_repository(REPOSITORY, "hour")
    olive.archive_repository("octo-org/hour")
    olive.archive_repository("octo-org/hour", undo=True)
    as_("olive").patch(HOUR, json={"description": "Coffee", "private": True})
    as_("olive").patch(HOUR, json={"private": False})
    olive.transfer_repository("octo-org/hour", "olive")
    world.account("octo-org").members["olive"] = True
    olive.transfer_repository("olive/hour", "octo-org")
    olive.delete_repository("octo-org/hour")
    olive.create_repository("olive/new")
    assert len(heard) == 14
    assert [problem for event, payload in heard for problem in payload_problems(event, payload)] == []


@needs_contract
def test_the_check_finds_what_is_wrong(act: Act, heard: list[tuple[str, Any]]) -> None:
    act("olive").rename_repository(REPOSITORY, "hour")
    ((event, payload),) = heard
    payload["repository"]["id"] = "1"
    del payload["changes"]
    assert {problem.partition(":")[0] for problem in payload_problems(event, payload)} == {
        "",
        "repository/id",
    }
