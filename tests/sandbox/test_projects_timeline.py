"""What an issue's own timeline tells of the projects that it is in."""

from collections.abc import Callable

import requests

from sandbox.actor import Actor
from sandbox.rules import project_items, project_values
from sandbox.rules.access import Caller
from sandbox.storing.worlds import world_as_data, world_from_data
from sandbox.world import World

As = Callable[[str | None], requests.Session]
Act = Callable[[str], Actor]
REPOSITORY = "octo-org/arch"


def test_the_timeline_of_an_issue_tells_what_happens_to_it_in_projects(
    world: World, act: Act, as_: As
) -> None:
    project, rita = world.add_project("octo-org", "Board", by="rita"), Caller(world.account("rita"))
    issue = act("wanda").open_issue(REPOSITORY, "Topic")
    item = project_items.add_item(world, rita, project, issue)
    assert project.status is not None
    project_values.set_value(world, rita, item, project.status, {"singleSelectOptionId": "47fc9ee4"})
    project_items.move(world, rita, item, None)
    project_items.delete_item(world, rita, item)
    path = f"/repos/{REPOSITORY}/issues/1"
    told = as_("wanda").get(f"{path}/timeline").json()
    assert [(entry["event"], entry["actor"]["login"]) for entry in told] == [
        ("added_to_project_v2", "rita"),
        ("project_v2_item_status_changed", "rita"),
        ("removed_from_project_v2", "rita"),
    ]
    # A workflow's token has no access to projects.
    assert as_("workflow").get(f"{path}/timeline").json() == []
    assert as_("wanda").get(f"{path}/events").json() == []
    assert world_as_data(world_from_data(world_as_data(world))) == world_as_data(world)
