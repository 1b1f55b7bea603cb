"""Every endpoint about sub-issues, and search."""

from datetime import timedelta

from sandbox.actor import Actor
from sandbox.world import World
from tests.sandbox.drives import Step, Steps

ISSUES = "/repos/octo-org/arch/issues"
ONE = f"{ISSUES}/1"


def steps(world: World) -> Steps:
    wanda = Actor(world, "wanda")
    _whole, first, second = (wanda.open_issue("octo-org/arch", title) for title in ("Whole", "One", "Two"))
    wanda.comment(first, "See #1")
    for child in (first, second):
        body = {"sub_issue_id": child.database_id, "replace_parent": True}
        yield Step("wanda", "POST", f"{ONE}/sub_issues", body)
    moved = {"sub_issue_id": second.database_id, "before_id": first.database_id}
    yield Step("wanda", "PATCH", f"{ONE}/sub_issues/priority", moved)
    for path in (f"{ONE}/sub_issues", f"{ISSUES}/2/parent", ONE, f"{ISSUES}/2"):
        yield Step("mallory", "GET", path)
    yield Step("wanda", "DELETE", f"{ONE}/sub_issue", {"sub_issue_id": first.database_id})
    for number in (1, 2):
        for part in ("events", "timeline"):
            yield Step("mallory", "GET", f"{ISSUES}/{number}/{part}")
    world.clock.move(timedelta(minutes=5))
    yield Step("mallory", "GET", "/search/issues?q=whole+is:issue&sort=created&order=asc")
