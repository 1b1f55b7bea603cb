"""Where the issue of a number is: in its repository, in another one by now, or nowhere any more."""

from sandbox.records import Issue, Repository
from sandbox.rules.access import Caller, area_of, can_see, require_area, require_issues
from sandbox.rules.refusals import Gone, NotFound


class Transferred(NotFound):
    """The issue is in another repository now, where the caller may look."""

    def __init__(self, issue: Issue) -> None:
        super().__init__()
        self.issue = issue


def find_issue(caller: Caller, repository: Repository, number: int) -> Issue:
    """The issue or pull request of a number; raises NotFound, Transferred, or Gone where it was deleted."""
    issue = repository.issues.get(number)
    if issue is None:
        raise _absence(caller, repository, number)
    if not issue.is_pull_request:
        require_issues(repository)
    require_area(caller, repository, area_of(issue))
    return issue


def _absence(caller: Caller, repository: Repository, number: int) -> Gone | NotFound:
    if number in repository.deleted:
        return Gone("This issue was deleted")
    elsewhere = repository.transferred.get(number)
    if elsewhere is None or not can_see(caller, elsewhere.repository):
        return NotFound()
    return Transferred(elsewhere)
