"""What a user's template for a whole document may be written with, and what each part of it may cost.

A template is read as a syntax tree. What could run without end or grow without bound is refused there, with its line;
loops, joined texts and lists are led through filters of ours, which count.
"""

import difflib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from jinja2 import Environment, meta, nodes
from jinja2.visitor import NodeTransformer

from arch_hour.rendering import TemplateMistakeError

LOOP_NAMES = frozenset(
    {"first", "index", "index0", "last", "length", "nextitem", "previtem", "revindex", "revindex0"}
)
LONGEST_TEMPLATE = 64 * 1024
LARGEST_NUMBER = 10**15

# Filters that no template can name: a name holds no space.
STEPS, JOINED, MADE = "steps of a loop", "joined text", "made list"

_ALLOWED = (
    nodes.Add,
    nodes.And,
    nodes.Assign,
    nodes.Compare,
    nodes.Concat,
    nodes.CondExpr,
    nodes.Const,
    nodes.Div,
    nodes.Filter,
    nodes.FloorDiv,
    nodes.For,
    nodes.Getattr,
    nodes.Getitem,
    nodes.If,
    nodes.Keyword,
    nodes.List,
    nodes.Mod,
    nodes.Mul,
    nodes.Name,
    nodes.Neg,
    nodes.Not,
    nodes.Operand,
    nodes.Or,
    nodes.Output,
    nodes.Pos,
    nodes.Scope,
    nodes.Slice,
    nodes.Sub,
    nodes.Template,
    nodes.TemplateData,
    nodes.Test,
    nodes.Tuple,
)
_NAMES_OF_REFUSED: dict[type[nodes.Node], str] = {
    nodes.AssignBlock: "{% set %} with {% endset %}",
    nodes.Call: "( )",
    nodes.CallBlock: "{% call %}",
    nodes.Dict: "{ }",
    nodes.FilterBlock: "{% filter %}",
    nodes.FromImport: "{% from %}",
    nodes.NSRef: "{% set %} of a part",
    nodes.Pow: "**",
    nodes.ScopedEvalContextModifier: "{% autoescape %}",
}
_LONGEST_LIST = 100
# In units of the budget: how long the slowest of a kind may take, against the look at a name.
_COSTS: dict[type[nodes.Node], int] = {
    nodes.Compare: 50,
    nodes.Filter: 20,
    nodes.For: 5,
    nodes.Slice: 20,
    nodes.Test: 50,
}


@dataclass(frozen=True, slots=True)
class Known:
    """The names that a template may use: the words, what items and words have, filters and tests."""

    words: Collection[str]
    attributes: Collection[str]


def read_template(environment: Environment, source: str, known: Known) -> nodes.Template:
    """The tree of a template, ready to be compiled; raises TemplateMistakeError with the line (from 1)."""
    if len(source) > LONGEST_TEMPLATE:
        raise TemplateMistakeError(f"it is longer than {LONGEST_TEMPLATE // 1024} KB")
    tree = environment.parse(source)
    _Check(environment, known).visit(tree)
    _check_names(tree, known)
    _Bounds().generic_visit(tree)
    tree.set_environment(environment)
    return tree


def cost(parts: list[nodes.Node]) -> int:
    """What one pass through the parts may cost, in units of the budget; inner loops count their own steps."""
    return sum(_cost(part) for part in parts)


def unknown(name: str, known: Collection[str]) -> str:
    """The sentence about a name that nobody knows, with the nearest that somebody does."""
    shown = name if len(name) <= 40 else f"{name[:40]}…"
    close = difflib.get_close_matches(name[:40], sorted(known), n=1, cutoff=0.5)
    if close:
        return f"`{shown}` is not known here; did you mean `{close[0]}`?"
    rest = f"; known here are {', '.join(sorted(known))}" if known else ""
    return f"`{shown}` is not known here{rest}"


def _cost(node: nodes.Node) -> int:
    own = _COSTS.get(type(node), 1)
    if isinstance(node, nodes.TemplateData):
        return own + len(node.data) // 100
    if isinstance(node, nodes.For):
        return own + cost([node.iter, *node.else_])
    return own + cost(list(node.iter_child_nodes()))


def _check_names(tree: nodes.Template, known: Known) -> None:
    """Names in parts of the template, too, that are not reached this time."""
    set_here = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"}
    # `self` would be the template; it is declared by the library wherever it is used.
    strange = (meta.find_undeclared_variables(tree) | {"self"}) - set(known.words) - set_here
    for name in tree.find_all(nodes.Name):
        if name.ctx == "load" and name.name in strange:
            raise TemplateMistakeError(unknown(name.name, {*known.words, *set_here}), name.lineno)


class _Check(NodeTransformer):
    """Refuses what is not allowed, the first in the order of the text."""

    def __init__(self, environment: Environment, known: Known) -> None:
        self._environment = environment
        self._known = known

    def generic_visit(self, node: nodes.Node, *_: object, **__: object) -> nodes.Node:
        if not isinstance(node, _ALLOWED):
            what = _NAMES_OF_REFUSED.get(type(node), f"{{% {type(node).__name__.lower()} %}}")
            raise TemplateMistakeError(f"`{what}` cannot be used here", node.lineno)
        for problem in self._problems(node):
            raise TemplateMistakeError(problem, node.lineno)
        return super().generic_visit(node)

    def visit_TemplateData(self, node: nodes.TemplateData) -> nodes.Node:  # noqa: N802  as the library calls it
        """What would hide text on the page."""
        hidden = re.search(r"<[!?]", node.data)
        if hidden:
            line = node.lineno + node.data.count("\n", 0, hidden.start())
            raise TemplateMistakeError(no_comment(hidden[0]), line)
        return node

    def _problems(self, node: nodes.Node) -> Iterator[str]:
        match node:
            case nodes.Filter(name=name) if name not in self._shown_filters:
                yield f"filter {unknown(name, self._shown_filters)}"
            case nodes.Test(name=name) if name not in self._environment.tests:
                yield f"test {unknown(name, self._environment.tests)}"
            case nodes.Getattr(attr=name) | nodes.Getitem(arg=nodes.Const(value=str(name))):
                if name not in self._known.attributes and name not in LOOP_NAMES:
                    yield unknown(name, self._known.attributes)
            case nodes.Const(value=int(number) | float(number)) if abs(number) > LARGEST_NUMBER:
                yield "this is too large a number"
            case nodes.For(recursive=True):
                yield "`recursive` cannot be used here"
            case nodes.List(items=items) | nodes.Tuple(items=items) if len(items) > _LONGEST_LIST:
                yield f"a list can have {_LONGEST_LIST} items at most here"
        if isinstance(node, nodes.Filter | nodes.Test) and (node.dyn_args or node.dyn_kwargs):
            yield "`*` cannot be used here"

    @property
    def _shown_filters(self) -> set[str]:
        return set(self._environment.filters) - {STEPS, JOINED, MADE}


class _Bounds(NodeTransformer):
    """Leads what could grow through the filters that count."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802  as the library calls it
        """Each step costs what the loop's body may cost."""
        tested = [node.test] if node.test else []
        price = nodes.Const(1 + cost([*node.body, *tested]))
        self.generic_visit(node)
        node.iter = _through(STEPS, node.iter, [price])
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802  as the library calls it
        """`~` with a look at the length first."""
        self.generic_visit(node)
        return _through(JOINED, node.nodes[0], node.nodes[1:])

    def visit_List(self, node: nodes.List) -> nodes.Node:  # noqa: N802  as the library calls it
        """A list that holds itself many times over is soon larger than any machine."""
        return _through(MADE, self.generic_visit(node), [])

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:  # noqa: N802  as the library calls it
        """As a list; but not the names that a loop or an assignment fills."""
        self.generic_visit(node)
        return node if node.ctx == "store" else _through(MADE, node, [])


def _through(name: str, value: nodes.Node, arguments: list[nodes.Expr]) -> nodes.Filter:
    return nodes.Filter(value, name, arguments, [], None, None, lineno=value.lineno)


def no_comment(what: str) -> str:
    """Why a hidden comment is refused: it could end our block, or hide what people write below it."""
    return f"`{what}` cannot be used here; a note that nobody should read is written {{# so #}}"
