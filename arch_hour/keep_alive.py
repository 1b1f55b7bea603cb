"""Keeps the schedule of a workflow from being switched off by GitHub; whatever hinders that is only told."""

from arch_hour.environment import Environment
from arch_hour.gateway.connection import Connection
from arch_hour.gateway.patience import Failure, Trouble
from arch_hour.gateway.repository_settings import RepositorySettings
from arch_hour.rules.keep_alive import own_workflow

_REMEDY = "give the job `permissions: {actions: write}`, or take the input `keep-alive` out"


def keep_alive(environment: Environment, reference: str) -> str:
    """Says to GitHub that the workflow of a `GITHUB_WORKFLOW_REF` is wanted; gives a warning, or nothing."""
    workflow = own_workflow(reference)
    if workflow is None:
        return "the schedule was not kept alive: GITHUB_WORKFLOW_REF names no workflow of a repository"
    settings = RepositorySettings(Connection(environment.address, environment.token), workflow.repository)
    try:
        settings.enable_workflow(workflow.file)
    except Failure as failure:
        remedy = _REMEDY if failure.trouble is Trouble.REFUSED else "the next scheduled run tries again"
        return f"the schedule of {workflow.file} was not kept alive ({failure.message}): {remedy}"
    return ""
