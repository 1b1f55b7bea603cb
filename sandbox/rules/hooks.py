"""Webhooks: who may have them, and what they may be."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from sandbox.identities import Sort
from sandbox.records import Account, Repository
from sandbox.records.hooks import Delivery, Hook, Target
from sandbox.rules.access import Caller, require_account, require_role, require_token, role_of
from sandbox.rules.limits import HOOKS_FOR_AN_EVENT
from sandbox.rules.refusals import Invalid, NotFound, invalid
from sandbox.words import ContentType, Role
from sandbox.world import World

EVERYWHERE = frozenset(
    [
        "branch_protection_rule",
        "check_run",
        "check_suite",
        "code_scanning_alert",
        "commit_comment",
        "create",
        "delete",
        "deploy_key",
        "deployment",
        "deployment_status",
        "discussion",
        "discussion_comment",
        "fork",
        "gollum",
        "issue_comment",
        "issue_dependencies",
        "issues",
        "label",
        "member",
        "merge_group",
        "meta",
        "milestone",
        "package",
        "page_build",
        "ping",
        "public",
        "pull_request",
        "pull_request_review",
        "pull_request_review_comment",
        "pull_request_review_thread",
        "push",
        "registry_package",
        "release",
        "repository",
        "repository_import",
        "repository_ruleset",
        "secret_scanning_alert",
        "star",
        "status",
        "sub_issues",
        "team_add",
        "watch",
        "workflow_job",
        "workflow_run",
        "*",
    ]
)
"""The events that a repository's hook may want."""
# What happens to an organization rather than to one of its repositories, so only its own hooks may want it.
OF_ORGANIZATIONS = frozenset(
    [
        "membership",
        "organization",
        "org_block",
        "projects_v2",
        "projects_v2_item",
        "projects_v2_status_update",
        "team",
    ]
)


@dataclass(frozen=True, slots=True)
class HookDraft:
    """What a hook is to be; made through the API without a word on it, it sends forms and hears of pushes."""

    url: str
    content_type: str = ContentType.FORM.value
    secret: str | None = None
    insecure_ssl: str = "0"
    events: Sequence[str] = ("push",)
    is_active: bool = True


def draft_of(hook: Hook) -> HookDraft:
    """What a hook is now, to be changed in part."""
    content_type = hook.content_type.value
    return HookDraft(hook.url, content_type, hook.secret, hook.insecure_ssl, hook.events, hook.is_active)


def require_hooks(caller: Caller, repository: Repository) -> Account:
    """The account that may see the hooks; raises NotFound for everyone less than an administrator."""
    account = require_account(caller)
    if caller.is_integration:
        require_token(caller, repository, "repository_hooks")
        return account
    role = role_of(account, repository)
    if role is None or not role.reaches(Role.ADMIN):
        raise NotFound
    require_token(caller, repository, "repository_hooks")
    return account


def hooks_of(world: World, target: Target) -> list[Hook]:
    """The hooks of a repository, organization or app, oldest first."""
    return [hook for hook in world.hooks.values() if hook.target is target]


def create_hook(world: World, caller: Caller, repository: Repository, draft: HookDraft) -> Hook:
    """Makes a hook of a repository; raises Invalid for one that GitHub would not take."""
    require_hooks(caller, repository)
    require_role(caller, repository, Role.ADMIN, "repository_hooks")
    return add_hook(world, repository, draft)


def add_hook(world: World, target: Target, draft: HookDraft) -> Hook:
    """Makes a hook, by somebody whose right to it was checked; raises Invalid for one that GitHub would not take."""
    _check(target, draft)
    others = hooks_of(world, target)
    if any((other.url, other.content_type) == (draft.url, draft.content_type) for other in others):
        raise Invalid(
            "Validation Failed",
            [{"resource": "Hook", "code": "custom", "message": "Hook already exists on this repository"}],
        )
    for event in draft.events:
        if sum(event in other.events for other in others) >= HOOKS_FOR_AN_EVENT:
            problem = f'The "{event}" event cannot have more than {HOOKS_FOR_AN_EVENT} hooks'
            raise Invalid("Validation Failed", [{"resource": "Hook", "code": "custom", "message": problem}])
    _, number = world.identities.new(Sort.HOOK)
    now = world.clock.now()
    hook = Hook(number, target, draft.url, now, now)
    world.hooks[number] = hook
    _write(hook, draft)
    return hook


def change_hook(world: World, caller: Caller, hook: Hook, draft: HookDraft) -> None:
    """Gives a hook of a repository another address, secret or list of events; all or nothing."""
    _require_right(caller, hook)
    _check(hook.target, draft)
    _write(hook, draft)
    hook.updated_at = world.clock.now()


def delete_hook(world: World, caller: Caller, hook: Hook) -> None:
    """Removes a hook with all that is on record about it."""
    _require_right(caller, hook)
    del world.hooks[hook.database_id]


def _require_right(caller: Caller, hook: Hook) -> None:
    if isinstance(hook.target, Repository):
        require_role(caller, hook.target, Role.ADMIN, "repository_hooks")


def find_hook(world: World, target: Target, database_id: int) -> Hook:
    """The hook of that number; raises NotFound when it is none of the target's."""
    hook = world.hooks.get(database_id)
    if hook is None or hook.target is not target:
        raise NotFound
    return hook


def find_delivery(deliveries: Sequence[Delivery], database_id: int) -> Delivery:
    """The delivery of that number; raises NotFound when it is not, or no longer, known."""
    for delivery in deliveries:
        if delivery.database_id == database_id:
            return delivery
    raise NotFound


def _check(target: Target, draft: HookDraft) -> None:
    if not _is_address(draft.url):
        raise invalid("Hook", "url", "custom", "url is missing or not a URL", draft.url)
    if draft.content_type not in list(ContentType):
        raise invalid("Hook", "content_type", "invalid", value=draft.content_type)
    if draft.insecure_ssl not in ("0", "1"):
        raise invalid("Hook", "insecure_ssl", "invalid", value=draft.insecure_ssl)
    known = EVERYWHERE if isinstance(target, Repository) else EVERYWHERE | OF_ORGANIZATIONS
    unknown = [event for event in draft.events if event not in known]
    if unknown or not draft.events:
        problem = (
            f"The event(s) {', '.join(unknown)} cannot be wanted here." if unknown else "There is no event."
        )
        raise invalid("Hook", "events", "custom", problem)


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _write(hook: Hook, draft: HookDraft) -> None:
    hook.url, hook.secret, hook.insecure_ssl = draft.url, draft.secret or None, draft.insecure_ssl
    hook.content_type = ContentType(draft.content_type)
    hook.events = tuple(dict.fromkeys(draft.events))
    hook.is_active = draft.is_active
