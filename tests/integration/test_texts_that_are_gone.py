"""What became of texts, and what people did on issues, as the real gateway learns it over HTTP."""

from typing import TYPE_CHECKING

import pytest

from arch_hour.environment import Environment
from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.gateway.reading import created_issue
from arch_hour.model import Account, Fate, Issue, Place
from arch_hour.rules.changes import AddSubIssue, Assigned, Change, Declined, Done, Result, UnassignOwners
from sandbox.actor import Actor
from sandbox.records import Issue as Record
from sandbox.records import Repository
from sandbox.rules import departures, project_items, project_values, sub_issues
from sandbox.rules.access import Caller
from sandbox.rules.limits import SUB_ISSUE_LEVELS, SUB_ISSUES
from sandbox.words import Role
from tests.integration.conftest import REPOSITORY
from tests.integration.test_week import propose

if TYPE_CHECKING:
    from tests.integration.conftest import Town

OTHER = "octo-org/other"


def gateway(town: "Town", by: str = "workflow") -> GithubGateway:
    return Environment.of(town.environment(by)).gateway()


def admin(town: "Town") -> Caller:
    home(town).roles["ada"] = Role.ADMIN
    return Caller(town.world.account("ada"))


def said(town: "Town", number: int, by: str = "ben") -> Place:
    """A comment of somebody's, and where it is."""
    made = town.send(by, "POST", f"/issues/{number}/comments", {"body": "ACTION @ben to write"})
    return Place(made["node_id"], number)


def topic(town: "Town", title: str) -> tuple[int, Place, Place]:
    """A topic's number, and where its text and a comment on it are."""
    number = propose(town, "ben", title)
    return number, Place(_read(town, number).id, number), said(town, number)


def _read(town: "Town", number: int) -> Issue:
    return created_issue(town.send("ada", "GET", f"/issues/{number}"), REPOSITORY)


def home(town: "Town") -> Repository:
    found = town.world.find_repository("octo-org", "arch")
    assert found is not None
    return found


def in_world(town: "Town", number: int) -> Record:
    return home(town).issues[number]


def test_of_each_text_it_is_known_whether_it_was_deleted(town: "Town") -> None:
    there, there_text, there_comment = topic(town, "There")
    gone_comment = said(town, there)
    deleted, deleted_text, deleted_comment = topic(town, "Deleted")
    moved, moved_text, moved_comment = topic(town, "Moved")
    garbage = Place("'}{ what?", there)
    (last,) = town.send("ada", "GET", f"/issues/{there}/comments")[1:]
    town.send("ben", "DELETE", f"/issues/comments/{last['id']}")
    world, ada = town.world, admin(town)
    departures.delete_issue(world, ada, in_world(town, deleted))
    other = world.add_repository(OTHER, roles={"ada": "admin"})
    departures.transfer_issue(world, ada, in_world(town, moved), other)
    gone_when_moved = Place("IC_kwDOthereIsNoSuchComment", moved)
    asked = (there_text, there_comment, gone_comment, garbage, deleted_text, deleted_comment, moved_text)
    (fates, (reads, writes)) = spent(town, (*asked, moved_comment, gone_when_moved))
    assert fates == {
        there_text.id: Fate.THERE,
        there_comment.id: Fate.THERE,
        gone_comment.id: Fate.DELETED,
        garbage.id: Fate.UNKNOWN,
        deleted_text.id: Fate.DELETED,
        deleted_comment.id: Fate.DELETED,
        moved_text.id: Fate.UNKNOWN,
        moved_comment.id: Fate.THERE,
        gone_when_moved.id: Fate.UNKNOWN,
    }
    # One question for all, one for each of the three issues that something is gone from, and one redirection.
    assert (reads, writes) == (5, 0)


def spent(town: "Town", places: tuple[Place, ...]) -> tuple[dict[str, Fate], tuple[int, int]]:
    found: dict[str, Fate] = {}
    cost = town.spent(lambda: found.update(gateway(town).fates(places)))
    return found, cost


@pytest.mark.parametrize("by", ["workflow", "stranger"])
def test_what_is_hidden_is_not_taken_for_deleted(town: "Town", by: str) -> None:
    world = town.world
    secret = world.add_repository("octo-org/secret", public=False, roles={"ada": "admin"})
    number, _, comment = topic(town, "Moved away")
    departures.transfer_issue(world, admin(town), in_world(town, number), secret)
    assert gateway(town, by).fates((comment,)) == {comment.id: Fate.UNKNOWN}


def test_issues_are_read_by_number_with_who_closed_them(town: "Town") -> None:
    first, second, third = (propose(town, "ben", title) for title in ("First", "Second", "Third"))
    town.send("cleo", "POST", "/issues", {"title": "Unlabelled"})
    town.send("ada", "PATCH", f"/issues/{second}", {"state": "closed"})
    departures.delete_issue(town.world, admin(town), in_world(town, third))
    found = gateway(town).follow_ups_numbered((first, second, third, 4, 4711))
    assert [(issue.title, issue.is_open, issue.closed_by) for issue in found] == [
        ("First", True, None),
        ("Second", False, Account("ada")),
        ("Unlabelled", True, None),
    ]
    assert found[1].closed_at is not None


def test_all_that_people_did_on_an_issue_is_known_with_who_did_it(town: "Town") -> None:
    number = propose(town, "ben", "Tea", "first")
    path = f"/issues/{number}"
    town.send("ben", "PATCH", path, {"body": "second"})
    town.send("ada", "PATCH", path, {"title": "Cake", "body": "third"})
    town.send("ada", "POST", f"{path}/assignees", {"assignees": ["ben"]})
    town.send("cleo", "POST", f"{path}/comments", {"body": "Hm"})
    town.send("cleo", "POST", f"{path}/reactions", {"content": "+1"})
    town.send("cleo", "POST", "/issues", {"title": "Other", "body": f"#{number}"})
    move(town, number)
    town.send("ada", "PATCH", path, {"state": "closed"})
    issue = _read(town, number)
    done = sorted(
        (each.what, each.by.login if each.by else "") for each in gateway(town, "ada").activity(issue)
    )
    assert done == [
        ("added_to_project_v2", "ada"),
        ("assigned", "ada"),
        ("closed", "ada"),
        ("commented", "cleo"),
        ("edited", "ada"),
        ("edited", "ben"),
        ("labeled", "ada"),
        ("project_v2_item_status_changed", "ada"),
        ("project_v2_item_status_changed", "github-project-automation"),
        ("renamed", "ada"),
    ]


def move(town: "Town", number: int) -> None:
    """Ada puts an issue on a board, in progress."""
    world, ada = town.world, Caller(town.world.account("ada"))
    project = world.add_project("ada", "Board", by="ada")
    item = project_items.add_item(world, ada, project, in_world(town, number))
    assert project.status is not None
    project_values.set_value(world, ada, item, project.status, {"singleSelectOptionId": "47fc9ee4"})


def part(town: "Town", child: int, parent: int) -> Result:
    change: Change = AddSubIssue(child, parent, "why")
    return gateway(town).apply(change, child)


def test_sub_issues_are_made_once_and_only_as_long_as_github_takes_them(town: "Town") -> None:
    parent, child, other, *chain = (
        propose(town, "ben", f"Topic {count}") for count in range(4 + SUB_ISSUE_LEVELS)
    )
    assert part(town, child, parent) == Done()
    assert part(town, child, parent) == Done()
    assert [each["number"] for each in town.send("ada", "GET", f"/issues/{parent}/sub_issues")] == [child]
    assert isinstance(part(town, child, other), Declined)
    assert isinstance(part(town, parent, child), Declined)
    results = [part(town, below, above) for above, below in zip([other, *chain], chain, strict=False)]
    assert results[:-1] == [Done()] * SUB_ISSUE_LEVELS
    assert isinstance(results[-1], Declined)
    assert isinstance(part(town, other, child), Declined)


def test_the_hundred_and_first_sub_issue_is_declined(town: "Town") -> None:
    parent = propose(town, "ben", "Parent")
    ada = Caller(town.world.account("ada"))
    for _ in range(SUB_ISSUES):
        child = Actor(town.world, "ada").open_issue(REPOSITORY, "Child")
        sub_issues.add_sub_issue(town.world, ada, in_world(town, parent), child)
    result = part(town, propose(town, "ben", "One more"), parent)
    assert isinstance(result, Declined)
    assert "more than 100" in result.reason


def test_owners_that_are_taken_off_are_off(town: "Town") -> None:
    number = propose(town, "ben", "Tea")
    town.send("ada", "POST", f"/issues/{number}/assignees", {"assignees": ["ada", "ben"]})
    change = UnassignOwners(number, ("ada", "cleo"), "why")
    assert gateway(town).apply(change, number) == Assigned(("ben",), ())
    assert [each["login"] for each in town.send("ada", "GET", f"/issues/{number}")["assignees"]] == ["ben"]
