"""Webhooks and their deliveries as plain data."""

from sandbox.identities import Sort
from sandbox.records import App, Repository
from sandbox.records.hooks import Delivery, Hook, Parcel, Target
from sandbox.storing.plain import Data, identity_in, moment_in, without_blanks
from sandbox.times import written
from sandbox.words import ContentType
from sandbox.world import World


def hook_data(hook: Hook) -> Data:
    """A hook with the repository, organization or app that it hangs on, and its deliveries."""
    return without_blanks(
        {
            "id": hook.database_id,
            **_target_data(hook.target),
            "url": hook.url,
            "content_type": hook.content_type.value,
            "secret": hook.secret,
            "insecure_ssl": None if hook.insecure_ssl == "0" else hook.insecure_ssl,
            "events": list(hook.events),
            "inactive": not hook.is_active,
            "created": written(hook.created_at),
            "updated": written(hook.updated_at),
            "deliveries": [_delivery_data(delivery) for delivery in hook.deliveries],
        }
    )


def load_hook(world: World, data: Data) -> None:
    """Adds a hook; raises KeyError when what it hangs on is not there."""
    _, number = identity_in(world, data, Sort.HOOK)
    created = moment_in(world, data)
    hook = Hook(
        number,
        _target_of(world, data),
        data["url"],
        created,
        moment_in(world, data, "updated") if "updated" in data else created,
        ContentType(data.get("content_type", ContentType.FORM)),
        data.get("secret"),
        data.get("insecure_ssl", "0"),
        tuple(data.get("events", ("push",))),
        not data.get("inactive", False),
        [_load_delivery(world, delivery) for delivery in data.get("deliveries", [])],
    )
    world.hooks[number] = hook


def parcels_data(world: World) -> list[Data]:
    """What waits to be delivered, to hooks that are still there, in its order."""
    return [
        without_blanks(
            {
                "hook": parcel.hook.database_id,
                "guid": parcel.guid,
                "event": parcel.event,
                "action": parcel.action,
                "repository": parcel.repository_id,
                "installation": parcel.installation_id,
                "redelivery": parcel.is_redelivery,
                "payload": parcel.payload,
            }
        )
        for parcel in world.outbox.waiting()
        if parcel.hook.database_id in world.hooks
    ]


def load_parcel(world: World, data: Data) -> None:
    """Puts a parcel into the outbox; raises KeyError when its hook is not there."""
    parcel = Parcel(
        world.hooks[data["hook"]],
        data["guid"],
        data["event"],
        data.get("action"),
        data["payload"],
        data.get("repository"),
        data.get("installation"),
        data.get("redelivery", False),
    )
    world.outbox.put(parcel)


def _target_data(target: Target) -> Data:
    if isinstance(target, Repository):
        return {"repository": target.full_name}
    return {"app": target.slug} if isinstance(target, App) else {"organization": target.login}


def _target_of(world: World, data: Data) -> Target:
    if "repository" in data:
        return world.repository(data["repository"])
    if "organization" in data:
        return world.account(data["organization"])
    return {app.slug: app for app in world.apps.values()}[data["app"]]


def _delivery_data(delivery: Delivery) -> Data:
    told = without_blanks(
        {
            "id": delivery.database_id,
            "guid": delivery.guid,
            "event": delivery.event,
            "action": delivery.action,
            "delivered": written(delivery.delivered_at),
            "duration": delivery.duration,
            "status": delivery.status,
            "status_code": delivery.status_code,
            "redelivery": delivery.is_redelivery,
            "repository": delivery.repository_id,
            "installation": delivery.installation_id,
            "url": delivery.url,
            "headers": dict(delivery.request_headers),
            "payload": delivery.payload,
        }
    )
    if delivery.response_headers is not None:
        told["answer"] = {"headers": dict(delivery.response_headers), "payload": delivery.response_payload}
    return told


def _load_delivery(world: World, data: Data) -> Delivery:
    _, number = identity_in(world, data, Sort.DELIVERY)
    answer = data.get("answer", {})
    return Delivery(
        number,
        data["guid"],
        data["event"],
        data.get("action"),
        data["payload"],
        moment_in(world, data, "delivered"),
        data.get("duration", 0.0),
        data.get("status", ""),
        data.get("status_code", 0),
        data.get("redelivery", False),
        data.get("repository"),
        data.get("installation"),
        data.get("url", ""),
        data.get("headers", {}),
        answer.get("headers"),
        answer.get("payload"),
    )
