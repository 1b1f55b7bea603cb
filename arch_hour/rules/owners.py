"""Who: the people and teams that an ACTION line names, those who do it and those who take part.

A name is never cut to a stranger's login: what is not read whole is a name that nobody knows, or part of the task.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from arch_hour.rules.lines import plain


@dataclass(frozen=True, slots=True)
class Owner:
    """A person or team as named in a line, without `@` and note; who has no login and no team is unknown."""

    name: str
    login: str | None = None
    team: str | None = None


_LOGIN = r"[A-Za-z0-9](?:[A-Za-z0-9]|-(?=[A-Za-z0-9])){0,38}"
# The logins of an enterprise's managed users end in an underscore and its short code.
_MENTION = re.compile(rf"@({_LOGIN}(?:_[A-Za-z0-9]{{1,8}})?)(?![\w\u0300-\u036f@-]|/\w)")
_TEAM = re.compile(rf"@({_LOGIN}/[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?)(?![\w\u0300-\u036f@/-]|\.\w)")
_NOBODY = re.compile(r"@?TBD(?!\w)", re.IGNORECASE)
_NOTES = re.compile(r"(?: ?\([^()]{0,100}\)){0,3}")
_LAST_NOTE = re.compile(r" ?\([^()]*\)$")

# A word of a display name, or an initial; an apostrophe belongs to it, a genitive `'s` does not.
_WORD = re.compile(r"[^\W\d_](?:\.(?= )|(?:[^\s,;:：.!?&()\[\]{}<>@/\\\"“”*`~|'’–—，、]|['’](?!s\b)(?=\w))*)")
_PARTICLES = frozenset(
    ("al", "bin", "da", "de", "del", "den", "der", "di", "du", "el", "la", "le", "van", "von", "zu")
)
_NAME_ENDS = re.compile(r"(?![\w\u0300-\u036f@]|[-/.]\w)")

_LIST_ENDS = re.compile(r" (?:to|TO)(?=[ :：]) ?[:：]? ?| ?[:：] ?| [-–—]{1,3} ")
_LIST_GOES_ON = re.compile(r" ?[,，、] ?(?:(?:and|AND|&) )?| (?:and|AND|&) | ?& ?| ?[/+] ?(?=@)| (?=[@\[])")

# A link that shows nothing but a name, as wikis and editors make of a mention.
_LINK = re.compile(
    r'\[(?P<shown>[^\[\]]{1,100})\]\(<?(?P<address>[^\s()<>]{0,1000})>?(?: "[^"\\]{0,100}")?\)'
)
_ACCOUNT = re.compile(
    r"https?://(?:(?:www\.)?github\.[a-z.]+|[a-z0-9-]+\.ghe\.com)/(?:orgs/([\w-]+)/teams/([\w.-]+)|([\w-]+))/?",
    re.IGNORECASE,
)

_LETTERS = re.compile(r"\w*")
_WORDS = re.compile(r"\w+")
_PLACE_OF_A_NAME = re.compile(r"(?<![\w/.@-])@?\w+")
# Code, addresses and e-mails name nobody; the last choice passes over ordinary words in one step.
_UNSPOKEN = re.compile(
    r"(?P<unspoken>`++[^`]*+`++|\]\([^()\s]*+|https?://[^\s()<>]*+|[\w.+-]++(?<=\w)@[\w.-]++)|[\w.+-]++"
)
_HAS_UNSPOKEN = re.compile(r"[`@]|\]\(|://")


class Names:
    """The names that `people` knows, found by their first word, the longest first."""

    def __init__(self, people: Mapping[str, str]) -> None:
        written = {_plain_name(name): login for name, login in people.items()}
        without_note = {_LAST_NOTE.sub("", name): login for name, login in written.items()}
        self._by_word: dict[str, list[tuple[int, str, str]]] = {}
        for name, login in sorted((without_note | written).items(), key=lambda item: -len(item[0])):
            if name:
                known = (len(name), name.casefold(), login)
                self._by_word.setdefault(_first_word(name, 0), []).append(known)

    def may_be_in(self, text: str) -> bool:
        """Whether a text can name anybody: most tasks do not, and this is much quicker than looking at each word."""
        return "@" in text or not self._by_word.keys().isdisjoint(_WORDS.findall(text.casefold()))

    def known(self, text: str, at: int) -> Iterator[tuple[Owner, int]]:
        """Who is named at this place, with or without an `@`, and where the name ends."""
        start = at + text.startswith("@", at)
        for length, folded, login in self._by_word.get(_first_word(text, start), ()):
            end = start + length
            if text[start:end].casefold() == folded and _NAME_ENDS.match(text, end):
                yield Owner(_LAST_NOTE.sub("", text[start:end]), login), end


def owners_and_task(rest: str, names: Names) -> tuple[tuple[Owner, ...], str]:
    """Without a complete list of owners that a separator ends, the whole text is the task."""
    owners: list[Owner] = []
    at = 0
    while who := _who(rest, at, names):
        owner, at = who
        owners += [owner] if owner else []
        if end := _LIST_ENDS.match(rest, at):
            task = rest[end.end() :]
            return (_distinct(owners), task) if says_something(task) else ((), rest)
        if comma := _LIST_GOES_ON.match(rest, at):
            at = comma.end()
    return (), rest


def participants(task: str, names: Names, besides: Iterable[Owner]) -> tuple[Owner, ...]:
    """Who is named in a task, once each, in the order of the text."""
    return _distinct(_named_in(task, names), besides) if names.may_be_in(task) else ()


def says_something(text: str) -> bool:
    """Whether there is any letter or digit."""
    return any(map(str.isalnum, text))


def _who(text: str, at: int, names: Names) -> tuple[Owner | None, int] | None:
    """The first reading of a name after which a list can go on or end, so that no name is cut short."""
    for owner, end in _readings_of_name(text, at, names):
        if _LIST_ENDS.match(text, end) or _LIST_GOES_ON.match(text, end):
            return owner, end
    return None


def _readings_of_name(text: str, at: int, names: Names) -> Iterator[tuple[Owner | None, int]]:
    yield from ((owner, _after_notes(text, end)) for owner, end in names.known(text, at))
    if text.startswith("[", at):
        yield from _linked(text, at, names)
    elif nobody := _NOBODY.match(text, at):
        yield None, _after_notes(text, nobody.end())
    if not text.startswith("@", at):
        return
    for owner, end in _as_written(text, at):
        yield owner, end
        # A note in brackets is how wikis show a name of theirs, which need not be a login.
        if (after := _after_notes(text, end)) > end:
            yield (owner if owner.team else Owner(owner.name)), after


def _as_written(text: str, at: int) -> Iterator[tuple[Owner, int]]:
    if team := _TEAM.match(text, at):
        yield Owner(team[1], team=team[1]), team.end()
    if mention := _MENTION.match(text, at):
        yield Owner(mention[1], login=mention[1]), mention.end()
    if (end := _end_of_display_name(text, at)) > at:
        yield Owner(text[at + 1 : end]), end


def _linked(text: str, at: int, names: Names) -> Iterator[tuple[Owner, int]]:
    """A link is a login only where it leads to that account: on a wiki it shows the wiki's own name."""
    link = _LINK.match(text, at)
    if not link:
        return
    shown, after = link["shown"], _after_notes(text, link.end())
    yield from ((owner, after) for owner, end in names.known(shown, 0) if end == len(shown))
    for owner, end in _as_written(shown, 0):
        if end == len(shown):
            yield (owner if _leads_to(link["address"], owner) else Owner(owner.name)), after


def _leads_to(address: str, owner: Owner) -> bool:
    account = _ACCOUNT.fullmatch(address)
    if not account:
        return False
    shown = account[3] or f"{account[1]}/{account[2]}"
    return shown.casefold() == (owner.login or owner.team or "").casefold()


def _after_notes(text: str, at: int) -> int:
    notes = _NOTES.match(text, at)
    return notes.end() if notes else at


def _end_of_display_name(text: str, at: int) -> int:
    """Where the words with capitals after an `@` end (letters of scripts without case will do), or `at`."""
    end, here = at, at + 1
    while text.startswith("@", at) and (word := _WORD.match(text, here)):
        if not word[0][0].islower():
            end = word.end()
        elif end == at or word[0] not in _PARTICLES:
            break
        if not text.startswith(" ", word.end()):
            break
        here = word.end() + 1
    return end


def _named_in(task: str, names: Names) -> Iterator[Owner]:
    spoken = task
    if _HAS_UNSPOKEN.search(task):
        spoken = _UNSPOKEN.sub(lambda found: " " * len(found[0]) if found["unspoken"] else found[0], task)
    at = 0
    while place := _PLACE_OF_A_NAME.search(spoken, at):
        found = _participant(spoken, place.start(), names)
        at = max(found[1], place.start() + 1) if found else place.end()
        if found:
            yield found[0]


def _participant(text: str, at: int, names: Names) -> tuple[Owner, int] | None:
    shown = _end_of_display_name(text, at)
    known = next(names.known(text, at), None)
    # `@Adam Blackwell` is not the Adam whom `people` knows, and a bare `will` or `mark` is more often a verb.
    if known and (" " in known[0].name or (shown <= known[1] and not text[at].islower())):
        return known
    if not text.startswith("@", at):
        return None
    if team := _TEAM.match(text, at):
        return Owner(team[1], team=team[1]), team.end()
    is_display_name = shown > at and (" " in text[at:shown] or _after_notes(text, shown) > shown)
    mention = _MENTION.match(text, at)
    if mention and not is_display_name:
        return Owner(mention[1], login=mention[1]), mention.end()
    return (Owner(text[at + 1 : shown]), shown) if shown > at else None


def _distinct(owners: Iterable[Owner], besides: Iterable[Owner] = ()) -> tuple[Owner, ...]:
    excluded = {_identity(owner) for owner in besides}
    found: dict[tuple[str, str], Owner] = {}
    for owner in owners:
        found.setdefault(_identity(owner), owner)
    return tuple(owner for identity, owner in found.items() if identity not in excluded)


def _identity(owner: Owner) -> tuple[str, str]:
    if owner.login:
        return ("login", owner.login.casefold())
    return ("team", owner.team.casefold()) if owner.team else ("name", owner.name.casefold())


def _plain_name(name: str) -> str:
    return plain(name).removeprefix("@")


def _first_word(text: str, at: int) -> str:
    word = _LETTERS.match(text, at)
    return word[0].casefold() if word else ""
