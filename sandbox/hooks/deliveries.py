"""Who is told of an event, and what is on record about it.

Source: https://docs.github.com/en/webhooks/using-webhooks/handling-failed-webhook-deliveries

The events that a workflow's token causes are told too, though they start no workflow; that GitHub does the
same is likely, yet not documented.
"""

from datetime import timedelta
from json import dumps
from uuid import NAMESPACE_URL, uuid5

from sandbox.happenings import Happening
from sandbox.hooks.payloads import owner_of, payload_of, surroundings
from sandbox.identities import Sort
from sandbox.records import Account, App, Installation, Repository
from sandbox.records.hooks import Delivery, Hook, Parcel
from sandbox.rules.files import NO_COMMIT
from sandbox.shapes.accounts import Json
from sandbox.shapes.hooks import hook_shape
from sandbox.words import ContentType
from sandbox.world import World

KEPT = timedelta(days=3)
# In bytes; what is larger is never sent.
LARGEST_PAYLOAD = 25 * 1024 * 1024
# What GitHub's contract says apps are not told; they hear that their installation lost the repository.
UNTOLD_TO_APPS = (("repository", "deleted"),)
ZEN = "Keep it logically awesome."


def tell(world: World, address: str, happening: Happening) -> None:
    """Puts an event, as the world is now, into the outbox for every hook that wants it; all share one GUID."""
    hooks = [hook for hook in hooks_hearing(world, happening) if hook.wants(happening.event)]
    if not hooks:
        return
    payload = payload_of(address, happening)
    if payload is None:
        return
    guid = new_guid(world)
    repository = happening.repository
    for hook in hooks:
        installation = _installation(world, hook, happening)
        told = _installation_shape(installation) | payload
        parcel = Parcel(
            hook,
            guid,
            happening.event,
            happening.action,
            _text(told),
            repository.database_id if repository else None,
            installation.database_id if installation else None,
        )
        send(world, parcel)


def hooks_hearing(world: World, happening: Happening) -> list[Hook]:
    """The hooks at which an event comes by: its repository's, its owner's, and those of apps installed there."""
    for app in world.apps.values():
        app_hook(world, app)
    places = (happening.repository, owner_of(happening))
    return [
        hook
        for hook in world.hooks.values()
        if hook.target in places or _installation(world, hook, happening) is not None
    ]


def _installation(world: World, hook: Hook, happening: Happening) -> Installation | None:
    if not isinstance(hook.target, App):
        return None
    if isinstance(happening.subject, Installation):
        # Whether the app subscribes to it or not, and also while it is suspended.
        return happening.subject if happening.subject.app is hook.target else None
    if (happening.event, happening.action) in UNTOLD_TO_APPS:
        return None
    owner, repository = owner_of(happening), happening.repository
    for installation in world.installations.values():
        if installation.app is not hook.target or installation.account is not owner:
            continue
        covered = repository is None or installation.covers(repository.database_id)
        if covered and installation.suspended_at is None and happening.event in installation.events:
            return installation
    return None


def _installation_shape(installation: Installation | None) -> Json:
    if installation is None:
        return {}
    return {"installation": {"id": installation.database_id, "node_id": f"MDIzOk{installation.database_id}"}}


def ping(world: World, address: str, hook: Hook, sender: Account) -> None:
    """Sends the `ping` with which GitHub tries a hook, whatever events it wants."""
    target = hook.target
    repository = target if isinstance(target, Repository) else None
    owner = repository.owner if repository else target if isinstance(target, Account) else None
    payload: Json = {"zen": ZEN, "hook_id": hook.database_id, "hook": hook_shape(address, hook)}
    payload |= surroundings(address, repository, owner, sender)
    number = repository.database_id if repository else None
    send(world, Parcel(hook, new_guid(world), "ping", None, _text(payload), number))


def tell_test(world: World, address: str, hook: Hook, sender: Account) -> None:
    """Tells a repository's hook of the latest push again, if it wants pushes and there is one."""
    repository = hook.target
    if not isinstance(repository, Repository) or not repository.commits or not hook.wants("push"):
        return
    before = repository.commits[-2].sha if len(repository.commits) > 1 else NO_COMMIT
    told = {"commit": repository.commits[-1], "before": before}
    happening = Happening("push", None, sender, repository, repository, told)
    payload = payload_of(address, happening) or {}
    send(world, Parcel(hook, new_guid(world), "push", None, _text(payload), repository.database_id))


def redeliver(world: World, hook: Hook, delivery: Delivery) -> None:
    """Sends the same payload under the same GUID once more, to where the hook leads now."""
    parcel = Parcel(
        hook,
        delivery.guid,
        delivery.event,
        delivery.action,
        delivery.payload,
        delivery.repository_id,
        delivery.installation_id,
        is_redelivery=True,
    )
    send(world, parcel)


def send(world: World, parcel: Parcel) -> None:
    """Puts a parcel into the outbox, unless it is larger than what GitHub sends."""
    if len(parcel.payload.encode()) <= LARGEST_PAYLOAD:
        world.outbox.put(parcel)


def known_deliveries(world: World, hook: Hook) -> list[Delivery]:
    """The deliveries of the last three days, newest first; older ones are forgotten."""
    oldest = world.clock.now() - KEPT
    hook.deliveries = [one for one in hook.deliveries if one.delivered_at >= oldest]
    return hook.deliveries[::-1]


def new_guid(world: World) -> str:
    """The name of one event, which all its deliveries share."""
    _, number = world.identities.new(Sort.DELIVERY)
    return str(uuid5(NAMESPACE_URL, str(number)))


def app_hook(world: World, app: App) -> Hook | None:
    """The one hook of an app, once it has somewhere to lead."""
    if app.webhook_url is None:
        return None
    for hook in world.hooks.values():
        if hook.target is app:
            break
    else:
        _, number = world.identities.new(Sort.HOOK)
        now = world.clock.now()
        hook = Hook(number, app, app.webhook_url, now, now, ContentType.JSON)
        world.hooks[number] = hook
    hook.url, hook.secret, hook.events = app.webhook_url, app.webhook_secret, ("*",)
    hook.is_active = app.is_hook_active
    return hook


def _text(payload: Json) -> str:
    return dumps(payload, ensure_ascii=False, separators=(",", ":"))
