"""Who is let in at all: requests to this machine by its own names, and none that another site's page sends."""

from re import compile as pattern

from flask import Flask, Request, Response, jsonify, request

from sandbox.loopback import is_loopback

MISDIRECTED = 421
FORBIDDEN = 403
OWN = ("same-origin", "none")
# Where GitHub takes manifests of apps from forms of any page; a person confirms them on a page of its own.
FROM_ANYWHERE = pattern(r"(?:/organizations/[^/]+)?/settings/apps/new")


def guard(app: Flask) -> None:
    """Lets an app refuse what does not come from this machine, or comes from another site in its browser."""

    def refuse() -> Response | None:
        # Another name that leads here is somebody's trick.
        if not is_loopback(f"//{request.host}"):
            return _refusal(MISDIRECTED, f"The sandbox answers on this machine only, not as {request.host}.")
        if not is_own(request) and not FROM_ANYWHERE.fullmatch(request.path):
            return _refusal(FORBIDDEN, "The sandbox takes no requests from the pages of other sites.")
        return None

    app.before_request(refuse)


def _refusal(status: int, message: str) -> Response:
    response = jsonify({"message": message})
    response.status_code = status
    return response


def is_own(asked: Request) -> bool:
    """Whether a request comes from no browser, from its user, or from a page of the sandbox's own."""
    fetched = asked.headers.get("Sec-Fetch-Site")
    if fetched is not None:
        is_link = asked.method == "GET" and asked.headers.get("Sec-Fetch-Mode") == "navigate"
        return fetched in OWN or is_link
    origin = asked.headers.get("Origin")
    return origin is None or f"{origin}/" == asked.host_url
