"""What the parts of a line say: as people read it, and as Markdown that shows just that wherever it stands."""

import re
from collections.abc import Callable
from typing import NamedTuple

from markdown_it.token import Token

from arch_hour.rules import prose
from arch_hour.rules.markup import SAFE_AUTOLINK

# Of ASCII punctuation a backslash takes the meaning away; before anything else it is a backslash.
_PUNCTUATION = r"[!-/:-@\[-`{-~]"
# Emphasis, comments and line breaks around the words are gone, so that `!`, `&` and `\` may get other neighbours.
_SIGNS = rf"\\(?={_PUNCTUATION}|\Z)|[`*~\[\]]|(?<![^\W_])_|_(?![^\W_])|!\Z"
_REFERENCE = r"&(?=#?\w*(?:;|\Z))"
_SPECIAL, _ENTITY = re.compile(_SIGNS), re.compile(_REFERENCE)
# Within a text its own next word follows.
_ENTITY_WITHIN = re.compile(r"&(?=#?\w*;)")
_MEANINGFUL = re.compile(rf"{_SIGNS}|{_REFERENCE}|<")
_WORD = re.compile(r"\S+")


class Words(NamedTuple):
    """Words as people read them, and Markdown that shows them."""

    text: str = ""
    markdown: str = ""


def words_of(token: Token) -> Words:
    """What an inline token says that is neither a break nor the end of a link."""
    read = _READERS.get(token.type)
    return read(token) if read else Words()


def link_end(token: Token) -> Words:
    """What ends the link that a token begins; an address in angle brackets is its own text."""
    if token.markup == "autolink":
        return Words()
    return Words(f"]({_destination(token, 'href')})", f"]({_shown_destination(token, 'href')})")


def verbatim(text: str) -> str:
    """Markdown for the inside of a line that shows just this text; plain addresses stay links."""
    if not _MEANINGFUL.search(text):
        return text
    return _WORD.sub(
        lambda word: _shown(word[0], _ENTITY if word.end() == len(text) else _ENTITY_WITHIN), text
    )


def _shown(word: str, entity: re.Pattern[str]) -> str:
    escaped = _SPECIAL.sub(r"\\\g<0>", entity.sub("&amp;", word)).replace("<", "&lt;")
    if escaped == word or not prose.LINKED.search(word):
        return escaped
    # GitHub takes the address of a link as it stands, backslashes and all: keep it so, or make it no link.
    if "~~" not in word and escaped.replace(r"\~", "~") == word:
        return word
    return prose.unaddressed(escaped)


def _text(token: Token) -> Words:
    source = token.meta.get("autolink", "")
    return Words(token.content, source if SAFE_AUTOLINK.match(source) else verbatim(token.content))


def _escaped(token: Token) -> Words:
    """A backslash with its sign, or an entity, which may well be there to keep the words from being a link."""
    letters = token.content
    if token.info == "entity":
        return Words(letters, token.markup if letters.isprintable() and not letters.isspace() else letters)
    return Words(letters, {"<": "&lt;", "&": "&amp;"}.get(letters, token.markup))


def _code(token: Token) -> Words:
    pad = " " if "`" in token.content[:1] + token.content[-1:] else ""
    code = f"{token.markup}{pad}{token.content}{pad}{token.markup}"
    return Words(code, code)


def _html(token: Token) -> Words:
    """A tag stays, so that a keyword inside it begins no line; nobody sees a comment and its kin."""
    tag = "" if token.content.startswith(("<!", "<?")) else token.content
    return Words(tag, tag)


def _image(token: Token) -> Words:
    begin = f"![{token.content}]"
    return Words(f"{begin}({_destination(token, 'src')})", f"{begin}({_shown_destination(token, 'src')})")


def _destination(token: Token, attribute: str) -> str:
    title = str(token.attrGet("title") or "").replace("\\", "\\\\").replace('"', '\\"')
    return _address_with_title(str(token.attrGet(attribute) or ""), title)


def _shown_destination(token: Token, attribute: str) -> str:
    title = _ENTITY.sub("&amp;", str(token.attrGet("title") or "")).replace("\\", "\\\\")
    address = _ENTITY.sub("&amp;", str(token.attrGet(attribute) or ""))
    return _address_with_title(address, title.replace('"', "&quot;").replace("<", "&lt;"))


def _address_with_title(address: str, title: str) -> str:
    if not address or "(" in address or ")" in address:
        address = f"<{address}>"
    return f'{address} "{title}"' if title else address


def _link_begin(token: Token) -> Words:
    return Words() if token.markup == "autolink" else Words("[", "[")


_READERS: dict[str, Callable[[Token], Words]] = {
    "text": _text,
    "text_special": _escaped,
    "code_inline": _code,
    "html_inline": _html,
    "image": _image,
    "link_open": _link_begin,
}
