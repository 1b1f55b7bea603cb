"""One ordered run of a repository, from its beginning to what is remembered of it."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from time import perf_counter

from arch_hour.environment import Environment
from arch_hour.errors import ArchHourError, GoneError, SuspendedError
from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.gateway.pace import Pace
from arch_hour.gateway.patience import Patience
from arch_hour.gateway.protocol import Opening
from arch_hour.repository_paths import DEFAULT_PATH
from arch_hour.rules.events import Command
from arch_hour.run import run
from arch_hour.session import Settings
from webhook.access import PATIENCE, Access, Credentials, with_credentials
from webhook.allowances import Allowances
from webhook.logs import about
from webhook.metrics import count_requests, count_retry, count_run
from webhook.orders import Aftermath, Next, Order
from webhook.store import Begun, Store
from webhook.turns import Turns

logger = logging.getLogger(__name__)


class Result(Enum):
    """How a run ended."""

    DONE = "done"
    UNCONFIGURED = "unconfigured"
    SKIPPED = "skipped"
    RETRIED = "retried"
    PARKED = "parked"


@dataclass(frozen=True, slots=True)
class Runs:
    """Carries orders out, with the access that the server has."""

    store: Store
    turns: Turns
    access: Access
    environ: Mapping[str, str]
    allowances: Allowances
    # By installation: one account's writes are paced together, though several of its repositories run at once.
    paces: dict[int | None, Pace] = field(default_factory=dict)

    def carry_out(self, order: Order) -> Result:
        """Does an order, and remembers and counts how it went; raises only where that can't be remembered."""
        began = perf_counter()
        with self.turns.of(order.repository):
            result = self._ended(order)
        count_run(result.value, perf_counter() - began)
        return result

    def _ended(self, order: Order) -> Result:
        begun = self.store.begin(order)
        if begun is None:
            return Result.SKIPPED
        with about(repository=begun.state.full_name):
            return self._tried(begun)

    def _tried(self, begun: Begun) -> Result:
        try:
            return self._run(begun)
        except (SuspendedError, GoneError) as reason:
            logger.info("%s: left alone, %s", begun.state.full_name, reason)
            self.store.leave(begun, is_gone=isinstance(reason, GoneError))
            return Result.SKIPPED
        except ArchHourError as error:
            # What a person has to mend first, no waiting mends.
            return self._failed(begun, str(error), is_hopeless=error.exit_status == 2)
        except Exception as error:
            logger.exception("%s: failed in a way that was not expected", begun.state.full_name)
            return self._failed(begun, f"{type(error).__name__}, see the log", is_hopeless=False)

    def _run(self, begun: Begun) -> Result:
        state = begun.state

        def opened(credentials: Credentials) -> tuple[GithubGateway, Opening]:
            environment = Environment.of(
                self.environ,
                token=credentials.token,
                repository=state.full_name,
                project_token=credentials.project_token,
            )
            pace = self.paces.setdefault(state.installation, Pace())
            gateway = environment.gateway(Patience(longest_wait=PATIENCE), pace)
            return gateway, gateway.open(DEFAULT_PATH)

        gateway, opening = with_credentials(self.access, state.installation, opened)
        try:
            return self._look(begun, gateway, opening)
        finally:
            told = gateway.connection.quotas.told
            count_requests(gateway.requests, told, str(state.installation or "token"))
            self.allowances.hear(state.installation, told)

    def _look(self, begun: Begun, gateway: GithubGateway, opening: Opening) -> Result:
        name = begun.state.full_name
        if opening.repository.database_id not in (0, begun.state.id):
            logger.info("%s: another repository has this name now", name)
            self.store.forget(begun)
            return Result.SKIPPED
        if opening.configuration is None:
            self.store.finish(begun, is_configured=False)
            return Result.UNCONFIGURED
        outcome = run(gateway, Command.ALL, Settings(datetime.now(UTC)), opening)
        for remark in outcome.remarks:
            logger.warning("%s: %s", name, remark)
        logger.info("%s: %d changes in %d requests", name, len(outcome.steps), outcome.requests)
        self.store.finish(begun, is_configured=True)
        return Result.DONE

    def _failed(self, begun: Begun, trouble: str, *, is_hopeless: bool) -> Result:
        aftermath = self.store.fail(begun, trouble, is_hopeless=is_hopeless)
        is_parked = aftermath.next is Next.PARKED
        if aftermath.next is Next.RETRY:
            count_retry()
        logger.log(
            logging.ERROR if is_parked else logging.WARNING,
            "%s: %s; %s",
            begun.state.full_name,
            trouble,
            _told(aftermath),
        )
        return Result.PARKED if is_parked else Result.RETRIED


def _told(aftermath: Aftermath) -> str:
    """What comes next, for the log."""
    if aftermath.next is Next.RETRY:
        return f"{aftermath.next.value} in {aftermath.pause:.0f} s"
    return str(aftermath.next.value)
