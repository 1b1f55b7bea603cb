"""The issue that an ACTION line becomes: its title, and its text with what it remembers of the line."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from arch_hour import rendering
from arch_hour.config import Config
from arch_hour.model import Issue
from arch_hour.rules import prose
from arch_hour.rules.action_lines import Owner
from arch_hour.rules.blocks import find_block, replace_block, wrap
from arch_hour.rules.follow_up_memory import DUPLICATE, FOLLOW_UP, KEPT, REMOVED, FollowUp, Saying, memory
from arch_hour.rules.line_words import verbatim
from arch_hour.rules.markers import mark, unquoted_marker
from arch_hour.rules.recovery import LONGEST
from arch_hour.rules.seals import sealed, sealed_as_found
from arch_hour.rules.sources import MOST_OWNERS, LivingLine

TITLE_LIMIT = 256
# Characters of Markdown; a line beyond is quoted as far as its words identify it, as GitHub takes no longer texts.
QUOTE_LIMIT = 40_000


def title_of(line: LivingLine) -> str:
    """What is to be done, in at most 256 characters, cut at a word."""
    words = prose.quiet(" ".join((line.action.task or line.action.text).split()))
    if len(words) <= TITLE_LIMIT:
        return words
    cut = words[: TITLE_LIMIT - 1]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut else cut}…"


def due_of(line: LivingLine, config: Config) -> date | None:
    """When a line is due: on its own date, else `actions.due_in` after the day from which it counts.

    A line whose date nobody understands has none: it names one, and only its author knows which.
    """
    if line.action.due is not None:
        return line.action.due
    if config.actions.due_in is None or line.action.concerns:
        return None
    return line.source.day + config.actions.due_in


def concern_of(line: LivingLine) -> str:
    """What people should hear of a line, with its words and address, or nothing."""
    text = f"“{line.action.text}”"
    about_owner = concern_about_owner(line, text)
    told = "; ".join(filter(None, (about_owner, *concerns_of(line))))
    if not told:
        return ""
    return f"{'' if about_owner else f'{text}: '}{told} ({line.source.url})"


def concern_about_owner(line: LivingLine, called: str = "it") -> str:
    """Whom a line lacks, as part of a sentence that calls it so; nothing where all its owners are known."""
    action = line.action
    if not action.needs_owner:
        return ""
    if not line.logins:
        return f"nobody could be found to own {called}"
    unknown = ", ".join(owner.name for owner in action.owners if not owner.login and not owner.team)
    return f"nobody is known as {unknown}, who should own {called} too"


def concerns_of(line: LivingLine) -> tuple[str, ...]:
    """What else is not as it should be with a line, in parts of sentences without a full stop."""
    left = [owner.name for owner in line.action.owners if owner.login is not None][MOST_OWNERS:]
    too_many = (f"GitHub assigns {MOST_OWNERS} people at most, so {', '.join(left)} cannot be",)
    return (*line.action.concerns, *(too_many if left else ()))


def new_body(lines: Sequence[LivingLine], config: Config, before: int | None = None) -> str:
    """The text of a follow-up that does not exist yet, of one line and where else it was said on the occasion."""
    line = lines[0]
    made = FollowUp(
        line.source.issue,
        tuple(map(Saying.of, lines)),
        owners=line.logins,
        title=title_of(line),
        settled="",
        due=due_of(line, config),
        before=before,
    )
    body = wrap(FOLLOW_UP, memory(made), _content(line, made))
    if len(body) >= LONGEST:
        shorter = replace(line, action=replace(line.action, markdown=verbatim(line.action.text)))
        body = wrap(FOLLOW_UP, memory(replace(made, sayings=made.sayings[:1])), _content(shorter, made))
    return f"{body}\n"


def body_of(follow_up: FollowUp, line: LivingLine) -> str:
    """Its text as it should be by what it remembers and the line that leads; what people added to it stays."""
    return _renewed(follow_up.issue, follow_up, _content(line, follow_up))


def body_when_removed(follow_up: FollowUp) -> str:
    """Its text once its line was taken out: that says so, and remembers it should the line come back."""
    return _with_words(replace(follow_up, settled=REMOVED), rendering.render("removed_line.md", kept=False))


def body_when_kept(follow_up: FollowUp) -> str:
    """Its text once its line was taken out, and it stays open as people took it up."""
    return _with_words(replace(follow_up, settled=KEPT), rendering.render("removed_line.md", kept=True))


def body_of_duplicate(follow_up: FollowUp, kept: int) -> str:
    """Its text once it is known that another issue holds the same promise."""
    told = rendering.render("duplicate_follow_up.md", kept=kept)
    return _with_words(replace(follow_up, settled=DUPLICATE), told)


def body_when_reminded(follow_up: FollowUp, at: datetime) -> str:
    """Its text once its owners are reminded at a local moment: but for what it remembers it stays as people left it.

    The moment tells two runs at the same time apart: a write that finds its own text there already counts as done, as
    only its answer may have been lost, and with the date alone each would take the other's text for its own.
    """
    body = follow_up.issue.body
    marker = unquoted_marker(body, FOLLOW_UP)
    if marker is None:
        return body
    marked = mark(FOLLOW_UP, {**marker.data, "reminded": at.isoformat()})
    return sealed_as_found(body[: marker.start] + marked + body[marker.end :], FOLLOW_UP, over=body)


def owners_in_words(owners: Sequence[Owner], repository: str) -> str:
    """`Adam Blackwell (ablackwell), octocat, [acme/tea](…)`: as people wrote them, nobody mentioned, teams linked.

    `repository` is the address of any page of the repository.
    """
    return ", ".join(_owner_in_words(owner, repository) for owner in owners)


def _with_words(follow_up: FollowUp, words: str) -> str:
    """Its text with a sentence more in our block; one that people wrote into is kept below, as ever."""
    block = find_block(follow_up.issue.body, FOLLOW_UP)
    if block is None:
        return follow_up.issue.body
    content = "" if block.touched else block.content.replace("\r\n", "\n").strip("\n")
    told = content.removesuffix(rendering.render("when_done.md")).rstrip("\n")
    return _renewed(follow_up.issue, follow_up, f"{told}\n\n{words}".strip("\n"))


def _renewed(issue: Issue, remembered: FollowUp, content: str) -> str:
    """Where people left too little room, what we tell gives way to their words; without any, all stays as it is."""
    for told in (content, ""):
        body = replace_block(issue.body, FOLLOW_UP, memory(remembered), told)
        body = issue.body if body == issue.body else sealed(body, FOLLOW_UP, over=issue.body)
        if len(body) <= LONGEST:
            return body
    return issue.body


def _owner_in_words(owner: Owner, repository: str) -> str:
    name = prose.inline(owner.name)
    if owner.team is not None:
        host = "/".join(repository.split("/")[:3])
        organization, _, slug = owner.team.partition("/")
        return f"[{name}]({host}/orgs/{organization}/teams/{slug})"
    known_otherwise = owner.login is not None and owner.login.casefold() != owner.name.casefold()
    return f"{name} ({owner.login})" if known_otherwise else name


def _content(line: LivingLine, follow_up: FollowUp) -> str:
    page = line.source.issue.url
    first = follow_up.first
    return rendering.render(
        "follow_up.md",
        quote=_quote(line),
        source=line.source,
        # A topic goes on to further meetings, and what was said about it stays said in its own.
        held=first.held if first.source == line.source.id else line.source.held,
        owners=owners_in_words(line.action.owners, page),
        participants=owners_in_words(line.action.participants, page),
        due=follow_up.due,
        concerns=line.action.concerns,
        also=[saying for saying in follow_up.sayings if saying.source != line.source.id and saying.url],
        before=follow_up.before,
    )


def _quote(line: LivingLine) -> str:
    """The line as Markdown that shows what its readers saw, and mentions nobody."""
    whole = prose.quiet(prose.literal_html(line.action.markdown))
    return whole if len(whole) <= QUOTE_LIMIT else prose.quiet(verbatim(line.action.text))
