"""Opening a world for people: what to look at, whom to act as, and the action that its workflows run."""

import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

import arch_hour
from arch_hour.errors import UsageError
from arch_hour.terminal_tables import show_table
from sandbox.__main__ import hold
from sandbox.demo.cast import KEEPER, fresh_world
from sandbox.storing.worlds import read_world, write_world
from sandbox.workflows.actions import action_in
from sandbox.workflows.jobs import Equipment
from sandbox.world import World

# As the ready workflow names it.
TOKEN_FOR_PROJECTS = "ARCH_HOUR_PROJECT_TOKEN"  # noqa: S105  a name
# Beside the packages: the checkout, or where a wheel was installed.
HOME = Path(arch_hour.__file__).parents[1]


def open_world(file: Path | None, port: int, save: Path | None) -> int:
    """Serves the world of a file, or a team that has just begun, until it is interrupted; then saves it if told to."""
    world = fresh_world() if file is None else _world_of(file)
    world.clock.go_on()
    try:
        hold(world, port, lambda url: _announce(world, url), equipment(world))
    except OSError as error:
        msg = f"port {port} cannot be served ({error.strerror}): choose another --port"
        raise UsageError(msg) from None
    if save is not None:
        write_world(world, save)
    return 0


def equipment(world: World) -> Equipment:
    """The Arch Hour action as it is installed here, for every workflow that uses a repository called `arch-hour`.

    The secrets have the token for projects of the demo's keeper, where the world has that account.
    """
    kept = [token.text for token in world.tokens.values() if token.account.login == KEEPER]
    (folder, *_) = [place for place in (HOME, HOME / "action") if (place / "action.yml").exists()]
    return Equipment(
        {"arch-hour": action_in(folder, str(Path(sys.executable).with_name("arch-hour-action")))},
        {TOKEN_FOR_PROJECTS: kept[-1]} if kept else {},
    )


def _world_of(file: Path) -> World:
    try:
        return read_world(file)
    except OSError as error:
        msg = f"{file}: cannot be read ({error.strerror}): check the name"
        raise UsageError(msg) from None
    except ValueError as error:
        msg = f"{file}: this is no world of the sandbox ({error}): `make demo` makes one"
        raise UsageError(msg) from None


def _announce(world: World, url: str) -> None:
    console = Console(highlight=False, emoji=False, soft_wrap=True)
    console.print(f"A stand-in GitHub answers on this machine until you press Ctrl-C: {url}\n")
    for repository in world.repositories.values():
        console.print(f"  {url}/{repository.full_name}/issues")
    console.print(
        "\nAt the top of each page you choose whom you act as, and move the clock. In a second browser\n"
        "you are a second person. For programs:\n"
    )
    console.print(f"  export GITHUB_API_URL={url} GITHUB_GRAPHQL_URL={url}/graphql\n", style="dim")
    show_table(console, _tokens(world))


def _tokens(world: World) -> Table:
    table = Table("token", "of", "for", box=None, header_style="dim", padding=(0, 2))
    for token in world.tokens.values():
        table.add_row(Text(token.text), Text(token.account.rest_login), Text(token.repository or ""))
    return table
