"""How GitHub says no: one tree, from which REST takes the status and body and GraphQL the error's type."""

from typing import Literal


class Refusal(Exception):  # noqa: N818 - an answer of GitHub's, not an error of ours
    """A request that GitHub refuses; `message` is GitHub's own wording."""

    status = 400
    graph_type = "UNPROCESSABLE"

    def __init__(self, message: str, errors: list[dict[str, object]] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.errors = errors


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


class NotFound(Refusal):
    """There is no such thing, or it is hidden from the caller."""

    status = 404
    graph_type = "NOT_FOUND"

    def __init__(self, message: str = "Not Found") -> None:
        super().__init__(message)


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
