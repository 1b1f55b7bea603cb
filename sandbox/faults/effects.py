"""What faults do to the requests that they strike."""

from dataclasses import replace
from socket import SHUT_RDWR
from time import sleep
from typing import Any

from flask import Request, Response

from sandbox.answers import Answer
from sandbox.faults.kinds import Fault, GraphqlError, MalformedJson, Slow, Status
from sandbox.faults.register import first
from sandbox.pacing import SECONDARY_MESSAGE

MESSAGES = {
    403: "Forbidden",
    429: "Too Many Requests",
    500: "Server Error",
    503: "No server is currently available to service your request. Sorry about that.",
}
PROXY_PAGE = (
    b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>502 Bad Gateway</body>\r\n</html>\r\n"
)


def pause(faults: tuple[Fault, ...]) -> None:
    """Waits as long as the faults want the client to wait."""
    for fault in faults:
        if isinstance(fault, Slow):
            sleep(fault.seconds)


def answer_instead(faults: tuple[Fault, ...]) -> Answer | None:
    """The answer that a fault gives where GitHub's should be, if any does."""
    fault = first(faults, Status)
    if fault is None:
        return None
    headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
    if fault.status == 502:
        return Answer(PROXY_PAGE, fault.status, headers | {"Content-Type": "text/html"})
    message = SECONDARY_MESSAGE if fault.secondary else MESSAGES[fault.status]
    body = {
        "message": message,
        "documentation_url": "https://docs.github.com/rest",
        "status": str(fault.status),
    }
    return Answer(body, fault.status, headers)


def with_error(answer: Answer, faults: tuple[Fault, ...]) -> Answer:
    """An answer of GraphQL's with the error that a fault puts beside its data."""
    fault = first(faults, GraphqlError)
    if fault is None or not isinstance(answer.payload, dict) or "data" not in answer.payload:
        return answer
    payload: dict[str, Any] = dict(answer.payload)
    if fault.null_at:
        payload["data"] = _nulled(payload["data"], fault.null_at)
    error: dict[str, object] = {"type": fault.type, "message": fault.message}
    if fault.null_at:
        error["path"] = list(fault.null_at)
    payload["errors"] = [*payload.get("errors", ()), error]
    return replace(answer, payload=payload)


def _nulled(value: Any, path: tuple[str | int, ...]) -> Any:
    """A copy of a JSON value with null where the path leads; the value itself where it leads nowhere."""
    if not path:
        return None
    step, rest = path[0], path[1:]
    if isinstance(value, dict) and step in value:
        return value | {step: _nulled(value[step], rest)}
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return [_nulled(item, rest) if place == step else item for place, item in enumerate(value)]
    return value


def spoil(response: Response, faults: tuple[Fault, ...]) -> None:
    """Cuts an answer off in its middle when a fault wants it so."""
    if first(faults, MalformedJson):
        whole = response.get_data()
        response.set_data(whole[: len(whole) // 2])


def hang_up(request: Request) -> None:
    """Ends the connection of a request, so that whatever is answered now never arrives."""
    request.environ["werkzeug.socket"].shutdown(SHUT_RDWR)
