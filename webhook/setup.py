"""`arch-hour serve --setup`: a server that does nothing but register a GitHub App, as a process."""

import argparse
import logging
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from flask import Flask

from arch_hour.environment import Environment, trouble_of_server
from arch_hour.errors import UnreachableError, UsageError
from arch_hour.hosts import Address, is_loopback, pages_of
from webhook.credentials import DEFAULT_FILE, require_place
from webhook.listening import bound, port_of
from webhook.registration import Ceremony, Plan, Registered, create_setup_app

LONGEST_BODY = 16 * 1024  # bytes; nothing is sent here but questions
EXAMPLE = "https://arch-hour.example.com"
_ORGANIZATION = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,38}", re.ASCII)


def set_up(options: argparse.Namespace, environ: Mapping[str, str]) -> int:
    """Serves the pages until it is stopped; raises UsageError where no App could be registered by what was given."""
    address = Environment.of(environ).address
    if trouble := trouble_of_server(address):
        raise UsageError(trouble)
    plan = plan_of(options, address)
    require_place(plan.file)
    logging.basicConfig(level=logging.INFO, format="%(message)s", force=True)
    ceremony = Ceremony()
    app = create_setup_app(plan, ceremony, lambda code: _converted(address, code))
    opened = f"{plan.url}/setup?{urlencode({'key': ceremony.key})}"
    return _serve(app, options, f"Open this to register the App, and show it to nobody:\n\n  {opened}\n")


def plan_of(options: argparse.Namespace, address: Address) -> Plan:
    """What is to be registered by the options; raises UsageError."""
    organization = (options.organization or "").strip()
    if organization and not _ORGANIZATION.fullmatch(organization):
        msg = (
            f"{organization!r} is no name of an organisation: say --organization as it stands in its address"
        )
        raise UsageError(msg)
    url = _url(options.url or "")
    return Plan(url, organization, pages_of(address.rest), Path(options.credentials or DEFAULT_FILE))


def _url(given: str) -> str:
    """The address at which the server will be reached, without a slash at its end."""
    url = given.strip().rstrip("/")
    if not url:
        msg = f"no address was given: say --url with the one at which GitHub reaches this server, such as {EXAMPLE}"
        raise UsageError(msg)
    try:
        parts = urlsplit(url)
        is_plain = (
            bool(parts.hostname) and parts.port != 0 and not (parts.query or parts.fragment or parts.username)
        )
        is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(url))
    except ValueError:
        is_plain = is_safe = False
    if not is_plain or not re.fullmatch(r"[!-~]+", url):
        shown = re.sub(r"//.*@", "//", url)
        msg = f"{shown!r} is no address of a server: say --url with one such as {EXAMPLE}"
        raise UsageError(msg)
    if not is_safe:
        msg = (
            f"{url} is not safe: say --url with an address that begins with https://, as a secret comes along"
        )
        raise UsageError(msg)
    return url


def _converted(address: Address, code: str) -> Registered:
    from arch_hour.gateway.apps import convert
    from arch_hour.gateway.patience import Patience

    return convert(address, code, Patience(_no_time))


def _no_time(seconds: float) -> None:
    """A browser waits for the answer, and whoever sits there can ask again."""
    msg = f"it takes no more requests from here for now, and asks to wait {max(1, round(seconds / 60))} min"
    raise UnreachableError(msg)


def _serve(app: Flask, options: argparse.Namespace, told: str) -> int:
    server = bound(app, options, max_request_body_size=LONGEST_BODY)
    print(f"Listening on http://{options.host}:{port_of(server, options)}\n{told}", flush=True)
    try:
        server.run()
    finally:
        server.close()
    return 0
