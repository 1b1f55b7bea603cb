"""The endpoint that searches issues and pull requests."""

from functools import partial

from sandbox.records import Issue
from sandbox.rest.asking import Answer, Asking, Endpoint
from sandbox.rest.paging import PAGING, page_of
from sandbox.rules.limits import SEARCH_RESULTS
from sandbox.rules.refusals import Invalid
from sandbox.rules.search import search
from sandbox.shapes.accounts import Json
from sandbox.shapes.issues import issue_shape


def search_issues(asking: Asking) -> Answer:
    """One page of the first thousand issues and pull requests that a query finds."""
    query = asking.query
    found = search(
        asking.world, asking.caller, query.get("q", ""), query.get("sort"), query.get("order", "desc")
    )
    page = page_of(
        asking,
        found[:SEARCH_RESULTS],
        partial(_item, asking),
    )
    if not page.payload and len(found) > SEARCH_RESULTS:
        raise Invalid("Only the first 1000 search results are available")
    payload = {
        "total_count": len(found),
        "incomplete_results": False,
        "search_type": "lexical",
        "items": page.payload,
    }
    return Answer(payload, headers=page.headers)


def _item(asking: Asking, issue: Issue) -> Json:
    # Unlike a list, a result has text for a body at all events.
    more = {"score": 1.0, "body": issue.body or ""}
    return issue_shape(asking.address, asking.caller, issue) | more


ENDPOINTS = (Endpoint("GET", "/search/issues", search_issues, ("q", "sort", "order", *PAGING)),)
