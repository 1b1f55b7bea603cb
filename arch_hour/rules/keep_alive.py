"""When a workflow says that it is still wanted, and which one it is.

GitHub switches off the schedules of a public repository in which nothing happened for 60 days; issues do not count.
Source: https://docs.github.com/en/actions/how-tos/manage-workflow-runs/disable-and-enable-a-workflow
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

_REFERENCE = re.compile(r"(?P<repository>[^/@\s]+/[^/@\s]+)/\.github/workflows/(?P<file>[^/@\s]+\.ya?ml)@\S+")
_WEEK = 7  # days


@dataclass(frozen=True, slots=True)
class OwnWorkflow:
    """The workflow that a run belongs to: its repository as `OWNER/NAME`, and the name of its file."""

    repository: str
    file: str


def own_workflow(reference: str) -> OwnWorkflow | None:
    """The workflow of a `GITHUB_WORKFLOW_REF`, such as `octo/cafe/.github/workflows/week.yml@refs/heads/main`."""
    found = _REFERENCE.fullmatch(reference)
    return OwnWorkflow(found["repository"], found["file"]) if found else None


def is_keep_alive_day(now: datetime) -> bool:
    """Whether it is the first, third or fifth week of a month in UTC, a week being seven days from the first on.

    A workflow that runs only once a week meets two of these days in each month, so that a run which GitHub leaves out
    does no harm.
    """
    return (now.astimezone(UTC).day - 1) // _WEEK % 2 == 0
