"""Every endpoint about workflows and their runs."""

from sandbox.records import ActionsPolicy
from sandbox.words import AllowedActions
from sandbox.world import World
from tests.sandbox.drives import Step, Steps

PERMISSIONS = "/repos/octo-org/arch/actions/permissions"
WORKFLOWS = "/repos/octo-org/arch/actions/workflows"
ONE = f"{WORKFLOWS}/week.yml"
FILE = """
name: Week
on: [issues, workflow_dispatch]
jobs: {agenda: {runs-on: ubuntu-latest, steps: [{uses: octo/unknown@v1}]}}
"""


def steps(world: World) -> Steps:
    world.put_file("octo-org/arch", ".github/workflows/week.yml", FILE)
    world.repository("octo-org/arch").actions = ActionsPolicy(
        allowed=AllowedActions.SELECTED, patterns=("octo/*",)
    )
    yield Step("olive", "GET", PERMISSIONS)
    yield Step("olive", "GET", f"{PERMISSIONS}/selected-actions")
    yield Step("wanda", "GET", WORKFLOWS)
    yield Step("wanda", "GET", ONE)
    yield Step("wanda", "PUT", f"{ONE}/disable")
    yield Step("wanda", "PUT", f"{ONE}/enable")
    yield Step("wanda", "POST", f"{ONE}/dispatches", {"ref": "main"})
    yield Step(
        "wanda", "POST", f"{ONE}/dispatches", {"ref": "main", "inputs": {}, "return_run_details": True}
    )
    runs = yield Step(None, "GET", f"{ONE}/runs")
    while runs.json()["workflow_runs"][0]["status"] != "completed":
        runs = yield Step(None, "GET", f"{ONE}/runs")
    yield Step(None, "GET", f"{ONE}/runs?status=failure&event=workflow_dispatch&branch=main&actor=wanda")
