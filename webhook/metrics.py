"""Figures of the server's work for Prometheus, shared by the process that takes deliveries and the one that does runs.

Both write to files of a folder that the first one makes, and the first one's `/metrics` adds them up. No label ever
has the name of a repository or a person.

Source: https://prometheus.github.io/client_python/multiprocess/
"""

import hmac
import logging
import os
import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, wraps
from threading import Lock
from typing import TYPE_CHECKING, ParamSpec

from flask import Flask, Response, request
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_fixed

from arch_hour import __version__
from arch_hour.gateway.quotas import Quota
from webhook.figures import FOLDER, make_folder, share_files
from webhook.orders import Workload

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
    from prometheus_client.core import Metric

PATH = "/metrics"
ANSWERED_IN = (0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.04, 0.05, 0.075, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
DONE_IN = (0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800)  # seconds, as above

# What GitHub sends to a webhook or an App like ours; the name in a delivery may be anything.
EVENTS = frozenset(
    {
        "github_app_authorization",
        "installation",
        "installation_repositories",
        "installation_target",
        "issue_comment",
        "issues",
        "meta",
        "ping",
        "pull_request",
        "push",
        "repository",
    }
)

P = ParamSpec("P")
logger = logging.getLogger(__name__)
_making = Lock()


class Taken(StrEnum):
    """What became of a delivery."""

    QUEUED = "queued"
    IGNORED = "ignored"
    DUPLICATE = "duplicate"
    REFUSED = "refused"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True)
class _Metrics:
    """Those that are counted as things happen; the others are asked for when somebody looks."""

    deliveries: "Counter"
    delivery_seconds: "Histogram"
    runs: "Counter"
    run_seconds: "Histogram"
    retries: "Counter"
    workers: "Counter"
    requests: "Counter"
    remaining: "Gauge"
    limit: "Gauge"


def _by_the_way(count: Callable[P, None]) -> Callable[P, None]:
    """Has a figure missing rather than an answer or a run fail for it."""

    @wraps(count)
    def counted(*args: P.args, **values: P.kwargs) -> None:
        try:
            count(*args, **values)
        except Exception as error:  # whatever prometheus_client and the disk may say
            logger.warning("a figure is not counted: %s", type(error).__name__)

    return counted


@_by_the_way
def count_delivery(event: str, taken: Taken, seconds: float) -> None:
    """A delivery was answered."""
    _metrics().deliveries.labels(event if event in EVENTS else "other", taken).inc()
    _metrics().delivery_seconds.labels(taken).observe(seconds)


@_by_the_way
def count_run(result: str, seconds: float) -> None:
    """A run of a repository ended; `result` is a word of ours, such as `done` or `parked`."""
    _metrics().runs.labels(result).inc()
    _metrics().run_seconds.observe(seconds)


@_by_the_way
def count_retry() -> None:
    """A run is to be tried again, as it failed."""
    _metrics().retries.inc()


@_by_the_way
def count_requests(requests: int, quotas: Mapping[str, Quota], installation: str) -> None:
    """So many requests were sent to GitHub, and its last answers told these quotas of an installation or a token."""
    _metrics().requests.inc(requests)
    for resource, quota in quotas.items():
        _metrics().remaining.labels(resource, installation).set(quota.remaining)
        _metrics().limit.labels(resource, installation).set(quota.limit)


@_by_the_way
def count_worker() -> None:
    """The process that does runs was started, for the first time or again."""
    _metrics().workers.inc()


@_by_the_way
def forget_worker() -> None:
    """The worker is dead: what it counted stays, what it measured last is true no longer."""
    from prometheus_client import multiprocess

    if FOLDER in os.environ:
        multiprocess.mark_process_dead("worker")  # type: ignore[no-untyped-call]


def add_metrics(app: Flask, workload: Callable[[], Workload], token: str = "") -> None:
    """Serves all figures under /metrics, to who has the token where there is one."""

    def show() -> Response:
        if token and not _has(token):
            headers = {"WWW-Authenticate": "Bearer"}
            return Response("the token is missing or wrong\n", 401, headers, mimetype="text/plain")
        from prometheus_client import CONTENT_TYPE_LATEST

        return Response(exposition(workload), content_type=CONTENT_TYPE_LATEST)

    app.add_url_rule(PATH, "metrics", show)


def exposition(workload: Callable[[], Workload]) -> bytes:
    """All figures as Prometheus reads them."""
    from prometheus_client import REGISTRY, CollectorRegistry
    from prometheus_client.multiprocess import MultiProcessCollector

    _metrics()
    registry = CollectorRegistry(auto_describe=False)
    if FOLDER in os.environ:
        make_folder()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(REGISTRY)
    registry.register(_Asked(workload))
    return _written(registry)


@retry(
    retry=retry_if_exception_type(struct.error),
    wait=wait_fixed(0.05),
    stop=stop_after_attempt(20),
    reraise=True,
)
def _written(registry: "CollectorRegistry") -> bytes:
    """Once more where a file is not what it should be: a process makes it empty, and fills it a moment later."""
    from prometheus_client import generate_latest

    return generate_latest(registry)


@dataclass(frozen=True)
class _Asked:
    """What is asked of the database when somebody looks, and which version this is."""

    workload: Callable[[], Workload]

    def collect(self) -> "Iterator[Metric]":
        """The figures; where the database does not answer, the others are shown all the same."""
        from prometheus_client.core import GaugeMetricFamily

        version = GaugeMetricFamily("arch_hour_build_info", "The version that runs.", labels=["version"])
        version.add_metric([__version__], 1)
        yield version
        try:
            found = self.workload()
        except Exception as error:  # whatever a database may say
            logger.warning("the work could not be counted: %s", type(error).__name__)
            return
        states = GaugeMetricFamily("arch_hour_repositories", "Repositories by state.", labels=["state"])
        for state, count in found.repositories.items():
            states.add_metric([state], count)
        yield states
        yield GaugeMetricFamily(
            "arch_hour_oldest_waiting_seconds",
            "How long the repository waits that has waited longest.",
            value=found.oldest_waiting,
        )


def _metrics() -> _Metrics:
    """Made once, by whichever thread comes first, and no sooner: an import decides what prometheus_client does."""
    with _making:
        return _made()


def _has(token: str) -> bool:
    given = request.headers.get("Authorization", "").encode(errors="replace")
    return hmac.compare_digest(given, f"Bearer {token}".encode())


@cache
def _made() -> _Metrics:
    from prometheus_client import Counter, Gauge, Histogram

    if FOLDER in os.environ:
        make_folder()
        share_files()
    quota, of = ("resource", "installation"), "that GitHub told last"
    return _Metrics(
        deliveries=Counter("arch_hour_deliveries_total", "Deliveries of GitHub's.", ("event", "result")),
        delivery_seconds=Histogram(
            "arch_hour_delivery_seconds", "Until a delivery was answered.", ("result",), buckets=ANSWERED_IN
        ),
        runs=Counter("arch_hour_runs_total", "Runs of repositories.", ("result",)),
        run_seconds=Histogram("arch_hour_run_seconds", "How long a run took.", buckets=DONE_IN),
        retries=Counter("arch_hour_retries_total", "Runs that are tried again."),
        workers=Counter("arch_hour_worker_starts_total", "How often the process that does runs was started."),
        requests=Counter("arch_hour_github_requests_total", "Requests to GitHub."),
        remaining=Gauge(
            "arch_hour_github_rate_limit_remaining",
            f"What is left of the quota {of}.",
            quota,
            multiprocess_mode="livemostrecent",
        ),
        limit=Gauge(
            "arch_hour_github_rate_limit_limit",
            f"The quota {of}.",
            quota,
            multiprocess_mode="livemostrecent",
        ),
    )
