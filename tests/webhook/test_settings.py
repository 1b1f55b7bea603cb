"""What the environment says of the server."""

import pytest

from arch_hour.errors import UsageError
from webhook.settings import Settings

SECRET = "ARCH_HOUR_WEBHOOK_SECRET"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param("tea", ("tea",), id="one"),
        pytest.param("new,old", ("new", "old"), id="two"),
        pytest.param(" new , ,old,", ("new", "old"), id="carelessly"),
    ],
)
def test_several_secrets_are_told_apart_by_commas(given: str, expected: tuple[str, ...]) -> None:
    assert Settings.of({SECRET: given}).secrets == expected


@pytest.mark.parametrize("given", ["", " ", ",", " , "])
def test_without_a_secret_there_is_no_server(given: str) -> None:
    with pytest.raises(UsageError, match="no secret was given: set ARCH_HOUR_WEBHOOK_SECRET"):
        Settings.of({SECRET: given})


def test_what_is_not_said_is_usual() -> None:
    found = Settings.of({SECRET: "tea", "ARCH_HOUR_SWEEP": " "})
    assert (found.database, found.sweep) == ("sqlite:///arch-hour.sqlite", "*/15 * * * *")


@pytest.mark.parametrize("line", ["0 3 * * *", "*/5 * * * MON-FRI", "@hourly"])
def test_a_cron_line_is_taken(line: str) -> None:
    assert Settings.of({SECRET: "tea", "ARCH_HOUR_SWEEP": line}).sweep == line


@pytest.mark.parametrize("line", ["hourly", "* * * *", "61 * * * *", "0 0 30 2 *", "0 0 LW * *", "-"])
def test_what_is_no_cron_line_is_told(line: str) -> None:
    with pytest.raises(UsageError, match=r"ARCH_HOUR_SWEEP is no cron line: give one such as \*/15"):
        Settings.of({SECRET: "tea", "ARCH_HOUR_SWEEP": line})


def test_no_secret_shows() -> None:
    assert "tea" not in repr(Settings.of({SECRET: "tea", "ARCH_HOUR_METRICS_TOKEN": "teapot"}))
