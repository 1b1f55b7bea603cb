"""Endpoints about webhooks of repositories and apps, and about their deliveries."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

from sandbox.hooks.deliveries import app_hook, known_deliveries, ping, redeliver, tell_test
from sandbox.records.hooks import Hook
from sandbox.rest.asking import NOTHING, Answer, Asking, Endpoint
from sandbox.rest.fields import check_fields, check_items
from sandbox.rest.paging import DEFAULT_PER_PAGE, MAX_PER_PAGE, PAGING, page_of, positive
from sandbox.rest.repositories import REPOSITORY, TEXT
from sandbox.rules import hooks
from sandbox.rules.access import require_account, require_app
from sandbox.rules.refusals import BadRequest, Invalid, NotFound, invalid
from sandbox.shapes.hooks import config_shape, delivery_item, delivery_shape, hook_shape

ACCEPTED = Answer({}, 202)


def _hook(asking: Asking, owner: str, name: str, hook_id: int) -> Hook:
    found = asking.repository(owner, name)
    hooks.require_hooks(asking.caller, found)
    return hooks.find_hook(asking.world, found, hook_id)


def list_hooks(asking: Asking, owner: str, name: str) -> Answer:
    """The hooks of a repository."""
    found = asking.repository(owner, name)
    hooks.require_hooks(asking.caller, found)
    return page_of(asking, hooks.hooks_of(asking.world, found), partial(hook_shape, asking.address))


def post_hook(asking: Asking, owner: str, name: str) -> Answer:
    """Makes a hook, which is sent a ping at once."""
    found = asking.repository(owner, name)
    if asking.body.get("name", "web") != "web":
        raise invalid("Hook", "name", "invalid", value=asking.body["name"])
    check_items("events", asking.body.get("events"), str)
    config = asking.body.get("config") or {}
    draft = _with_config(hooks.HookDraft(""), config)
    draft = replace(
        draft, events=asking.body.get("events", draft.events), is_active=asking.body.get("active", True)
    )
    hook = hooks.create_hook(asking.world, asking.caller, found, draft)
    ping(asking.world, asking.address, hook, require_account(asking.caller))
    shape = hook_shape(asking.address, hook)
    return Answer(shape, 201, {"Location": str(shape["url"])})


def _with_config(draft: hooks.HookDraft, config: Mapping[str, Any]) -> hooks.HookDraft:
    check_fields(config, SETTINGS, "properties/config")
    return replace(
        draft,
        url=config.get("url", draft.url),
        content_type=config.get("content_type", draft.content_type),
        secret=config.get("secret", draft.secret),
        insecure_ssl=str(config.get("insecure_ssl", draft.insecure_ssl)),
    )


def get_hook(asking: Asking, owner: str, name: str, hook_id: int) -> Answer:
    """One hook of a repository."""
    return Answer(hook_shape(asking.address, _hook(asking, owner, name, hook_id)))


def patch_hook(asking: Asking, owner: str, name: str, hook_id: int) -> Answer:
    """Changes a hook; a `config` that names no secret takes the secret away, as GitHub does."""
    hook = _hook(asking, owner, name, hook_id)
    draft, body = hooks.draft_of(hook), asking.body
    for one in ("events", "add_events", "remove_events"):
        check_items(one, body.get(one), str)
    if "config" in body:
        draft = _with_config(replace(draft, secret=None), body["config"])
    events = [*body.get("events", draft.events), *body.get("add_events", ())]
    wanted = [event for event in events if event not in body.get("remove_events", ())]
    draft = replace(draft, events=wanted, is_active=body.get("active", draft.is_active))
    hooks.change_hook(asking.world, asking.caller, hook, draft)
    return Answer(hook_shape(asking.address, hook))


def delete_hook(asking: Asking, owner: str, name: str, hook_id: int) -> Answer:
    """Removes a hook."""
    hooks.delete_hook(asking.world, asking.caller, _hook(asking, owner, name, hook_id))
    return NOTHING


def get_config(asking: Asking, owner: str, name: str, hook_id: int) -> Answer:
    """Where a hook leads, and how it is told."""
    return Answer(config_shape(_hook(asking, owner, name, hook_id)))


def patch_config(asking: Asking, owner: str, name: str, hook_id: int) -> Answer:
    """Changes where a hook leads, and keeps what the request does not name."""
    hook = _hook(asking, owner, name, hook_id)
    draft = _with_config(hooks.draft_of(hook), asking.body)
    hooks.change_hook(asking.world, asking.caller, hook, draft)
    return Answer(config_shape(hook))


def post_ping(asking: Asking, owner: str, name: str, hook_id: int) -> Answer:
    """Sends a hook a ping."""
    hook = _hook(asking, owner, name, hook_id)
    ping(asking.world, asking.address, hook, require_account(asking.caller))
    return NOTHING


def post_test(asking: Asking, owner: str, name: str, hook_id: int) -> Answer:
    """Tells a hook that wants pushes of the latest one again."""
    hook = _hook(asking, owner, name, hook_id)
    tell_test(asking.world, asking.address, hook, require_account(asking.caller))
    return NOTHING


def list_deliveries(asking: Asking, owner: str, name: str, hook_id: int) -> Answer:
    """The deliveries of the last three days, newest first."""
    return _deliveries(asking, _hook(asking, owner, name, hook_id))


def get_delivery(asking: Asking, owner: str, name: str, hook_id: int, delivery_id: int) -> Answer:
    """One delivery with all that was sent and came back."""
    return _delivery(asking, _hook(asking, owner, name, hook_id), delivery_id)


def post_attempt(asking: Asking, owner: str, name: str, hook_id: int, delivery_id: int) -> Answer:
    """Delivers once more."""
    return _attempt(asking, _hook(asking, owner, name, hook_id), delivery_id)


def _deliveries(asking: Asking, hook: Hook) -> Answer:
    found = known_deliveries(asking.world, hook)
    status = asking.query.get("status")
    if status not in (None, "success", "failure"):
        raise Invalid(f"status: {status} is none of success, failure")
    if status is not None:
        found = [delivery for delivery in found if delivery.is_ok == (status == "success")]
    if cursor := asking.query.get("cursor"):
        last_seen = _cursor(cursor)
        found = [delivery for delivery in found if delivery.database_id < last_seen]
    per_page = min(positive(asking.query.get("per_page"), DEFAULT_PER_PAGE), MAX_PER_PAGE)
    page = found[:per_page]
    headers = {}
    if len(found) > len(page):
        query = {**asking.query, "cursor": f"v1_{page[-1].database_id}"}
        headers["Link"] = f'<{asking.address}{asking.path}?{urlencode(query)}>; rel="next"'
    return Answer([delivery_item(delivery) for delivery in page], headers=headers)


def _cursor(text: str) -> int:
    number = positive(text.removeprefix("v1_"), 0)
    if not number:
        raise BadRequest("Invalid cursor")
    return number


def _delivery(asking: Asking, hook: Hook, delivery_id: int) -> Answer:
    found = hooks.find_delivery(known_deliveries(asking.world, hook), delivery_id)
    return Answer(delivery_shape(found))


def _attempt(asking: Asking, hook: Hook, delivery_id: int) -> Answer:
    found = hooks.find_delivery(known_deliveries(asking.world, hook), delivery_id)
    redeliver(asking.world, hook, found)
    return ACCEPTED


def _app_hook(asking: Asking) -> Hook:
    hook = app_hook(asking.world, require_app(asking.caller))
    if hook is None:
        raise NotFound
    return hook


def get_app_config(asking: Asking) -> Answer:
    """Where an app's hook leads."""
    return Answer(config_shape(_app_hook(asking)))


def patch_app_config(asking: Asking) -> Answer:
    """Changes where an app's hook leads."""
    app = require_app(asking.caller)
    hook = _app_hook(asking)
    draft = _with_config(hooks.draft_of(hook), asking.body)
    hooks.change_hook(asking.world, asking.caller, hook, draft)
    app.webhook_url, app.webhook_secret = hook.url, hook.secret
    return Answer(config_shape(hook))


def list_app_deliveries(asking: Asking) -> Answer:
    """The deliveries to an app of the last three days, newest first."""
    return _deliveries(asking, _app_hook(asking))


def get_app_delivery(asking: Asking, delivery_id: int) -> Answer:
    """One delivery to an app."""
    return _delivery(asking, _app_hook(asking), delivery_id)


def post_app_attempt(asking: Asking, delivery_id: int) -> Answer:
    """Delivers to an app once more."""
    return _attempt(asking, _app_hook(asking), delivery_id)


HOOKS = f"{REPOSITORY}/hooks"
HOOK = f"{HOOKS}/<int:hook_id>"
DELIVERIES = f"{HOOK}/deliveries"
APP_DELIVERIES = "/app/hook/deliveries"
FLAG, LIST, CONFIG = (bool,), (list,), (dict,)
SETTINGS: dict[str, tuple[type, ...]] = {
    "url": TEXT,
    "content_type": TEXT,
    "secret": TEXT,
    "insecure_ssl": (str, int),
}
NEW = {"name": TEXT, "config": CONFIG, "events": LIST, "active": FLAG}
CHANGES = {"config": CONFIG, "events": LIST, "add_events": LIST, "remove_events": LIST, "active": FLAG}
FOUND = ("per_page", "cursor", "status")
ENDPOINTS = (
    Endpoint("GET", HOOKS, list_hooks, PAGING),
    Endpoint("POST", HOOKS, post_hook, body=NEW, inner={"config": SETTINGS}),
    Endpoint("GET", HOOK, get_hook),
    Endpoint("PATCH", HOOK, patch_hook, body=CHANGES, inner={"config": SETTINGS}),
    Endpoint("DELETE", HOOK, delete_hook),
    Endpoint("GET", f"{HOOK}/config", get_config),
    Endpoint("PATCH", f"{HOOK}/config", patch_config, body=SETTINGS),
    Endpoint("POST", f"{HOOK}/pings", post_ping),
    Endpoint("POST", f"{HOOK}/tests", post_test),
    Endpoint("GET", DELIVERIES, list_deliveries, FOUND),
    Endpoint("GET", f"{DELIVERIES}/<int:delivery_id>", get_delivery),
    Endpoint("POST", f"{DELIVERIES}/<int:delivery_id>/attempts", post_attempt),
    Endpoint("GET", "/app/hook/config", get_app_config),
    Endpoint("PATCH", "/app/hook/config", patch_app_config, body=SETTINGS),
    Endpoint("GET", APP_DELIVERIES, list_app_deliveries, FOUND),
    Endpoint("GET", f"{APP_DELIVERIES}/<int:delivery_id>", get_app_delivery),
    Endpoint("POST", f"{APP_DELIVERIES}/<int:delivery_id>/attempts", post_app_attempt),
)
