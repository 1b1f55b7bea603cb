"""Expressions where a workflow has them: `${{ … }}` in texts, and the conditions of jobs, which may do without."""

import re
from collections.abc import Iterable

from sandbox.workflows.language.functions import STATUS, ExpressionError
from sandbox.workflows.language.parsing import Expression, Scope, parsed
from sandbox.workflows.language.values import is_true, written

EXPRESSION = re.compile(r"\$\{\{((?:[^'}]|'[^']*'|\}(?!\}))*)\}\}")
_OPEN = "${{"


def substituted(text: str, scope: Scope) -> str:
    """The text with what its expressions give, as texts; raises ExpressionError."""
    return EXPRESSION.sub(lambda found: written(parsed(found[1]).value(scope)), text)


def holds(condition: str, scope: Scope) -> bool:
    """Whether a condition holds; one that asks for no status holds only while all that is needed succeeded."""
    whole = EXPRESSION.fullmatch(condition.strip())
    if whole is None and _OPEN in condition:
        # A text with expressions in it is a text, whatever they give.
        return scope.status["success"] and bool(substituted(condition, scope))
    expression = parsed(whole[1] if whole else condition) if condition.strip() else parsed("success()")
    asks = bool(expression.functions & STATUS)
    return (asks or scope.status["success"]) and is_true(expression.value(scope))


def check_text(text: str, contexts: Iterable[str]) -> None:
    """Raises ExpressionError for a text whose expressions GitHub would not take where only these contexts are."""
    for found in EXPRESSION.finditer(text):
        expression = parsed(found[1])
        _check(expression, contexts)
        if expression.functions & STATUS:
            msg = "only conditions may ask how the jobs before ended"
            raise ExpressionError(msg)
    if _OPEN in EXPRESSION.sub("", text):
        msg = f"an expression in {text!r:.60} has no end"
        raise ExpressionError(msg)


def check_condition(condition: str, contexts: Iterable[str]) -> None:
    """Raises ExpressionError for a condition that GitHub would not take."""
    if _OPEN in condition:
        found = EXPRESSION.findall(condition)
        if not found:
            msg = f"an expression in {condition!r:.60} has no end"
            raise ExpressionError(msg)
        for inner in found:
            _check(parsed(inner), contexts)
    elif condition.strip():
        _check(parsed(condition), contexts)


def _check(expression: Expression, contexts: Iterable[str]) -> None:
    unknown = sorted(expression.contexts - frozenset(contexts))
    if unknown:
        msg = f"{unknown[0]} is not known here"
        raise ExpressionError(msg)
