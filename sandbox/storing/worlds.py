"""The whole world as plain data, and as a YAML or JSON file."""

from pathlib import Path

import yaml

from sandbox.clock import Clock
from sandbox.identities import Sort
from sandbox.storing.accounts import account_data, load_account, load_token, token_data
from sandbox.storing.plain import Data, moment, without_blanks
from sandbox.storing.repositories import load_repository, repository_data
from sandbox.times import written
from sandbox.world import World


def world_as_data(world: World) -> Data:
    """The whole world; `now` is there when its clock stands still."""
    return without_blanks(
        {
            "now": written(world.clock.now()) if world.clock.is_frozen else None,
            "next": {sort.name.lower(): number for sort, number in world.identities.next_numbers.items()},
            "accounts": [account_data(account) for account in world.accounts.values()],
            "tokens": [token_data(token) for token in world.tokens.values()],
            "repositories": [repository_data(repository) for repository in world.repositories.values()],
        }
    )


def world_from_data(data: Data) -> World:
    """The world of some data; raises KeyError or ValueError where it does not fit together."""
    now = data.get("now")
    world = World(Clock(moment(now) if now else None))
    for sort, number in data.get("next", {}).items():
        world.identities.next_numbers[Sort[sort.upper()]] = number
    for account in data.get("accounts", []):
        load_account(world, account)
    for repository in data.get("repositories", []):
        load_repository(world, repository)
    for token in data.get("tokens", []):
        load_token(world, token)
    return world


def read_world(path: Path) -> World:
    """The world of a YAML or JSON file; raises OSError, or ValueError when it holds no world."""
    try:
        return world_from_data(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except KeyError as error:
        raise ValueError(f"{error} is missing or named but not there") from error
    except (yaml.YAMLError, TypeError, AttributeError) as error:
        raise ValueError(str(error)) from error


def write_world(world: World, path: Path) -> None:
    """Saves the whole world as YAML."""
    text = yaml.safe_dump(world_as_data(world), allow_unicode=True, sort_keys=False, width=110)
    path.write_text(text, encoding="utf-8")
