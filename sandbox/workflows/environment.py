"""What a step of a run is given: the environment that a runner gives to an action in a container.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/variables

Everything here is pure: it looks at no process, no file and no clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from json import dumps
from pathlib import Path

from sandbox.records.workflows import Run
from sandbox.times import written
from sandbox.workflows.actions import KnownAction
from sandbox.workflows.expressions import substituted
from sandbox.workflows.files import Job, Step
from sandbox.workflows.language.parsing import Scope

# GitHub's containers have this path; what an action's image adds to it is its own.
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
FILES = ("OUTPUT", "STEP_SUMMARY", "STATE", "ENV", "PATH")
NOW = "now"


@dataclass(frozen=True, slots=True)
class Place:
    """The folders of one job: its workspace, home, and where the event and what steps write are."""

    folder: Path

    @property
    def workspace(self) -> Path:
        """Where the repository's files are."""
        return self.folder / "workspace"

    @property
    def home(self) -> Path:
        """The home of whoever runs the steps."""
        return self.folder / "home"

    @property
    def temp(self) -> Path:
        """For whatever a step needs for a while."""
        return self.folder / "temp"

    @property
    def event(self) -> Path:
        """The event's JSON."""
        return self.folder / "workflow" / "event.json"

    def file(self, name: str) -> Path:
        """What a step writes to, such as `STEP_SUMMARY`."""
        return self.folder / "file_commands" / name.lower()


@dataclass(frozen=True, slots=True)
class Keys:
    """What a job may use that is not in its files: its token, and the repository's secrets by name."""

    token: str
    secrets: Mapping[str, str]


def github_of(run: Run) -> dict[str, str]:
    """The variables that are the same in every step of a run."""
    repository = run.workflow.repository
    branch, actor = repository.default_branch, run.actor.rest_login if run.actor else ""
    return {
        "GITHUB_ACTIONS": "true",
        "GITHUB_ACTOR": actor,
        "GITHUB_ACTOR_ID": str(run.actor.database_id) if run.actor else "",
        "GITHUB_API_URL": run.address,
        "GITHUB_BASE_REF": "",
        "GITHUB_EVENT_NAME": run.event,
        "GITHUB_GRAPHQL_URL": f"{run.address}/graphql",
        "GITHUB_HEAD_REF": "",
        "GITHUB_REF": f"refs/heads/{branch}",
        "GITHUB_REF_NAME": branch,
        "GITHUB_REF_PROTECTED": "false",
        "GITHUB_REF_TYPE": "branch",
        "GITHUB_REPOSITORY": repository.full_name,
        "GITHUB_REPOSITORY_ID": str(repository.database_id),
        "GITHUB_REPOSITORY_OWNER": repository.owner.login,
        "GITHUB_REPOSITORY_OWNER_ID": str(repository.owner.database_id),
        "GITHUB_RETENTION_DAYS": "90",
        "GITHUB_RUN_ATTEMPT": "1",
        "GITHUB_RUN_ID": str(run.database_id),
        "GITHUB_RUN_NUMBER": str(run.run_number),
        "GITHUB_SERVER_URL": run.address,
        "GITHUB_SHA": run.head_sha,
        "GITHUB_TRIGGERING_ACTOR": actor,
        "GITHUB_WORKFLOW": run.workflow.name,
        "GITHUB_WORKFLOW_REF": f"{repository.full_name}/{run.workflow.path}@refs/heads/{branch}",
        "GITHUB_WORKFLOW_SHA": run.head_sha,
    }


def inputs_of(step: Step, action: KnownAction, scope: Scope, moment: datetime | None) -> dict[str, str]:
    """The inputs of a step as its environment tells them; names keep their hyphens.

    An action reads the real clock. While the sandbox shows another time, `moment` is that time, and an action
    that has an input `now` which the workflow leaves empty is given it.
    """
    given = {**(action.inputs or {}), **step.given}
    filled = {name: substituted(value, scope) for name, value in given.items()}
    if moment is not None and not filled.get(NOW) and (action.inputs is None or NOW in action.inputs):
        filled[NOW] = written(moment)
    return {f"INPUT_{name.upper().replace(' ', '_')}": value for name, value in filled.items()}


def own_environment(job: Job, step: Step, scope: Scope) -> dict[str, str]:
    """The variables that the file sets for a step."""
    return {
        name: substituted(value, scope) for name, value in {**job.environment, **step.environment}.items()
    }


def environment_of(run: Run, job: Job, step: Step, place: Place, own: Mapping[str, str]) -> dict[str, str]:
    """All variables of a step but its inputs; `own` are those that the file sets."""
    repository, _, reference = (step.uses or "").partition("@")
    return (
        dict(own)
        | github_of(run)
        | {f"GITHUB_{name}": str(place.file(name)) for name in FILES}
        | {
            "CI": "true",
            "GITHUB_ACTION": f"__{repository.replace('/', '_')}",
            "GITHUB_ACTION_REPOSITORY": repository,
            "GITHUB_ACTION_REF": reference,
            "GITHUB_EVENT_PATH": str(place.event),
            "GITHUB_JOB": job.id,
            "GITHUB_WORKSPACE": str(place.workspace),
            "HOME": str(place.home),
            "PATH": PATH,
            "RUNNER_ARCH": "X64",
            "RUNNER_ENVIRONMENT": "github-hosted",
            "RUNNER_NAME": "GitHub Actions 1",
            "RUNNER_OS": "Linux",
            "RUNNER_TEMP": str(place.temp),
            "RUNNER_TOOL_CACHE": str(place.folder / "tools"),
            "RUNNER_WORKSPACE": str(place.folder),
        }
    )


def event_text(run: Run) -> str:
    """What is in the event's file."""
    return dumps(run.payload, ensure_ascii=False, indent=2)
