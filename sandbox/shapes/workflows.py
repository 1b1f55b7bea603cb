"""Workflows and their runs as REST shows them."""

from sandbox.records import Commit, Repository
from sandbox.records.workflows import Run, Workflow
from sandbox.shapes.accounts import Json, git_author, simple_user
from sandbox.shapes.addresses import site
from sandbox.shapes.repositories import full_repository, repository_url
from sandbox.times import written


def workflow_shape(address: str, workflow: Workflow) -> Json:
    """The `workflow`."""
    repository = workflow.repository
    page = site(address) + repository.path
    return {
        "id": workflow.database_id,
        "node_id": workflow.id,
        "name": workflow.name,
        "path": workflow.path,
        "state": workflow.state.value,
        "created_at": written(workflow.created_at),
        "updated_at": written(workflow.updated_at),
        "url": workflow_url(address, workflow),
        "html_url": f"{page}/blob/{repository.default_branch}/{workflow.path}",
        "badge_url": f"{page}/workflows/{workflow.name}/badge.svg",
    }


def workflow_url(address: str, workflow: Workflow) -> str:
    """The API's address of a workflow."""
    return f"{repository_url(address, workflow.repository)}/actions/workflows/{workflow.database_id}"


def run_url(address: str, run: Run) -> str:
    """The API's address of a run."""
    return f"{repository_url(address, run.workflow.repository)}/actions/runs/{run.database_id}"


def run_page(address: str, run: Run) -> str:
    """The address of the page that people open."""
    return f"{site(address)}{run.workflow.repository.path}/actions/runs/{run.database_id}"


def run_shape(address: str, run: Run) -> Json:
    """The `workflow-run`."""
    actor = simple_user(address, run.actor)
    shape: Json = {"actor": actor, "triggering_actor": actor} if actor else {}
    return (
        shape
        | _links(address, run)
        | _home(address, run)
        | {
            "id": run.database_id,
            "node_id": run.id,
            "name": run.workflow.name,
            "display_title": run.title,
            "path": run.workflow.path,
            "run_number": run.run_number,
            "run_attempt": 1,
            "event": run.event,
            "status": run.status.value,
            "conclusion": run.conclusion.value if run.conclusion else None,
            "workflow_id": run.workflow.database_id,
            "pull_requests": [],
            "referenced_workflows": [],
            "previous_attempt_url": None,
            "created_at": written(run.created_at),
            "run_started_at": written(run.created_at),
            "updated_at": written(run.updated_at),
        }
    )


def _home(address: str, run: Run) -> Json:
    """The repository, and what of it the run ran on."""
    repository = run.workflow.repository
    shape = full_repository(address, repository, None)
    return {
        "head_branch": repository.default_branch,
        "head_sha": run.head_sha,
        "head_commit": _commit(repository, run.head_sha),
        "head_repository": shape,
        "repository": shape,
    }


def _links(address: str, run: Run) -> Json:
    url = run_url(address, run)
    return {
        "url": url,
        "html_url": run_page(address, run),
        "workflow_url": workflow_url(address, run.workflow),
        "jobs_url": f"{url}/jobs",
        "logs_url": f"{url}/logs",
        "artifacts_url": f"{url}/artifacts",
        "cancel_url": f"{url}/cancel",
        "rerun_url": f"{url}/rerun",
        "check_suite_url": f"{repository_url(address, run.workflow.repository)}/check-suites/{run.database_id}",
    }


def _commit(repository: Repository, sha: str) -> Json | None:
    for commit in repository.commits:
        if commit.sha == sha:
            return _simple_commit(commit)
    return None


def _simple_commit(commit: Commit) -> Json:
    by = git_author(commit.author)
    return {
        "id": commit.sha,
        "tree_id": commit.sha,
        "message": commit.message,
        "timestamp": written(commit.created_at),
        "author": by,
        "committer": by,
    }
