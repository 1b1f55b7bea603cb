"""Every endpoint about projects, of an organization and of a user."""

from sandbox.actor import Actor
from sandbox.world import World
from tests.sandbox.drives import Step, Steps

ARCH = "octo-org/arch"


def steps(world: World) -> Steps:
    wanda = Actor(world, "wanda")
    issue = wanda.open_issue(ARCH, "Topic", labels=("topic",), assignees=("olive",))
    wanda.open_pull_request(ARCH, "Change")
    world.add_project("octo-org", "Follow-ups", by="rita")
    world.add_project("rita", "Mine")
    drafts = {"/orgs/octo-org": "/orgs/octo-org", "/users/rita": f"/user/{world.account('rita').database_id}"}
    for owner, path_of_drafts in drafts.items():
        yield Step("rita", "GET", f"{owner}/projectsV2")
        yield from _fields(f"{owner}/projectsV2/1")
        yield from _items(f"{owner}/projectsV2/1", issue.database_id)
        path = f"{path_of_drafts}/projectsV2/1/drafts"
        yield Step("rita", "POST", path, {"title": "Idea", "body": "Perhaps"})
        yield Step("rita", "GET", f"{owner}/projectsV2/1/items?q=is:draft")
        yield Step("rita", "GET", f"{owner}/projectsV2/1/views/1/items")


def _fields(project: str) -> Steps:
    yield Step("rita", "GET", project)
    fields = f"{project}/fields"
    option = {"name": "Late", "color": "RED", "description": "Overdue"}
    sprint = {"title": "Sprint 1", "start_date": "2020-12-14", "duration": 7}
    plan = {"start_date": "2020-12-14", "duration": 7, "iterations": [sprint]}
    yield Step("rita", "POST", fields, {"name": "Note", "data_type": "text"})
    yield Step("rita", "POST", fields, {"name": "Votes", "data_type": "number"})
    yield Step("rita", "POST", fields, {"name": "Due", "data_type": "date"})
    yield Step(
        "rita",
        "POST",
        fields,
        {"name": "Mood", "data_type": "single_select", "single_select_options": [option]},
    )
    made = yield Step(
        "rita", "POST", fields, {"name": "Sprint", "data_type": "iteration", "iteration_configuration": plan}
    )
    yield Step("rita", "GET", fields)
    yield Step("rita", "GET", f"{fields}/{made.json()['id']}")


def _items(project: str, issue: int) -> Steps:
    items = f"{project}/items"
    yield Step("rita", "POST", items, {"type": "Issue", "id": issue})
    change = {"type": "PullRequest", "owner": "octo-org", "repo": "arch", "number": 2}
    added = yield Step("rita", "POST", items, change)
    fields = yield Step("rita", "GET", f"{project}/fields")
    named = {field["name"]: field for field in fields.json()}
    values = {
        "Note": "x",
        "Votes": 3,
        "Due": "2021-01-07",
        "Mood": named["Mood"]["options"][0]["id"],
        "Sprint": named["Sprint"]["configuration"]["iterations"][0]["id"],
    }
    shown = ",".join(str(field["id"]) for field in fields.json())
    item = f"{items}/{added.json()['id']}"
    changes = [{"id": named[name]["id"], "value": value} for name, value in values.items()]
    yield Step("rita", "PATCH", item, {"fields": changes})
    yield Step("rita", "GET", f"{items}?fields={shown}")
    yield Step("rita", "GET", f"{item}?fields={shown}")
    yield Step("rita", "DELETE", item)
