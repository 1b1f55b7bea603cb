"""The list of a repository's issues."""

from urllib.parse import urlencode

from flask import Response

from sandbox.pages.issue_searches import SORTS, STATES, found_by, search_of, thumbs_of
from sandbox.pages.rendering import render
from sandbox.pages.routes import Page
from sandbox.pages.visits import Visit
from sandbox.rules.access import require_issues

PER_PAGE = 25


def show_issues(visit: Visit, owner: str, name: str) -> Response:
    """Issues by state, label, person and words, with the pinned ones on top, 25 a page."""
    repository = visit.repository(owner, name)
    require_issues(repository)
    search = search_of(visit.query.get("q"))
    found = found_by(search, repository, visit.account)
    shown = [issue for issue in found if search.state is None or issue.is_open is STATES[search.state]]
    pages = max(1, -(-len(shown) // PER_PAGE))
    page = min(max(visit.query.get("page", 1, type=int), 1), pages)
    return render(
        visit,
        "issues.html",
        title=f"Issues · {repository.full_name}",
        repository=repository,
        search=search,
        issues=shown[(page - 1) * PER_PAGE : page * PER_PAGE],
        open_count=sum(issue.is_open for issue in found),
        closed_count=sum(not issue.is_open for issue in found),
        page=page,
        pages=pages,
        sorts=SORTS,
        votes_of=thumbs_of,
        labels=sorted(repository.labels.values(), key=lambda label: label.name.casefold()),
        list_address=lambda text, **more: f"/{repository.full_name}/issues?{urlencode({'q': text, **more})}",
    )


PAGES = (Page("/<owner>/<name>/issues", show_issues),)
