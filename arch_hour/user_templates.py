"""A user's own template for a whole document: it sees its words, and can neither reach nor use up anything else."""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Template, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.meta import find_undeclared_variables

from arch_hour.rendering import TemplateMistakeError
from arch_hour.rules import prose
from arch_hour.rules.unclosed import left_open
from arch_hour.template_bounds import Documents
from arch_hour.template_grammar import Known, cost, no_comment, read_template, unknown

LONGEST_DOCUMENT = 200_000

_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_UNDEFINED = re.compile(r"'(\w+)' is undefined")


def document_from_user(template: str, words: Mapping[str, Any], attributes: Collection[str]) -> str:
    """The Markdown of a user's template, which swallows nothing of what follows it and mentions nobody.

    `words` are plain values, `attributes` all that they and their items can have. Raises TemplateMistakeError, with
    the line (from 1) where it is known.
    """
    environment = Documents()
    try:
        tree = read_template(environment, template, Known(words, attributes))
        environment.spend(cost([tree]))
        code = environment.compile(tree)
        text = _collected(Template.from_code(environment, code, {}).generate(words))
    except Exception as error:
        mistake = _told(error, words)
        if mistake is None:
            raise
        raise mistake from error
    return _settled(text)


@lru_cache(maxsize=8)
def words_of(template: str) -> frozenset[str]:
    """The words that a template uses anywhere; none of one that cannot be read."""
    try:
        return frozenset(find_undeclared_variables(Documents().parse(template)))
    except (TemplateError, RecursionError, MemoryError):
        return frozenset()


def _collected(pieces: Iterable[str]) -> str:
    found: list[str] = []
    length = 0
    for piece in pieces:
        found.append(piece)
        length += len(piece)
        if length > LONGEST_DOCUMENT:
            raise TemplateMistakeError(f"it becomes longer than {LONGEST_DOCUMENT:,} characters")
    return "".join(found)


def _told(error: Exception, words: Collection[str]) -> TemplateMistakeError | None:
    """What went wrong as a mistake of the template's, with its line; None for a mistake of our own."""
    match error:
        case TemplateMistakeError():
            return TemplateMistakeError(error.problem, error.line or _line_of(error))
        case TemplateSyntaxError():
            return TemplateMistakeError(_one_line(error.message or "it cannot be read"), error.lineno)
        case SecurityError():
            problem = "it can show its words here, and do nothing else with them"
        case RecursionError() | MemoryError() | SyntaxError():
            problem = "it is nested too deeply"
        case UndefinedError() if found := _UNDEFINED.fullmatch(str(error)):
            problem = unknown(found[1], words)
        case (
            TemplateError()
            | TypeError()
            | ValueError()
            | ArithmeticError()
            | LookupError()
            | AttributeError()
            | AssertionError()
        ):
            problem = _one_line(str(error)) or "it cannot be rendered"
        case _:
            return None
    return TemplateMistakeError(problem, _line_of(error))


def _one_line(text: str) -> str:
    """A library's words as one short line."""
    line = " ".join(text.split())
    return line if len(line) <= 200 else f"{line[:200]}…"


def _line_of(error: BaseException) -> int | None:
    """The deepest line of the template in the way that the error took."""
    line, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _settled(text: str) -> str:
    """The text as it can stand in an issue above other people's words."""
    plain = _UNWRITABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n")).strip("\n")
    hidden = re.search(r"<[!?]", plain)
    if hidden:
        raise TemplateMistakeError(no_comment(hidden[0]))
    swallowing = left_open(plain)
    if swallowing:
        raise TemplateMistakeError(f"{swallowing}, so that what people write below would be part of it")
    return prose.quiet(plain)
