"""The whole world as plain data, and as a YAML or JSON file."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import yaml

from sandbox.clock import Clock
from sandbox.identities import Sort
from sandbox.lacking import Feature
from sandbox.storing.accounts import account_data, load_account
from sandbox.storing.apps import app_data, load_app
from sandbox.storing.hooks import hook_data, load_hook, load_parcel, parcels_data
from sandbox.storing.plain import Data, moment, without_blanks
from sandbox.storing.projects import load_project, project_data
from sandbox.storing.repositories import load_repository, repository_data
from sandbox.storing.teams import load_team, teams_data
from sandbox.storing.ties import tie
from sandbox.storing.tokens import load_token, token_data
from sandbox.storing.workflows import load_workflow, workflow_data
from sandbox.times import written
from sandbox.world import SEARCH_LAG, World

# In this order, since each may name what was loaded before it.
LOADERS: tuple[tuple[str, Callable[[World, Data], None]], ...] = (
    ("accounts", load_account),
    ("repositories", load_repository),
    ("repositories", tie),
    ("teams", load_team),
    ("apps", load_app),
    ("projects", load_project),
    ("tokens", load_token),
    ("hooks", load_hook),
    ("parcels", load_parcel),
    ("workflows", load_workflow),
)


def world_as_data(world: World) -> Data:
    """The whole world; `now` is there when its clock stands still, or runs (`running`) from another time than ours."""
    clock = world.clock
    return without_blanks(
        {
            "now": written(clock.now()) if clock.is_frozen or clock.is_moved else None,
            "running": clock.is_moved,
            "search_lag": None if world.search_lag == SEARCH_LAG else str(world.search_lag.total_seconds()),
            "lacking": sorted(feature.value for feature in world.lacking),
            "next": {sort.name.lower(): number for sort, number in world.identities.next_numbers.items()},
            "accounts": [account_data(account) for account in world.accounts.values()],
            "apps": [app_data(world, app) for app in world.apps.values()],
            "tokens": [token_data(world, token) for token in world.tokens.values()],
            "repositories": [repository_data(world, one) for one in world.repositories.values()],
            "teams": teams_data(world),
            "projects": [project_data(project) for project in world.projects.values()],
            "project_numbers": dict(world.project_numbers),
            "hooks": [hook_data(hook) for hook in world.hooks.values()],
            "parcels": parcels_data(world),
            "workflows": [workflow_data(world, one) for one in world.actions.workflows.values()],
        }
    )


def world_from_data(data: Data) -> World:
    """The world of some data; raises KeyError or ValueError where it does not fit together."""
    now = data.get("now")
    clock = Clock(moment(now) if now else None)
    if data.get("running", False):
        clock.go_on()
    world = World(clock)
    for sort, number in data.get("next", {}).items():
        world.identities.next_numbers[Sort[sort.upper()]] = number
    world.search_lag = timedelta(seconds=float(data.get("search_lag", SEARCH_LAG.total_seconds())))
    world.lacking |= {Feature(name) for name in data.get("lacking", [])}
    for name, load in LOADERS:
        for one in data.get(name, []):
            load(world, one)
    world.project_numbers |= data.get("project_numbers", {})
    # They are told by workflow, and wait in the order in which they were made.
    world.actions.runs = dict(sorted(world.actions.runs.items()))
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
