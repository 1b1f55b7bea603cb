"""Texts as HTML, by markdown-it with GitHub's extensions."""

from functools import cache
from re import IGNORECASE, sub
from re import compile as pattern

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup
from mdit_py_plugins.gfm import gfm_plugin

from sandbox.markdown.finishing import finished
from sandbox.markdown.references import Resolver
from sandbox.markdown.sanitizing import sanitized

# The tags that GitHub shows as text, since they swallow what comes after them, and checkboxes: those are ours alone,
# for each tells which line it stands for.
FILTERED = pattern(
    r"<(?=/?(?:iframe|input|math|noembed|noframes|plaintext|script|style|svg|textarea|title|xmp)\b)",
    IGNORECASE,
)


def render(text: str, resolver: Resolver | None = None) -> Markup:
    """The HTML of any text; without a resolver nothing in it is linked that is no link.

    A task's checkbox tells the line that it stands in, from 0, as `data-line`.
    """
    # Half of a character that needs two is none.
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    html = sanitized(_markdown().render(whole))
    return Markup(finished(html, resolver))  # noqa: S704 - it was sanitised


def task_lines(text: str) -> list[int]:
    """The lines, from 0, of the tasks in a text."""
    return [
        token.map[0]
        for token in _markdown().parse(text)
        if token.type == "list_item_open" and "checked" in token.meta and token.map
    ]


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": True, "breaks": True}).use(gfm_plugin)
    markdown.core.ruler.push("alignment", _align)
    markdown.core.ruler.push("anchors", _anchor)
    markdown.add_render_rule("list_item_open", _list_item)
    for kind in ("html_block", "html_inline"):
        markdown.add_render_rule(kind, _author_html)
    return markdown


def _align(state: StateCore) -> None:
    """Tells the alignment of table cells by an attribute: the pages' policy forbids styles in HTML."""
    for token in state.tokens:
        if token.type in ("th_open", "td_open") and (style := token.attrs.pop("style", None)):
            token.attrs["align"] = str(style).removeprefix("text-align:")


def _anchor(state: StateCore) -> None:
    """Gives headings an id made of their words, numbered where there are several of the same."""
    seen: dict[str, int] = {}
    for token, content in zip(state.tokens, state.tokens[1:], strict=False):
        if token.type != "heading_open":
            continue
        words = "".join(
            child.content for child in content.children or () if child.type in ("text", "code_inline")
        )
        slug = sub(r"[^\w\- ]", "", words.strip().lower()).replace(" ", "-")
        count = seen.get(slug, 0)
        seen[slug] = count + 1
        token.attrs["id"] = f"{slug}-{count}" if count else slug


def _list_item(
    renderer: RendererHTML, tokens: list[Token], place: int, options: OptionsDict, env: EnvType
) -> str:
    token = tokens[place]
    html = renderer.renderToken(tokens, place, options, env)
    if "checked" not in token.meta or not token.map:
        return html
    checked = " checked" if token.meta["checked"] else ""
    told = f'class="task-list-item-checkbox" data-line="{token.map[0]}" aria-label="Task"'
    box = f'<input type="checkbox" {told} disabled{checked}>'
    return f"{html}{box} "


def _author_html(
    renderer: RendererHTML, tokens: list[Token], place: int, options: OptionsDict, env: EnvType
) -> str:
    del renderer, options, env
    return FILTERED.sub("&lt;", tokens[place].content)
