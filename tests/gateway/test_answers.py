"""What an answer means is decided by its status, headers and words alone."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from arch_hour.gateway.answers import (
    Headers,
    Parts,
    Refusal,
    content,
    graphql_data,
    graphql_found,
    graphql_parts,
)
from arch_hour.gateway.patience import Failure, Trouble

SECONDARY = (
    "You have exceeded a secondary rate limit and have been temporarily blocked from content creation. "
    "Please retry your request again later."
)
ABUSE = "You have triggered an abuse detection mechanism. Please wait a few minutes before you try again."
SPENT = "API rate limit exceeded for installation ID 5."
ALREADY_SPENT = "API rate limit already exceeded for user ID 5."
TIMEOUT = "Something went wrong while executing your query. This may be the result of a timeout, or it could be a bug."


@pytest.mark.parametrize(
    ("status", "headers", "message", "trouble"),
    [
        pytest.param(403, {}, "Must have push access", Trouble.REFUSED, id="forbidden"),
        pytest.param(
            403, {"x-ratelimit-remaining": "4999"}, "No", Trouble.REFUSED, id="forbidden with quota left"
        ),
        pytest.param(403, {"x-ratelimit-remaining": "0"}, SPENT, Trouble.LIMITED, id="quota spent"),
        pytest.param(
            403,
            {"x-ratelimit-remaining": "0", "x-ratelimit-limit": "0"},
            "No",
            Trouble.REFUSED,
            id="whom GitHub knows not has no quota to spend",
        ),
        pytest.param(403, {"retry-after": "60"}, "Slow down", Trouble.LIMITED, id="retry-after"),
        pytest.param(403, {}, SECONDARY, Trouble.LIMITED, id="secondary limit without a header"),
        pytest.param(403, {}, ABUSE, Trouble.LIMITED, id="secondary limit of an old server"),
        pytest.param(429, {}, "Too many requests", Trouble.LIMITED, id="too many"),
        pytest.param(401, {}, "Bad credentials", Trouble.REFUSED, id="bad token"),
        pytest.param(404, {}, "Not Found", Trouble.REFUSED, id="not found"),
        pytest.param(422, {}, "Validation Failed", Trouble.REFUSED, id="invalid"),
        pytest.param(301, {}, "Moved Permanently", Trouble.REFUSED, id="moved"),
        pytest.param(307, {}, "Moved Permanently", Trouble.REFUSED, id="moved for a POST"),
        pytest.param(500, {}, "Oops", Trouble.LOST, id="server error"),
        pytest.param(502, {"retry-after": "60"}, "Bad gateway", Trouble.LOST, id="bad gateway"),
        pytest.param(503, {}, SPENT, Trouble.LOST, id="no server"),
    ],
)
def test_an_error_is_sorted_by_what_can_be_done(
    status: int, headers: Mapping[str, str], message: str, trouble: Trouble
) -> None:
    with pytest.raises(Failure) as caught:
        content(status, headers, json.dumps({"message": message}))
    assert (caught.value.trouble, caught.value.status, caught.value.message) == (trouble, status, message)


@pytest.mark.parametrize(
    "text", ["", "<html>502</html>", "{", "[]", '["x"]', '{"message": 5}', "[" * 100_000]
)
def test_an_error_without_words_is_told_by_its_status(text: str) -> None:
    with pytest.raises(Failure) as caught:
        content(502, {}, text)
    assert (caught.value.trouble, caught.value.message) == (Trouble.LOST, "status 502")


@pytest.mark.parametrize(
    ("errors", "message"),
    [
        pytest.param([{"message": "body is too long"}], "Validation Failed; body is too long", id="words"),
        pytest.param(
            [{"field": "title", "code": "missing"}], "Validation Failed; title missing", id="field and code"
        ),
        pytest.param(["body is too long"], "Validation Failed; body is too long", id="bare words"),
        pytest.param([{}], "Validation Failed", id="nothing"),
        pytest.param("wrong", "Validation Failed", id="no list"),
    ],
)
def test_an_invalid_field_is_named(errors: Any, message: str) -> None:
    with pytest.raises(Failure) as caught:
        content(422, {}, json.dumps({"message": "Validation Failed", "errors": errors}))
    assert caught.value.message == message


@pytest.mark.parametrize(
    ("text", "found"), [("", None), ("null", None), ("[1]", [1]), ('{"a": "ä"}', {"a": "ä"})]
)
def test_a_good_answer_is_its_content(text: str, found: Any) -> None:
    assert content(200, {}, text) == found


@pytest.mark.parametrize("text", ["<html>Sign in to the hotel</html>", "{", "[1", "[" * 100_000])
def test_a_good_status_over_something_else_than_json_is_a_lost_answer(text: str) -> None:
    with pytest.raises(Failure) as caught:
        content(201, {}, text)
    assert caught.value.trouble is Trouble.LOST


def test_a_message_fits_into_a_sentence() -> None:
    with pytest.raises(Failure) as caught:
        content(404, {}, json.dumps({"message": "first\n::error::second\n" + "x" * 5000}))
    assert "\n" not in caught.value.message
    assert len(caught.value.message) <= 300


@pytest.mark.parametrize(
    ("errors", "trouble", "status"),
    [
        pytest.param(
            [{"type": "RATE_LIMITED", "message": SPENT}], Trouble.LIMITED, 200, id="limited as documented"
        ),
        pytest.param(
            [{"type": "RATE_LIMIT", "message": ALREADY_SPENT}], Trouble.LIMITED, 200, id="limited as sent"
        ),
        pytest.param([{"message": SECONDARY}], Trouble.LIMITED, 200, id="secondary limit"),
        pytest.param([{"message": TIMEOUT}], Trouble.LOST, 200, id="timeout"),
        pytest.param([{"type": "NOT_FOUND", "message": "no"}], Trouble.REFUSED, 404, id="not found"),
        pytest.param([{"type": "FORBIDDEN", "message": "no"}], Trouble.REFUSED, 403, id="forbidden"),
        pytest.param([{"type": "INSUFFICIENT_SCOPES", "message": "no"}], Trouble.REFUSED, 403, id="scopes"),
        pytest.param([{"message": "Field 'x' doesn't exist"}], Trouble.REFUSED, 200, id="unknown field"),
        pytest.param(
            [{"message": "odd"}, {"type": "RATE_LIMITED"}], Trouble.LIMITED, 200, id="limited among others"
        ),
        pytest.param("what", Trouble.REFUSED, 200, id="no list"),
        pytest.param([None], Trouble.REFUSED, 200, id="no error in it"),
    ],
)
def test_graphql_tells_its_errors_in_a_good_answer(errors: Any, trouble: Trouble, status: int) -> None:
    with pytest.raises(Failure) as caught:
        graphql_data({"data": {"repository": None}, "errors": errors}, {})
    assert (caught.value.trouble, caught.value.status) == (trouble, status)


def test_a_spent_graphql_quota_comes_back_at_its_reset_whatever_the_counter_says() -> None:
    headers = {"x-ratelimit-remaining": "12", "x-ratelimit-reset": "130"}
    with pytest.raises(Failure) as caught:
        graphql_data({"errors": [{"type": "RATE_LIMIT", "message": ALREADY_SPENT}]}, headers)
    assert caught.value.wait(100.0) == 31.0


@pytest.mark.parametrize(
    "answer", [None, [], "text", 5, {}, {"data": None}, {"data": []}, {"data": "<html>"}]
)
def test_what_is_no_graphql_is_a_lost_answer(answer: Any) -> None:
    with pytest.raises(Failure) as caught:
        graphql_data(answer, {})
    assert caught.value.trouble is Trouble.LOST


PART = {"type": "FORBIDDEN", "path": ["m1"], "message": "not\nyours"}
DEEP = {"type": "NOT_FOUND", "path": ["nodes", 1, "x"], "message": "gone"}


def test_of_several_parts_each_is_done_or_refused_by_itself() -> None:
    data = {"m0": {"id": "x"}, "m1": None}
    found = graphql_parts({"data": data, "errors": [PART, DEEP]}, {})
    assert found == Parts(data, {("m1",): Refusal(403, "not yours"), ("nodes", 1, "x"): Refusal(404, "gone")})
    assert found.refusal_at("m1") == Refusal(403, "not yours")
    assert found.refusal_at("nodes") == Refusal(404, "gone")
    assert found.refusal_at("m0") is None


@pytest.mark.parametrize(
    ("errors", "data", "trouble"),
    [
        pytest.param([PART, {"type": "RATE_LIMITED", "path": ["m2"]}], {}, Trouble.LIMITED, id="limit"),
        pytest.param([{"path": ["m1"], "message": SECONDARY}], {}, Trouble.LIMITED, id="secondary limit"),
        pytest.param([PART, {"path": ["m2"], "message": TIMEOUT}], {}, Trouble.LOST, id="timeout"),
        pytest.param([PART, {"message": "no"}], {}, Trouble.REFUSED, id="about the whole"),
        pytest.param([{"message": "no", "path": []}], {}, Trouble.REFUSED, id="at no place"),
        pytest.param(
            [{"path": ["query Board", "x"], "message": "Field 'x' doesn't exist"}],
            None,
            Trouble.REFUSED,
            id="in the document, whose places GitHub tells in the same way",
        ),
    ],
)
@pytest.mark.parametrize("read", [graphql_parts, graphql_found])
def test_a_limit_or_trouble_among_the_parts_is_one_of_the_whole(
    read: Callable[[Any, Headers], object], errors: Any, data: Any, trouble: Trouble
) -> None:
    with pytest.raises(Failure) as caught:
        read({"data": data, "errors": errors}, {})
    assert caught.value.trouble is trouble
