"""Sending one mutation in a line."""

from collections.abc import Callable
from typing import Any

from sandbox.records import Issue
from sandbox.records.projects import Project

Mutate = Callable[..., Any]


def mutations_of(ask: Callable[..., Any]) -> Mutate:
    """What sends a mutation, by rita unless told, and gives what it answers, or else its errors."""

    def sent(name: str, selection: str, who: str = "rita", /, **given: object) -> Any:
        type_ = name[0].upper() + name[1:]
        document = f"mutation ($input: {type_}Input!) {{ {name}(input: $input) {{ {selection} }} }}"
        answer = ask(who, document, input=given)
        return answer["errors"] if "errors" in answer else answer["data"][name]

    return sent


def add_item(mutate: Mutate, project: Project, issue: Issue) -> str:
    """Adds an issue to a project and gives the item's node id."""
    added = mutate("addProjectV2ItemById", "item { id }", projectId=project.id, contentId=issue.id)
    identity: str = added["item"]["id"]
    return identity
