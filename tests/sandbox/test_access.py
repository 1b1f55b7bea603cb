"""Who may see and do what: facts sheet, sections 1b, 2 and 5."""

from collections.abc import Callable

import pytest
import requests

from sandbox.actor import Actor
from sandbox.server import Running
from sandbox.world import World

As = Callable[[str | None], requests.Session]
Act = Callable[[str], Actor]
ARCH = "/repos/octo-org/arch"
SECRET = "/repos/octo-org/secret"


def test_an_unknown_token_is_refused(running: Running) -> None:
    answer = requests.get(f"{running.url}{ARCH}", headers={"Authorization": "Bearer nonsense"}, timeout=5)
    assert answer.status_code == 401
    assert answer.json()["message"] == "Bad credentials"


def test_without_a_token_public_things_are_read_and_nothing_is_written(as_: As, act: Act) -> None:
    act("mallory").open_issue("octo-org/arch", "Hello")
    nobody = as_(None)
    assert nobody.get(f"{ARCH}/issues").status_code == 200
    assert nobody.get(SECRET).status_code == 404
    assert nobody.post(f"{ARCH}/issues", json={"title": "Hi"}).status_code == 401
    assert nobody.get("/user").status_code == 401
    assert nobody.post("/graphql", json={"query": "{viewer{login}}"}).status_code == 401


def test_a_private_repository_does_not_exist_for_strangers(as_: As) -> None:
    assert as_("mallory").get(SECRET).status_code == 404
    assert as_("mallory").post(f"{SECRET}/issues", json={"title": "Hi"}).status_code == 404
    assert as_("wanda").get(SECRET).json()["private"] is True


def test_members_of_the_owning_organization_read_private_repositories(as_: As) -> None:
    assert as_("rita").get(SECRET).status_code == 200


def test_a_suspended_account_may_do_nothing(as_: As) -> None:
    assert as_("sleepy").get(ARCH).status_code == 403


def test_strangers_open_issues_and_comment_on_public_repositories(as_: As) -> None:
    mallory = as_("mallory")
    number = mallory.post(f"{ARCH}/issues", json={"title": "Hello"}).json()["number"]
    assert mallory.post(f"{ARCH}/issues/{number}/comments", json={"body": "Me too"}).status_code == 201


def test_strangers_may_not_edit_what_others_wrote(as_: As, act: Act) -> None:
    issue = act("wanda").open_issue("octo-org/arch", "Mine")
    comment = act("wanda").comment(issue, "Mine too")
    mallory = as_("mallory")
    assert mallory.patch(f"{ARCH}/issues/1", json={"title": "Yours"}).status_code == 403
    address = f"{ARCH}/issues/comments/{comment.database_id}"
    assert mallory.patch(address, json={"body": "Yours"}).status_code == 403
    assert mallory.delete(address).status_code == 403
    assert mallory.post(f"{ARCH}/issues/1/labels", json={"labels": ["bug"]}).status_code == 403
    assert (issue.title, comment.body) == ("Mine", "Mine too")


def test_authors_may_edit_and_close_their_own_issue_without_push(as_: As, act: Act) -> None:
    act("mallory").open_issue("octo-org/arch", "Mine")
    changes = {"title": "Still mine", "state": "closed", "labels": ["bug"], "assignees": ["wanda"]}
    answer = as_("mallory").patch(f"{ARCH}/issues/1", json=changes).json()
    assert (answer["title"], answer["state"]) == ("Still mine", "closed")
    assert (answer["labels"], answer["assignees"]) == ([], [])


def test_fields_of_callers_without_push_are_silently_dropped_on_create(as_: As) -> None:
    draft = {"title": "Hello", "labels": ["new one", "bug"], "assignees": ["wanda"]}
    answer = as_("mallory").post(f"{ARCH}/issues", json=draft)
    assert answer.status_code == 201
    assert (answer.json()["labels"], answer.json()["assignees"]) == ([], [])
    assert as_("mallory").get(f"{ARCH}/labels/new one").status_code == 404


class TestWorkflowToken:
    def test_it_is_no_user(self, as_: As) -> None:
        answer = as_("workflow").get("/user")
        assert answer.status_code == 403
        assert answer.json()["message"] == "Resource not accessible by integration"

    def test_it_writes_as_the_bot_with_its_suffix_in_rest(self, as_: As) -> None:
        answer = as_("workflow").post(f"{ARCH}/issues", json={"title": "Agenda", "labels": ["agenda"]}).json()
        assert (answer["user"]["login"], answer["user"]["type"]) == ("github-actions[bot]", "Bot")
        assert [label["name"] for label in answer["labels"]] == ["agenda"]

    def test_it_may_only_do_what_its_permissions_say(self, running: Running, world: World) -> None:
        token = world.workflow_token("octo-org/arch", {"contents": "read"})
        headers = {"Authorization": f"Bearer {token}"}
        address = f"{running.url}{ARCH}/issues"
        answer = requests.post(address, json={"title": "Agenda"}, headers=headers, timeout=5)
        assert answer.status_code == 403
        assert answer.json()["message"] == "Resource not accessible by integration"
        assert requests.get(address, headers=headers, timeout=5).status_code == 200, (
            "what is public anyone reads"
        )

    def test_in_a_private_repository_it_reads_only_what_it_was_granted(
        self, running: Running, world: World
    ) -> None:
        token = world.workflow_token("octo-org/secret", {"contents": "read"})
        headers = {"Authorization": f"Bearer {token}"}
        assert requests.get(f"{running.url}{SECRET}", headers=headers, timeout=5).status_code == 200
        assert requests.get(f"{running.url}{SECRET}/issues", headers=headers, timeout=5).status_code == 403

    def test_it_belongs_to_one_repository(self, as_: As) -> None:
        workflow = as_("workflow")
        assert workflow.get(SECRET).status_code == 404

    def test_other_repositories_it_cannot_write(self, as_: As, world: World) -> None:
        world.add_repository("octo-org/other")
        answer = as_("workflow").post("/repos/octo-org/other/issues", json={"title": "Hi"})
        assert answer.status_code == 403

    def test_it_may_ask_for_permissions_with_metadata_alone(self, running: Running, world: World) -> None:
        headers = {"Authorization": f"Bearer {world.workflow_token('octo-org/arch', {})}"}
        address = f"{running.url}{ARCH}/collaborators/wanda/permission"
        answer = requests.get(address, headers=headers, timeout=5)
        assert answer.json()["permission"] == "write"


@pytest.mark.parametrize(
    ("login", "permission", "role"),
    [
        pytest.param("olive", "admin", "admin", id="admin"),
        pytest.param("wanda", "write", "write", id="write"),
        pytest.param("tristan", "read", "triage", id="triage is read in the older words"),
        pytest.param("rita", "read", "read", id="a member of the organization"),
        pytest.param("mallory", "read", "read", id="anyone at all in public"),
    ],
)
def test_the_permission_endpoint_names_role_and_older_word(
    as_: As, login: str, permission: str, role: str
) -> None:
    answer = as_("workflow").get(f"{ARCH}/collaborators/{login}/permission").json()
    assert (answer["permission"], answer["role_name"]) == (permission, role)


def test_the_permission_of_a_stranger_to_a_private_repository_is_none(as_: As) -> None:
    answer = as_("wanda").get(f"{SECRET}/collaborators/mallory/permission").json()
    assert (answer["permission"], answer["role_name"]) == ("none", "none")


def test_the_permission_endpoint_knows_neither_bots_nor_nobody(as_: As) -> None:
    workflow = as_("workflow")
    for login in ("github-actions[bot]", "nobody-at-all"):
        assert workflow.get(f"{ARCH}/collaborators/{login}/permission").status_code == 404


def test_author_association_is_as_the_token_sees_it(as_: As, act: Act, world: World) -> None:
    world.add_user("shy")
    world.account("octo-org").members["shy"] = False
    for login in ("rita", "shy", "wanda", "mallory"):
        act(login).open_issue("octo-org/arch", f"By {login}")

    def seen(who: str) -> dict[str, str]:
        listed = as_(who).get(f"{ARCH}/issues").json()
        return {issue["user"]["login"]: issue["author_association"] for issue in listed}

    expected = {"rita": "MEMBER", "shy": "NONE", "wanda": "COLLABORATOR", "mallory": "NONE"}
    assert seen("workflow") == expected
    assert seen("rita") == {**expected, "shy": "MEMBER"}
