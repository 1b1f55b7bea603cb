"""`arch-hour serve`: the webhook server as a process."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime

from arch_hour.environment import Environment
from arch_hour.errors import UsageError
from arch_hour.rules.events import Command
from webhook.app import create_app
from webhook.runner import Runner

logger = logging.getLogger(__name__)


def serve(environ: Mapping[str, str], host: str, port: int) -> int:
    """Serves until it is stopped; raises UsageError where a secret or token is missing, or the port is taken."""
    from waitress import create_server

    given = environ.get("ARCH_HOUR_WEBHOOK_SECRET", "").split(",")
    secrets = [secret.strip() for secret in given if secret.strip()]
    if not secrets:
        msg = "no secret was given: set ARCH_HOUR_WEBHOOK_SECRET to the one that the webhook was made with"
        raise UsageError(msg)
    if not environ.get("ARCH_HOUR_TOKEN", "").strip():
        msg = "no token was given: set ARCH_HOUR_TOKEN to one that may write issues"
        raise UsageError(msg)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", force=True)
    runner = Runner(lambda repository, command: _run(environ, repository, command))
    try:
        server = create_server(create_app(secrets, runner.notify), host=host, port=port)
    except OSError as error:
        msg = f"{host}:{port} cannot be served ({error.strerror}): choose another --port"
        raise UsageError(msg) from None
    logger.info("listening on http://%s:%s/webhook", host, server.effective_port)
    try:
        server.run()
    finally:
        server.close()
        runner.stop()
    return 0


def _run(environ: Mapping[str, str], repository: str, command: Command) -> int:
    from arch_hour.run import run
    from arch_hour.session import Settings

    environment = Environment.of(environ, token=environ["ARCH_HOUR_TOKEN"], repository=repository)
    return len(run(environment.gateway(), command, Settings(datetime.now(UTC))).steps)
