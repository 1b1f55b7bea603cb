"""Endpoints about accounts, repositories, their files and labels."""

from base64 import b64decode
from functools import partial

from sandbox.records import Label, Repository
from sandbox.rest.asking import NOTHING, Answer, Asking, Endpoint
from sandbox.rest.paging import PAGING, page_of
from sandbox.rules import labels, repositories
from sandbox.rules.access import require_account, role_as_seen
from sandbox.rules.files import entries_of, require_ref, write_file
from sandbox.rules.refusals import NOT_FOR_INTEGRATIONS, Forbidden, Invalid, NotFound
from sandbox.shapes.accounts import private_user, public_user
from sandbox.shapes.repositories import (
    content_file,
    file_commit,
    file_entry,
    folder_entry,
    full_repository,
    label_shape,
)
from sandbox.world import PLAIN_COLOR

TEXT = (str,)
OPTIONAL_TEXT = (str, type(None))


def signed_in_user(asking: Asking) -> Answer:
    """Who the token belongs to; a workflow's or installation's token is no user's, so it is refused."""
    account = require_account(asking.caller)
    if asking.caller.is_integration:
        raise Forbidden(NOT_FOR_INTEGRATIONS)
    return Answer(private_user(asking.address, account))


def user(asking: Asking, login: str) -> Answer:
    """Anybody's account."""
    account = asking.world.find_account(login)
    if account is None:
        raise NotFound
    return Answer(public_user(asking.address, account))


def rate_limit(asking: Asking) -> Answer:
    """How much of its quotas the caller has used; asking costs nothing."""
    now = asking.world.clock.now()
    core, graphql, search = (
        asking.quotas.of(asking.caller, "core", now).as_json(),
        asking.quotas.of(asking.caller, "graphql", now).as_json(),
        asking.quotas.of(asking.caller, "search", now).as_json(),
    )
    return Answer({"resources": {"core": core, "search": search, "graphql": graphql}, "rate": core})


def repository(asking: Asking, owner: str, name: str) -> Answer:
    """The repository and what the caller may do in it."""
    found = asking.repository(owner, name)
    return Answer(full_repository(asking.address, found, role_as_seen(asking.caller, found)))


def patch_repository(asking: Asking, owner: str, name: str) -> Answer:
    """Renames, describes, hides or archives the repository."""
    found = asking.repository(owner, name)
    body = asking.body
    settings = repositories.Settings(
        body.get("name"),
        body.get("description"),
        body.get("private"),
        body.get("has_issues"),
        body.get("archived"),
    )
    repositories.change_repository(asking.world, asking.caller, found, settings)
    return Answer(full_repository(asking.address, found, role_as_seen(asking.caller, found)))


def delete_repository(asking: Asking, owner: str, name: str) -> Answer:
    """Deletes the repository with all in it."""
    repositories.delete_repository(asking.world, asking.caller, asking.repository(owner, name))
    return NOTHING


def contents(asking: Asking, owner: str, name: str, path: str = "") -> Answer:
    """A file with its content, or what lies in a folder."""
    found = asking.repository(owner, name, "contents")
    require_ref(found, asking.query.get("ref"))
    file = found.files.get(path)
    if file is not None:
        return Answer(content_file(asking.address, found, file))
    entries = entries_of(found, path.rstrip("/"))
    if not entries:
        raise NotFound
    head = found.commits[-1].sha
    return Answer(
        [
            file_entry(asking.address, found, file)
            if file
            else folder_entry(asking.address, found, place, head)
            for place, file in entries
        ]
    )


def put_contents(asking: Asking, owner: str, name: str, path: str) -> Answer:
    """Makes or replaces a file."""
    found = asking.repository(owner, name)
    message = asking.needed("message")
    branch = asking.body.get("branch", found.default_branch)
    if branch != found.default_branch:
        raise NotFound(f"Branch {branch} not found")
    try:
        content = b64decode(asking.needed("content"), validate=True)
    except ValueError:
        raise Invalid("content is not valid Base64") from None
    file, commit, is_new = write_file(
        asking.world, asking.caller, found, path, content, message=message, sha=asking.body.get("sha")
    )
    return Answer(file_commit(asking.address, found, file, commit), 201 if is_new else 200)


def _label(found: Repository, label_name: str) -> Label:
    label = found.label(label_name)
    if label is None:
        raise NotFound
    return label


def list_labels(asking: Asking, owner: str, name: str) -> Answer:
    """All labels of the repository."""
    found = asking.repository(owner, name, "issues")
    return page_of(asking, list(found.labels.values()), partial(label_shape, asking.address, found))


def get_label(asking: Asking, owner: str, name: str, label_name: str) -> Answer:
    """One label of the repository."""
    found = asking.repository(owner, name, "issues")
    return Answer(label_shape(asking.address, found, _label(found, label_name)))


def post_label(asking: Asking, owner: str, name: str) -> Answer:
    """Makes a label."""
    found = asking.repository(owner, name)
    color = asking.body.get("color") or PLAIN_COLOR
    draft = labels.LabelDraft(asking.needed("name"), color, asking.body.get("description"))
    label = labels.create_label(asking.world, asking.caller, found, draft)
    return Answer(label_shape(asking.address, found, label), 201)


def patch_label(asking: Asking, owner: str, name: str, label_name: str) -> Answer:
    """Renames, recolors or describes a label."""
    found = asking.repository(owner, name)
    label = _label(found, label_name)
    body = asking.body
    draft = labels.LabelDraft(
        body.get("new_name", label.name),
        body.get("color") or label.color,
        body.get("description", label.description),
    )
    labels.change_label(asking.world, asking.caller, found, label, draft)
    return Answer(label_shape(asking.address, found, label))


def delete_label(asking: Asking, owner: str, name: str, label_name: str) -> Answer:
    """Removes a label from the repository and all its issues."""
    found = asking.repository(owner, name)
    labels.delete_label(asking.world, asking.caller, found, _label(found, label_name))
    return NOTHING


REPOSITORY = "/repos/<owner>/<name>"
LABEL = {"color": OPTIONAL_TEXT, "description": OPTIONAL_TEXT}
FLAG = (bool,)
SETTINGS = {
    "name": TEXT,
    "description": TEXT,
    "private": FLAG,
    "has_issues": FLAG,
    "archived": FLAG,
}
PERSON = (dict,)
FILE = {
    "message": TEXT,
    "content": TEXT,
    "sha": OPTIONAL_TEXT,
    "branch": TEXT,
    "committer": PERSON,
    "author": PERSON,
}
PEOPLE = dict.fromkeys(("committer", "author"), ("name", "email", "date"))
ENDPOINTS = (
    Endpoint("GET", "/user", signed_in_user),
    Endpoint("GET", "/users/<login>", user),
    Endpoint("GET", "/rate_limit", rate_limit),
    Endpoint("GET", REPOSITORY, repository),
    Endpoint("PATCH", REPOSITORY, patch_repository, body=SETTINGS),
    Endpoint("DELETE", REPOSITORY, delete_repository),
    Endpoint("GET", f"{REPOSITORY}/contents/", contents, ("ref",)),
    Endpoint("GET", f"{REPOSITORY}/contents/<path:path>", contents, ("ref",)),
    Endpoint("PUT", f"{REPOSITORY}/contents/<path:path>", put_contents, body=FILE, inner=PEOPLE),
    Endpoint("GET", f"{REPOSITORY}/labels", list_labels, PAGING),
    Endpoint("POST", f"{REPOSITORY}/labels", post_label, body={"name": TEXT, **LABEL}),
    Endpoint("GET", f"{REPOSITORY}/labels/<path:label_name>", get_label),
    Endpoint(
        "PATCH", f"{REPOSITORY}/labels/<path:label_name>", patch_label, body={"new_name": TEXT, **LABEL}
    ),
    Endpoint("DELETE", f"{REPOSITORY}/labels/<path:label_name>", delete_label),
)
