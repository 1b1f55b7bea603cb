"""The last touch on HTML that is safe already: names become links, addresses of issues too, Mermaid's code pictures.

It comes after the sanitiser, as on GitHub, so that nobody's text can dress up as what is made here.
"""

from html import unescape
from html.parser import HTMLParser

from sandbox.markdown.diagrams import figure
from sandbox.markdown.references import Linking, Resolver, issue_link, linked, short_link, unfurled_link

# Inside of these nobody is mentioned, and nothing is referred to.
QUIET = ("a", "code", "kbd", "pre")
MERMAID = ("class", "language-mermaid")


def finished(html: str, resolver: Resolver | None) -> str:
    """The HTML with all of that; without a resolver nothing is linked."""
    finishing = _Finishing(resolver)
    finishing.feed(html)
    finishing.close()
    return "".join(finishing.parts)


class _Finishing(HTMLParser):
    def __init__(self, resolver: Resolver | None) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self._resolver = resolver
        self._quiet = 0
        # How many lists' items are open.
        self._items = 0
        # Where the link or diagram began that is being read: its place among the parts, and its address.
        self._link: tuple[int, str] | None = None
        self._diagram: int | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._link = (len(self.parts), dict(attrs).get("href") or "")
        if tag == "code" and MERMAID in attrs and self.parts[-1:] == ["<pre>"]:
            self._diagram = len(self.parts) - 1
        self._quiet += tag in QUIET
        self._items += tag == "li"
        self.parts.append(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag, attrs
        self.parts.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self._quiet -= tag in QUIET
        self._items -= tag == "li"
        self.parts.append(f"</{tag}>")
        if tag == "a" and self._link is not None:
            self._shorten(*self._link)
            self._link = None
        if tag == "pre" and self._diagram is not None:
            source = unescape("".join(self.parts[self._diagram + 2 : -2]))
            self.parts[self._diagram :] = [figure(source)]
            self._diagram = None

    @property
    def _linking(self) -> Linking:
        return unfurled_link if self._items else issue_link

    def _shorten(self, start: int, address: str) -> None:
        text = unescape("".join(self.parts[start + 1 : -1]))
        if self._resolver is None or text != address:
            return
        if short := short_link(address, self._resolver, self._linking):
            self.parts[start:] = [short]

    def handle_data(self, data: str) -> None:
        if self._resolver is not None and not self._quiet:
            data = linked(data, self._resolver, self._linking)
        self.parts.append(data)

    def handle_entityref(self, name: str) -> None:
        self.parts.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.parts.append(f"&#{name};")
