"""The text of a small configuration, and what is told of a wrong one."""

import pytest

from arch_hour.config_file import read_config
from arch_hour.errors import ConfigurationError

FILE = ".github/arch-hour.yml"
GOOD = "meeting:\n  schedule: FREQ=WEEKLY;BYDAY=TH\n  start: 2020-12-03T10:00\n"


def mistake(text: str) -> ConfigurationError:
    """The one sentence about a text, in which no configuration can be read."""
    with pytest.raises(ConfigurationError) as caught:
        read_config(text, FILE)
    assert caught.value.exit_status == 2
    assert "\n" not in str(caught.value)
    return caught.value
