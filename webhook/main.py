"""`arch-hour serve`: the webhook server as a process, beside the one that carries its runs out."""

import argparse
import logging
import os
from collections.abc import Mapping
from time import time
from typing import Any

from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError

from webhook.access import access_of
from webhook.app import LARGEST, create_app
from webhook.credentials import with_credentials_file
from webhook.database import address_of, is_shared, migrate, open_database
from webhook.figures import shared_metrics
from webhook.impatience import be_impatient
from webhook.intake import Intake
from webhook.line import Line
from webhook.listening import bound, port_of
from webhook.logs import log_requests, set_up_logs
from webhook.metrics import add_metrics
from webhook.settings import Settings
from webhook.store import Store
from webhook.supervision import Worker

logger = logging.getLogger(__name__)

THREADS = 8
OWNER_ALONE = 0o077  # the database's files have the names of private repositories
PATIENCE = 4  # seconds that a delivery waits for the database; GitHub waits ten for its answer
SERVING: Mapping[str, Any] = {
    "threads": THREADS,
    "channel_timeout": 30,  # seconds after which a connection on which nothing comes is closed
    "connection_limit": 1000,
    "asyncore_use_poll": True,  # the other way can't have so many
    "max_request_body_size": LARGEST + 1,
}


def serve(options: argparse.Namespace, surroundings: Mapping[str, str]) -> int:
    """Serves until it is stopped; raises UsageError where something is missing or wrong, or the port is taken."""
    environ = with_credentials_file(options.credentials, surroundings)
    settings = Settings.of(environ)
    access_of(environ)  # what the other process could not work with is told now, in one sentence
    set_up_logs(settings.hidden)
    os.umask(OWNER_ALONE)
    url = address_of(settings.database)
    # Of a file one thread writes at a time: those that wait for a connection are woken in turn, while those that wait
    # for the file sleep and look again.
    connections = THREADS + 2 if is_shared(url) else 1
    engine = open_database(url, patience=PATIENCE, connections=connections)
    be_impatient(engine, PATIENCE + 1)  # its own limit comes first, where it is well
    migrate(engine)
    line = Line(engine)
    line.open()
    with shared_metrics() as folder:
        worker = Worker({**environ, **folder})
        server = bound(_app(settings, engine, Store(engine, line, time), worker), options, **SERVING)
        try:
            worker.start()
            logger.info("listening on http://%s:%s/webhook", options.host, port_of(server, options))
            server.run()
        finally:
            logger.info("ending")
            server.close()
            worker.stop()
    return 0


def _app(settings: Settings, engine: Engine, store: Store, worker: Worker) -> Flask:
    app = create_app(settings.secrets, Intake(store).take, lambda: worker.is_ready and _is_answering(engine))
    log_requests(app)
    add_metrics(app, store.workload, settings.metrics_token)
    return app


def _is_answering(engine: Engine) -> bool:
    try:
        with engine.connect() as connection:
            connection.execute(select(1))
    except SQLAlchemyError:
        return False
    return True
