"""A GitHub App and where it is installed: what it may ask as itself, and the tokens that it is given.

Sources: https://docs.github.com/en/rest/apps/apps, https://docs.github.com/en/rest/apps/installations and
https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from arch_hour.errors import AccessError, ArchHourError, GoneError, SuspendedError
from arch_hour.gateway import reading, sentences
from arch_hour.gateway.connection import AppKey, Connection
from arch_hour.gateway.patience import Failure, Patience, Trouble
from arch_hour.hosts import Address

T = TypeVar("T")
Json = Mapping[str, Any]

DRIFT = 30.0  # seconds; clocks that agree so well are not why GitHub does not know a signature
_CODE = re.compile(r"[\w-]{1,200}", re.ASCII)


@dataclass(frozen=True, slots=True)
class App:
    """An App as GitHub has just registered it; it tells the key and the secret this once."""

    id: int
    slug: str
    pem: str = field(repr=False)
    webhook_secret: str = field(repr=False)
    html_url: str


@dataclass(frozen=True, slots=True)
class Installation:
    """Where an App is installed; `account` is a login, or what an enterprise has in place of one."""

    id: int
    account: str
    is_suspended: bool


@dataclass(frozen=True, slots=True)
class InstalledRepository:
    """A repository that an installation reaches."""

    id: int
    full_name: str
    is_archived: bool


@dataclass(frozen=True, slots=True)
class InstallationToken:
    """A token of an installation, which GitHub takes until `expires_at`, by its own clock."""

    text: str = field(repr=False)
    expires_at: datetime
    permissions: Mapping[str, str]


@dataclass(frozen=True)
class AppGateway:
    """Asks GitHub as an App; every method raises ArchHourError in a sentence without key or token."""

    connection: Connection

    @classmethod
    def of(cls, address: Address, key: AppKey, patience: Patience | None = None) -> "AppGateway":
        """The gateway of an App with its key."""
        return cls(Connection(address, "", patience or Patience(), key=key))

    @property
    def now(self) -> float:
        """Seconds since the epoch by GitHub's clock, as of its last answer."""
        return self.connection.now

    def installations(self) -> tuple[Installation, ...]:
        """Everywhere that the App is installed."""
        return self._told(
            lambda: tuple(map(_installation, self.connection.listed("/app/installations"))), self._refused
        )

    def token(self, installation_id: int) -> InstallationToken:
        """A new token of an installation; raises SuspendedError or GoneError where there is none to have."""
        path = f"/app/installations/{installation_id}/access_tokens"
        return self._told(
            lambda: _token(self.connection.repeatable("POST", path)),
            lambda failure: _not_there(failure, installation_id) or self._refused(failure),
        )

    def repositories(self, installation_token: str) -> tuple[InstalledRepository, ...]:
        """The repositories that an installation reaches, asked with its token."""
        asking = Connection(self.connection.address, installation_token, self.connection.patience)
        return self._told(
            lambda: tuple(map(_repository, asking.listed("/installation/repositories", "repositories"))),
            self._unlisted,
        )

    def _told(self, request: Callable[[], T], refused: Callable[[Failure], ArchHourError]) -> T:
        try:
            return self._by_the_right_clock(request)
        except Failure as failure:
            raise _told(failure, self.connection, refused) from failure
        except reading.WRONG_SHAPE as error:
            raise sentences.odd(error, self.connection.address.rest) from error

    def _by_the_right_clock(self, request: Callable[[], T]) -> T:
        """Asks again where GitHub did not know a signature, and told that the clock which it was made by is wrong."""
        before = self.connection.ahead
        try:
            return request()
        except Failure as failure:
            if not is_unknown(failure) or abs(self.connection.ahead - before) < DRIFT:
                raise
            return request()

    def _refused(self, failure: Failure) -> AccessError:
        place, said = self.connection.address.rest, failure.message
        key = self.connection.key
        issuer = key.issuer if key else ""
        if failure.status in (401, 404):
            return AccessError(
                f"{place} does not know the App {issuer} by this key ({said}): "
                "set ARCH_HOUR_APP_ID to the App's id, and ARCH_HOUR_APP_PRIVATE_KEY to one of its private keys"
            )
        return AccessError(
            f"{place} does not let the App {issuer} do this ({said}): look at the App's settings"
        )

    def _unlisted(self, failure: Failure) -> AccessError:
        if is_suspension(failure):
            return _suspended("an installation", failure)
        place = self.connection.address.rest
        return AccessError(f"{place} does not list the repositories of an installation ({failure.message})")


def convert(address: Address, code: str, patience: Patience | None = None) -> App:
    """The App that somebody has just registered from our manifest; GitHub's code for it holds once, for an hour."""
    connection = Connection(address, "", patience or Patience())
    if not _CODE.fullmatch(code):
        msg = "the code is none of GitHub's: register the App again"
        raise AccessError(msg)
    try:
        return _app(connection.create(f"/app-manifests/{code}/conversions", {}))
    except Failure as failure:
        raise _told(failure, connection, _unconverted) from failure
    except reading.WRONG_SHAPE as error:
        raise sentences.odd(error, address.rest) from error


def is_unknown(failure: Failure) -> bool:
    """Whether GitHub does not know a token, or not any more."""
    return failure.trouble is Trouble.REFUSED and failure.status == 401


def is_suspension(failure: Failure) -> bool:
    """Whether GitHub says that the installation is suspended: it has the same status for other troubles, too."""
    return (
        failure.trouble is Trouble.REFUSED
        and failure.status == 403
        and "suspended" in failure.message.casefold()
    )


def _told(
    failure: Failure, connection: Connection, refused: Callable[[Failure], ArchHourError]
) -> ArchHourError:
    """The error for a failure; only a refusal means something of its own here."""
    if failure.trouble is Trouble.REFUSED and not 300 <= failure.status < 400:
        return refused(failure)
    return sentences.told(failure, connection.address.rest, "the App", connection.patience.clock())


def _not_there(failure: Failure, installation_id: int) -> AccessError | None:
    """The error for an installation that has no token to give; None where it is about the App itself."""
    if is_suspension(failure):
        return _suspended(f"the installation {installation_id}", failure)
    if failure.status == 404 and "integration" not in failure.message.casefold():
        return GoneError(f"the App has no installation {installation_id} any more ({failure.message})")
    return None


def _suspended(which: str, failure: Failure) -> SuspendedError:
    return SuspendedError(f"{which} of the App is suspended ({failure.message}): nothing is done there")


def _unconverted(failure: Failure) -> AccessError:
    return AccessError(
        f"GitHub does not know the code ({failure.message}), which holds once and for an hour: register the App again"
    )


def _app(found: Json) -> App:
    return App(
        _id(found["id"]),
        reading.text(found["slug"]),
        _secret(found["pem"]),
        _secret(found["webhook_secret"] or ""),
        reading.text(found["html_url"]),
    )


def _installation(found: Json) -> Installation:
    account = found["account"] or {}
    name = account.get("login") or account.get("slug") or ""
    return Installation(_id(found["id"]), reading.text(name), found.get("suspended_at") is not None)


def _repository(found: Json) -> InstalledRepository:
    return InstalledRepository(
        _id(found["id"]), reading.text(found["full_name"]), found.get("archived") is True
    )


def _token(found: Json) -> InstallationToken:
    permissions = dict(found.get("permissions") or {})
    return InstallationToken(_secret(found["token"]), reading.moment(found["expires_at"]), permissions)


def _id(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        msg = "an id is no number"
        raise TypeError(msg)
    return value


def _secret(value: object) -> str:
    """A text that is never told, as no text at all is neither."""
    if not isinstance(value, str):
        msg = "a secret is no text"
        raise TypeError(msg)
    return value
