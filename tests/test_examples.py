"""The files that people copy work together."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from arch_hour.config_file import read_config
from arch_hour.rules.schedule import occurrences

EXAMPLES = Path(__file__).parents[1] / "templates" / "ready"


def runs_on(day: datetime) -> list[datetime]:
    """When the workflow's schedules start a run on a day, in UTC; fields are numbers, lists of them, or `*`."""
    workflow = yaml.safe_load((EXAMPLES / "arch-hour-workflow.yml").read_text())
    found = []
    for schedule in workflow[True]["schedule"]:
        minutes, hours, *_, weekday = schedule["cron"].split()
        if weekday in ("*", str(day.isoweekday() % 7)):
            found += [
                day.replace(hour=int(hour), minute=int(minute))
                for hour in hours.split(",")
                for minute in minutes.split(",")
            ]
    return found


@pytest.mark.parametrize("month", [1, 7], ids=["winter", "summer"])
def test_the_example_workflow_runs_between_the_freeze_and_the_start_of_the_example_meeting(
    month: int,
) -> None:
    config = read_config((EXAMPLES / "arch-hour.yml").read_text(), "arch-hour.yml")
    first = datetime(2026, month, 1, tzinfo=UTC)
    meeting = occurrences(config, first, first + timedelta(days=14))[0]
    midnight = meeting.original.replace(hour=0, minute=0)
    frozen = meeting.at(-config.agenda.freeze_before)
    assert any(frozen <= run < meeting.original for run in runs_on(midnight))


def test_the_example_form_puts_the_label_that_the_example_configuration_reads() -> None:
    form = yaml.safe_load((EXAMPLES / "topic.yml").read_text())
    config = read_config((EXAMPLES / "arch-hour.yml").read_text(), "arch-hour.yml")
    assert form["labels"] == [config.topics.label]
    assert {"name", "description", "body"} <= form.keys()
