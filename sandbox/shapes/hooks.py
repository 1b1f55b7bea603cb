"""Webhooks and their deliveries as REST shows them."""

from json import loads

from sandbox.records import Repository
from sandbox.records.hooks import Delivery, Hook
from sandbox.shapes.accounts import Json
from sandbox.shapes.repositories import repository_url
from sandbox.times import written

HIDDEN = "********"


def hook_url(address: str, hook: Hook) -> str:
    """The API's address of a repository's hook, or of an organization's."""
    if isinstance(hook.target, Repository):
        return f"{repository_url(address, hook.target)}/hooks/{hook.database_id}"
    return f"{address}/orgs/{getattr(hook.target, 'login', '')}/hooks/{hook.database_id}"


def hook_shape(address: str, hook: Hook) -> Json:
    """The `hook`; its secret is never told again."""
    url = hook_url(address, hook)
    return {
        "type": "Repository" if isinstance(hook.target, Repository) else "Organization",
        "id": hook.database_id,
        "name": "web",
        "active": hook.is_active,
        "events": list(hook.events),
        "config": config_shape(hook),
        "created_at": written(hook.created_at),
        "updated_at": written(hook.updated_at),
        "url": url,
        "test_url": f"{url}/test",
        "ping_url": f"{url}/pings",
        "deliveries_url": f"{url}/deliveries",
        "last_response": last_response(hook),
    }


def config_shape(hook: Hook) -> Json:
    """The `webhook-config`, in which stars stand for a secret."""
    config: Json = {
        "url": hook.url,
        "content_type": hook.content_type.value,
        "insecure_ssl": hook.insecure_ssl,
    }
    return config | ({"secret": HIDDEN} if hook.secret else {})


def last_response(hook: Hook) -> Json:
    """The `hook-response`: what the last delivery came to."""
    if not hook.deliveries:
        return {"code": None, "status": "unused", "message": None}
    last = hook.deliveries[-1]
    return {
        "code": last.status_code or None,
        "status": "active" if last.is_ok else "failure",
        "message": last.status,
    }


def delivery_item(delivery: Delivery) -> Json:
    """The `hook-delivery-item`, without what was said."""
    return {
        "id": delivery.database_id,
        "guid": delivery.guid,
        "delivered_at": written(delivery.delivered_at),
        "redelivery": delivery.is_redelivery,
        "duration": delivery.duration,
        "status": delivery.status,
        "status_code": delivery.status_code,
        "event": delivery.event,
        "action": delivery.action,
        "installation_id": delivery.installation_id,
        "repository_id": delivery.repository_id,
        "throttled_at": None,
    }


def delivery_shape(delivery: Delivery) -> Json:
    """The `hook-delivery`, with what was sent and what came back."""
    headers = delivery.response_headers
    return delivery_item(delivery) | {
        "url": delivery.url,
        "request": {"headers": dict(delivery.request_headers), "payload": loads(delivery.payload)},
        "response": {
            "headers": None if headers is None else dict(headers),
            "payload": delivery.response_payload,
        },
    }
