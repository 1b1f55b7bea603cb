"""How pages and acts are declared: a rule in werkzeug's spelling, and what answers there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from re import findall
from typing import Any

from flask import Response

from sandbox.pages.visits import Visit


@dataclass(frozen=True, slots=True)
class Page:
    """An address to look at; `show` gets the visit and the rule's parts by name, and may raise a Refusal."""

    rule: str
    show: Callable[..., Response]

    def again(self, visit: Visit, place: Mapping[str, Any]) -> Response:
        """The page for an act below it, which may have more parts in its rule."""
        names = findall(r"<(?:\w+:)?(\w+)>", self.rule)
        return self.show(visit, **{name: place[name] for name in names})


@dataclass(frozen=True, slots=True)
class Act:
    """A form's address; `do` answers where to go next, or raises a Refusal that `page` then shows.

    With `is_from_elsewhere` the form may stand on another site's page, and so carries no token of ours.
    """

    rule: str
    do: Callable[..., str]
    page: Page
    is_from_elsewhere: bool = False
