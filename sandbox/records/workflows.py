"""Workflows of GitHub Actions, and their runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event

from sandbox.records.accounts import Account
from sandbox.records.repositories import Repository
from sandbox.words import Conclusion, RunStatus, WorkflowState


@dataclass(slots=True, eq=False)
class Workflow:
    """A file that was seen below `.github/workflows/`; `name` is the one that the file gave last."""

    id: str
    database_id: int
    repository: Repository
    path: str
    name: str
    created_at: datetime
    updated_at: datetime
    state: WorkflowState = WorkflowState.ACTIVE
    last_run_number: int = 0


@dataclass(slots=True, eq=False)
class Run:
    """One run of a workflow; `payload` is the event's JSON, `log` and `summary` what its steps wrote.

    `actor` is None when the account was deleted since. `group` is the concurrency group, None without one.
    """

    id: str
    database_id: int
    workflow: Workflow
    run_number: int
    event: str
    actor: Account | None
    head_sha: str
    title: str
    created_at: datetime
    updated_at: datetime
    status: RunStatus = RunStatus.QUEUED
    conclusion: Conclusion | None = None
    group: str | None = None
    payload: Mapping[str, object] = field(default_factory=dict, repr=False)
    log: str = field(default="", repr=False)
    summary: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    """Where the sandbox answers, for the run's requests."""

    @property
    def is_waiting(self) -> bool:
        """Whether the run has not begun yet."""
        return self.status in (RunStatus.QUEUED, RunStatus.PENDING)

    @property
    def is_running(self) -> bool:
        """Whether the run is at work."""
        return self.status is RunStatus.IN_PROGRESS


class Actions:
    """The workflows and runs of a world by database id; `bell` rings when there may be something to run."""

    def __init__(self) -> None:
        self.workflows: dict[int, Workflow] = {}
        self.runs: dict[int, Run] = {}
        self.bell = Event()

    def runs_of(self, workflow: Workflow) -> list[Run]:
        """The runs of a workflow, newest first."""
        return [run for run in reversed(self.runs.values()) if run.workflow is workflow]
