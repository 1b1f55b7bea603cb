"""Which events are a reason to run."""

from typing import Any

import pytest

from arch_hour.rules.events import Command, parse_event

PERSON, BOT = {"type": "User", "login": "wren"}, {"type": "Bot", "login": "arch-hour[bot]"}


@pytest.mark.parametrize(
    ("name", "payload", "command"),
    [
        ("schedule", {}, Command.ALL),
        ("workflow_dispatch", {"sender": BOT}, Command.ALL),
        ("repository_dispatch", {}, Command.ALL),
        ("issues", {"issue": {"number": 1}, "sender": PERSON}, Command.ALL),
        ("issue_comment", {"issue": {"number": 1}, "sender": PERSON}, Command.ALL),
        ("issues", {"issue": {"number": 1}}, Command.ALL),
        ("issues", {"issue": {"number": 1}, "sender": BOT}, None),
        ("issue_comment", {"issue": {"number": 1, "pull_request": {}}, "sender": PERSON}, None),
        ("issue_comment", {"issue": {"number": 1, "pull_request": None}, "sender": PERSON}, None),
        ("issues", {}, None),
        ("issues", {"issue": None}, None),
        ("issues", {"issue": "1", "sender": "wren"}, None),
        ("push", {"issue": {"number": 1}}, None),
        ("pull_request", {"issue": {"number": 1}}, None),
        ("ping", {}, None),
        ("", {}, None),
    ],
)
def test_an_event_calls_for_a_command_or_for_nothing(
    name: str, payload: dict[str, Any], command: Command | None
) -> None:
    assert parse_event(name, payload) is command
