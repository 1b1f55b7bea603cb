"""By which right the server works: with one token everywhere, or as a GitHub App with a token for each installation."""

import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from threading import Lock
from time import time
from typing import Protocol, TypeVar

from arch_hour.environment import Environment, fits_header, trouble_of_server
from arch_hour.errors import ArchHourError, GoneError, SuspendedError, UsageError
from arch_hour.gateway.apps import AppGateway, Installation, InstallationToken, is_suspension, is_unknown
from arch_hour.gateway.patience import Failure, Patience
from webhook.app_key import app_key
from webhook.following import Fact, InstallationSeen, Reach, RepositorySeen, lost, seen

T = TypeVar("T")

logger = logging.getLogger(__name__)

# Where GitHub wants to be left alone for longer than this many seconds, work ends, and is tried again later: it would
# keep others waiting.
PATIENCE = 30.0
# Seconds that a token must still hold when a run begins, which takes 15 minutes at most.
LIFE_LEFT = 20 * 60.0
WRITES = ("write", "admin")


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a run asks GitHub with; `project_token` is for what the other may not do."""

    token: str = field(repr=False)
    project_token: str = field(default="", repr=False)


class Access(Protocol):
    """A right to work for repositories; installations are named by GitHub's numbers, None where there is none."""

    def credentials(self, installation: int | None) -> Credentials:
        """What to run a repository with.

        Raises SuspendedError or GoneError where nothing may be done, ArchHourError where GitHub cannot be asked.
        """
        ...

    def forget(self, installation: int | None, credentials: Credentials) -> bool:
        """Gives up credentials that GitHub does not know any more; whether there are others to have."""
        ...

    def known(
        self, installations: Collection[int] = (), repositories: Mapping[int, int | None] | None = None
    ) -> tuple[Fact, ...]:
        """Everything that is reached now, then what is lost of what was known before.

        `repositories` has the installations of those known before, by their numbers. Raises ArchHourError.
        """
        ...


@dataclass(frozen=True, slots=True)
class TokenAccess:
    """One token for everything; which repositories it reaches is told by deliveries alone."""

    token: str = field(repr=False)
    project_token: str = field(default="", repr=False)

    def credentials(self, installation: int | None) -> Credentials:  # noqa: ARG002  it is the same everywhere
        """The token."""
        return Credentials(self.token, self.project_token)

    def forget(self, installation: int | None, credentials: Credentials) -> bool:  # noqa: ARG002  as above
        """There is no other."""
        return False

    def known(
        self,
        installations: Collection[int] = (),  # noqa: ARG002  as above
        repositories: Mapping[int, int | None] | None = None,  # noqa: ARG002  as above
    ) -> tuple[Fact, ...]:
        """Nothing: a token may reach much that nobody wants to be run."""
        return ()


@dataclass(frozen=True, slots=True)
class _Kept:
    """A token with the moment until which it holds, by our own clock."""

    token: InstallationToken
    until: float


class AppAccess:
    """A token for each installation, kept until it is nearly over; may be used by many threads at once.

    `clock` tells the seconds since the epoch; it need not agree with GitHub's.
    """

    def __init__(
        self, apps: AppGateway, project_token: str = "", *, clock: Callable[[], float] = time
    ) -> None:
        self._apps = apps
        self._project_token = project_token
        self._clock = clock
        self._kept: dict[int, _Kept] = {}
        self._locks: dict[int, Lock] = {}

    def credentials(self, installation: int | None) -> Credentials:
        """The installation's token, a new one where the last has less than LIFE_LEFT to live."""
        if installation is None:
            msg = "the App is not installed there: nothing is done there"
            raise GoneError(msg)
        # `setdefault` is one step, so that no two threads get two locks for an installation.
        with self._locks.setdefault(installation, Lock()):
            kept = self._kept.get(installation)
            if kept is None or kept.until - self._clock() < LIFE_LEFT:
                kept = self._kept[installation] = self._new(installation)
        return Credentials(kept.token.text, self._project_token or _of_projects(kept.token))

    def forget(self, installation: int | None, credentials: Credentials) -> bool:
        """Gives up a token, unless another thread has put a new one in its place already."""
        if installation is None:
            return False
        with self._locks.setdefault(installation, Lock()):
            kept = self._kept.get(installation)
            if kept is not None and kept.token.text == credentials.token:
                del self._kept[installation]
        return True

    def known(
        self, installations: Collection[int] = (), repositories: Mapping[int, int | None] | None = None
    ) -> tuple[Fact, ...]:
        """All installations with their repositories, then what is lost of what was known before."""
        reaches = tuple(map(self._reach, self._apps.installations()))
        return *_facts(reaches), *lost(reaches, installations, repositories or {})

    def _new(self, installation: int) -> _Kept:
        """How long a token lives is told by GitHub's clock alone; ours only counts from now on."""
        token = self._apps.token(installation)
        return _Kept(token, self._clock() + token.expires_at.timestamp() - self._apps.now)

    def _reach(self, one: Installation) -> Reach:
        """An installation in trouble must not keep the sweep from the others."""
        there = InstallationSeen(one.id, one.account, one.is_suspended)
        if one.is_suspended:
            return Reach(there)
        try:
            listed = with_credentials(self, one.id, lambda own: self._apps.repositories(own.token))
        except SuspendedError:
            return Reach(InstallationSeen(one.id, one.account, suspended=True))
        except ArchHourError as error:
            logger.warning("the repositories of %s cannot be listed now: %s", one.account, error)
            return Reach(there)
        found = (seen(each.id, each.full_name, one.id) for each in listed if not each.is_archived)
        return Reach(there, tuple(each for each in found if each is not None))


def with_credentials(access: Access, installation: int | None, work: Callable[[Credentials], T]) -> T:
    """What some work gives that may be done twice; once more with new credentials where GitHub did not know the first.

    Raises SuspendedError where the installation turns out to be suspended, and whatever else the work raises.
    """
    if isinstance(access, TokenAccess):  # a person's account that is suspended is no App that is
        return work(access.credentials(installation))
    credentials = access.credentials(installation)
    try:
        return _judged(work, credentials)
    except ArchHourError as error:
        failure = _failure_of(error)
        if failure is None or not is_unknown(failure) or not access.forget(installation, credentials):
            raise
    return _judged(work, access.credentials(installation))


def access_of(environ: Mapping[str, str]) -> Access:
    """The right that the environment gives; raises UsageError in a sentence where it gives none, or two."""
    token, app, key, project_token = (
        environ.get(name, "").strip()
        for name in (
            "ARCH_HOUR_TOKEN",
            "ARCH_HOUR_APP_ID",
            "ARCH_HOUR_APP_PRIVATE_KEY",
            "ARCH_HOUR_PROJECT_TOKEN",
        )
    )
    address = Environment.of(environ).address
    trouble = (
        _trouble_of_choice(token, app, key)
        or _trouble_of_token("ARCH_HOUR_TOKEN", token)
        or _trouble_of_token("ARCH_HOUR_PROJECT_TOKEN", project_token)
        or trouble_of_server(address)
    )
    if trouble:
        raise UsageError(trouble)
    if token:
        return TokenAccess(token, project_token)
    return AppAccess(
        AppGateway.of(address, app_key(app, key), Patience(longest_wait=PATIENCE)), project_token
    )


def _trouble_of_choice(token: str, app: str, key: str) -> str:
    if token and (app or key):
        return (
            "both a token and a GitHub App were given: "
            "unset ARCH_HOUR_TOKEN, or ARCH_HOUR_APP_ID and ARCH_HOUR_APP_PRIVATE_KEY"
        )
    if not (token or app or key):
        return (
            "no token was given: set ARCH_HOUR_TOKEN to one that may write issues, "
            "or ARCH_HOUR_APP_ID and ARCH_HOUR_APP_PRIVATE_KEY to a GitHub App's"
        )
    if not token and not app:
        return "a private key was given, but no App: set ARCH_HOUR_APP_ID to the App's id"
    if not token and not key:
        return "an App was given, but no key: set ARCH_HOUR_APP_PRIVATE_KEY to one of the App's private keys"
    return ""


def _trouble_of_token(variable: str, token: str) -> str:
    if not token or fits_header(token):
        return ""
    return (
        f"the token has a space, a line break or a special character in it: set {variable} to the bare token"
    )


def _of_projects(token: InstallationToken) -> str:
    """The installation's own token where it may write an organization's projects, else nothing."""
    return token.text if token.permissions.get("organization_projects") in WRITES else ""


def _facts(reaches: Collection[Reach]) -> Iterator[InstallationSeen | RepositorySeen]:
    for reach in reaches:
        yield reach.installation
        yield from reach.repositories or ()


def _judged(work: Callable[[Credentials], T], credentials: Credentials) -> T:
    try:
        return work(credentials)
    except ArchHourError as error:
        failure = _failure_of(error)
        if failure is None or not is_suspension(failure):
            raise
        msg = f"the App is suspended there ({failure.message}): nothing is done there"
        raise SuspendedError(msg) from error


def _failure_of(error: BaseException) -> Failure | None:
    """The refusal that an error tells of in other words."""
    cause = error.__cause__
    while cause is not None and not isinstance(cause, Failure):
        cause = cause.__cause__
    return cause
