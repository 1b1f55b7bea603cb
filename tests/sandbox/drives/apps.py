"""Every endpoint of GitHub Apps."""

from sandbox.apps import add_app, app_token, install
from sandbox.rules.app_manifests import Manifest, register
from sandbox.world import World
from tests.sandbox.drives import Step, Steps


def steps(world: World) -> Steps:
    world.add_repository("octo-org/more", description="More")
    app = add_app(world, "coffee-bot", "octo-org", events=["issues"])
    number = install(world, app, "octo-org").database_id
    install(world, app, "olive", repositories=())
    signed = app_token(world, app)
    one = f"/app/installations/{number}"
    for path in ("/app", "/app/installations", one, "/repos/octo-org/arch/installation"):
        yield Step(signed, "GET", path)
    yield Step(signed, "PUT", f"{one}/suspended")
    yield Step(signed, "GET", one)
    yield Step(signed, "DELETE", f"{one}/suspended")
    yield Step(signed, "POST", f"{one}/access_tokens", {})
    narrow = {"repositories": ["more"], "permissions": {"issues": "read"}}
    made = yield Step(signed, "POST", f"{one}/access_tokens", narrow)
    token = made.json()["token"]
    yield Step(token, "GET", "/installation/repositories")
    yield Step(token, "DELETE", "/installation/token")
    yield Step(signed, "DELETE", one)
    hook = "http://127.0.0.1:9/hook"
    wanted = Manifest(
        "http://127.0.0.1:9/", hook_url=hook, permissions={"issues": "write"}, events=("issues",)
    )
    registered = register(world, world.account("olive"), wanted, "Tea bot")
    yield Step(None, "POST", f"/app-manifests/{registered.code}/conversions")
