"""What a person does with projects: on their own pages, and in the sidebar of an issue."""

from re import compile as pattern

from sandbox.pages.issue_pages import ISSUE
from sandbox.pages.projects import PAGES, project_at
from sandbox.pages.routes import Act
from sandbox.pages.visits import Visit
from sandbox.records import Issue
from sandbox.records.projects import Project, ProjectItem
from sandbox.rules import project_items
from sandbox.rules.access import can_see
from sandbox.rules.project_access import shows_content
from sandbox.rules.project_items import ItemDraft, add_draft, add_item
from sandbox.rules.project_values import clear_value, set_value
from sandbox.rules.refusals import Invalid, NotFound

REFERENCE = pattern(r"(?:(?:(?P<owner>[^/\s#]+)/)?(?P<name>[^/\s#]+))?#?(?<!\w)(?P<number>[0-9]{1,9})")
ADDRESS = pattern(
    r"(?:https?://[^/\s]+)?/(?P<owner>[^/\s]+)/(?P<name>[^/\s]+)/(?:issues|pull)/(?P<number>[0-9]{1,9})/?(?:[?#].*)?"
)


def add_referred(visit: Visit, login: str, number: int) -> str:
    """Adds the issue or pull request that was referred to."""
    project = project_at(visit, login, number)
    add_item(visit.world, visit.caller, project, _referred(visit, project, visit.text("reference").strip()))
    return project.path


def _referred(visit: Visit, project: Project, text: str) -> Issue:
    """The issue of a number, `name#1`, `owner/name#1` or address; its home is of the project's owner unless told."""
    found = ADDRESS.fullmatch(text) or REFERENCE.fullmatch(text)
    if found is None:
        raise Invalid(f"“{text}” is no issue. Write its number, owner/name#number, or its address.")
    name = found["name"] or _only_repository(visit, project)
    return visit.issue(found["owner"] or project.owner.login, name, int(found["number"]))


def _only_repository(visit: Visit, project: Project) -> str:
    homes = project.repositories or [
        one for one in visit.world.repositories.values() if one.owner is project.owner
    ]
    seen = [one for one in homes if can_see(visit.caller, one)]
    if len(seen) != 1:
        raise Invalid("Which repository? Write name#number, such as arch#1.")
    return seen[0].name


def draft_item(visit: Visit, login: str, number: int) -> str:
    """Adds a draft of a title."""
    project = project_at(visit, login, number)
    add_draft(visit.world, visit.caller, project, ItemDraft(visit.text("title").strip()))
    return project.path


def move_card(visit: Visit, login: str, number: int, item: int) -> str:
    """Gives an item another status, or none."""
    project = project_at(visit, login, number)
    _set_status(visit, _item(visit, project, item))
    return project.path


def remove_card(visit: Visit, login: str, number: int, item: int) -> str:
    """Takes an item out of its project."""
    project = project_at(visit, login, number)
    project_items.delete_item(visit.world, visit.caller, _item(visit, project, item))
    return project.path


def _item(visit: Visit, project: Project, number: int) -> ProjectItem:
    item = project.items.get(number)
    if item is None or not shows_content(visit.caller, item):
        raise NotFound("This item is not in the project, or hidden from you.")
    return item


def _set_status(visit: Visit, item: ProjectItem) -> None:
    field, chosen = item.project.status, visit.text("status")
    if field is None:
        raise Invalid("This project has no Status field.")
    if chosen:
        set_value(visit.world, visit.caller, item, field, {"singleSelectOptionId": chosen})
    else:
        clear_value(visit.world, visit.caller, item, field)


def add_to_project(visit: Visit, owner: str, name: str, number: int) -> str:
    """Adds the issue to the project that was chosen by its owner and number, as `owner/1`."""
    issue = visit.issue(owner, name, number)
    login, _, place = visit.text("project").rpartition("/")
    if not place.isdecimal() or len(place) > len("999999999"):
        raise Invalid("Choose a project.")
    add_item(visit.world, visit.caller, project_at(visit, login, int(place)), issue)
    return issue.path


def set_status(visit: Visit, owner: str, name: str, number: int, item: int) -> str:
    """Gives the issue another status, or none, in one of its projects."""
    issue = visit.issue(owner, name, number)
    _set_status(visit, _item_of(visit, issue, item))
    return issue.path


def remove_from_project(visit: Visit, owner: str, name: str, number: int, item: int) -> str:
    """Takes the issue out of one of its projects."""
    issue = visit.issue(owner, name, number)
    project_items.delete_item(visit.world, visit.caller, _item_of(visit, issue, item))
    return issue.path


def _item_of(visit: Visit, issue: Issue, number: int) -> ProjectItem:
    for project in visit.world.projects.values():
        item = project.items_by_content.get(issue)
        if item is not None and item.database_id == number:
            return _item(visit, project_at(visit, project.owner.login, project.number), number)
    raise NotFound("This issue is not in that project any more.")


IN_PROJECT = f"{ISSUE.rule}/projects/<int:item>"
ACTS = (
    Act(f"{ISSUE.rule}/projects", add_to_project, ISSUE),
    Act(IN_PROJECT, set_status, ISSUE),
    Act(f"{IN_PROJECT}/deletion", remove_from_project, ISSUE),
    *(
        act
        for page in PAGES
        for act in (
            Act(f"{page.rule}/items", add_referred, page),
            Act(f"{page.rule}/drafts", draft_item, page),
            Act(f"{page.rule}/items/<int:item>", move_card, page),
            Act(f"{page.rule}/items/<int:item>/deletion", remove_card, page),
        )
    ),
)
