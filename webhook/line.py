"""The durable queue, which is DBOS's: orders are put into it within the transaction that they belong to.

Source: https://docs.dbos.dev/python/reference/client
"""

from typing import Any

from dbos import DBOSClient, DBOSPortableJSONSerializer, EnqueueOptions
from sqlalchemy import Connection, Engine

from webhook.orders import Kind, Order

APPLICATION = "arch-hour"
# Of what waits in the queue, not of our code: a server with newer code takes up what an older one left. It changes
# only where the arguments of a workflow do.
VERSION = "1"
RUNS, SWEEPS = "runs", "sweeps"
RUN, SWEEP = "run_repository", "sweep"
SERIALIZER = DBOSPortableJSONSerializer()
AT_ONCE = 8  # runs of one server
POLLING = 0.2  # seconds


class Line:
    """Puts orders into the queue of a database."""

    def __init__(self, engine: Engine) -> None:
        self._client = DBOSClient(
            system_database_engine=engine,
            serializer=SERIALIZER,
            application_name=APPLICATION,
            retry_connection_errors=False,
            lazy=True,
        )

    def open(self) -> None:
        """Makes the queues: of a repository one run at a time, whichever server does it."""
        self._client.register_queue(
            RUNS,
            partition_concurrency=1,
            worker_concurrency=AT_ONCE,
            polling_interval_sec=POLLING,
            on_conflict="always_update",
        )
        self._client.register_queue(SWEEPS, global_concurrency=1, on_conflict="always_update")

    def close(self) -> None:
        """Gives up what it holds of the database, but the engine."""
        self._client.destroy()

    def put(self, connection: Connection, order: Order) -> None:
        """Orders a run, once the transaction is committed; the same order twice is one."""
        options = _options(RUN, RUNS, order.id)
        options["queue_partition_key"] = str(order.repository)
        if order.delay:
            options["delay_seconds"] = order.delay
        self._client.enqueue_in_transaction(
            connection, options, order.repository, order.kind.value, order.cause, order.asked_at
        )

    def put_sweep(self, connection: Connection, name: str, cause: str) -> None:
        """Orders a look at everything; the same name twice is one."""
        self._client.enqueue_in_transaction(connection, _options(SWEEP, SWEEPS, name), None, cause)

    def ended(self, before: str, most: int) -> list[str]:
        """The names of at most so many runs that had ended before an ISO 8601 time."""
        found = self._client.list_workflows(
            status=["SUCCESS", "ERROR", "CANCELLED"],
            end_time=before,
            limit=most,
            load_input=False,
            load_output=False,
        )
        return [each.workflow_id for each in found]

    def waiting(self, due: float) -> list[Order]:
        """The runs that wait in the queue and may begin by a time, as seconds since the epoch."""
        found = self._client.list_workflows(
            status=["ENQUEUED", "DELAYED"], name=RUN, queue_name=RUNS, load_output=False
        )
        return [
            order_of(each.workflow_id, tuple(each.input["args"]))
            for each in found
            if each.input is not None and (each.delay_until_epoch_ms or 0) <= due * 1000
        ]

    def forget(self, names: list[str]) -> None:
        """Takes runs that have ended out of the queue's memory."""
        self._client.delete_workflows(names)


def order_of(name: str, arguments: tuple[Any, ...]) -> Order:
    """The order that the arguments of a queued run stand for."""
    repository, kind, cause, asked_at = arguments
    return Order(name, repository, Kind(kind), cause, asked_at)


def _options(workflow: str, queue: str, name: str) -> EnqueueOptions:
    return {
        "workflow_name": workflow,
        "queue_name": queue,
        "workflow_id": name,
        "app_version": VERSION,
    }
