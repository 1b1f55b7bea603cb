"""Words of people made safe to show: nobody mentioned, no Markdown where none was meant, no hidden HTML."""

import re
from collections.abc import Callable

from markdown_it import MarkdownIt

from arch_hour.rules.directions import isolated, turns
from arch_hour.rules.markup import MARKUP, URL, Piece, Region, pieces, regions
from arch_hour.rules.unlinked import ZERO_WIDTH_SPACE, unlinked

SILENCE = ZERO_WIDTH_SPACE

# What GitHub's sanitiser keeps; it drops any other tag, and every comment, without a trace.
_KEPT_TAGS = re.compile(
    r"</?(?:a|b|blockquote|br|code|dd|del|details|div|dl|dt|em|h[1-6]|hr|i|img|ins|kbd|li|ol|p|picture|pre|q|s|samp"
    r"|source|span|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|tt|ul|var)(?![A-Za-z0-9-])",
    re.IGNORECASE,
)

_AT = r"(?:@|&#0*64;|&#[xX]0*40;|&commat;)"
# GitHub looks for mentions in the rendered text, where an entity has become the letter that it stands for.
_MENTION = re.compile(rf"(?<![A-Za-z0-9])({_AT})(?=[A-Za-z0-9&])")
_SILENCED = re.compile(rf"({_AT}|#|\b[Gg][Hh]-){SILENCE}+")

_BARE = re.compile(f"({URL})")
# Only a mark at the edge of a word opens or closes emphasis with underscores.
_SPECIAL = re.compile(r"[\\`*~\[\]|$]|(?<![^\W_])_|_(?![^\W_])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LEADING = re.compile(r"^(?:#{1,6}(?= |$)|[-+=>]|:(?=-))")
_LEADING_NUMBER = re.compile(r"^(\d{1,9})([.)])(?= |$)")
_CLOSING_HASHES = re.compile(r"(?<= )#+$")
_REFERENCE = re.compile(r"([(“]?)#(\d{1,9})([”).,:;]*)", re.ASCII)
LINKED = re.compile(r"(?i:://|www\.)")

_WHOLE = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table")


def quiet(markdown: str) -> str:
    """The same Markdown in which nobody is mentioned: U+200B follows each `@` that would notify."""
    if not _MENTION.search(markdown):
        return markdown
    return "".join(
        text if piece is not Piece.TEXT else _silence(text)
        for region, block in regions(markdown)
        for piece, text in pieces(region, block)
    )


def loud(text: str) -> str:
    """The text as a person wrote it, before `quiet`; of what `inline` did to it, names are whole again."""
    return _SILENCED.sub(r"\1", text)


def literal_html(markdown: str) -> str:
    """The same Markdown in which what GitHub's sanitiser would drop is text, hidden comments above all."""
    if "<" not in markdown:
        return markdown
    # What was inside a comment is Markdown once the comment is text, so look again until all is shown.
    for _ in range(20):
        shown = "".join(_shown(region, block) for region, block in regions(markdown))
        if shown == markdown:
            break
        markdown = shown
    return markdown.replace("<", "&lt;") if _hides(markdown) else markdown


def inline(text: str) -> str:
    """A person's line as Markdown that shows just that, in a paragraph, heading, list item or table cell.

    As in a title on GitHub nothing in it is a link. Where it runs from right to left, the words beside it do not.
    """
    line = _line(text, _unlinked)
    return isolated(line) if turns(line) else line


def sentence(text: str) -> str:
    """A line of ours as such Markdown, whose addresses and references are links, and which mentions nobody."""
    line = _line(text, _word)
    if not turns(line):
        return line
    # A bare address begins after a space and runs to the next one.
    return isolated(f" {line} " if LINKED.search(line) else line)


def report(text: str, page: str) -> str:
    """A line of ours in which people's words may stand: only what leads to an issue of the repository is a link.

    `page` is the address of the repository's page. A reference becomes a link of ours, as GitHub makes none everywhere,
    and puts the title behind it in lists.
    """
    address = re.compile(rf"[(“]?{re.escape(page)}/issues/\d+(?:#issuecomment-\d+)?[”).,:;]*")

    def shown(word: str) -> str:
        if found := _REFERENCE.fullmatch(word):
            return f"{found[1]}[#{found[2]}]({page}/issues/{found[2]}){found[3]}"
        return word if address.fullmatch(word) else _unlinked(word)

    line = _line(text, shown)
    if not turns(line):
        return line
    return isolated(f" {line} " if page in line else line)


def _unlinked(word: str) -> str:
    return unaddressed(_literal(unlinked(word)))


def _line(text: str, shown: Callable[[str], str]) -> str:
    """The words as a line that begins and ends nothing of Markdown's."""
    line = " ".join(shown(word) for word in text.replace("\0", "\ufffd").split())
    line = _LEADING_NUMBER.sub(r"\1\\\2", _LEADING.sub(r"\\\g<0>", line))
    return _CLOSING_HASHES.sub(r"\\\g<0>", line)


def _literal(word: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", _ENTITY.sub("&amp;", word)).replace("<", "&lt;")


def unaddressed(escaped: str) -> str:
    """Markdown of words in which no bare address is a link."""
    return re.sub(r"(?i)(www)\.", r"\1\\.", escaped.replace("://", r"\://"))


def _word(word: str) -> str:
    escaped = _literal(word)
    if not LINKED.search(word):
        return _silence(escaped)
    # GitHub takes the address of a link as it stands, backslashes and all: keep it so, or make it no link.
    if "~~" not in word and escaped.replace(r"\~", "~") == word:
        return "".join(part if index % 2 else _silence(part) for index, part in enumerate(_BARE.split(word)))
    return _silence(unaddressed(escaped))


def _silence(text: str) -> str:
    return _MENTION.sub(rf"\1{SILENCE}", text)


def _shown(region: Region, block: str) -> str:
    if region is Region.HTML:
        return _shown_block(block)
    return "".join(
        "&lt;" + text[1:] if piece is Piece.TAG and not _KEPT_TAGS.match(text) else text
        for piece, text in pieces(region, block)
    )


def _shown_block(block: str) -> str:
    first = MARKUP.search(block)
    if first and _escaped(first) != first[0] and ("`" in block or "~~~" in block):
        # Without its first tag this is no HTML, and the code in it is code.
        return MARKUP.sub(_escaped, block, count=1)
    return MARKUP.sub(_escaped, block)


def _escaped(markup: re.Match[str]) -> str:
    kept = markup["tag"] and _KEPT_TAGS.match(markup["tag"])
    return markup[0] if kept else "&lt;" + markup[0][1:]


def _hides(markdown: str) -> bool:
    tokens = _WHOLE.parse(markdown)
    spans = [child for token in tokens for child in token.children or []]
    return any(
        token.type in {"html_block", "html_inline"} and _shown_block(token.content) != token.content
        for token in tokens + spans
    )
