"""Endpoints about projects of organizations and users."""

from collections.abc import Callable, Collection, Mapping
from functools import partial

from sandbox.identities import Sort, node_id
from sandbox.project_words import FieldKind, ItemType, OptionColor
from sandbox.records import Account, Issue
from sandbox.records.projects import Project, ProjectField, ProjectItem
from sandbox.rest.asking import NOTHING, Answer, Asking, Endpoint, word_of
from sandbox.rest.cursors import CURSORS, page_between
from sandbox.rest.fields import check_fields, objects_of
from sandbox.rest.paging import positive
from sandbox.rules import project_fields, project_items, project_values
from sandbox.rules.access import can_see
from sandbox.rules.project_access import projects_of
from sandbox.rules.project_fields import FieldDraft, IterationDraft, IterationPlan, OptionDraft
from sandbox.rules.project_queries import matches
from sandbox.rules.refusals import Invalid, NotFound
from sandbox.shapes.projects import (
    field_shape,
    item_shape,
    item_with_values,
    project_shape,
)
from sandbox.words import AccountKind

Handler = Callable[..., Answer]
TEXT, NUMBER, LIST, OBJECT = (str,), (int,), (list,), (dict,)
OPTION = {"name": TEXT, "color": TEXT, "description": TEXT}
ITERATION = {"title": TEXT, "start_date": TEXT, "duration": NUMBER}
ITERATIONS = {"start_date": TEXT, "duration": NUMBER, "iterations": LIST}
SORTS = {ItemType.ISSUE: Sort.ISSUE, ItemType.PULL_REQUEST: Sort.PULL_REQUEST}
KINDS = {AccountKind.ORGANIZATION: "org", AccountKind.USER: "username"}


def _owner(asking: Asking, kind: AccountKind, login: str) -> Account:
    account = asking.world.find_account(login)
    if account is None or account.kind is not kind:
        raise NotFound
    return account


def _of(kind: AccountKind, handler: Handler) -> Handler:
    """The handler for projects of organizations or of users: it is given the project instead of owner and number."""

    def answer(asking: Asking, *, project_number: int, **place: object) -> Answer:
        owner = _owner(asking, kind, str(place.pop(KINDS[kind])))
        return handler(asking, _numbered(asking, owner, project_number), **place)

    return answer


def _numbered(asking: Asking, owner: Account, number: int) -> Project:
    for project in projects_of(asking.world, asking.caller, owner):
        if project.number == number:
            return project
    raise NotFound


def _list(kind: AccountKind) -> Handler:
    def list_projects(asking: Asking, **place: str) -> Answer:
        """The owner's projects that exist for the caller, those with all words of `q` in the title if told."""
        found = projects_of(asking.world, asking.caller, _owner(asking, kind, place[KINDS[kind]]))
        words = asking.query.get("q", "").casefold().split()
        meant = [project for project in found if all(word in project.title.casefold() for word in words)]
        shape = partial(project_shape, asking.address)
        return page_between(asking, meant, lambda project: (project.number,), shape)

    return list_projects


def get_project(asking: Asking, project: Project) -> Answer:
    """One project."""
    return Answer(project_shape(asking.address, project))


def list_fields(asking: Asking, project: Project) -> Answer:
    """All fields of a project, built-in ones first."""
    shape = partial(field_shape, asking.address, asking.world.clock.now())
    return page_between(asking, project.fields, lambda field: (field.database_id,), shape)


def _field(project: Project, field_id: object) -> ProjectField:
    for field in project.fields:
        if field.database_id == field_id:
            return field
    raise NotFound


def get_field(asking: Asking, project: Project, field_id: int) -> Answer:
    """One field of a project."""
    return Answer(field_shape(asking.address, asking.world.clock.now(), _field(project, field_id)))


def post_field(asking: Asking, project: Project) -> Answer:
    """Makes a field."""
    kind = word_of(asking.needed("data_type"), FieldKind, "ProjectV2Field", "data_type")
    if not kind.is_custom:
        raise Invalid(f"Fields of type {kind.value} cannot be created")
    options = [
        _option(one)
        for one in objects_of("single_select_options", asking.body.get("single_select_options"), OPTION)
    ]
    draft = FieldDraft(asking.needed("name"), kind, options, _plan(asking))
    made = project_fields.create_field(asking.world, asking.caller, project, draft)
    return Answer(field_shape(asking.address, asking.world.clock.now(), made), 201)


def _option(given: dict[str, str]) -> OptionDraft:
    color = word_of(given.get("color", "GRAY"), OptionColor, "ProjectV2Field", "color")
    return OptionDraft(given.get("name", ""), color, given.get("description", ""))


def _plan(asking: Asking) -> IterationPlan | None:
    given = asking.body.get("iteration_configuration")
    if given is None:
        return None
    check_fields(given, ITERATIONS, "properties/iteration_configuration")
    _require(given, "start_date", "duration")
    drafts = []
    for one in objects_of("iterations", given.get("iterations"), ITERATION):
        _require(one, *ITERATION)
        drafts.append(IterationDraft(one["title"], project_values.day(one["start_date"]), one["duration"]))
    return IterationPlan(project_values.day(given["start_date"]), given["duration"], drafts)


def _require(given: Mapping[str, object], *names: str) -> None:
    for name in names:
        if name not in given:
            raise Invalid(f'Invalid request.\n\n"{name}" wasn\'t supplied.')


def _shape(asking: Asking, project: Project) -> Callable[[ProjectItem], object]:
    """How an item is shown with the fields that the query names, its title without."""
    named = asking.query.get("fields", "")
    wanted = {positive(one.strip(), 0) for one in named.split(",") if one.strip()}
    titles = {field.database_id for field in project.fields if field.kind is FieldKind.TITLE}
    today = asking.world.clock.now().date()

    def shape(item: ProjectItem) -> object:
        shown = [
            value
            for value in project_values.values_of(asking.caller, item)
            if value.field.database_id in (wanted or titles)
        ]
        return item_with_values(asking.address, asking.caller, item, shown, today)

    return shape


def list_items(asking: Asking, project: Project) -> Answer:
    """The items that meet `q`, as they stand in the project."""
    return _items(asking, project, asking.query.get("q", ""))


def list_view_items(asking: Asking, project: Project, view_number: int) -> Answer:
    """The items that a view shows: those that meet its filter and are not archived."""
    for view in project.views:
        if view.number == view_number:
            return _items(asking, project, f"-is:archived {view.filter or ''}")
    raise NotFound


def _items(asking: Asking, project: Project, query: str) -> Answer:
    found = [item for item in project.ordered_items if matches(item, query)]
    return page_between(asking, found, lambda item: item.place, _shape(asking, project))


def _item(project: Project, item_id: int) -> ProjectItem:
    item = project.items.get(item_id)
    if item is None:
        raise NotFound
    return item


def get_item(asking: Asking, project: Project, item_id: int) -> Answer:
    """One item."""
    return Answer(_shape(asking, project)(_item(project, item_id)))


def post_item(asking: Asking, project: Project) -> Answer:
    """Adds an issue or pull request, by its id or by repository and number."""
    content = _content(asking)
    item = project_items.add_item(asking.world, asking.caller, project, content)
    return Answer(item_shape(asking.address, asking.caller, item), 201)


def _content(asking: Asking) -> Issue:
    kind = word_of(asking.needed("type"), ItemType, "ProjectV2Item", "type")
    if kind not in SORTS:
        raise Invalid("type must be either Issue or PullRequest")
    body = asking.body
    if "id" in body:
        found = _by_id(asking, kind, body["id"])
    else:
        found = asking.issue(asking.needed("owner"), asking.needed("repo"), asking.needed("number"))
    if not isinstance(found, Issue) or not can_see(asking.caller, found.repository):
        raise NotFound
    if found.is_pull_request is not (kind is ItemType.PULL_REQUEST):
        raise NotFound
    return found


def _by_id(asking: Asking, kind: ItemType, number: int) -> object:
    # No id has more bits than these.
    return asking.world.nodes.get(node_id(SORTS[kind].prefix, number)) if 0 <= number < 2**48 else None


def patch_item(asking: Asking, project: Project, item_id: int) -> Answer:
    """Sets or empties fields of an item."""
    item = _item(project, item_id)
    changes = []
    for one in objects_of("fields", asking.needed("fields"), {"id": NUMBER}):
        _require(one, "id", "value")
        changes.append((_field(project, one["id"]), one["value"]))
    project_values.set_values(asking.world, asking.caller, item, changes)
    return Answer(_shape(asking, project)(item))


def delete_item(asking: Asking, project: Project, item_id: int) -> Answer:
    """Takes an item out of its project."""
    project_items.delete_item(asking.world, asking.caller, _item(project, item_id))
    return NOTHING


def post_draft(asking: Asking, project: Project) -> Answer:
    """Adds a draft issue."""
    draft = project_items.ItemDraft(asking.needed("title"), asking.body.get("body", ""))
    item = project_items.add_draft(asking.world, asking.caller, project, draft)
    return Answer(item_shape(asking.address, asking.caller, item), 201)


def post_draft_of_user(asking: Asking, user_id: str, project_number: int) -> Answer:
    """Adds a draft issue to a user's project; the path has the id instead of the login."""
    for account in asking.world.accounts.values():
        if account.kind is AccountKind.USER and user_id in (str(account.database_id), account.login):
            return post_draft(asking, _numbered(asking, account, project_number))
    raise NotFound


FIELD = {"name": TEXT, "data_type": TEXT, "single_select_options": LIST, "iteration_configuration": OBJECT}
FIELD_PARTS: Mapping[str, Collection[str]] = {
    "single_select_options": OPTION,
    "iteration_configuration": ITERATIONS,
    "iteration_configuration.iterations": ITERATION,
}
ITEM = {"type": TEXT, "id": NUMBER, "owner": TEXT, "repo": TEXT, "number": NUMBER}
DRAFT = {"title": TEXT, "body": TEXT}
SHOWN = ("fields",)


def _endpoints(kind: AccountKind, all_projects: str) -> tuple[Endpoint, ...]:
    one = f"{all_projects}/<int:project_number>"
    item = f"{one}/items/<int:item_id>"
    of = partial(_of, kind)
    return (
        Endpoint("GET", all_projects, _list(kind), ("q", *CURSORS)),
        Endpoint("GET", one, of(get_project)),
        Endpoint("GET", f"{one}/fields", of(list_fields), CURSORS),
        Endpoint("POST", f"{one}/fields", of(post_field), body=FIELD, inner=FIELD_PARTS),
        Endpoint("GET", f"{one}/fields/<int:field_id>", of(get_field)),
        Endpoint("GET", f"{one}/items", of(list_items), ("q", *SHOWN, *CURSORS)),
        Endpoint("POST", f"{one}/items", of(post_item), body=ITEM),
        Endpoint("GET", item, of(get_item), SHOWN),
        Endpoint("PATCH", item, of(patch_item), body={"fields": LIST}, inner={"fields": ("id", "value")}),
        Endpoint("DELETE", item, of(delete_item)),
        Endpoint("GET", f"{one}/views/<int:view_number>/items", of(list_view_items), (*SHOWN, *CURSORS)),
    )


ENDPOINTS = (
    *_endpoints(AccountKind.ORGANIZATION, "/orgs/<org>/projectsV2"),
    *_endpoints(AccountKind.USER, "/users/<username>/projectsV2"),
    Endpoint(
        "POST",
        "/orgs/<org>/projectsV2/<int:project_number>/drafts",
        _of(AccountKind.ORGANIZATION, post_draft),
        body=DRAFT,
    ),
    Endpoint(
        "POST", "/user/<user_id>/projectsV2/<int:project_number>/drafts", post_draft_of_user, body=DRAFT
    ),
)
