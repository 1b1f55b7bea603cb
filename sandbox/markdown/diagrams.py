"""Mermaid diagrams, drawn here: nothing is fetched, and what is drawn is a picture that can run nothing."""

from base64 import b64encode
from html import escape
from re import Match
from re import compile as pattern

# In characters; a longer source, or one whose picture would be, is shown as it is.
LONGEST_SOURCE = 10_000
LARGEST_PICTURE = 200_000
FLOWCHART = pattern(r"(?:\s|%%[^\n]*\n)*(?:graph|flowchart)\b")
QUOTED = r'"[^"]*"|\[[^\]\n]*\]|\([^)\n]*\)|\{[^}\n]*\}|%%[^\n]*'
ARROW = r"<?(?:--+|==+|-\.+-)(?:>|[ox](?=[\s|]))?"
PART = pattern(rf"{QUOTED}|(?P<arrow>{ARROW})(?:[ \t]*(?P<label>\|[^|\n]*\|))?|(?P<end>;)")


def figure(source: str) -> str:
    """The HTML of a diagram: its picture with the source folded below, or the source where it cannot be drawn."""
    code = f"<pre><code>{escape(source)}</code></pre>"
    picture = _picture(source)
    if picture is None:
        return f'<figure class="mermaid">{code}</figure>'
    address = f"data:image/svg+xml;base64,{b64encode(picture.encode()).decode()}"
    image = f'<img src="{address}" alt="Mermaid diagram">'
    return f'<figure class="mermaid">{image}<details><summary>Source</summary>{code}</details></figure>'


def _picture(source: str) -> str | None:
    import merm

    if len(source) > LONGEST_SOURCE:
        return None
    try:
        picture = str(merm.render_diagram(spread(source)))
    except Exception:
        # Whatever source the library stumbles over is shown as it is.
        return None
    return picture if len(picture) <= LARGEST_PICTURE else None


def spread(source: str) -> str:
    """A flowchart with a statement on each line and spaces around arrows, which its author may leave out."""
    return PART.sub(_spread, source) if FLOWCHART.match(source) else source


def _spread(part: Match[str]) -> str:
    if part["arrow"]:
        return f" {part['arrow']}{part['label'] or ''} "
    return "\n" if part["end"] else part[0]
