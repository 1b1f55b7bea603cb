"""What apps may ask for: areas of permission with their levels, and events with the area that each needs.

Sources: the schema `app-permissions` of GitHub's REST description; of events
https://docs.github.com/en/webhooks/webhook-events-and-payloads, which says of each what an app must be able to read.
"""

from collections.abc import Collection, Mapping, Sequence

READ, WRITE = ("read",), ("write",)
READ_OR_WRITE = ("read", "write")
UP_TO_ADMIN = ("read", "write", "admin")
# Areas in which there is less than reading and writing, or more.
OTHER_LEVELS: Mapping[str, tuple[str, ...]] = {
    "organization_custom_properties": UP_TO_ADMIN,
    "enterprise_custom_properties_for_organizations": UP_TO_ADMIN,
    "organization_events": READ,
    "organization_plan": READ,
    "organization_projects": UP_TO_ADMIN,
    "profile": WRITE,
    "repository_projects": UP_TO_ADMIN,
    "workflows": WRITE,
}
AREAS = frozenset(
    [
        "actions",
        "administration",
        "artifact_metadata",
        "attestations",
        "checks",
        "code_quality",
        "codespaces",
        "contents",
        "custom_properties_for_organizations",
        "dependabot_secrets",
        "deployments",
        "discussions",
        "email_addresses",
        "enterprise_custom_properties_for_organizations",
        "environments",
        "followers",
        "git_ssh_keys",
        "gpg_keys",
        "interaction_limits",
        "issues",
        "members",
        "merge_queues",
        "metadata",
        "organization_administration",
        "organization_announcement_banners",
        "organization_copilot_agent_settings",
        "organization_copilot_seat_management",
        "organization_custom_org_roles",
        "organization_custom_properties",
        "organization_custom_roles",
        "organization_events",
        "organization_hooks",
        "organization_packages",
        "organization_personal_access_token_requests",
        "organization_personal_access_tokens",
        "organization_plan",
        "organization_projects",
        "organization_secrets",
        "organization_self_hosted_runners",
        "organization_user_blocking",
        "packages",
        "pages",
        "profile",
        "pull_requests",
        "repository_custom_properties",
        "repository_hooks",
        "repository_projects",
        "secret_scanning_alerts",
        "secrets",
        "security_events",
        "single_file",
        "starring",
        "statuses",
        "vulnerability_alerts",
        "workflows",
    ]
)
# Each event that an app can subscribe to, by the area that it needs to read.
EVENTS: Mapping[str, str] = {
    event: area
    for area, events in {
        "actions": "workflow_dispatch workflow_job workflow_run",
        "administration": "branch_protection_configuration branch_protection_rule deploy_key repository_ruleset",
        "checks": "check_run check_suite",
        "contents": "commit_comment create delete fork gollum push release repository_dispatch",
        "deployments": "deployment deployment_protection_rule deployment_review deployment_status",
        "discussions": "discussion discussion_comment",
        "issues": "issue_comment issue_dependencies issues milestone sub_issues",
        "members": "member membership organization team team_add",
        "merge_queues": "merge_group",
        "metadata": "label meta public repository star watch",
        "organization_projects": "projects_v2 projects_v2_item projects_v2_status_update",
        "organization_user_blocking": "org_block",
        "packages": "package registry_package",
        "pages": "page_build",
        "pull_requests": "pull_request pull_request_review pull_request_review_comment pull_request_review_thread",
        "secret_scanning_alerts": "secret_scanning_alert secret_scanning_alert_location",
        "security_events": "code_scanning_alert",
        "statuses": "status",
        "vulnerability_alerts": "dependabot_alert repository_vulnerability_alert",
    }.items()
    for event in events.split()
}


def levels_of(area: str) -> tuple[str, ...]:
    """What can be asked for in an area; nothing in one that GitHub does not have."""
    return OTHER_LEVELS.get(area, READ_OR_WRITE) if area in AREAS else ()


def unsupported(events: Sequence[str]) -> list[str]:
    """Of some events those that no app can subscribe to: `installation`, say, which every app is told anyway."""
    return [event for event in events if event not in EVENTS]


def uncovered(events: Sequence[str], permissions: Collection[str]) -> list[str]:
    """Of some events those that an app with these areas may not hear of."""
    return [event for event in events if EVENTS.get(event) not in ("metadata", *permissions)]
