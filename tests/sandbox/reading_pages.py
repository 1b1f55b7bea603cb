"""A browser without a screen: it keeps cookies, sends forms as they stand in the page, and reads HTML."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

import requests

HTML = {"Accept": "text/html,application/xhtml+xml"}


@dataclass
class Form:
    """A form of a page with the fields that a browser would send."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)


class Reader(HTMLParser):
    """Collects what tests ask about: the text, the tags with their attributes, and the forms."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.forms: list[Form] = []
        self.alerts: list[str] = []
        self._area: str | None = None
        self._in_alert = False
        self.feed(html)

    @property
    def text(self) -> str:
        """All text, with single spaces."""
        return " ".join(" ".join(self.words).split())

    @property
    def links(self) -> list[str]:
        """Where the links lead."""
        return [told["href"] for tag, told in self.tags if tag == "a" and "href" in told]

    def form(self, action: str) -> Form:
        """The form that is sent to an address."""
        return next(form for form in self.forms if form.action == action)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.tags.append((tag, told))
        self._in_alert = self._in_alert or told.get("role") == "alert"
        if tag == "form":
            self.forms.append(Form(told.get("action", "")))
        if tag == "textarea":
            self._area = told.get("name")
            if self._area is not None:
                self.forms[-1].fields.append((self._area, ""))
        is_sent = told.get("type") not in ("checkbox", "radio") or "checked" in told
        if tag == "input" and "name" in told and is_sent:
            self.forms[-1].fields.append((told["name"], told.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        self._area = None if tag == "textarea" else self._area
        self._in_alert = False if tag == "div" else self._in_alert

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._in_alert:
            self.alerts.append(data.strip())
        if self._area is not None:
            name, before = self.forms[-1].fields.pop()
            # A browser drops the line end that follows the tag.
            text = data.removeprefix("\n") if not before else data
            self.forms[-1].fields.append((name, before + text))


class Browser:
    """One person's window on the pages of a sandbox; `login` is whom it acts as, None for nobody."""

    def __init__(self, url: str, login: str | None) -> None:
        self.url = url
        self.session = requests.Session()
        self.session.headers.update(HTML)
        if login is not None:
            self.session.get(f"{url}/?as={login}", timeout=10)

    def get(self, path: str) -> requests.Response:
        """The answer of a page, after redirects."""
        return self.session.get(self.url + path, timeout=10)

    def read(self, path: str) -> Reader:
        """A page that must be there."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return Reader(answer.text)

    def send(self, page: str, action: str, **changed: str | list[str]) -> requests.Response:
        """Sends a form of a page, with some of its fields filled in otherwise; a name's `_` may stand for `-`."""
        answer = self.get(page)
        form = next(
            (one for one in Reader(answer.text).forms if one.action == action),
            Form(action, self._token(answer)),
        )
        return self.post(action, form, **changed)

    def post(self, action: str, form: Form, **changed: str | list[str]) -> requests.Response:
        """Sends a form that was read before."""
        named = {name.replace("_", "-"): value for name, value in changed.items()}
        fields: list[tuple[str, str]] = [(name, value) for name, value in form.fields if name not in named]
        for name, value in named.items():
            fields += [(name, one) for one in ([value] if isinstance(value, str) else value)]
        headers = {"Origin": self.url}
        return self.session.post(self.url + action, data=fields, headers=headers, timeout=10)

    @staticmethod
    def _token(answer: requests.Response) -> list[tuple[str, str]]:
        return Reader(answer.text).forms[0].fields[:1]
