"""The kinds of faults, each with the requests that it strikes."""

from fnmatch import fnmatchcase
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, PositiveFloat, PositiveInt, field_validator

LONGEST_PAUSE = 300.0


class Fault(BaseModel):
    """What the kinds share: which requests to the two APIs a fault is for, and how often it strikes.

    A request matches when all that is told of it fits: the method, the path (a glob, without `/api/v3` and the query;
    GraphQL's is `/graphql`), the name of the GraphQL operation (a glob). Of the matching ones it strikes the nth,
    counted from 1, and those after it until it struck `times` times; without an end when `times` is None.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    method: str | None = None
    path: str | None = None
    operation: str | None = None
    nth: PositiveInt = 1
    times: PositiveInt | None = 1

    @field_validator("method")
    @classmethod
    def _upper(cls, method: str | None) -> str | None:
        return method.upper() if method else None

    def matches(self, method: str, path: str, operation: str | None) -> bool:
        """Whether a request is one of those that the fault is for."""
        return (
            self.method in (None, method)
            and (self.path is None or fnmatchcase(path, self.path))
            and (self.operation is None or (operation is not None and fnmatchcase(operation, self.operation)))
        )


class LostAnswer(Fault):
    """The request is carried out, and the connection ends without an answer."""

    kind: Literal["lost-answer"] = "lost-answer"


class DroppedConnection(Fault):
    """The connection ends before anything is done."""

    kind: Literal["dropped-connection"] = "dropped-connection"


class Status(Fault):
    """Nothing is done, and the answer is a refusal or a failure, with `Retry-After` when its seconds are told.

    With `secondary` a 403 or 429 tells of a secondary limit; a 502 comes from a proxy, as a web page.
    """

    kind: Literal["status"] = "status"
    status: Literal[403, 429, 500, 502, 503]
    retry_after: NonNegativeInt | None = None
    secondary: bool = False


class QuotaGone(Fault):
    """All that is left of the caller's primary quota is gone, until so many seconds of the sandbox's clock later."""

    kind: Literal["quota-gone"] = "quota-gone"
    seconds: PositiveInt


class Slow(Fault):
    """The request is carried out some real seconds later."""

    kind: Literal["slow"] = "slow"
    seconds: PositiveFloat = Field(le=LONGEST_PAUSE)


class MalformedJson(Fault):
    """The request is carried out, and half of the answer is missing, with all else as if it were whole."""

    kind: Literal["malformed-json"] = "malformed-json"


class GraphqlError(Fault):
    """The request is carried out, and an error stands beside the data; what `null_at` leads to is null."""

    kind: Literal["graphql-error"] = "graphql-error"
    type: str = "INTERNAL"
    message: str = "Something went wrong while executing your query."
    null_at: tuple[str | int, ...] = ()


class LaggingLists(Fault):
    """The issue that the request opens is missing from every list and search in the next requests that list it."""

    kind: Literal["lagging-lists"] = "lagging-lists"
    reads: PositiveInt


AnyFault = Annotated[
    LostAnswer | DroppedConnection | Status | QuotaGone | Slow | MalformedJson | GraphqlError | LaggingLists,
    Field(discriminator="kind"),
]
