"""Every endpoint about accounts, repositories, their files and labels."""

from sandbox.world import World
from tests.sandbox.drives import Step, Steps

ARCH = "/repos/octo-org/arch"


def steps(world: World) -> Steps:
    for path in ("/user", "/users/olive", "/rate_limit", ARCH):
        yield Step("wanda", "GET", path)
    yield from _files(world)
    yield from _labels()
    yield from _settings(world)


def _files(world: World) -> Steps:
    world.put_file("octo-org/arch", "docs/a.md", "Hello")
    sha = world.repository("octo-org/arch").files["docs/a.md"].sha
    for path in ("docs/a.md", "docs", ""):
        yield Step("wanda", "GET", f"{ARCH}/contents/{path}")
    yield Step(
        "wanda", "PUT", f"{ARCH}/contents/docs/a.md", {"message": "Edit", "content": "aGk=", "sha": sha}
    )
    yield Step("wanda", "PUT", f"{ARCH}/contents/docs/b.md", {"message": "Add", "content": "aGk="})


def _labels() -> Steps:
    yield Step("wanda", "POST", f"{ARCH}/labels", {"name": "minutes", "color": "0e8a16"})
    yield Step("wanda", "PATCH", f"{ARCH}/labels/minutes", {"description": "Meetings"})
    for path in ("labels", "labels/minutes"):
        yield Step(None, "GET", f"{ARCH}/{path}")
    yield Step("wanda", "DELETE", f"{ARCH}/labels/minutes")


def _settings(world: World) -> Steps:
    text = "Everything"
    yield Step("olive", "PATCH", ARCH, {"name": "archive", "description": text, "has_issues": True})
    renamed = "/repos/octo-org/archive"
    yield Step("olive", "PATCH", renamed, {"archived": True})
    yield Step("olive", "PATCH", renamed, {"archived": False, "private": True})
    token = world.add_token("olive", ("repo", "delete_repo"))
    yield Step(token, "DELETE", renamed)
