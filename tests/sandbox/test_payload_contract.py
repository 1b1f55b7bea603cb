"""What webhooks tell of issues and all around them, compared with GitHub's own description of every event."""

from collections.abc import Callable
from typing import Any

import requests

from sandbox.actor import Actor
from sandbox.happenings import Happening
from sandbox.hooks.payloads import payload_of
from sandbox.world import World
from tests.sandbox.webhook_contract import needs_contract, payload_problems

REPOSITORY = "octo-org/arch"
ARCH = f"/repos/{REPOSITORY}"


@needs_contract
def test_every_payload_is_as_github_describes_it(
    world: World, act: Callable[[str], Actor], as_: Callable[[str | None], requests.Session]
) -> None:
    told: list[tuple[str, Any]] = []

    def hear(happening: Happening) -> None:
        told.append((happening.event, payload_of("http://127.0.0.1:1", happening)))

    world.listeners.append(hear)
    live(act, as_("wanda"))
    assert {f"{event} {payload.get('action', '')}".strip() for event, payload in told} >= {
        "issues opened",
        "issues typed",
        "issue_comment deleted",
        "label edited",
        "milestone created",
        "push",
        "sub_issues sub_issue_added",
    }
    assert [problem for event, payload in told for problem in payload_problems(event, payload)] == []


def live(act: Callable[[str], Actor], wanda: requests.Session) -> None:
    """Lets much happen to two issues."""
    writer = act("wanda")
    issue = writer.open_issue(REPOSITORY, "Topic", "Body", labels=("bug", "new"), assignees=("olive",))
    comment = writer.comment(issue, "Hm")
    writer.edit(comment, "Oh")
    writer.delete(comment)
    for deed in (writer.close, writer.reopen, writer.lock, writer.unlock, writer.pin):
        deed(issue)
    writer.edit(issue, "Text")
    writer.unlabel(issue, "bug")
    writer.unassign(issue, "olive")
    part = writer.open_issue(REPOSITORY, "Part")
    wanda.post(f"{ARCH}/issues/1/sub_issues", json={"sub_issue_id": part.database_id})
    wanda.post(f"{ARCH}/milestones", json={"title": "May"})
    wanda.patch(f"{ARCH}/issues/1", json={"milestone": 1, "type": "Task"})
    wanda.patch(f"{ARCH}/labels/new", json={"new_name": "newer"})
    wanda.put(f"{ARCH}/contents/a.md", json={"message": "Write", "content": "aGk="})
