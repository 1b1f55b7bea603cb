"""References: where a text names other issues, whose timelines then tell of it."""

import re
from collections.abc import Iterator

from sandbox import board_events
from sandbox.identities import Sort, node_id
from sandbox.mentions import named_issues, named_people
from sandbox.records import Account, Event, Issue, Repository
from sandbox.records.accounts import key_of
from sandbox.rules.access import Caller, can_see
from sandbox.rules.history import EVENT_PREFIXES
from sandbox.words import EventKind
from sandbox.world import World

# Nothing is a reference in code, fenced or not, nor in what is hidden from readers.
SILENT = re.compile(
    r"^ {0,3}(```|~~~).*?(^ {0,3}\1|\Z)|(`+)(?!`).+?(?<!`)\3(?!`)|<!--.*?(-->|\Z)", re.DOTALL | re.MULTILINE
)


def references_in(world: World, repository: Repository, text: str) -> Iterator[Issue]:
    """The issues and pull requests that a text of the repository names, each once."""
    seen: set[str] = set()
    for named in named_issues(SILENT.sub(" ", text)):
        home = world.repositories.get(named.place.casefold()) if named.place else repository
        issue = home.issues.get(named.number) if home else None
        if issue is not None and issue.id not in seen:
            seen.add(issue.id)
            yield issue


def refer(world: World, source: Issue, text: str | None, actor: Account) -> None:
    """Tells in the timeline of every issue that the text names that `source` does, once for each source."""
    for target in references_in(world, source.repository, text or ""):
        told = (event for event in target.events if event.kind is EventKind.CROSS_REFERENCED)
        if target is source or any(event.other is source for event in told):
            continue
        _, number = world.identities.new(Sort.EVENT)
        kind = EventKind.CROSS_REFERENCED
        identity = node_id(EVENT_PREFIXES[kind], number)
        now = world.clock.now()
        target.events.append(Event(identity, number, kind, target, actor, now, other=source))


def mentions(issue: Issue, login: str) -> bool:
    """Whether the issue, or a comment on it, says `@login` where readers see it."""
    texts = (issue.body or "", *(comment.body for comment in issue.comments))
    return any(key_of(login) in map(key_of, named_people(SILENT.sub(" ", text))) for text in texts)


def told_to(caller: Caller, event: Event) -> bool:
    """Whether the caller is told of an event: not where it is about an issue or project that is hidden from them."""
    if event.kind in board_events.PREFIXES and caller.is_integration:
        return False
    return event.other is None or can_see(caller, event.other.repository)
