"""Mermaid diagrams, drawn here: nothing is fetched, and what is drawn is a picture that can run nothing."""

from base64 import b64encode
from html import escape

# In characters; a longer source, or one whose picture would be, is shown as it is.
LONGEST_SOURCE = 10_000
LARGEST_PICTURE = 200_000


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
        picture = str(merm.render_diagram(source))
    except Exception:
        # Whatever source the library stumbles over is shown as it is.
        return None
    return picture if len(picture) <= LARGEST_PICTURE else None
