"""The sandbox's clock: it follows the real one until it is frozen or moved."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Tells the time in UTC and whole seconds, as every answer of GitHub does; `now` freezes it at once."""

    def __init__(self, now: datetime | None = None) -> None:
        self._frozen: datetime | None = None
        self._ahead = timedelta()
        if now is not None:
            self.freeze(now)

    def now(self) -> datetime:
        """The current moment, aware, in UTC, without fractions of a second."""
        current = self._frozen or datetime.now(UTC) + self._ahead
        return current.replace(microsecond=0)

    def freeze(self, at: datetime) -> None:
        """Stops the clock at an aware moment; raises ValueError for one without a time zone."""
        if at.tzinfo is None:
            raise ValueError("The clock needs a moment with a time zone.")
        self._frozen = at.astimezone(UTC)

    def move(self, by: timedelta) -> None:
        """Moves the clock on (or back, when negative); a frozen one stays frozen, a running one runs on."""
        if self._frozen is None:
            self._ahead += by
        else:
            self._frozen += by

    def run(self) -> None:
        """Lets the clock follow the real time again."""
        self._frozen = None
        self._ahead = timedelta()

    def go_on(self) -> None:
        """Lets a frozen clock run from where it stands; one that runs is left alone."""
        if not self.is_frozen:
            return
        was = self.now()
        self.run()
        self.move(was - self.now())

    @property
    def is_moved(self) -> bool:
        """Whether the clock runs, yet tells another time than the real one."""
        return self._frozen is None and self._ahead != timedelta()

    @property
    def is_frozen(self) -> bool:
        """Whether the time stands still."""
        return self._frozen is not None
