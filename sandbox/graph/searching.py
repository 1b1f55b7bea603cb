"""Search as GraphQL answers it."""

from collections.abc import Callable
from typing import Any

from sandbox.graph.connections import Ordered
from sandbox.graph.context import Context
from sandbox.records import Issue
from sandbox.rules.limits import SEARCH_RESULTS
from sandbox.rules.search import search


class Found(Ordered):
    """The first thousand of what a query found, in its order; `total` counts the rest too."""

    def __init__(self, issues: list[Issue]) -> None:
        places = {issue.id: place for place, issue in enumerate(issues)}
        super().__init__(issues[:SEARCH_RESULTS], lambda issue: (places[issue.id],))
        self.total = len(issues)


def _search(
    _: None,
    context: Context,
    *,
    query: str,
    type: str,
) -> Found:
    del type
    return Found(search(context.world, context.caller, query))


RESOLVERS: dict[str, Callable[..., Any]] = {
    "Query.search": _search,
    "SearchResultItemConnection.issueCount": lambda connection, _: connection.items.total,
}
