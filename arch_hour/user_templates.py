"""A user's own template for a document or a title: it sees its words, and neither reaches nor uses up anything else."""

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
# What the library says of a template that it cannot read, and what we say.
_UNREADABLE = {
    r"unexpected '?end of template.*": "it ends inside of `{{` or `{%`; close that with `}}` or `%}`",
    r"Unexpected end of template.* closed is '(\w+)'\.": r"`{% \1 %}` is open; close it with `{% end\1 %}`",
    r"Encountered unknown tag '(\w+)'.*": r"`{% \1 %}` is not known, or cannot stand here",
    r"unexpected '([%}])'.*": "`{{` is closed by `}}`, `{%` by `%}`, and each bracket inside by its like",
    r"unexpected char (?:\"(')\"|'(\")') at .*": r"a text opens with `\1\2` and does not close with it",
    r"unexpected char '(.)' at .*": r"`\1` cannot stand inside of `{{ }}` or `{% %}`",
}
_UNDEFINED = re.compile(r"'(\w+)' is undefined")


def document_from_user(template: str, words: Mapping[str, Any], attributes: Collection[str]) -> str:
    """The Markdown of a user's template, which swallows nothing of what follows it and mentions nobody.

    `words` are plain values, `attributes` all that they and their items can have. Raises TemplateMistakeError, with
    the line (from 1) where it is known.
    """
    return _settled(_rendered(template, words, attributes))


def title_from_user(template: str, words: Mapping[str, Mapping[str, str]]) -> str:
    """The one line that a user's template for a title makes; raises TemplateMistakeError, also where it is empty."""
    owners = {part: word for word, parts in words.items() for part in parts}
    for name in sorted(words_of(template) & owners.keys() - words.keys()):
        raise TemplateMistakeError(f"`{name}` is not known here; did you mean `{owners[name]}.{name}`?")
    title = " ".join(_UNWRITABLE.sub("\ufffd", _rendered(template, words, owners)).split())
    if not title:
        raise TemplateMistakeError("an issue needs a title")
    return title


@lru_cache(maxsize=8)
def words_of(template: str) -> frozenset[str]:
    """The words that a template uses anywhere; none of one that cannot be read."""
    try:
        return frozenset(find_undeclared_variables(Documents().parse(template)))
    except (TemplateError, RecursionError, MemoryError):
        return frozenset()


def _rendered(template: str, words: Mapping[str, Any], attributes: Collection[str]) -> str:
    environment = Documents()
    try:
        tree = read_template(environment, template, Known(words, attributes))
        environment.spend(cost([tree]))
        code = environment.compile(tree)
        return _collected(Template.from_code(environment, code, {}).generate(words))
    except Exception as error:
        mistake = _told(error, words)
        if mistake is None:
            raise
        raise mistake from error


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
            return TemplateMistakeError(_unreadable(error.message or ""), error.lineno)
        case SecurityError():
            problem = "it can show its words here, and do nothing else with them"
        case RecursionError() | MemoryError() | SyntaxError():
            problem = "it is nested too deeply"
        case TypeError():
            problem = "a filter or an operator is given what it cannot work with"
        case UndefinedError() if found := _UNDEFINED.fullmatch(str(error)):
            problem = unknown(found[1], words)
        case (
            TemplateError()
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


def _unreadable(message: str) -> str:
    """What a user is to mend where the library could not read on, in words about the template's signs."""
    for pattern, problem in _UNREADABLE.items():
        if found := re.fullmatch(pattern, message):
            return found.expand(problem)
    return "what stands in `{{ }}` or `{% %}` cannot be read; look for what is missing there, or too much"


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
