"""Search over issues and pull requests, which lags behind what was written."""

from collections.abc import Callable
from datetime import datetime
from operator import ge, gt, le, lt

from sandbox.records import Account, Comment, Issue, Repository
from sandbox.rules.access import Area, Caller, can_see, require_area
from sandbox.rules.moments import moment_given
from sandbox.rules.queries import Query, Term, not_searchable, parse, unknown_sort
from sandbox.rules.references import mentions
from sandbox.rules.refusals import Refusal
from sandbox.words import ReactionContent
from sandbox.world import World

REACTIONS = {
    "reactions-+1": ReactionContent.THUMBS_UP,
    "reactions--1": ReactionContent.THUMBS_DOWN,
    "reactions-smile": ReactionContent.LAUGH,
    "reactions-thinking_face": ReactionContent.CONFUSED,
    "reactions-heart": ReactionContent.HEART,
    "reactions-tada": ReactionContent.HOORAY,
}
Key = tuple[float, int]


def search(
    world: World, caller: Caller, text: str, sort: str | None = None, order: str = "desc"
) -> list[Issue]:
    """All that a query finds, newest first unless told; raises Invalid for one that GitHub does not take.

    What was made or changed within the world's `search_lag` is not found yet.
    """
    query = parse(text)
    indexed_until = world.clock.now() - world.search_lag
    found = [
        issue
        for repository in _repositories(world, caller, query)
        for issue in world.lag.listed(repository.issues.values())
        if issue.updated_at <= indexed_until and _matches(issue, query)
    ]
    if sort is None and query.sort is not None:
        sort, order = _own_sort(query.sort)
    found.sort(key=_key(sort or "created"), reverse=order != "asc")
    return found


def _repositories(world: World, caller: Caller, query: Query) -> list[Repository]:
    names, owners = query.values("repo"), [*query.values("org"), *query.values("user")]
    seen = [one for one in world.repositories.values() if _can_search(caller, one)]
    if not names and not owners:
        return seen
    chosen = [one for one in seen if one.full_name.casefold() in names or one.owner.key in owners]
    if not chosen:
        raise not_searchable()
    return chosen


def _can_search(caller: Caller, repository: Repository) -> bool:
    area: Area = "issues"
    try:
        require_area(caller, repository, area)
    except Refusal:
        return False
    return can_see(caller, repository)


def _own_sort(text: str) -> tuple[str, str]:
    for order in ("asc", "desc"):
        if text.endswith(f"-{order}"):
            return text.removesuffix(f"-{order}"), order
    return text, "desc"


def _key(sort: str) -> Callable[[Issue], Key]:
    if sort in REACTIONS:
        content = REACTIONS[sort]
        return lambda issue: (sum(one.content is content for one in issue.reactions), issue.database_id)
    keys: dict[str, Callable[[Issue], Key]] = {
        "created": lambda issue: (issue.created_at.timestamp(), issue.number),
        "updated": lambda issue: (issue.updated_at.timestamp(), issue.number),
        "comments": lambda issue: (len(issue.comments), issue.number),
        "reactions": lambda issue: (len(issue.reactions), issue.number),
        "interactions": lambda issue: (len(issue.reactions) + len(issue.comments), issue.number),
    }
    if sort not in keys:
        raise unknown_sort()
    return keys[sort]


def _matches(issue: Issue, query: Query) -> bool:
    if not all(_holds(issue, term) for term in query.terms if term.name not in ("", "in")):
        return False
    text = _text(issue, query.values("in"))
    return all((term.value.casefold() in text) is term.is_wanted for term in query.terms if not term.name)


def _text(issue: Issue, places: list[str]) -> str:
    wanted = {one for place in places for one in place.split(",")} or {"title", "body", "comments"}
    parts = [issue.title] * ("title" in wanted) + [issue.body or ""] * ("body" in wanted)
    if "comments" in wanted:
        parts += [comment.body for comment in issue.comments]
    return "\n".join(parts).casefold()


def _holds(issue: Issue, term: Term) -> bool:
    if term.name not in CHECKS:
        # As on GitHub, a qualifier that is none is a word like any other.
        return (f"{term.name}:{term.value}".casefold() in _text(issue, [])) is term.is_wanted
    return CHECKS[term.name](issue, term.value.casefold()) is term.is_wanted


def _is(issue: Issue, value: str) -> bool:
    answers = {
        "issue": not issue.is_pull_request,
        "pr": issue.is_pull_request,
        "pull-request": issue.is_pull_request,
        "open": issue.is_open,
        "closed": not issue.is_open,
        "locked": issue.locked,
        "unlocked": not issue.locked,
        "public": not issue.repository.is_private,
        "private": issue.repository.is_private,
    }
    return answers.get(value, False)


def _lacks(issue: Issue, value: str) -> bool:
    answers = {
        "assignee": not issue.assignees,
        "label": not issue.labels,
        "milestone": issue.milestone is None,
        "parent-issue": issue.parent is None,
    }
    return answers.get(value, False)


def _is_by(subject: Issue | Comment, login: str) -> bool:
    return subject.author is not None and _is_called(subject.author, login)


def _is_called(account: Account, login: str) -> bool:
    # Bots are searched for as `app/name`.
    return account.key == login or f"app/{account.login.casefold()}" == login


# The longer signs first, since each begins with a shorter one.
COMPARISONS: dict[str, Callable[[datetime, datetime], bool]] = {">=": ge, "<=": le, ">": gt, "<": lt}


def _within(moment: datetime | None, value: str) -> bool:
    if moment is None:
        return False
    for sign, holds in COMPARISONS.items():
        if value.startswith(sign):
            return holds(moment, _moment(value.removeprefix(sign)))
    first, dots, last = value.partition("..")
    if dots:
        return (first == "*" or moment >= _moment(first)) and (last == "*" or moment <= _moment(last))
    return moment.date() == _moment(value).date()


def _moment(text: str) -> datetime:
    return moment_given(text.upper(), "Search", "q")


CHECKS: dict[str, Callable[[Issue, str], bool]] = {
    "repo": lambda issue, name: issue.repository.full_name.casefold() == name,
    "org": lambda issue, login: issue.repository.owner.key == login,
    "user": lambda issue, login: issue.repository.owner.key == login,
    "is": _is,
    "type": lambda issue, value: (
        _is(issue, value) or (issue.type is not None and issue.type.name.casefold() == value)
    ),
    "state": lambda issue, value: issue.state.value == value,
    "reason": lambda issue, value: (
        issue.state_reason is not None and issue.state_reason.value == value.replace(" ", "_")
    ),
    # Of several names in one qualifier one is enough; several qualifiers must all hold.
    "label": lambda issue, names: any(issue.has_label(name.strip('"')) for name in names.split(",")),
    "author": _is_by,
    "assignee": lambda issue, login: any(_is_called(one, login) for one in issue.assignees),
    "commenter": lambda issue, login: any(_is_by(comment, login) for comment in issue.comments),
    "mentions": mentions,
    "milestone": lambda issue, title: (
        issue.milestone is not None and issue.milestone.title.casefold() == title
    ),
    "no": _lacks,
    "created": lambda issue, value: _within(issue.created_at, value),
    "updated": lambda issue, value: _within(issue.updated_at, value),
    "closed": lambda issue, value: _within(issue.closed_at, value),
}
