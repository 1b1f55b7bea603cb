"""How a server of ours gets its port, and what ends it."""

import argparse
import signal
from types import FrameType
from typing import Any

from flask import Flask

from arch_hour.errors import UsageError


def bound(app: Flask, options: argparse.Namespace, **settings: Any) -> Any:
    """A server of waitress's that has its port, and that SIGINT and SIGTERM end; raises UsageError."""
    from waitress import create_server

    try:
        server = create_server(app, host=options.host, port=options.port, ident=None, **settings)
    except ValueError:
        msg = f"{options.host} is no address of this machine: choose another --host"
        raise UsageError(msg) from None
    except OSError as error:
        msg = f"{options.host}:{options.port} cannot be served ({error.strerror}): choose another --port"
        raise UsageError(msg) from None
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    return server


def port_of(server: Any, options: argparse.Namespace) -> int:
    """The port that it has; where the host has several addresses, waitress tells none, and it is what was asked for."""
    return int(getattr(server, "effective_port", options.port))


def _stop(_: int, __: FrameType | None) -> None:
    """Ends waitress's loop, which finishes the answers under way."""
    raise SystemExit(0)
