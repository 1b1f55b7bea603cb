"""Expressions are worked out as by GitHub's own library; where that is absent, what matters most is still shown."""

import json
import subprocess
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from sandbox.workflows.expressions import check_condition, check_text, holds, substituted
from sandbox.workflows.language.functions import ExpressionError
from sandbox.workflows.language.parsing import Scope, parsed
from sandbox.workflows.language.values import written
from tests.node_packages import packages_with
from tests.sandbox.workflows.expressions_table import CONTEXTS, WORKED_OUT

SCOPE = Scope(CONTEXTS, {"always": True, "success": True, "failure": False, "cancelled": False})
AFTER_TROUBLE = Scope(CONTEXTS, {"always": True, "success": False, "failure": True, "cancelled": False})
SCRIPT = Path(__file__).with_name("official_expressions.mjs")

REFUSED = (
    "1 +",
    "1 + 1",
    "1 == ",
    "(1",
    "1)",
    "'a",
    '"a"',
    "a",
    "github.",
    "github..event",
    "github[",
    "github['a'",
    "github[]",
    "'a'.b",
    "'a'[0]",
    "true.x",
    "1 2",
    "= 1",
    "1 = 1",
    "1 & 1",
    "1 | 1",
    "contains('a')",
    "contains('a', 'b', 'c')",
    "nothing('a')",
    "format()",
    "join()",
    "toJSON()",
    "fromJSON()",
    "fromJSON('')",
    "fromJSON('{')",
    "fromJSON('NaN')",
    "format('{0}')",
    "format('{', 1)",
    "format('}', 1)",
    "format('{1}', 1)",
    "format('{a}', 1)",
    "0x",
    "1a",
    "1.2.3",
    "--1",
    "github.event.1",
    "github.$",
    "@",
    "#",
    "case(1, 'a', 'b')",
    "case(true, 'a')",
    "!",
    "&&",
    "* 1",
    "github.*.",
    ",",
    "contains(,)",
    "(" * 60 + "1" + ")" * 60,
    "!" * 60 + "1",
    "'" + "a" * 21_000 + "'",
)


def ours(text: str) -> dict[str, Any]:
    """What we make of an expression, as a text and as JSON, or that we refuse it."""
    try:
        expression = parsed(text)
        if expression.contexts - CONTEXTS.keys():
            return {"error": "an unknown context"}
        value = expression.value(SCOPE)
    except ExpressionError as error:
        return {"error": str(error)}
    return {"text": written(value), "json": parsed("toJSON(x)").value(_only(value))}


def are_alike(found: dict[str, str], told: dict[str, str]) -> bool:
    """Whether both are the same text, and of one value: how a number is written as JSON does not matter."""
    if "error" in found or "error" in told:
        return "error" in found and "error" in told
    values = [json.loads(each["json"]) for each in (found, told)]
    return found["text"] == told["text"] and values[0] == values[1]


def _only(value: Any) -> Scope:
    return Scope({"x": value}, SCOPE.status)


@pytest.fixture(scope="module")
def official() -> dict[str, Any]:
    """What GitHub's library makes of every expression of the tables."""
    packages = packages_with("@actions/expressions")
    node = which("node")
    if packages is None or node is None:
        pytest.skip("GitHub's library of expressions is not installed here")
    texts = (*WORKED_OUT, *REFUSED)
    asked = json.dumps([{"text": text, "contexts": CONTEXTS} for text in texts])
    command = [node, str(SCRIPT), str(packages)]
    done = subprocess.run(command, input=asked, capture_output=True, text=True, timeout=60, check=True)
    return dict(zip(texts, json.loads(done.stdout), strict=True))


def test_every_expression_gives_what_it_gives_by_github_s_library(official: dict[str, Any]) -> None:
    unlike = [text for text in WORKED_OUT if not are_alike(ours(text), official[text])]
    assert {text: (ours(text), official[text]) for text in unlike} == {}


def test_what_github_s_library_refuses_is_refused(official: dict[str, Any]) -> None:
    assert [text for text in REFUSED if "error" not in official[text]] == []
    assert [text for text in REFUSED if "error" not in ours(text)] == []


@pytest.mark.parametrize(
    ("condition", "is_met"),
    [
        pytest.param("", True, id="none"),
        pytest.param("true", True, id="true"),
        pytest.param("${{ false }}", False, id="false in braces"),
        pytest.param("github.event_name == 'ISSUE_COMMENT'", True, id="without case"),
        pytest.param("${{ github.event.issue.pull_request }}", False, id="what is not there"),
        pytest.param("contains(github.event.issue.labels.*.name, 'topic')", True, id="labels"),
        pytest.param("contains('a}}b', '}}')", True, id="braces in a text"),
        pytest.param("${{ contains('a}}b', '}}') }}", True, id="braces in a text in braces"),
        pytest.param("!${{ true }}", True, id="a text around braces is a text, and not empty"),
        pytest.param("${{ inputs.dry-run }}", False, id="a boolean of a person's"),
        pytest.param("inputs.count > 6", True, id="a number in a text"),
        pytest.param("success()", True, id="all well"),
        pytest.param("failure()", False, id="no trouble"),
        pytest.param("cancelled()", False, id="not cancelled"),
    ],
)
def test_a_condition_holds_or_does_not(condition: str, is_met: bool) -> None:  # noqa: FBT001
    check_condition(condition, CONTEXTS)
    assert holds(condition, SCOPE) is is_met


@pytest.mark.parametrize(
    ("condition", "is_met"),
    [("", False), ("true", False), ("always()", True), ("failure() && true", True), ("!success()", True)],
)
def test_after_trouble_only_a_condition_that_asks_for_it_holds(condition: str, is_met: bool) -> None:  # noqa: FBT001
    assert holds(condition, AFTER_TROUBLE) is is_met


def test_a_text_has_what_its_expressions_give_and_never_what_that_says() -> None:
    scope = Scope({"github": {"title": "${{ github.token }}", "token": "secret"}}, {})
    assert substituted("<${{ github.title }}|${{ github.none }}|${{ 'it''s }}' }}>", scope) == (
        "<${{ github.token }}||it's }}>"
    )


@pytest.mark.parametrize(
    "text", ["${{ secrets.KEY }}", "${{ 1 + 1 }}", "${{ 'a", "a ${{ github.ref", "${{ success() }}", "${{ }}"]
)
def test_what_github_would_not_take_in_a_text_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError):
        check_text(text, CONTEXTS)


@pytest.mark.parametrize(
    "condition", ["secrets.KEY", "${{ secrets.KEY != '' }}", "1 +", "${{ true", "success(1)"]
)
def test_what_github_would_not_take_as_a_condition_is_refused(condition: str) -> None:
    with pytest.raises(ExpressionError):
        check_condition(condition, CONTEXTS)
