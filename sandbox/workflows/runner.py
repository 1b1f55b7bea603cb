"""The runner: it hears what happens, watches the clock, and does what is queued, each run in a thread of its own."""

from functools import partial
from threading import Thread
from time import monotonic, sleep

from sandbox.records.workflows import Run
from sandbox.words import Conclusion
from sandbox.workflows import runs
from sandbox.workflows.jobs import Equipment, Work
from sandbox.workflows.schedule import start_due
from sandbox.workflows.triggers import hear
from sandbox.world import World

# How often the clock is looked at, in seconds.
PULSE = 0.25


class Runner:
    """Starts the workflows of a world, between `start` and `stop`, at the address where the sandbox answers."""

    def __init__(self, world: World, address: str, equipment: Equipment | None = None) -> None:
        self._world = world
        self._address = address
        self._equipment = equipment or Equipment()
        self._hear = partial(hear, world, address)
        self._seen_until = world.clock.now()
        self._is_stopping = False
        self._thread = Thread(target=self._watch, daemon=True)
        self._work: dict[int, tuple[Work, Thread]] = {}

    def start(self) -> None:
        """Listens to the world, and begins with what is queued; what another runner left half done is cancelled."""
        for run in self._world.actions.runs.values():
            run.address = run.address or self._address
            if run.is_running:
                runs.finish(self._world, run, Conclusion.CANCELLED)
        self._world.listeners.append(self._hear)
        self._thread.start()

    def stop(self) -> None:
        """Stops listening, and ends every process that is still at work."""
        self._world.listeners.remove(self._hear)
        self._is_stopping = True
        self._world.actions.bell.set()
        self._thread.join()
        for work, thread in list(self._work.values()):
            work.stop()
            thread.join()

    def look_at_clock(self) -> list[Run]:
        """Queues what became due since the last look, and tells it; a clock that went back starts nothing."""
        with self._world.lock:
            due = start_due(self._world, self._address, self._seen_until)
            self._seen_until = self._world.clock.now()
        return due

    def drain(self, timeout: float = 60.0) -> bool:
        """Waits, for so many seconds, until nothing waits or is at work; says whether that is so."""
        self.look_at_clock()
        deadline = monotonic() + timeout
        while any(run.is_waiting or run.is_running for run in list(self._world.actions.runs.values())):
            if monotonic() > deadline:
                return False
            sleep(0.01)
        return True

    def _watch(self) -> None:
        bell = self._world.actions.bell
        while not self._is_stopping:
            self.look_at_clock()
            self._start_waiting()
            bell.wait(PULSE)
            # Whatever rings after this is seen by the next look.
            bell.clear()

    def _start_waiting(self) -> None:
        with self._world.lock:
            # One after the other: each that begins may hold back the next of its group.
            for run in runs.startable(self._world):
                if run in runs.startable(self._world):
                    self._begin(run)

    def _begin(self, run: Run) -> None:
        runs.begin(self._world, run)
        work = Work(self._world, run, self._equipment)
        thread = Thread(target=self._finish, args=(run, work), daemon=True)
        self._work[run.database_id] = (work, thread)
        thread.start()

    def _finish(self, run: Run, work: Work) -> None:
        conclusion = Conclusion.FAILURE
        try:
            conclusion = work.conclude()
        except Exception as error:
            # Whatever a file may say, it ends its own run and no more.
            run.log += f"The sandbox could not do this: {type(error).__name__}: {error}\n"
        finally:
            with self._world.lock:
                runs.finish(self._world, run, conclusion)
                del self._work[run.database_id]
