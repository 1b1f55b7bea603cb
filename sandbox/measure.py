"""`python -m sandbox.measure`: how long a page of a hundred topics takes by both faces, and the start of a sandbox."""

import subprocess
import sys
from statistics import median
from time import perf_counter
from typing import Any

from flask import Flask

from sandbox.actor import Actor
from sandbox.server import create_app
from sandbox.world import World

TOPICS = 1_000
VOTES = 20
ROUNDS = 9
REPOSITORY = "octo-org/arch"
REST = f"/repos/{REPOSITORY}/issues?per_page=100&page=2&labels=topic"
# All that a program wants to know of the topics of a meeting.
TOPICS_QUERY = """
query Topics {
  repository(owner: "octo-org", name: "arch") {
    topics: issues(labels: ["topic"], states: [OPEN], first: 100, orderBy: {field: CREATED_AT, direction: ASC}) {
      pageInfo { hasNextPage endCursor }
      nodes {
        id number title body url state createdAt closedAt
        author { __typename login }
        labels(first: 100) { nodes { name } }
        assignees(first: 10) { nodes { login } }
        comments(last: 20) { totalCount nodes { id fullDatabaseId body url createdAt author { __typename login } } }
        reactions(content: THUMBS_UP, first: 100) { totalCount nodes { createdAt user { login } } }
        timelineItems(itemTypes: [CLOSED_EVENT], last: 1) {
          nodes { __typename ... on ClosedEvent { createdAt } }
        }
      }
    }
  }
}
"""


def busy_world() -> World:
    """A world with a thousand topics, each with twenty votes."""
    world = World.start()
    voters = [f"voter-{number}" for number in range(VOTES)]
    for login in voters:
        world.add_user(login)
    world.add_repository(REPOSITORY, roles={voters[0]: "admin"})
    author = Actor(world, voters[0])
    for number in range(TOPICS):
        issue = author.open_issue(REPOSITORY, f"Topic {number}", "What about it?", labels=("topic",))
        for login in voters:
            Actor(world, login).react(issue)
    return world


def by_rest(app: Flask, token: str) -> Any:
    """A page of topics as REST lists them."""
    return app.test_client().get(REST, headers={"Authorization": f"Bearer {token}"}).get_json()


def by_graphql(app: Flask, token: str, query: str = TOPICS_QUERY, variables: object = None) -> Any:
    """What GraphQL answers to a query, the page of topics unless told."""
    question = {"query": query, "variables": variables}
    return (
        app.test_client()
        .post("/graphql", json=question, headers={"Authorization": f"Bearer {token}"})
        .get_json()
    )


def start() -> None:
    """Starts a sandbox of its own, and ends it when it has told its address."""
    with subprocess.Popen([sys.executable, "-m", "sandbox"], stdout=subprocess.PIPE) as process:
        if process.stdout is not None:
            process.stdout.readline()
        process.kill()


def main() -> None:
    """Prints the medians in milliseconds."""
    world = busy_world()
    app, token = create_app(world), world.add_token("voter-1")
    works = {
        "REST, a page of topics": lambda: by_rest(app, token),
        "GraphQL, a page of topics": lambda: by_graphql(app, token),
        "start until the address is told": start,
    }
    for name, work in works.items():
        taken = []
        for _ in range(ROUNDS):
            began = perf_counter()
            work()
            taken.append((perf_counter() - began) * 1000)
        sys.stdout.write(f"{name}: {median(taken):.0f} ms\n")


if __name__ == "__main__":
    main()
