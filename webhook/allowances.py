"""What is left of GitHub's quotas, so that a look at everything does not take the last of it from events."""

from collections.abc import Callable, Mapping
from threading import Lock

from arch_hour.gateway.quotas import Quota

ENOUGH = 0.2  # of an hour's quota; what is below is for events
BELIEVED = 20 * 60.0  # seconds; somebody has to ask again some time to hear more


class Allowances:
    """By installation, None for a token, what GitHub told last; `clock` tells seconds from any moment on."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._scarce: dict[int | None, float] = {}
        self._lock = Lock()

    def hear(self, installation: int | None, quotas: Mapping[str, Quota]) -> None:
        """Takes note of what the answers of one run told."""
        is_scarce = any(each.remaining < each.limit * ENOUGH for each in quotas.values())
        with self._lock:
            if is_scarce:
                self._scarce[installation] = self._clock()
            elif quotas:
                self._scarce.pop(installation, None)

    def scarce(self) -> frozenset[int | None]:
        """Those of whose quotas little is left."""
        now = self._clock()
        with self._lock:
            return frozenset(each for each, told in self._scarce.items() if now - told < BELIEVED)
