"""The rows of the server's tables: read and written within a transaction of somebody else's."""

from typing import Any

from sqlalchemy import Connection, select, update

from webhook.orders import State
from webhook.tables import deliveries, installations, repositories
from webhook.upserts import insert

COLUMNS = [repositories.c[name] for name in State.__dataclass_fields__]


def state_of(connection: Connection, repository: int, *, is_locked: bool = False) -> State | None:
    """How a repository stands, None where it is not known; a locked one nobody else changes meanwhile."""
    query = select(*COLUMNS).where(repositories.c.id == repository)
    row = connection.execute(query.with_for_update() if is_locked else query).one_or_none()
    return None if row is None else State(*row)


def state_and_delivery(connection: Connection, repository: int, guid: str) -> tuple[State | None, int | None]:
    """The same, with how many runs had begun when a delivery came first; None where it did not come before."""
    before = select(deliveries.c.begun).where(deliveries.c.guid == guid).scalar_subquery()
    row = connection.execute(select(*COLUMNS, before).where(repositories.c.id == repository)).one_or_none()
    if row is None:
        return None, connection.scalar(select(before))
    *columns, begun = row
    return State(*columns), begun


def states(connection: Connection) -> list[State]:
    """How every repository stands, by its name."""
    found = connection.execute(select(*COLUMNS).order_by(repositories.c.full_name))
    return [State(*row) for row in found]


def sleeping(connection: Connection) -> set[int]:
    """The installations that are suspended."""
    return set(connection.scalars(select(installations.c.id).where(installations.c.suspended)))


def change(connection: Connection, repository: int, values: dict[str, Any]) -> None:
    """Gives columns of a repository other values."""
    connection.execute(update(repositories).where(repositories.c.id == repository).values(values))


def note_delivery(connection: Connection, guid: str, state: State, now: float) -> None:
    """Remembers a delivery, with how many runs of its repository had begun when it came."""
    row = {"guid": guid, "repository": state.id, "begun": state.begun, "received_at": now}
    connection.execute(insert(connection, deliveries).values(row).on_conflict_do_nothing())
