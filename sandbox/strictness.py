"""Strict mode: a request with anything in it that GitHub would not know fails, and says why."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from re import Pattern, escape, sub
from re import compile as pattern

from sandbox.rules.refusals import Refusal

PATH = "path"
MISSING_PATH = "path:not in the sandbox"
STATUSES = {"path": 404, "query": 400, "body": 422, "graphql": 400}


class Unknown(Refusal):
    """What strict mode refuses; GitHub itself might have overlooked it."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


def refusal_of(unknown: Sequence[str], asked: str) -> Unknown:
    """Why a request such as `GET /path` fails, by the notes of what is unknown in it, of which there is one."""
    sort, _, _ = unknown[0].partition(":")
    if unknown[0] == MISSING_PATH:
        problem = f"GitHub has a path for {asked}, and the sandbox does not have this path"
    elif unknown[0] == PATH:
        problem = f"GitHub is not known to have a path for {asked}"
    else:
        problem = f"{asked} has parts that GitHub would not know: {'; '.join(map(_spoken, unknown))}"
    return Unknown(f"The sandbox is in strict mode: {problem}.", STATUSES[sort])


def _spoken(note: str) -> str:
    sort, _, name = note.partition(":")
    words = {"query": "the query parameter", "body": "the body field", "graphql": "in GraphQL"}
    return f"{words[sort]} {name.rstrip('.')}"


def path_note(method: str, path: str) -> str:
    """How the log calls a path that nothing answers: GitHub may have it all the same."""
    asked = f"{method} {path}"
    return MISSING_PATH if any(_pattern(one).fullmatch(asked) for one in official_paths()) else PATH


@cache
def official_paths() -> tuple[str, ...]:
    """The methods and paths that GitHub is known to have, such as `GET /repos/{owner}/{repo}`."""
    return tuple(
        files("sandbox.rest").joinpath("official_paths.txt").read_text(encoding="utf-8").splitlines()
    )


@cache
def _pattern(official: str) -> Pattern[str]:
    # A file's path has slashes in it, all other names have none.
    return pattern(
        sub(r"\\\{(\w+)\\\}", lambda name: ".*" if name[1] == "path" else "[^/]+", escape(official))
    )
