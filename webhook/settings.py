"""What the environment says of the server."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from croniter import CroniterError, croniter

from arch_hour.errors import UsageError
from webhook.database import DEFAULT, VARIABLE

SECRET = "ARCH_HOUR_WEBHOOK_SECRET"  # noqa: S105  a variable's name
METRICS_TOKEN = "ARCH_HOUR_METRICS_TOKEN"  # noqa: S105  likewise
SWEEP = "ARCH_HOUR_SWEEP"
HIDDEN = (
    "ARCH_HOUR_TOKEN",
    "ARCH_HOUR_PROJECT_TOKEN",
    "ARCH_HOUR_APP_PRIVATE_KEY",
    METRICS_TOKEN,
    "PGPASSWORD",
)
EVERY_QUARTER = "*/15 * * * *"
ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)  # from which on a cron line has to name some moment


@dataclass(frozen=True, slots=True)
class Settings:
    """The secrets that deliveries are signed with, where the queue is, and when all is looked at, as a cron line.

    `hidden` is whatever no log may show.
    """

    secrets: tuple[str, ...] = field(repr=False)
    database: str = field(repr=False)
    sweep: str
    metrics_token: str = field(default="", repr=False)
    hidden: tuple[str, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> "Settings":
        """Reads the variables; raises UsageError where no secret is given, or the cron line is none."""
        # Two quotation marks are what some files of variables leave of nothing.
        given = (each.strip() for each in environ.get(SECRET, "").split(","))
        secrets = tuple(each for each in given if each.strip("\"' "))
        if not secrets:
            msg = f"no secret was given: set {SECRET} to the one that the webhook was made with"
            raise UsageError(msg)
        sweep = environ.get(SWEEP, "").strip() or EVERY_QUARTER
        try:
            # As DBOS reads it, which is to keep it.
            croniter(sweep, ANY_DAY, second_at_beginning=True).get_next()
        except CroniterError:
            msg = f"{SWEEP} is no cron line: give one such as {EVERY_QUARTER}"
            raise UsageError(msg) from None
        hidden = (environ.get(name, "").strip() for name in HIDDEN)
        return cls(
            secrets,
            database_of(environ),
            sweep,
            environ.get(METRICS_TOKEN, "").strip(),
            (*secrets, *(each for each in hidden if each)),
        )


def database_of(environ: Mapping[str, str]) -> str:
    """The address of the database as it is given."""
    return environ.get(VARIABLE, "").strip() or DEFAULT
