"""Templates filled for a visit, with what every page shows around its own part."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from flask import Response
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from sandbox.pages.bodies import html_of
from sandbox.pages.doings import bot_doings
from sandbox.pages.issue_searches import Search
from sandbox.pages.visits import Visit, version_of
from sandbox.records import Account, Repository
from sandbox.words import AccountKind, ReactionContent
from sandbox.workflows.catalog import active_definitions

EMOJI = {
    ReactionContent.THUMBS_UP: "👍",
    ReactionContent.THUMBS_DOWN: "👎",
    ReactionContent.LAUGH: "😄",
    ReactionContent.HOORAY: "🎉",
    ReactionContent.CONFUSED: "😕",
    ReactionContent.HEART: "❤️",
    ReactionContent.ROCKET: "🚀",
    ReactionContent.EYES: "👀",
}
REASONS = {"completed": "completed", "not_planned": "not planned", "duplicate": "duplicate"}


def render(
    visit: Visit, template: str, *, title: str, repository: Repository | None = None, **parts: Any
) -> Response:
    """The page of a template; `repository` is the one that the page belongs to."""
    text = (
        _environment()
        .get_template(template)
        .render(
            visit=visit,
            title=title,
            repository=repository,
            people=people_of(visit),
            now=visit.world.clock.now(),
            doings=bot_doings(visit),
            startable=lambda home: _startable(visit, home),
            body_of=lambda subject, text: html_of(visit, subject, text),
            **parts,
        )
    )
    return Response(text, content_type="text/html; charset=utf-8")


def people_of(visit: Visit) -> Sequence[Account]:
    """Everybody whom one can act as, by login."""
    accounts = visit.world.accounts.values()
    people = [one for one in accounts if one.kind is AccountKind.USER and not one.is_suspended]
    return sorted(people, key=lambda account: account.key)


def _startable(visit: Visit, repository: Repository | None) -> Sequence[str]:
    """The file of the first workflow that can be started by hand, for the bar's button; none where there is none."""
    if repository is None:
        return []
    started = (
        workflow for workflow, told in active_definitions(visit.world, repository) if told.inputs is not None
    )
    return [workflow.path.rpartition("/")[2] for workflow in started][:1]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("sandbox.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"moment": moment, "day": day, "version": version_of, "login": login_of}
    environment.globals |= {
        "EMOJI": EMOJI,
        "REASONS": REASONS,
        "avatar": avatar,
        "search_text": lambda **narrowed: Search(**narrowed).text,
    }
    return environment


def moment(at: datetime) -> Markup:
    """A moment for people, in UTC, with the exact one for machines."""
    return Markup('<time datetime="{}">{}</time>').format(f"{at:%Y-%m-%dT%H:%M:%SZ}", f"{at:%d %b %Y, %H:%M}")


def day(at: date) -> Markup:
    """A day, or that of a moment, in UTC."""
    return Markup('<time datetime="{}">{}</time>').format(f"{at:%Y-%m-%d}", f"{at:%d %b %Y}")


def login_of(account: Account | None) -> str:
    """A login for readers; deleted accounts are GitHub's ghost."""
    return account.rest_login if account is not None else "ghost"


def avatar(account: Account | None, size: int = 20) -> Markup:
    """A small round picture, empty to those who listen, since the login always stands beside it."""
    if account is None:
        return Markup('<span class="avatar ghost"></span>')
    return Markup('<img class="avatar" src="/avatars/u/{}" alt="" width="{}" height="{}">').format(
        account.database_id, size, size
    )
