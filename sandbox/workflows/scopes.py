"""What the expressions of a run are worked out in.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/contexts
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sandbox.records.workflows import Run
from sandbox.words import Conclusion
from sandbox.workflows.environment import Keys, github_of
from sandbox.workflows.files import Definition, Input, Job
from sandbox.workflows.language.parsing import Scope

_ALL_WELL: Mapping[str, bool] = {"always": True, "success": True, "failure": False, "cancelled": False}
# There are none of these in the sandbox, so that whatever is looked up in them is null.
_EMPTY = ("job", "matrix", "runner", "steps", "strategy", "vars")


def scope_of_run(run: Run, definition: Definition) -> Scope:
    """Before any job: what the name of the run's group is made of."""
    github = {name.removeprefix("GITHUB_").lower(): value for name, value in github_of(run).items()}
    return Scope(
        {"github": {**github, "event": run.payload}, "inputs": _inputs(run, definition), "vars": {}},
        _ALL_WELL,
    )


def scope_of_job(run: Run, definition: Definition, job: Job, results: Mapping[str, Conclusion]) -> Scope:
    """Before a job: `results` are those of the jobs that it needs, and of all others that have ended."""
    contexts = dict(scope_of_run(run, definition).contexts)
    contexts["needs"] = {name: {"result": results[name].value, "outputs": {}} for name in job.needs}
    ends = [results[name] for name in _before(job.needs, definition)]
    failed = any(end in (Conclusion.FAILURE, Conclusion.TIMED_OUT) for end in ends)
    succeeded = all(end is Conclusion.SUCCESS for end in ends)
    return Scope(contexts, {**_ALL_WELL, "success": succeeded, "failure": failed})


def scope_of_steps(scope: Scope, keys: Keys, environment: Mapping[str, str]) -> Scope:
    """Within a job: its token, the secrets, and the variables that the file sets."""
    contexts: dict[str, Any] = {name: {} for name in _EMPTY} | dict(scope.contexts)
    contexts["github"] = {**contexts["github"], "token": keys.token}
    contexts["secrets"] = {**keys.secrets, "GITHUB_TOKEN": keys.token}
    contexts["env"] = environment
    return Scope(contexts, scope.status)


def _inputs(run: Run, definition: Definition) -> Mapping[str, Any]:
    """What a person gave by hand, a boolean as one; the event has all of them as texts."""
    given = run.payload.get("inputs")
    wanted = definition.inputs or {}
    return {
        name: value == "true" if wanted.get(name, Input()).kind == "boolean" else value
        for name, value in (given.items() if isinstance(given, dict) else ())
    }


def _before(needs: Iterable[str], definition: Definition) -> set[str]:
    """The jobs that must end before, those that they need included."""
    found = set(needs)
    for job in reversed(definition.jobs):
        if job.id in found:
            found |= set(job.needs)
    return found
