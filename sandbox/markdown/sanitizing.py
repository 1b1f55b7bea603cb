"""What may stay in HTML that came from people's texts: much as GitHub's own sanitiser keeps it."""

from functools import cache

from nh3 import ALLOWED_TAGS, Cleaner

PREFIX = "user-content-"
# The library's own list has the parts of a page too, which belong to ours.
TAGS = ALLOWED_TAGS - {"area", "article", "aside", "footer", "header", "map", "nav"} | {"input", "section"}
EVERYWHERE = frozenset({"align", "class", "dir", "id", "lang", "title"})
ATTRIBUTES = {
    "a": {"href", "name"},
    "details": {"open"},
    "img": {"alt", "height", "src", "width"},
    "input": {"aria-label", "checked", "data-line", "disabled", "type"},
    "ol": {"reversed", "start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
# The classes that our own rendering gives; an author's others mean nothing here.
ALERT = {f"markdown-alert-{part}" for part in ("caution", "important", "note", "tip", "title", "warning")}
FOOTNOTE = {
    "footnote-backref",
    "footnote-item",
    "footnote-ref",
    "footnotes",
    "footnotes-list",
    "footnotes-sep",
}
TASK = {"contains-task-list", "task-list-item", "task-list-item-checkbox"}
CLASSES = ALERT | FOOTNOTE | TASK | {"markdown-alert"}
SCHEMES = {"http", "https", "mailto"}


def sanitized(html: str) -> str:
    """The HTML without anything that could run, look like the page's own or lead elsewhere by itself."""
    return _cleaner().clean(html)


@cache
def _cleaner() -> Cleaner:
    return Cleaner(
        tags=set(TAGS),
        clean_content_tags={"script", "style"},
        attributes={tag: set(ATTRIBUTES.get(tag, ())) | EVERYWHERE for tag in TAGS},
        attribute_filter=_attribute,
        url_schemes=SCHEMES,
        link_rel="nofollow ugc noopener",
        strip_comments=True,
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    """What an attribute is worth here, None for nothing."""
    if name == "class":
        language = {one for one in value.split() if tag == "code" and one.startswith("language-")}
        return " ".join(one for one in value.split() if one in CLASSES | language) or None
    if name in ("id", "name"):
        return value if value.startswith(PREFIX) else PREFIX + value
    if name == "href" and value.startswith("#"):
        return f"#{PREFIX}{value[1:].removeprefix(PREFIX)}"
    return value
