"""The workflow as `arch-hour init` writes it for a team."""

from datetime import UTC, datetime

from arch_hour.config_file import read_config
from arch_hour.rules.crons import crons_for
from arch_hour.rules.set_up import Copy, workflow
from tests.config_texts import FILE, GOOD

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
COPY = Copy("octo/arch-hour", f"{'0a' * 20} # v1.2.3")


def ready_workflow(text: str = GOOD, *, with_zone: bool = True, keep_alive: bool = False) -> str:
    """The workflow for a configuration's text."""
    config = read_config(text, FILE)
    return workflow(config, crons_for(config, NOW, with_zone=with_zone), COPY, keep_alive=keep_alive)
