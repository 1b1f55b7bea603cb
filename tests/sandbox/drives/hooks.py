"""Every endpoint about webhooks of repositories and apps, and about their deliveries."""

from sandbox.actor import Actor
from sandbox.apps import add_app, app_token, install
from sandbox.world import World
from tests.sandbox.drives import Step, Steps

ARCH = "/repos/octo-org/arch"
HOOKS = f"{ARCH}/hooks"
# Nothing listens there, which makes a delivery that failed.
NOWHERE = "http://127.0.0.1:9/"


def steps(world: World) -> Steps:
    world.put_file("octo-org/arch", "README.md", "Hello")
    config = {"url": NOWHERE, "content_type": "json", "secret": "s", "insecure_ssl": "0"}
    new = {"name": "web", "config": config, "events": ["push", "issues"], "active": True}
    made = yield Step("olive", "POST", HOOKS, new)
    hook = f"{HOOKS}/{made.json()['id']}"
    for path in (HOOKS, hook, f"{hook}/config"):
        yield Step("olive", "GET", path)
    yield Step("olive", "PATCH", f"{hook}/config", {"content_type": "form"})
    changes = {"add_events": ["label"], "remove_events": ["push"], "active": True}
    yield Step("olive", "PATCH", hook, changes)
    yield Step("olive", "POST", f"{hook}/pings")
    yield Step("olive", "POST", f"{hook}/tests")
    found = yield Step("olive", "GET", f"{hook}/deliveries")
    while not found.json():
        found = yield Step("olive", "GET", f"{hook}/deliveries?status=failure&per_page=5")
    delivery = f"{hook}/deliveries/{found.json()[0]['id']}"
    yield Step("olive", "GET", delivery)
    yield Step("olive", "POST", f"{delivery}/attempts")
    yield Step("olive", "GET", hook)
    yield Step("olive", "DELETE", hook)
    yield from _of_an_app(world)


def _of_an_app(world: World) -> Steps:
    app = add_app(world, "coffee-bot", "octo-org", events=["issues"])
    app.webhook_url = NOWHERE
    install(world, app, "octo-org")
    signed = app_token(world, app)
    yield Step(signed, "GET", "/app/hook/config")
    yield Step(signed, "PATCH", "/app/hook/config", {"secret": "s"})
    Actor(world, "wanda").open_issue("octo-org/arch", "Topic")
    found = yield Step(signed, "GET", "/app/hook/deliveries")
    while not found.json():
        found = yield Step(signed, "GET", "/app/hook/deliveries")
    delivery = f"/app/hook/deliveries/{found.json()[0]['id']}"
    yield Step(signed, "GET", delivery)
    yield Step(signed, "POST", f"{delivery}/attempts")
