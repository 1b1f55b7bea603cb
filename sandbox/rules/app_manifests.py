"""How an app is registered from a manifest: read, confirmed by a person, and its secrets exchanged for a code.

Source: https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest

What GitHub says is known of a missing `url` (a webhook's too, in the same words), of events that no app can
subscribe to, and of events without their permission; all other refusals are in the sandbox's own words. Unlike
GitHub, the sandbox takes addresses of this machine, since it sends nothing anywhere else.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from re import compile as pattern
from re import sub
from secrets import token_hex
from typing import Any

from sandbox.records import BOT_SUFFIX, Account, App
from sandbox.rules.app_permissions import levels_of, uncovered, unsupported
from sandbox.rules.apps import new_app
from sandbox.rules.organizations import organization_of
from sandbox.rules.refusals import Invalid, NotFound
from sandbox.rules.signatures import private_key
from sandbox.world import World

# All three steps must be done within it.
LIFE = timedelta(hours=1)
LONGEST_NAME = 34
CALLBACKS = 10
TEXTS = ("name", "url", "redirect_url", "setup_url", "description")
ADDRESS = pattern(r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[1-9]\d{0,4})?(?:[/?#]\S*)?")
ADDRESSES = ("url", "redirect_url", "setup_url")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an app is to be."""

    url: str
    name: str = ""
    description: str | None = None
    hook_url: str | None = None
    is_hook_active: bool = True
    redirect_url: str | None = None
    setup_url: str | None = None
    is_public: bool = False
    permissions: Mapping[str, str] = field(default_factory=dict)
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """A manifest that waits for a person to confirm it, for an organization or else for that person."""

    manifest: Manifest
    state: str | None
    organization: Account | None
    asked_at: datetime


def read_manifest(given: object) -> Manifest:
    """The manifest that some JSON says; raises Invalid for one that GitHub would refuse."""
    if not isinstance(given, dict):
        raise Invalid("The manifest is not a JSON object.")
    problems = list(_misfits(given)) or list(_problems(given))
    if problems:
        raise Invalid("\n".join(problems))
    hook = given.get("hook_attributes") or {}
    return Manifest(
        given["url"],
        given.get("name") or "",
        given.get("description"),
        hook.get("url"),
        hook.get("active", True),
        given.get("redirect_url"),
        given.get("setup_url"),
        given.get("public", False),
        _with_metadata(given.get("default_permissions", {})),
        tuple(dict.fromkeys(given.get("default_events", ()))),
    )


def _with_metadata(permissions: Mapping[str, str]) -> Mapping[str, str]:
    # Whoever may do anything in a repository may read what it is.
    return {**permissions, "metadata": "read"} if permissions else {}


def _misfits(given: Mapping[str, Any]) -> Iterator[str]:
    """What is of another JSON type than GitHub takes."""
    for name in TEXTS:
        if not isinstance(given.get(name, ""), str | None):
            yield f'"{name}" is not a string.'
    if not isinstance(given.get("public", False), bool):
        yield '"public" is not a boolean.'
    hook = given.get("hook_attributes") or {}
    if not isinstance(hook, dict) or not isinstance(hook.get("active", True), bool):
        yield '"hook_attributes" is not an object with an address.'
    permissions = given.get("default_permissions", {})
    if not isinstance(permissions, dict):
        yield '"default_permissions" is not an object.'
    for name in ("default_events", "callback_urls"):
        listed = given.get(name, [])
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            yield f'"{name}" is not an array of strings.'


def _problems(given: Mapping[str, Any]) -> Iterator[str]:
    """What GitHub would not take, of values of the right types."""
    hook = given.get("hook_attributes")
    if not given.get("url") or (hook is not None and not hook.get("url")):
        yield '"url" wasn\'t supplied.'
    for name in ADDRESSES:
        if given.get(name) and not _is_address(given[name]):
            yield f"{name.capitalize().replace('_', ' ')} is not a valid URL"
    if hook and hook.get("url") and not _is_address(hook["url"]):
        yield "Hook url is not a valid URL"
    if len(given.get("callback_urls", ())) > CALLBACKS:
        yield f"Callback urls are more than {CALLBACKS}"
    permissions, events = given.get("default_permissions", {}), given.get("default_events", [])
    for area, level in permissions.items():
        if level not in levels_of(area):
            yield f"Default permissions unsupported: {area}: {level}"
    if found := unsupported(events):
        yield f"Default events unsupported: {_listed(found)}"
    if found := uncovered(events, permissions):
        yield f"Default events are not supported by permissions: {_listed(found)}"


def _listed(names: list[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def _is_address(text: object) -> bool:
    return ADDRESS.fullmatch(str(text)) is not None


def home_for(world: World, actor: Account, organization: str | None) -> Account:
    """Whose a new app will be, the actor's or an organization's; raises NotFound for one of others."""
    if organization is None:
        return actor
    found = organization_of(world, organization)
    if actor.key not in found.owners:
        raise NotFound
    return found


def register(world: World, owner: Account, manifest: Manifest, name: str) -> App:
    """Registers the app of a manifest under a name, with a key, secrets and a code; raises Invalid for a bad name."""
    app = new_app(world, owner, _slug_of(world, owner, name), name)
    app.permissions, app.events = manifest.permissions, manifest.events
    app.webhook_url, app.is_hook_active = manifest.hook_url, manifest.is_hook_active
    app.webhook_secret = token_hex(20) if manifest.hook_url else None
    app.description, app.home, app.setup_url = manifest.description, manifest.url, manifest.setup_url
    app.is_public = manifest.is_public
    app.client_secret, app.code = token_hex(20), token_hex(20)
    private_key(app)
    return app


def _slug_of(world: World, owner: Account, name: str) -> str:
    slug = sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
    if not slug:
        raise Invalid("Name can't be blank")
    if len(name) > LONGEST_NAME:
        raise Invalid(f"Name is too long (maximum is {LONGEST_NAME} characters)")
    namesake = world.find_account(slug)
    if world.find_account(slug + BOT_SUFFIX) is not None or namesake not in (None, owner):
        raise Invalid("Name is already taken")
    return slug


def convert(world: World, code: str) -> App:
    """The app of a code, which is good once and for an hour; raises NotFound."""
    for app in world.apps.values():
        if app.code == code and world.clock.now() < app.created_at + LIFE:
            app.code = None
            return app
    raise NotFound
