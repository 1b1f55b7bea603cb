"""One run at work: its folders, its token, and a process for each step."""

import signal
import subprocess
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from os import killpg
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import IO

from sandbox.records.workflows import Run
from sandbox.words import Conclusion
from sandbox.workflows.actions import KnownAction, find_action, is_allowed, is_checkout
from sandbox.workflows.catalog import definition_of
from sandbox.workflows.environment import (
    FILES,
    Keys,
    Place,
    environment_of,
    event_text,
    inputs_of,
    own_environment,
)
from sandbox.workflows.files import Definition, Job, Step, Unreadable
from sandbox.workflows.language.functions import ExpressionError
from sandbox.workflows.language.parsing import Scope
from sandbox.workflows.log_commands import obeyed
from sandbox.workflows.runs import is_wanted
from sandbox.workflows.scopes import scope_of_job, scope_of_steps
from sandbox.world import World

# How much of a log and of a summary is kept, in characters: their ends tell most.
LONGEST_TEXT = 65_536
# How often a process is looked after, in seconds.
PULSE = 0.05
# Beyond this, the sandbox shows another time than the real one.
CLOSE = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Equipment:
    """What a runner has at hand: known actions by pattern, and the secrets of every repository by name."""

    actions: Mapping[str, KnownAction] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


class Failure(Exception):  # noqa: N818 - how a run ends, not an error of ours
    """A step that did not succeed, by which the run is over."""

    def __init__(self, conclusion: Conclusion = Conclusion.FAILURE) -> None:
        super().__init__(conclusion.value)
        self.conclusion = conclusion


@dataclass(frozen=True, slots=True)
class _Inside:
    """What all steps of a job share: what its expressions are worked out in, its token, and when it must have ended."""

    scope: Scope
    token: str = field(repr=False)
    deadline: float


class Work:
    """Does what a run's file says, in the thread that calls `conclude`; another one may `stop` it."""

    def __init__(self, world: World, run: Run, equipment: Equipment) -> None:
        self._world = world
        self._run = run
        self._equipment = equipment
        self._is_stopped = False

    def stop(self) -> None:
        """Ends the present process, and starts no other."""
        self._is_stopped = True

    def conclude(self) -> Conclusion:
        """Does every job and tells how the run ended; what it writes is in the run's log and summary."""
        try:
            with self._world.lock:
                definition = definition_of(self._run.workflow)
            return self._concluded(definition)
        except (Unreadable, ExpressionError) as error:
            self._log(f"{self._run.workflow.path}: {error}\n")
            return Conclusion.FAILURE

    def _concluded(self, definition: Definition) -> Conclusion:
        """Does one job after the other; after one that failed only those go on that do not need it."""
        results: dict[str, Conclusion] = {}
        for job in definition.jobs:
            if is_wanted(self._run, definition, job, results):
                results[job.id] = self._result(job, scope_of_job(self._run, definition, job, results))
            else:
                self._log(f"The job {job.id} is skipped.\n")
                results[job.id] = Conclusion.SKIPPED
            if results[job.id] is Conclusion.CANCELLED:
                break
        return _outcome(results.values())

    def _result(self, job: Job, scope: Scope) -> Conclusion:
        try:
            self._do(job, scope)
        except Failure as failure:
            return failure.conclusion
        return Conclusion.SUCCESS

    def _do(self, job: Job, scope: Scope) -> None:
        deadline = monotonic() + job.minutes * 60
        with TemporaryDirectory(prefix="sandbox-run-") as folder:
            place = Place(Path(folder))
            for path in (place.workspace, place.home, place.temp, place.event.parent):
                path.mkdir()
            place.event.write_text(event_text(self._run), encoding="utf-8")
            token = self._token(job)
            try:
                for step in job.steps:
                    self._log(f"Run {step.name}\n")
                    self._step(job, step, place, _Inside(scope, token, deadline))
            finally:
                # A job's token ends with it.
                with self._world.lock:
                    self._world.tokens.pop(token, None)

    def _token(self, job: Job) -> str:
        world, run = self._world, self._run
        with world.lock:
            text = world.workflow_token(run.workflow.repository.full_name, job.permissions)
            made = world.tokens.pop(text)
            return world.keep_token(replace(made, text=f"ghs_run{run.database_id}_{job.id}"))

    def _step(self, job: Job, step: Step, place: Place, inside: "_Inside") -> None:
        if step.uses is None:
            self._log("Scripts are not run in the sandbox.\n")
            return
        if is_checkout(step.uses):
            self._check_out(place)
            return
        repository = self._run.workflow.repository
        if not is_allowed(step.uses, repository):
            self._log(f"The action {step.uses} is not allowed in {repository.full_name}.\n")
            raise Failure
        action = find_action(self._equipment.actions, step.uses)
        if action is None:
            self._log(f"Unable to resolve action {step.uses}: the sandbox knows no command for it.\n")
            raise Failure
        keys = Keys(inside.token, self._equipment.secrets)
        own = own_environment(job, step, scope_of_steps(inside.scope, keys, {}))
        scope = scope_of_steps(inside.scope, keys, own)
        environment = environment_of(self._run, job, step, place, own)
        environment |= dict(action.environment) | inputs_of(step, action, scope, self._shown_moment())
        self._start(action.command, environment, place, keys, inside.deadline)

    def _shown_moment(self) -> datetime | None:
        now = self._world.clock.now()
        return now if abs(now - datetime.now(UTC)) > CLOSE else None

    def _check_out(self, place: Place) -> None:
        with self._world.lock:
            files = dict(self._run.workflow.repository.files)
        for path, file in files.items():
            target = place.workspace / path
            if not target.resolve().is_relative_to(place.workspace.resolve()):
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.content)

    def _start(
        self,
        command: tuple[str, ...],
        environment: Mapping[str, str],
        place: Place,
        keys: Keys,
        deadline: float,
    ) -> None:
        for name in FILES:
            place.file(name).parent.mkdir(exist_ok=True)
            place.file(name).write_bytes(b"")
        output = place.folder / "log"
        with output.open("wb") as log:
            try:
                process = _started(command, environment, place.workspace, log)
            except OSError as error:
                self._log(f"{error}\n")
                raise Failure from None
            ended = self._look_after(process, deadline)
        self._log(masked(obeyed(output.read_text(encoding="utf-8", errors="replace")), keys))
        summary = place.file("STEP_SUMMARY").read_text(encoding="utf-8", errors="replace")
        self._run.summary = (self._run.summary + masked(summary, keys))[-LONGEST_TEXT:]
        if ended is not None:
            raise Failure(ended)
        if process.returncode != 0:
            self._log(f"The process ended with exit code {process.returncode}.\n")
            raise Failure

    def _look_after(self, process: "subprocess.Popen[bytes]", deadline: float) -> Conclusion | None:
        """Waits for a process; tells how the run ends when it had to be killed."""
        while True:
            with suppress(subprocess.TimeoutExpired):
                process.wait(PULSE)
                return None
            if self._is_stopped or self._run.conclusion is Conclusion.CANCELLED:
                _kill(process)
                return Conclusion.CANCELLED
            if monotonic() > deadline:
                _kill(process)
                return Conclusion.TIMED_OUT

    def _log(self, text: str) -> None:
        self._run.log = (self._run.log + text)[-LONGEST_TEXT:]


def _outcome(results: Iterable[Conclusion]) -> Conclusion:
    """How a run ended whose jobs ended so: as the first that went wrong, and skipped only if all were."""
    ends = list(results)
    wrong = [end for end in ends if end not in (Conclusion.SUCCESS, Conclusion.SKIPPED)]
    if wrong:
        return wrong[0]
    return Conclusion.SUCCESS if Conclusion.SUCCESS in ends else Conclusion.SKIPPED


def _started(
    command: tuple[str, ...], environment: Mapping[str, str], workspace: Path, log: IO[bytes]
) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603 - the commands are those of whoever serves the sandbox
        command,
        env=dict(environment),
        cwd=workspace,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def masked(text: str, keys: Keys) -> str:
    """The text with stars for the token and every secret, as logs show them."""
    for secret in (keys.token, *keys.secrets.values()):
        if secret:
            text = text.replace(secret, "***")
    return text


def _kill(process: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError):
        # The process leads a group of its own, so that what it started ends too.
        killpg(process.pid, signal.SIGKILL)
    process.wait()
