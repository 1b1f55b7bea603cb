"""`python -m sandbox`: a stand-in GitHub that another process can talk to, until it is interrupted."""

import argparse
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from signal import SIGINT, SIGTERM, default_int_handler, signal

from sandbox.desk import Desk
from sandbox.engines import at_work
from sandbox.server import address_of, bind
from sandbox.storing.worlds import read_world, write_world
from sandbox.workflows.jobs import Equipment
from sandbox.world import World


def main(arguments: list[str] | None = None) -> int:
    """Serves a world of a file, or a small one, and prints its address and tokens; answers the exit status."""
    given = _options().parse_args(arguments)
    path: Path | None = given.world
    try:
        world = read_world(path) if path else _first_world()
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{path}: this is no world of the sandbox: {error}\n")
        return 2
    hold(world, given.port, lambda url: _announce(world, url), strict=given.strict)
    if given.save:
        write_world(world, given.save)
    return 0


def hold(
    world: World,
    port: int,
    announce: Callable[[str], None],
    equipment: Equipment | None = None,
    *,
    strict: bool = False,
) -> None:
    """Answers for a world until it is interrupted, its address announced first; raises OSError for a taken port."""
    # A shell starts what runs in its background deaf to the first of these.
    for interruption in (SIGINT, SIGTERM):
        signal(interruption, default_int_handler)
    with suppress(KeyboardInterrupt), bind(Desk(world, is_strict=strict), port) as server:
        url = address_of(server)
        announce(url)
        with at_work(world, url, equipment):
            server.serve_forever()


def _announce(world: World, url: str) -> None:
    sys.stdout.write(f"{url}\n")
    for token in world.tokens.values():
        sys.stdout.write(f"{token.text}\t{token.account.rest_login}\t{token.repository or ''}\n")
    sys.stdout.flush()


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox", description="A stand-in GitHub on this machine."
    )
    parser.add_argument("--port", type=int, default=0, help="where to listen; a free port unless told")
    parser.add_argument("--world", type=Path, help="a YAML or JSON file that says what there is at the start")
    parser.add_argument("--save", type=Path, help="a file to write the world to when interrupted")
    parser.add_argument(
        "--strict", action="store_true", help="refuse what GitHub would not know, and pace writes"
    )
    return parser


def _first_world() -> World:
    world = World.start()
    for login in ("ada", "grace"):
        world.add_user(login)
    world.add_repository("octo-org/arch", roles={"ada": "admin", "grace": "write"})
    for login in ("ada", "grace"):
        world.add_token(login)
    world.workflow_token("octo-org/arch")
    return world


if __name__ == "__main__":
    sys.exit(main())
