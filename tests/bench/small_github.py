"""A sandbox with repositories to run, as a process of its own: what it costs must not pass for the server's."""

import json
import sys
import time
from datetime import UTC, datetime, timedelta

from arch_hour.config_file import read_config
from arch_hour.rules.labels import labels_of
from sandbox.server import serve
from sandbox.world import World

OWNER = "octo"


def furnished(count: int) -> World:
    """A world with so many repositories, each with a meeting in two days."""
    world = World.start()
    world.add_user("ada")
    start = f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%dT%H:%M}"
    configuration = f"meeting: {{schedule: FREQ=DAILY, start: {start}}}\n"
    for number in range(count):
        name = f"{OWNER}/r{number}"
        repository = world.add_repository(name, roles={"ada": "admin"})
        world.put_file(name, ".github/arch-hour.yml", configuration)
        for label in labels_of(read_config(configuration, "arch-hour.yml")):
            world.add_label(repository, label.name, color=label.color, description=label.description)
    return world


def main(count: int) -> None:
    """Serves until it is killed; its first line says where, and which number each repository has."""
    world = furnished(count)
    token = world.add_token("ada")
    numbers = {f"{each.owner.login}/{each.name}": each.database_id for each in world.repositories.values()}
    with serve(world) as running:
        told = {"rest": running.url, "graphql": running.graphql_url, "token": token, "numbers": numbers}
        print(json.dumps(told), flush=True)
        while True:
            time.sleep(3600)


if __name__ == "__main__":
    main(int(sys.argv[1]))
