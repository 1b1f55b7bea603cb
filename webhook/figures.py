"""Where the figures of two processes lie together: a folder with a file of each kind for each of the two.

Source: https://prometheus.github.io/client_python/multiprocess/
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # read by prometheus_client when it is imported
OWNER = "PROMETHEUS_MULTIPROC_OWNER"  # the number of the process that made the folder
# In memory where there is such a place: on a full disk the system kills who writes to a file by its pages, and what
# lies in a folder for things of the moment is cleared away one day.
PREFIX = "arch-hour-metrics-"
MEMORY = "/dev/shm"  # noqa: S108  the folder that is made there is its owner's alone


@contextmanager
def shared_metrics() -> Iterator[Mapping[str, str]]:
    """Has this process count together with those that have what this gives in their environment.

    To be entered before anything is counted.
    """
    place = MEMORY if os.access(MEMORY, os.W_OK) else tempfile.gettempdir()
    clear_leftovers(place)
    folder = tempfile.mkdtemp(prefix=PREFIX, dir=place)
    sign = _held(folder, fcntl.LOCK_SH)
    os.environ |= {FOLDER: folder, OWNER: str(os.getpid())}
    try:
        yield {FOLDER: folder}
    finally:
        del os.environ[FOLDER], os.environ[OWNER]
        shutil.rmtree(folder, ignore_errors=True)
        if sign is not None:
            os.close(sign)


def clear_leftovers(place: str) -> None:
    """Removes what servers left behind that were killed."""
    for folder in Path(place).glob(f"{PREFIX}*"):
        sign = _held(str(folder), fcntl.LOCK_EX)
        if sign is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(sign)


def _held(folder: str, kind: int) -> int | None:
    """A lock on a folder that ends with the process; None where a living one has it, or it is somebody else's.

    Those that use a folder share it (LOCK_SH), who clears it away wants it alone (LOCK_EX).
    """
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def make_folder() -> None:
    """Makes the folder again where somebody has cleared it away, and holds it as the first one was held."""
    with suppress(FileExistsError):
        Path(os.environ[FOLDER]).mkdir(mode=0o700)
        _held(os.environ[FOLDER], fcntl.LOCK_SH)  # as long as the process lives


def share_files() -> None:
    """Has every worker go on with the files of the one before it: else each that dies leaves some behind."""
    from prometheus_client import values

    name = "server" if os.environ.get(OWNER) == str(os.getpid()) else "worker"
    values.ValueClass = values.MultiProcessValue(lambda: name)  # type: ignore[no-untyped-call]
