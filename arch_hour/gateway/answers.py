"""What an answer of GitHub's means: its content, or a Failure sorted by what can be done about it; no I/O here.

Sources: https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api and
https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from arch_hour.gateway.patience import Failure, Trouble, Unknown

Headers = Mapping[str, str]
Path = tuple[str | int, ...]

# GitHub tells its limits in these words too, sometimes without a header: both limits, old and new servers.
_LIMIT_WORDS = re.compile(
    r"rate limit (already )?exceeded|secondary rate limit|retry your request again later"
    r"|wait a few minutes before you try again",
    re.IGNORECASE,
)
_SPENT_KINDS = ("RATE_LIMITED", "RATE_LIMIT")  # the documentation's name, and the one that is sent
_NO_KINDS = {"NOT_FOUND": 404, "FORBIDDEN": 403, "INSUFFICIENT_SCOPES": 403}
# How GitHub says that its schema has no such thing, in codes, and servers before there were codes in words only.
_UNKNOWN_KINDS = (
    "undefinedField",
    "undefinedType",
    "argumentNotAccepted",
    "argumentLiteralsIncompatible",
    "variableRequiresValidType",
)
_UNKNOWN_WORDS = re.compile(
    r"doesn't exist on type|^No such type |doesn't accept argument|has an invalid value|isn't a defined input type"
)
_LOST_WORDS = re.compile(r"something went wrong|timed? ?out", re.IGNORECASE)
_LONGEST_MESSAGE = 300  # characters; a sentence has to stay one


@dataclass(frozen=True, slots=True)
class Found:
    """GraphQL's data where each of several things may be null, and the paths of those that there are not."""

    data: Mapping[str, Any]
    missing: frozenset[Path]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why one of several things was refused; `status` is what REST would answer."""

    status: int
    message: str


@dataclass(frozen=True, slots=True)
class Parts:
    """GraphQL's data of several things, each done or refused by itself; the refusals by their paths."""

    data: Mapping[str, Any]
    refused: Mapping[Path, Refusal]

    def refusal_at(self, *path: str) -> Refusal | None:
        """Why something was refused, or something in it."""
        return next((told for place, told in self.refused.items() if place[: len(path)] == path), None)


def content(status: int, headers: Headers, text: str) -> Any:
    """The JSON of an answer, None where it has none to give; raises Failure."""
    try:
        data = json.loads(text) if text else None
    except (ValueError, RecursionError) as error:
        if status < 300:
            raise Failure(Trouble.LOST, status, "the answer is no JSON", headers) from error
        data = None
    if status < 300:
        return data
    raise Failure(_trouble(status, headers, data), status, _message(status, data), headers)


def graphql_data(answer: Any, headers: Headers) -> Mapping[str, Any]:
    """The data of GraphQL's answer; raises Failure for errors beside partial data too: half a picture misleads."""
    if isinstance(answer, dict):
        if answer.get("errors"):
            raise _of_errors(answer["errors"], headers)
        if isinstance(answer.get("data"), dict):
            found: Mapping[str, Any] = answer["data"]
            return found
    raise Failure(Trouble.LOST, 200, "the answer is no GraphQL", headers)


def graphql_found(answer: Any, headers: Headers) -> Found:
    """The data of an answer that may lack some of several things; raises Failure for errors about anything else."""
    errors = answer.get("errors") if isinstance(answer, dict) else None
    if not errors:
        return Found(graphql_data(answer, headers), frozenset())
    if not _are_all(_is_about_one, answer):
        raise _of_errors(errors, headers)
    missing = frozenset(tuple(error["path"]) for error in errors if error.get("type") == "NOT_FOUND")
    return Found(graphql_data({"data": answer.get("data")}, headers), missing)


def graphql_parts(answer: Any, headers: Headers) -> Parts:
    """The data of an answer of which parts may be refused; raises Failure for errors about the whole, and for limits.

    A limit or a trouble of GitHub's own that struck some part makes all of it worth another try.
    """
    errors = answer.get("errors") if isinstance(answer, dict) else None
    if not errors:
        return Parts(graphql_data(answer, headers), {})
    if not _are_all(_is_about_a_part, answer):
        raise _of_errors(errors, headers)
    refused = {tuple(error["path"]): _refusal(error) for error in errors}
    return Parts(graphql_data({"data": answer.get("data")}, headers), refused)


def _are_all(kind: Callable[[Any], bool], answer: Mapping[str, Any]) -> bool:
    """Whether all errors of an answer are of a kind, beside its data; without, they are about the document itself."""
    errors = answer["errors"]
    return isinstance(errors, list) and all(map(kind, errors)) and isinstance(answer.get("data"), dict)


def _refusal(error: Mapping[str, Any]) -> Refusal:
    return Refusal(_NO_KINDS.get(str(error.get("type")), 200), one_line(str(error.get("message"))))


def one_line(text: str) -> str:
    """Words of others in a form that fits into a sentence."""
    return " ".join(text.split())[:_LONGEST_MESSAGE]


def _trouble(status: int, headers: Headers, data: Any) -> Trouble:
    if status == 429 or (status == 403 and _is_limit(headers, data)):
        return Trouble.LIMITED
    return Trouble.LOST if status >= 500 else Trouble.REFUSED


def _is_limit(headers: Headers, data: Any) -> bool:
    # Whom GitHub takes for nobody has no quota that could come back: what refuses is said in words.
    is_spent = headers.get("x-ratelimit-remaining") == "0" and headers.get("x-ratelimit-limit") != "0"
    return (
        "retry-after" in headers
        or is_spent
        or (isinstance(data, dict) and bool(_LIMIT_WORDS.search(str(data.get("message")))))
    )


def _message(status: int, data: Any) -> str:
    """What an error says, with the details that GitHub adds when it finds a field wrong."""
    if not isinstance(data, dict) or not isinstance(data.get("message"), str):
        return f"status {status}"
    errors = data.get("errors")
    details = [_detail(error) for error in errors] if isinstance(errors, list) else []
    return one_line("; ".join([data["message"], *filter(None, details)]))


def _detail(error: Any) -> str:
    if not isinstance(error, dict):
        return str(error)
    return str(error.get("message") or " ".join(str(error[key]) for key in ("field", "code") if key in error))


def _is_about_one(error: Any) -> bool:
    """Whether an error is about one of several things below the first, and no trouble that another try could mend."""
    return _is_about_a_part(error) and len(error["path"]) > 1


def _is_about_a_part(error: Any) -> bool:
    """Whether an error says where it struck, and no other try could mend it."""
    if not isinstance(error, dict) or error.get("type") in _SPENT_KINDS:
        return False
    path, words = error.get("path"), str(error.get("message"))
    is_passing = _LIMIT_WORDS.search(words) or _LOST_WORDS.search(words)
    return isinstance(path, list) and bool(path) and not is_passing


def _of_errors(errors: Any, headers: Headers) -> Failure:
    """GraphQL tells its troubles, rate limits too, in a body with status 200."""
    listed = [error for error in errors if isinstance(error, dict)] if isinstance(errors, list) else []
    kinds = [str(error.get("type")) for error in listed]
    words = [str(error.get("message")) for error in listed]
    message = one_line(next(iter(words), "an error without words"))
    if any(kind in _SPENT_KINDS for kind in kinds):
        # The quota is spent whatever the header counts.
        return Failure(Trouble.LIMITED, 200, message, {**headers, "x-ratelimit-remaining": "0"})
    if any(map(_LIMIT_WORDS.search, words)):
        return Failure(Trouble.LIMITED, 200, message, headers)
    if any(map(_LOST_WORDS.search, words)):
        return Failure(Trouble.LOST, 200, message, headers)
    status = next((_NO_KINDS[kind] for kind in kinds if kind in _NO_KINDS), 200)
    unknown = tuple(_unknown(error) for error in listed if _is_unknown(error))
    return Failure(Trouble.REFUSED, status, message, headers, unknown)


def _is_unknown(error: Mapping[str, Any]) -> bool:
    """Whether an error is about something that the server's schema does not have."""
    extensions = error.get("extensions")
    code = extensions.get("code") if isinstance(extensions, dict) else None
    return code in _UNKNOWN_KINDS or bool(_UNKNOWN_WORDS.search(str(error.get("message"))))


def _unknown(error: Mapping[str, Any]) -> Unknown:
    places = error.get("locations")
    listed = [place for place in places if isinstance(place, dict)] if isinstance(places, list) else []
    lines = tuple(place["line"] for place in listed if isinstance(place.get("line"), int))
    return Unknown(one_line(str(error.get("message"))), lines)
