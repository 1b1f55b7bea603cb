"""Every endpoint about milestones and types of issues."""

from sandbox.world import World
from tests.sandbox.drives import Step, Steps

ARCH = "/repos/octo-org/arch"
MILESTONES = f"{ARCH}/milestones"


def steps(world: World) -> Steps:
    del world
    yield Step("wanda", "POST", MILESTONES, {"title": "Spring", "due_on": "2021-03-20T00:00:00Z"})
    draft = {"title": "Topic", "milestone": 1, "type": "Task", "labels": ["bug"]}
    made = yield Step("wanda", "POST", f"{ARCH}/issues", draft)
    yield Step("wanda", "PATCH", made.json()["url"], {"type": "Bug", "milestone": 1})
    for part in ("events", "timeline"):
        yield Step("wanda", "GET", f"{ARCH}/issues/1/{part}")
    yield Step("mallory", "GET", f"{ARCH}/issues?milestone=1&type=bug")
    yield Step("wanda", "PATCH", f"{MILESTONES}/1", {"state": "closed", "description": "Soon"})
    for path in ("?state=all", "/1", "/1/labels"):
        yield Step("mallory", "GET", MILESTONES + path)
    yield Step("wanda", "DELETE", f"{MILESTONES}/1")
    yield Step("mallory", "GET", "/orgs/octo-org/issue-types")
