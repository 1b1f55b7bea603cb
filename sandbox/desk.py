"""What both faces do with every request: find out who asks, keep to the limits, let faults strike, keep the log."""

from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from json import dumps
from logging import getLogger
from re import compile as pattern
from time import perf_counter

from flask import Request, Response
from werkzeug.exceptions import ClientDisconnected

from sandbox.answers import Answer
from sandbox.etags import tag
from sandbox.faults import DroppedConnection, Fault, Faults, LaggingLists, LostAnswer, QuotaGone
from sandbox.faults.effects import answer_instead, hang_up, pause, spoil, with_error
from sandbox.faults.register import first
from sandbox.lag import next_issue
from sandbox.log import Entry, Log
from sandbox.pacing import POINTS_OF_READING, POINTS_OF_WRITING, Pacing
from sandbox.quotas import Quotas, Resource, holder_of
from sandbox.rules.access import Caller, caller_of
from sandbox.rules.app_manifests import Wish
from sandbox.rules.refusals import Forbidden, Moved, Refusal
from sandbox.rules.scopes import scope_headers
from sandbox.shapes.addresses import ENTERPRISE
from sandbox.strictness import refusal_of
from sandbox.words import TokenKind
from sandbox.world import World

SECRETS = pattern(r"(?i)((?:^|[&;])(?:access_token|client_secret|token)=)[^&;]*")
READING = ("GET", "HEAD", "OPTIONS")
JSON = "application/json; charset=utf-8"
FAILURES = getLogger("sandbox")
OWN_FAILURE = "This is not GitHub's answer, the sandbox itself failed: "
NO_USER_AGENT = (
    "Request forbidden by administrative rules. Please make sure your request has a User-Agent header "
    "(https://docs.github.com/rest/using-the-rest-api/getting-started-with-the-rest-api#user-agent)."
)


@dataclass(slots=True)
class Notes:
    """What is known of a request by the time it is answered; `points` is what it takes from the primary quota."""

    resource: Resource = "core"
    is_write: bool = False
    makes_content: bool = False
    points: int = 1
    operation: str | None = None
    cost: int | None = None
    unknown: tuple[str, ...] = ()
    caller: Caller = field(default_factory=Caller)
    faults: tuple[Fault, ...] = ()
    at_once: int = 1
    failure: str | None = None
    began: float = field(default_factory=perf_counter)


Work = Callable[[], Answer]
Refuse = Callable[[Refusal], Answer]


class Desk:
    """The counter in front of one world.

    With `is_strict`, requests that GitHub would not know in every part fail, and the secondary limits are on, which
    they are not otherwise.
    """

    def __init__(self, world: World, *, is_strict: bool = False) -> None:
        self.world = world
        self.log = Log()
        self.quotas = Quotas()
        self.pacing = Pacing(is_on=is_strict)
        self.faults = Faults()
        self.is_strict = is_strict
        self.wishes: dict[str, Wish] = {}
        self._ids = count(1)

    def attend(self, request: Request, notes: Notes, work: Work, refuse: Refuse) -> Response:
        """The response to a request: what the work answers, or how the face refuses it, with GitHub's headers.

        The work is done by one request at a time; it sees the caller in the notes, and leaves there what it finds out.
        """
        notes.faults = self.faults.strike(request.method, plain_path(request.path), notes.operation)
        with self.pacing.under_way(request.headers.get("Authorization", "")) as notes.at_once:
            pause(notes.faults)
            with self.world.lock:
                response = self._outcome(request, notes, work, refuse)
                self.world.lag.end_of_request()
                self._record(request, notes, response)
        spoil(response, notes.faults)
        if first(notes.faults, DroppedConnection) or first(notes.faults, LostAnswer):
            hang_up(request)
        return response

    def require_known(self, request: Request, notes: Notes) -> None:
        """Raises Unknown in strict mode when something in the request is."""
        if self.is_strict and notes.unknown:
            raise refusal_of(notes.unknown, f"{request.method} {plain_path(request.path)}")

    def _outcome(self, request: Request, notes: Notes, work: Work, refuse: Refuse) -> Response:
        """The response, which is a 500 that says so when the sandbox itself fails."""
        try:
            return self._response(request, notes, self._answer(request, notes, work, refuse))
        except ClientDisconnected:  # who asked died amid the question, and nobody hears this
            return self._response(request, notes, Answer(status=400))
        except Exception as error:
            notes.failure = f"{type(error).__name__}: {error}"
            FAILURES.exception("%s %s", request.method, request.path)
            return self._response(request, notes, Answer({"message": f"{OWN_FAILURE}{notes.failure}"}, 500))

    def _answer(self, request: Request, notes: Notes, work: Work, refuse: Refuse) -> Answer:
        if first(notes.faults, DroppedConnection):
            notes.points = 0
            return Answer()
        try:
            if not request.headers.get("User-Agent"):
                raise Forbidden(NO_USER_AGENT)
            notes.caller = caller_of(self.world, _token(request.headers.get("Authorization")))
            instead = answer_instead(notes.faults)
            if instead is not None:
                notes.points = 0
                return instead
            self._check_limits(notes)
            return with_error(self._done(notes, work), notes.faults)
        except Refusal as refusal:
            return refuse(refusal)

    def _check_limits(self, notes: Notes) -> None:
        now = self.world.clock.now()
        fault = first(notes.faults, QuotaGone)
        if fault is not None:
            self.quotas.exhaust(notes.caller, notes.resource, now, fault.seconds)
        try:
            if notes.points:
                self.quotas.check(notes.caller, notes.resource, now)
            self.pacing.check(
                holder_of(notes.caller),
                "graphql" if notes.resource == "graphql" else "rest",
                POINTS_OF_WRITING if notes.is_write else POINTS_OF_READING,
                at_once=notes.at_once,
                makes_content=notes.makes_content,
            )
        except Refusal:
            # What is refused for a limit does not count against it.
            notes.points = 0
            raise

    def _done(self, notes: Notes, work: Work) -> Answer:
        before = next_issue(self.world.identities)
        answer = work()
        lagging = first(notes.faults, LaggingLists)
        if lagging is not None:
            self.world.lag.hide(range(before, next_issue(self.world.identities)), lagging.reads)
        return answer

    def _response(self, request: Request, notes: Notes, answer: Answer) -> Response:
        response = Response(_content(answer.payload), answer.status, content_type=JSON)
        for name, value in answer.headers.items():
            response.headers[name] = value
        # GitHub's clock is the sandbox's.
        response.date = self.world.clock.now()
        response.headers["X-GitHub-Media-Type"] = "github.v3; format=json"
        response.headers["X-GitHub-Request-Id"] = f"SANDBOX:{next(self._ids)}"
        if request.method in ("GET", "HEAD") and answer.status == 200:
            tag(response, request)
            # GitHub does not count what the client has already.
            notes.points = 0 if response.status_code == 304 else notes.points
        token = notes.caller.token
        if token is not None and token.kind is TokenKind.PERSONAL:
            response.headers.extend(scope_headers(token.scopes, plain_path(request.path)))
        quota = self.quotas.of(notes.caller, notes.resource, self.world.clock.now())
        quota.used += notes.points
        response.headers.extend(quota.headers(notes.resource))
        return response

    def _record(self, request: Request, notes: Notes, response: Response) -> None:
        is_untried = first(notes.faults, DroppedConnection) is not None
        self.log.add(
            Entry(
                id=response.headers["X-GitHub-Request-Id"],
                at=self.world.clock.now(),
                who=notes.caller.login,
                method=request.method,
                path=request.path,
                query=_masked(request.query_string.decode(errors="replace")),
                operation=notes.operation,
                cost=notes.cost,
                status=0 if is_untried else response.status_code,
                size=response.calculate_content_length() or 0,
                is_write=notes.is_write,
                unknown=notes.unknown,
                faults=tuple(fault.kind for fault in notes.faults),
                milliseconds=round((perf_counter() - notes.began) * 1000, 1),
                failure=notes.failure,
            )
        )


def _masked(query: str) -> str:
    # GitHub takes no token from a query any more; clients that still send one shall not find it in a log.
    return SECRETS.sub(r"\1***", query)


def plain_path(path: str) -> str:
    """A path as github.com has it, also where the request came by Enterprise Server's."""
    return "/graphql" if path == "/api/graphql" else path.removeprefix(ENTERPRISE)


def refused(refusal: Refusal) -> Answer:
    """How REST refuses a request."""
    body: dict[str, object] = {"message": refusal.message}
    if refusal.errors is not None:
        body["errors"] = refusal.errors
    if isinstance(refusal, Moved):
        body["url"] = refusal.headers["Location"]
    body |= {"documentation_url": "https://docs.github.com/rest", "status": str(refusal.status)}
    return Answer(body, refusal.status, refusal.headers)


def _content(payload: object) -> str | bytes:
    if payload is None or isinstance(payload, bytes):
        return payload or b""
    return dumps(payload, ensure_ascii=False, separators=(",", ":"))


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
