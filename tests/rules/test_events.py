"""Which events are a reason to run, and what is said of those that are none."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arch_hour.rules.events import Command, parse_event
from arch_hour.rules.markers import mark
from tests.nested import PAYLOAD_KEYS, nested

PERSON = {"type": "User", "login": "wren"}
BOT = {"type": "Bot", "login": "arch-hour[bot]"}
CONFIGURATION = ".github/arch-hour.yml"
LABELS = [{"name": "tea time"}]
MARKED = f"Tea\n\n{mark('agenda', {'meeting': '1'})}"


def event(action: str, *, labels: Any = None, sender: Any = PERSON, **more: Any) -> dict[str, Any]:
    """A payload about an issue; what goes into the issue itself is given as `issue`."""
    issue = {
        "number": 1,
        "body": "Tea",
        "labels": LABELS if labels is None else labels,
        **more.pop("issue", {}),
    }
    return {"action": action, "issue": issue, "sender": sender, **more}


def push(change: str, *files: str, ref: str = "refs/heads/main", commits: int = 1) -> dict[str, Any]:
    """A payload of a push whose last commit changed these files."""
    others = [{"added": [], "modified": ["tea.md"], "removed": []}] * (commits - 1)
    return {"ref": ref, "commits": [*others, {change: list(files)}], "repository": {"default_branch": "main"}}


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        pytest.param("schedule", {}, id="the clock"),
        pytest.param("schedule", {"schedule": "23 6 * * *"}, id="the clock as a runner tells it"),
        pytest.param("workflow_dispatch", {"sender": PERSON}, id="a person by hand"),
        pytest.param("workflow_dispatch", {"sender": BOT}, id="another workflow by hand"),
        pytest.param("repository_dispatch", {"action": "meet", "sender": BOT}, id="a program's call"),
        *(
            pytest.param(
                "push", push(change, "a.md", CONFIGURATION, commits=3), id=f"the configuration was {change}"
            )
            for change in ("added", "modified", "removed")
        ),
        pytest.param("push", push("added", "a.md", commits=2048), id="more commits than GitHub tells of"),
        pytest.param("issues", event("opened"), id="opened by a form, which gives it its label"),
        pytest.param(
            "issues", event("edited"), id="title and text stand on the agenda, ACTION lines in the text"
        ),
        pytest.param("issues", event("labeled"), id="it may become a topic, pinned or held"),
        pytest.param("issues", event("unlabeled"), id="it may be a topic no more"),
        pytest.param("issues", event("unlabeled", labels=[]), id="the label that it lost may have been ours"),
        pytest.param("issues", event("closed"), id="a meeting ends, a topic goes, a promise is kept"),
        pytest.param("issues", event("reopened"), id="a topic comes back"),
        pytest.param("issues", event("deleted"), id="what stood on it is gone"),
        pytest.param("issues", event("assigned"), id="the agenda says who promised"),
        pytest.param("issues", event("unassigned"), id="and who promises no more"),
        pytest.param("issues", event("transferred"), id="a topic moved away"),
        pytest.param("issues", event("transferred", labels=[]), id="a mover's labels may have gone ahead"),
        pytest.param(
            "issues",
            event("opened", labels=[], changes={"old_issue": {"number": 3}, "old_repository": {}}),
            id="an arrival's labels may come later",
        ),
        pytest.param("issues", event("something new"), id="nobody knows yet what it is"),
        pytest.param(
            "issues", event("edited", labels=[], issue={"body": MARKED}), id="an agenda without its label"
        ),
        pytest.param(
            "issues",
            event("edited", labels=[], changes={"body": {"from": MARKED}}),
            id="its text was swept away just now",
        ),
        pytest.param("issues", event("closed", sender=None), id="a deleted account did it"),
        pytest.param("issues", {"issue": {"number": 1}}, id="it tells no labels, so it may have some"),
        pytest.param("issues", event("edited", labels="?"), id="labels of another shape tell nothing"),
        pytest.param("issue_comment", event("created"), id="it may be a command, an ACTION line or notes"),
        pytest.param("issue_comment", event("edited"), id="a line of it may have changed"),
        pytest.param("issue_comment", event("deleted"), id="a line of it may be gone"),
        pytest.param(
            "issue_comment",
            event("created", labels=[], issue={"body": MARKED}),
            id="said on an agenda without its label",
        ),
        pytest.param(
            "issue_comment", event("created", issue={"state": "closed"}), id="said after the meeting"
        ),
    ],
)
def test_an_event_that_may_matter_calls_for_everything_that_is_due(
    name: str, payload: dict[str, Any]
) -> None:
    assert parse_event(name, payload).command is Command.ALL


PULL_REQUEST = {"issue": {"pull_request": {"url": "https://api.example/pulls/1"}}}


@pytest.mark.parametrize(
    ("name", "payload", "reason"),
    [
        pytest.param("issues", event("opened", labels=[]), "without a label", id="no topic yet"),
        pytest.param("issues", event("edited", labels=[]), "without a label", id="of nobody's concern"),
        pytest.param("issues", event("closed", labels=[]), "without a label", id="closed"),
        pytest.param("issues", event("deleted", labels=[]), "without a label", id="deleted"),
        pytest.param(
            "issues",
            event("edited", labels=[], changes={"body": {"from": "Milk"}, "title": {"from": "T"}}),
            "without a label",
            id="never was ours",
        ),
        pytest.param(
            "issues",
            event("opened", labels=[], changes={"old_issue": None}),
            "without a label",
            id="no mover",
        ),
        pytest.param("issue_comment", event("created", labels=[]), "without a label", id="talk elsewhere"),
        pytest.param(
            "issue_comment", event("created", labels=[], issue={"body": None}), "label", id="no text"
        ),
        *(
            pytest.param("issues", event(action), f"an issue that is {action}", id=action)
            for action in (
                "locked",
                "unlocked",
                "milestoned",
                "demilestoned",
                "pinned",
                "unpinned",
                "typed",
                "untyped",
            )
        ),
        pytest.param("issues", event("closed", sender=BOT), "an app did it", id="our own doing"),
        pytest.param("issue_comment", event("created", sender=BOT), "an app did it", id="our own comment"),
        pytest.param(
            "issue_comment", event("created", **PULL_REQUEST), "pull request", id="on a pull request"
        ),
        pytest.param("issues", event("milestoned", **PULL_REQUEST), "pull request", id="a pull request"),
        pytest.param(
            "issue_comment", event("created", issue={"pull_request": None}), "pull request", id="hardly one"
        ),
        pytest.param("issues", {}, "no issue", id="an empty payload"),
        pytest.param("issues", {"issue": None}, "no issue", id="no issue"),
        pytest.param("issues", {"issue": "1", "sender": "wren"}, "no issue", id="an issue of another shape"),
        pytest.param("push", event("opened"), "no default branch", id="hardly a push"),
        pytest.param("push", push("added", "README.md"), "the configuration", id="another file"),
        pytest.param(
            "push", push("added", CONFIGURATION, ref="refs/heads/x"), "no default branch", id="a branch"
        ),
        pytest.param(
            "push", push("added", CONFIGURATION, ref="refs/tags/main"), "no default branch", id="a tag"
        ),
        pytest.param(
            "push", push("added", CONFIGURATION) | {"commits": 1}, "the configuration", id="odd commits"
        ),
        pytest.param("pull_request", event("opened"), "only issues", id="pull request"),
        pytest.param("label", {"action": "deleted"}, "only issues", id="a label of the repository"),
        pytest.param("ping", {}, "only issues", id="ping"),
        pytest.param("", {}, "only issues", id="no event"),
    ],
)
def test_an_event_that_cannot_matter_is_told_with_its_reason(
    name: str, payload: dict[str, Any], reason: str
) -> None:
    decision = parse_event(name, payload)
    assert decision.command is None
    assert reason in decision.reason


ANYTHING = nested(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from([MARKED, "Bot"]),
    PAYLOAD_KEYS,
)


@given(
    st.sampled_from(["issues", "issue_comment", "push"]),
    st.dictionaries(
        st.sampled_from(["action", "issue", "sender", "changes", "ref", "commits", "repository"]), ANYTHING
    ),
)
def test_whatever_a_payload_holds_there_is_a_decision_with_a_reason(
    name: str, payload: dict[str, Any]
) -> None:
    assert parse_event(name, payload).reason
