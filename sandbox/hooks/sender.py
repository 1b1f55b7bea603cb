"""The thread that sends what is in the outbox, and keeps on record what came of it.

Source: https://docs.github.com/en/webhooks/webhook-events-and-payloads#delivery-headers

Nothing leaves this machine: a delivery to any other host than this one is refused and recorded as failed.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import sha1, sha256
from hmac import new as keyed
from threading import Thread
from time import perf_counter
from urllib.parse import urlencode

import requests

from sandbox.hooks.deliveries import tell
from sandbox.identities import Sort
from sandbox.loopback import is_loopback
from sandbox.records.hooks import Delivery, Hook, Parcel
from sandbox.words import ContentType
from sandbox.world import World

# GitHub waits this long for an answer, in seconds.
TIMEOUT = 10.0
USER_AGENT = "GitHub-Hookshot/sandbox"
CONTENT_TYPES = {
    ContentType.JSON: "application/json",
    ContentType.FORM: "application/x-www-form-urlencoded",
}
# How much of an answer is kept, in characters.
LONGEST_ANSWER = 65_536

Order = Callable[[list[Parcel]], list[Parcel]]


def newest_first(parcels: list[Parcel]) -> list[Parcel]:
    """The order that hurts most a receiver who trusts in any."""
    return parcels[::-1]


class Sender:
    """Tells a world's hooks what happens in it, from a thread of its own, between `start` and `stop`.

    What waits at the same time is sent as it happened unless `order` is another one, since GitHub promises none.
    """

    def __init__(self, world: World, address: str) -> None:
        self.order: Order = list
        self._world = world
        self._listen = partial(tell, world, address)
        self._thread = Thread(target=self._work, daemon=True)
        self._session = requests.Session()
        # Neither a proxy nor a password file of this machine has a part in it.
        self._session.trust_env = False

    def start(self) -> None:
        """Listens to the world and begins to send."""
        self._world.outbox.open()
        self._world.listeners.append(self._listen)
        self._thread.start()

    def stop(self) -> None:
        """Stops listening, and sending once the present delivery is made or timed out; the rest stays in the outbox."""
        self._world.listeners.remove(self._listen)
        self._world.outbox.close()
        self._thread.join()
        self._session.close()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Sends nothing while the context lasts, and then all that waits, in the sender's order."""
        self._world.outbox.hold()
        try:
            yield
        finally:
            self._world.outbox.release()

    def drain(self, timeout: float = 10.0) -> bool:
        """Waits until everything is sent and recorded, for so many seconds; says whether it is."""
        return self._world.outbox.wait_until_empty(timeout)

    def _work(self) -> None:
        while (parcels := self._world.outbox.take()) is not None:
            self._send(self.order(parcels))

    def _send(self, parcels: list[Parcel]) -> None:
        outbox = self._world.outbox
        for position, parcel in enumerate(parcels):
            if outbox.is_closed:
                outbox.put_back(parcels[position:])
                return
            try:
                self._deliver(parcel)
            finally:
                outbox.done()

    def _deliver(self, parcel: Parcel) -> None:
        hook = parcel.hook
        with self._world.lock:
            body = body_of(hook, parcel.payload)
            headers = headers_of(parcel, body)
            url = hook.url
        began = perf_counter()
        answer, status = self._post(url, body, headers)
        duration = round(perf_counter() - began, 3)
        with self._world.lock:
            _, number = self._world.identities.new(Sort.DELIVERY)
            delivery = Delivery(
                number,
                parcel.guid,
                parcel.event,
                parcel.action,
                parcel.payload,
                self._world.clock.now(),
                duration,
                status,
                0 if answer is None else answer.status_code,
                parcel.is_redelivery,
                parcel.repository_id,
                parcel.installation_id,
                url,
                headers,
                None if answer is None else dict(answer.headers),
                None if answer is None else answer.text[:LONGEST_ANSWER],
            )
            hook.deliveries.append(delivery)

    def _post(self, url: str, body: bytes, headers: dict[str, str]) -> tuple[requests.Response | None, str]:
        if not is_loopback(url):
            return None, "refused: the sandbox sends nothing to other machines"
        try:
            answer = self._session.post(
                url, data=body, headers=headers, timeout=TIMEOUT, allow_redirects=False
            )
        except requests.Timeout:
            return None, "timed out"
        except requests.RequestException:
            return None, "failed to connect to host"
        is_ok = answer.status_code // 100 == 2
        return answer, "OK" if is_ok else f"Invalid HTTP Response: {answer.status_code}"


def body_of(hook: Hook, payload: str) -> bytes:
    """The bytes of a delivery: the JSON itself, or a form that has it in one field."""
    if hook.content_type is ContentType.FORM:
        return urlencode({"payload": payload}).encode()
    return payload.encode()


def headers_of(parcel: Parcel, body: bytes) -> dict[str, str]:
    """The headers of a delivery; those that sign its bytes are there only when the hook has a secret."""
    hook = parcel.hook
    headers = {
        "Accept": "*/*",
        "User-Agent": USER_AGENT,
        "Content-Type": CONTENT_TYPES[hook.content_type],
        "X-GitHub-Event": parcel.event,
        "X-GitHub-Delivery": parcel.guid,
        "X-GitHub-Hook-ID": str(hook.database_id),
        "X-GitHub-Hook-Installation-Target-ID": str(hook.target.database_id),
        "X-GitHub-Hook-Installation-Target-Type": hook.target_kind.value,
    }
    if hook.secret:
        headers["X-Hub-Signature"] = f"sha1={keyed(hook.secret.encode(), body, sha1).hexdigest()}"
        headers["X-Hub-Signature-256"] = signature(hook.secret, body)
    return headers


def signature(secret: str, body: bytes) -> str:
    """What `X-Hub-Signature-256` says of some bytes."""
    return f"sha256={keyed(secret.encode(), body, sha256).hexdigest()}"
