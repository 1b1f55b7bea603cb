"""Every endpoint about issues, comments and reactions."""

from sandbox.actor import Actor
from sandbox.world import World
from tests.sandbox.drives import Step, Steps

ARCH = "/repos/octo-org/arch"
ONE = f"{ARCH}/issues/1"
COMMENTS = f"{ARCH}/issues/comments"


def steps(world: World) -> Steps:
    _furnish(world)
    yield from _issues()
    yield from _parts()
    yield from _comments(world)
    yield from _reactions(world)
    yield Step("wanda", "PUT", f"{ONE}/lock", {"lock_reason": "spam"})
    yield Step("wanda", "DELETE", f"{ONE}/lock")


def _furnish(world: World) -> None:
    """A world in which every kind of author, event and text is to be told."""
    wanda, mallory, gone = Actor(world, "wanda"), Actor(world, "mallory"), Actor(world, "gone")
    issue = wanda.open_issue(
        "octo-org/arch", "Topic", "Body", labels=("topic",), assignees=("wanda", "olive")
    )
    comment = wanda.comment(issue, "Hm")
    for subject in (issue, comment):
        mallory.react(subject)
    gone.comment(issue, "Bye")
    wanda.unlabel(issue, "topic")
    wanda.unassign(issue, "olive")
    wanda.rename(issue, "Subject")
    wanda.lock(issue, "resolved")
    wanda.unlock(issue)
    wanda.close(issue, "not_planned")
    wanda.reopen(issue)
    wanda.close(wanda.open_issue("octo-org/arch", "Empty"), "duplicate")
    wanda.open_pull_request("octo-org/arch", "Change")
    world.delete_user("gone")


def _issues() -> Steps:
    yield Step("wanda", "GET", f"{ARCH}/issues?state=all")
    new = {"title": "New", "labels": ["agenda"], "assignees": ["olive"]}
    yield Step("wanda", "POST", f"{ARCH}/issues", new)
    yield Step(
        "wanda", "PATCH", f"{ARCH}/issues/2", {"state": "closed", "state_reason": "completed", "body": None}
    )
    for number in (1, 2, 3):
        yield Step(None, "GET", f"{ARCH}/issues/{number}")


def _parts() -> Steps:
    for part in ("labels", "events", "timeline", "comments", "reactions"):
        yield Step("wanda", "GET", f"{ONE}/{part}")
    for method in ("POST", "PUT"):
        yield Step("wanda", method, f"{ONE}/labels", {"labels": ["bug", "topic"]})
    yield Step("wanda", "DELETE", f"{ONE}/labels/bug")
    yield Step("wanda", "DELETE", f"{ONE}/labels")
    yield Step("wanda", "POST", f"{ONE}/assignees", {"assignees": ["olive"]})
    yield Step("wanda", "GET", f"{ONE}/assignees/olive")
    yield Step("wanda", "DELETE", f"{ONE}/assignees", {"assignees": ["olive"]})


def _comments(world: World) -> Steps:
    comment = f"{COMMENTS}/{world.repository('octo-org/arch').issue(1).comments[0].database_id}"
    yield Step("workflow", "GET", COMMENTS)
    yield Step("workflow", "GET", comment)
    yield Step("wanda", "PATCH", comment, {"body": "Oh"})
    said = yield Step("workflow", "POST", f"{ONE}/comments", {"body": "Hello"})
    yield Step("workflow", "DELETE", f"{COMMENTS}/{said.json()['id']}")


def _reactions(world: World) -> Steps:
    comment = f"{COMMENTS}/{world.repository('octo-org/arch').issue(1).comments[0].database_id}"
    for subject in (ONE, comment):
        for _first_and_again in range(2):
            given = yield Step("mallory", "POST", f"{subject}/reactions", {"content": "heart"})
        yield Step(None, "GET", f"{subject}/reactions")
        yield Step("mallory", "DELETE", f"{subject}/reactions/{given.json()['id']}")
