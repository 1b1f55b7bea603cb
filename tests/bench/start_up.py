"""How long the Action takes until its first request reaches GitHub, beside what its library for GitHub takes alone.

`python -m tests.bench.start_up [ROUNDS]`; the kinds take turns, so that a busy machine is as busy for all.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

BIN = Path(sys.executable).parent
ROUNDS = 11
REFUSAL = b"HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"


def environment(**more: str) -> dict[str, str]:
    """What a runner gives to the step of a schedule, and nothing of this process."""
    runner = {"GITHUB_EVENT_NAME": "schedule", "GITHUB_REPOSITORY": "acme/tea", "INPUT_TOKEN": "none"}
    return {"PATH": os.environ["PATH"], "PYTHONSAFEPATH": "1", **runner, **more}


def whole(*command: str, **more: str) -> float:
    """Seconds from the start of a process to its end."""
    begun = perf_counter()
    subprocess.run(command, env=environment(**more), stdout=subprocess.DEVNULL, check=True)
    return perf_counter() - begun


def until_first_request() -> float:
    """Seconds from the start of the Action to the first byte that it sends to GitHub, which then refuses it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(60)
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        begun = perf_counter()
        with subprocess.Popen(
            [BIN / "arch-hour-action"], env=environment(GITHUB_API_URL=address), stdout=subprocess.DEVNULL
        ):
            connection, _ = server.accept()
            with connection:
                connection.recv(1)
                taken = perf_counter() - begun
                connection.sendall(REFUSAL)
    return taken


KINDS: dict[str, Callable[[], float]] = {
    "Python alone": lambda: whole(sys.executable, "-c", "pass"),
    "Python and `import github`": lambda: whole(sys.executable, "-c", "import github"),
    "an event that is no reason to run, to the end": lambda: whole(
        str(BIN / "arch-hour-action"), GITHUB_EVENT_NAME="watch"
    ),
    "a run, until its first request": until_first_request,
}


def main(rounds: int) -> None:
    """Prints a table of Markdown, in milliseconds."""
    taken: dict[str, list[float]] = {name: [] for name in KINDS}
    for _ in range(rounds):
        for name, measure in KINDS.items():
            taken[name].append(measure() * 1000)
    print(f"| start-up, {rounds} times each | median | best |\n| :-- | --: | --: |")
    for name, each in taken.items():
        print(f"| {name} | {median(each):.0f} ms | {min(each):.0f} ms |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
