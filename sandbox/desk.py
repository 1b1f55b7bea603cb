"""What both faces do with every request: find out who asks, tell the quota, keep the log."""

from base64 import b64decode
from dataclasses import dataclass, field
from json import dumps
from time import perf_counter

from flask import Request, Response

from sandbox.log import Entry, Log
from sandbox.quotas import Quotas, Resource
from sandbox.rules.access import Caller, caller_of
from sandbox.rules.refusals import Refusal
from sandbox.world import World

READING = ("GET", "HEAD", "OPTIONS")


@dataclass(slots=True)
class Notes:
    """What is known of a request by the time it is answered."""

    caller: Caller = field(default_factory=Caller)
    resource: Resource | None = "core"
    operation: str | None = None
    cost: int | None = None
    is_write: bool = False
    unknown: tuple[str, ...] = ()
    began: float = field(default_factory=perf_counter)


class Desk:
    """The counter in front of one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.log = Log()
        self.quotas = Quotas()

    def caller(self, request: Request) -> Caller:
        """Who asks, by the request's token; raises Unauthorized or Forbidden for one that is not good."""
        return caller_of(self.world, _token(request.headers.get("Authorization")))

    def respond(self, request: Request, notes: Notes, status: int, payload: object) -> Response:
        """The response with GitHub's headers, entered into the log; a payload of None is an empty body."""
        now = self.world.clock.now()
        body = "" if payload is None else dumps(payload, ensure_ascii=False, separators=(",", ":"))
        response = Response(body, status, content_type="application/json; charset=utf-8")
        response.headers["X-GitHub-Media-Type"] = "github.v3; format=json"
        response.headers["X-GitHub-Request-Id"] = f"SANDBOX:{len(self.log) + 1}"
        if notes.resource is not None:
            quota = self.quotas.of(notes.caller, notes.resource, now)
            quota.used += notes.cost or 1
            response.headers.extend(quota.headers(notes.resource))
        self.log.add(
            Entry(
                now,
                notes.caller.login,
                request.method,
                request.path,
                request.query_string.decode(),
                notes.operation,
                notes.cost,
                status,
                notes.is_write,
                notes.unknown,
                round((perf_counter() - notes.began) * 1000, 1),
            )
        )
        return response


def refusal_body(refusal: Refusal) -> dict[str, object]:
    """The JSON with which GitHub refuses a request."""
    body: dict[str, object] = {"message": refusal.message}
    if refusal.errors is not None:
        body["errors"] = refusal.errors
    return body | {"documentation_url": "https://docs.github.com/rest", "status": str(refusal.status)}


def _token(header: str | None) -> str | None:
    if header is None:
        return None
    scheme, _, rest = header.strip().partition(" ")
    if scheme.casefold() != "basic":
        return rest.strip()
    try:
        return b64decode(rest).decode().partition(":")[2]
    except ValueError:
        return ""
