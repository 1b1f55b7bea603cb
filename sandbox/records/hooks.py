"""Webhooks, and the deliveries that were made to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Condition

from sandbox.records.accounts import Account
from sandbox.records.apps import App
from sandbox.records.repositories import Repository
from sandbox.words import ContentType, HookTarget

Target = Repository | Account | App


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt to tell a hook of an event; `payload` is the JSON as it was when that happened.

    `duration` is in seconds; a `status_code` of 0 means that no answer came, and `status` says why.
    """

    database_id: int
    guid: str
    event: str
    action: str | None
    payload: str = field(repr=False)
    delivered_at: datetime
    duration: float
    status: str
    status_code: int
    is_redelivery: bool
    repository_id: int | None
    installation_id: int | None
    url: str
    request_headers: Mapping[str, str] = field(repr=False)
    response_headers: Mapping[str, str] | None = field(default=None, repr=False)
    response_payload: str | None = field(default=None, repr=False)

    @property
    def is_ok(self) -> bool:
        """Whether the receiver took it."""
        return 200 <= self.status_code < 300


@dataclass(slots=True, eq=False)
class Hook:
    """A webhook of a repository, of an organization or of an app, with its deliveries, oldest first."""

    database_id: int
    target: Target
    url: str
    created_at: datetime
    updated_at: datetime
    content_type: ContentType = ContentType.FORM
    secret: str | None = field(default=None, repr=False)
    insecure_ssl: str = "0"
    events: tuple[str, ...] = ("push",)
    is_active: bool = True
    deliveries: list[Delivery] = field(default_factory=list, repr=False)

    @property
    def target_kind(self) -> HookTarget:
        """What the hook hangs on."""
        if isinstance(self.target, Repository):
            return HookTarget.REPOSITORY
        return HookTarget.APP if isinstance(self.target, App) else HookTarget.ORGANIZATION

    def wants(self, event: str) -> bool:
        """Whether the hook is to be told of events of that name."""
        return self.is_active and ("*" in self.events or event in self.events)


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is to be delivered to a hook: the event's JSON, built when it happened."""

    hook: Hook
    guid: str
    event: str
    action: str | None
    payload: str = field(repr=False)
    repository_id: int | None = None
    installation_id: int | None = None
    is_redelivery: bool = False


class Outbox:
    """The parcels that wait to be sent, and how many are on their way; one thread takes them out."""

    def __init__(self) -> None:
        self._parcels: list[Parcel] = []
        self._under_way = 0
        self._is_held = False
        self._is_closed = False
        self._changed = Condition()

    def put(self, parcel: Parcel) -> None:
        """Adds a parcel."""
        with self._changed:
            self._parcels.append(parcel)
            self._changed.notify_all()

    def take(self) -> list[Parcel] | None:
        """Waits for parcels and takes all that are there; None once the outbox is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or (self._parcels and not self._is_held))
            if self._is_closed:
                return None
            taken, self._parcels = self._parcels, []
            self._under_way += len(taken)
            return taken

    def done(self) -> None:
        """Notes that one parcel of those taken is dealt with."""
        with self._changed:
            self._under_way -= 1
            self._changed.notify_all()

    def put_back(self, parcels: Sequence[Parcel]) -> None:
        """Lets parcels that were taken wait again, before all others."""
        with self._changed:
            self._parcels[:0] = parcels
            self._under_way -= len(parcels)
            self._changed.notify_all()

    def waiting(self) -> list[Parcel]:
        """The parcels that nobody took yet, in their order."""
        with self._changed:
            return list(self._parcels)

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is to be sent."""
        with self._changed:
            return self._is_closed

    def wait_until_empty(self, timeout: float) -> bool:
        """Waits for so many seconds until nothing waits or is on its way; says whether that is so."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._parcels and not self._under_way, timeout)

    def hold(self) -> None:
        """Lets parcels wait until `release`."""
        with self._changed:
            self._is_held = True

    def release(self) -> None:
        """Lets parcels be taken again."""
        with self._changed:
            self._is_held = False
            self._changed.notify_all()

    def open(self) -> None:
        """Lets parcels be taken by a new thread."""
        with self._changed:
            self._is_closed = False

    def close(self) -> None:
        """Ends the wait of the thread that takes parcels."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
