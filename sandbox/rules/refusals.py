"""How GitHub says no: one tree, from which REST takes the status and body and GraphQL the error's type."""

from collections.abc import Iterable, Sequence
from typing import Literal


class Refusal(Exception):  # noqa: N818 - an answer of GitHub's, not an error of ours
    """A request that GitHub refuses; `message` is GitHub's own wording."""

    status = 400
    graph_type = "UNPROCESSABLE"

    def __init__(self, message: str, errors: list[dict[str, object]] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.errors = errors
        self.headers: dict[str, str] = {}

    @property
    def graph_message(self) -> str:
        """What GraphQL says, where its words are others."""
        return self.message


class BadRequest(Refusal):
    """The request itself cannot be read."""


class Unauthorized(Refusal):
    """No token where one is needed, or one that GitHub does not know."""

    status = 401
    graph_type = "UNAUTHORIZED"


class Forbidden(Refusal):
    """The caller may see the thing, yet not do this to it."""

    status = 403
    graph_type = "FORBIDDEN"


class Moved(Refusal):
    """The thing is elsewhere now, at the address that the answer leads to."""

    status = 301
    graph_type = "NOT_FOUND"

    def __init__(self, address: str) -> None:
        super().__init__("Moved Permanently")
        self.headers = {"Location": address}


class MovedForNow(Moved):
    """The same to a request that is no mere reading: it is to be sent again there, as it is."""

    status = 307


class NotFound(Refusal):
    """There is no such thing, or it is hidden from the caller."""

    status = 404
    graph_type = "NOT_FOUND"

    def __init__(self, message: str = "Not Found") -> None:
        super().__init__(message)


class InsufficientScopes(NotFound):
    """What a classic token's scopes do not cover: REST hides it, GraphQL names the scopes it would take."""

    graph_type = "INSUFFICIENT_SCOPES"

    def __init__(self, needed: Sequence[str], given: Iterable[str]) -> None:
        super().__init__()
        self._needed = list(needed)
        self._given = sorted(given)

    @property
    def graph_message(self) -> str:
        """Which scopes are needed, and which there are."""
        return (
            "Your token has not been granted the required scopes to execute this query. It requires one of the "
            f"following scopes: {self._needed}, but your token has only been granted the: {self._given} scopes. "
            "Please modify your token's scopes at: https://github.com/settings/tokens."
        )


class Conflict(Refusal):
    """The thing changed since the caller read it."""

    status = 409


class Gone(Refusal):
    """The thing is switched off or deleted for good."""

    status = 410


class Invalid(Refusal):
    """The request is well formed, yet a value in it is not acceptable."""

    status = 422


Code = Literal["missing", "missing_field", "invalid", "already_exists", "custom", "unprocessable"]


def invalid(
    resource: str, field: str, code: Code, message: str | None = None, value: object = None
) -> Invalid:
    """GitHub's `Validation Failed` about one field of a resource."""
    error: dict[str, object] = {"resource": resource, "field": field, "code": code}
    if message is not None:
        error["message"] = message
    if value is not None:
        error["value"] = value
    return Invalid("Validation Failed", [error])


NOT_FOR_INTEGRATIONS = "Resource not accessible by integration"
REFUSED_TO_FINE_GRAINED = "Resource not accessible by personal access token"
