"""Every endpoint about members, teams and the people of a repository."""

from sandbox.teams import add_team
from sandbox.world import World
from tests.sandbox.drives import Step, Steps

ORGANIZATION = "/orgs/octo-org"
CORE = f"{ORGANIZATION}/teams/core"
ARCH = "/repos/octo-org/arch"


def steps(world: World) -> Steps:
    core = add_team(
        world, "octo-org", "Core", members=["rita"], maintainers=["tristan"], roles={"octo-org/arch": "write"}
    )
    add_team(world, "octo-org", "Night shift", members=["wanda"], parent=core, privacy="secret")
    for path in ("members", "members?role=member", "members/tristan", "teams"):
        yield Step("rita", "GET", f"{ORGANIZATION}/{path}")
    yield Step("mallory", "GET", f"{ORGANIZATION}/members")
    for path in ("", "/members", "/members?role=maintainer", "/memberships/wanda", "/repos"):
        yield Step("rita", "GET", f"{CORE}{path}")
    yield Step("wanda", "GET", f"{CORE}/teams")
    yield Step("wanda", "GET", f"{ORGANIZATION}/teams/night-shift")
    yield Step("rita", "GET", f"{CORE}/repos/octo-org/arch")
    for path in ("collaborators", "collaborators?affiliation=direct", "collaborators/olive", "teams"):
        yield Step("wanda", "GET", f"{ARCH}/{path}")
    for path in ("collaborators/olive/permission", "assignees", "assignees/olive"):
        yield Step("wanda", "GET", f"{ARCH}/{path}")
    yield Step("olive", "DELETE", f"{ARCH}/collaborators/wanda")
