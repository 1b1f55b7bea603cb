"""Words that somebody wrote between our look at a text and our write over it: found in the history, and put back."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from arch_hour.config import Config
from arch_hour.model import Account, Comment, Edit, Issue, Snapshot
from arch_hour.rules.agenda_identity import AGENDA
from arch_hour.rules.agendas import LATE, WRAP_UP
from arch_hour.rules.blocks import find_block, replace_block
from arch_hour.rules.changes import Change, EditComment, EditIssue
from arch_hour.rules.follow_up_memory import FOLLOW_UP
from arch_hour.rules.markers import unquoted_marker
from arch_hour.rules.merging import has_more, merged
from arch_hour.rules.seals import digest_of, sealed_as_found, unsealed, written_over
from arch_hour.rules.sources import SUMMARY
from arch_hour.rules.summaries import issues_with_lines
from arch_hour.rules.topics import PAGE
from arch_hour.rules.trust import is_ours

# Characters; GitHub takes no longer text, and then the history alone keeps what was overwritten.
LONGEST = 65_536

IsUs = Callable[[Account | None], bool]

WHY = "somebody wrote in the same moment as we did"


@dataclass(frozen=True, slots=True)
class Loss:
    """What our text overwrote: the version it should have been made of, and the one that its author still knew."""

    base: str
    theirs: str
    ours: str

    def base_now(self, kind: str) -> str:
        """The base with our block as it is by now."""
        return _with_block_of(self, self.base, kind)

    def theirs_now(self, kind: str) -> str:
        """What they wrote with our block as it is by now."""
        return _with_block_of(self, self.theirs, kind)


def plan_recovery(snapshot: Snapshot, config: Config, number: int | None = None) -> list[Change]:
    """The changes that put back whatever a write of ours swept away, as far as the histories that were read tell.

    With a number only what was written on that issue is looked at.
    """
    is_us = partial(is_ours, snapshot, config)

    def looked_at(issues: Iterable[Issue]) -> Iterator[Issue]:
        return (issue for issue in issues if number is None or issue.target == number)

    return [
        change
        for kind, issues in (
            (AGENDA, snapshot.agendas),
            (FOLLOW_UP, snapshot.follow_ups),
            (PAGE, (*snapshot.topics, *snapshot.discussed)),
        )
        for issue in {issue.id: issue for issue in looked_at(issues) if issue.edits}.values()
        for change in _put_back(issue, kind, is_us)
    ] + [
        change
        for issue in looked_at(issues_with_lines(snapshot))
        for change in _put_back_in_comments(issue, is_us)
    ]


def lacks_room(snapshot: Snapshot, config: Config, issue: Issue) -> bool:
    """Whether an agenda lacks words that were swept away, as its text has no room for them: it must not be renewed."""
    body = _with_what_was_lost(issue, AGENDA, partial(is_ours, snapshot, config))
    return body is not None and len(body) > LONGEST


def _put_back(issue: Issue, kind: str, is_us: IsUs) -> Iterator[Change]:
    body = _with_what_was_lost(issue, kind, is_us)
    if body is not None and len(body) <= LONGEST:
        yield EditIssue(issue.number, WHY, body=body, was=issue.body)


def _put_back_in_comments(issue: Issue, is_us: IsUs) -> Iterator[Change]:
    """Of a comment only this run's own write made the versions known, and it is of one of these kinds."""
    for comment in issue.comments:
        for kind in (SUMMARY, LATE, WRAP_UP) if comment.edits else ():
            body = _with_what_was_lost(comment, kind, is_us)
            if body is not None and len(body) <= LONGEST:
                yield EditComment(issue.number, comment.database_id, body, WHY, was=comment.body)


def _with_what_was_lost(text: Issue | Comment, kind: str, is_us: IsUs) -> str | None:
    """The text with the words that it lacks, sealed; None where it lacks none.

    Where there is no room for them, what we generated makes room: it can be told again at any time.
    """
    there = unsealed(text.body, kind)
    lost = losses(text.edits, kind, is_us)
    if unquoted_marker(there, kind) is None:
        # Nothing could remember that it was put back, so once the words are there they must be enough.
        lost = [loss for loss in lost if has_more(loss.theirs_now(kind), than=(loss.base_now(kind), there))]
    body = recovered(there, kind, lost)
    if body == there:
        return None
    full = sealed_as_found(body, kind, over=text.body)
    if len(full) <= LONGEST:
        return full
    return sealed_as_found(_with_empty_block(body, kind), kind, over=text.body)


def _with_empty_block(body: str, kind: str) -> str:
    """A final ranking is left as it is: nobody would tell it again."""
    block = find_block(body, kind)
    if block is None or block.touched or "frozen" in block.data:
        return body
    return replace_block(body, kind, block.data, "")


def recovered(body: str, kind: str, lost: list[Loss]) -> str:
    """A body without seal, and with what was lost; one that has it all stays as it is."""
    for loss in lost:
        body = merged(loss.base_now(kind), loss.theirs_now(kind), body)
    return body


def losses(edits: tuple[Edit, ...], kind: str, is_us: IsUs) -> list[Loss]:
    """What texts of ours overwrote, oldest first, by the newest versions of a text, newest first.

    A later text of ours that was made with all of them in view settled what was before it.
    """
    over = [_made_of(edits[place:], kind, is_us) for place in range(len(edits))]
    found: list[Loss] = []
    in_view = len(edits)
    for place, version in enumerate(edits):
        if place >= in_view:
            break
        seen = _place_of(over[place], edits, place + 1)
        if seen is None:
            continue
        in_view = min(in_view, seen)
        # A text of ours in between has no words to lose that what it was made of has not, such as that of another run
        # at the same time; but that one may have known words which this one did not.
        made_of = {other: _place_of(over[other], edits, other + 1) for other in range(place + 1, seen)}
        base = next((other for other, of in made_of.items() if of is not None and of >= seen), seen)
        if base > place + 1:
            loss = Loss(edits[base].text, edits[place + 1].text, version.text)
            found += [] if _came_back(loss, kind, edits[:place]) else [loss]
    return found[::-1]


def _came_back(loss: Loss, kind: str, later: tuple[Edit, ...]) -> bool:
    """Whether a later version had all the words again: who took them out after that did so on purpose."""
    base, theirs = loss.base_now(kind), loss.theirs_now(kind)
    return has_more(theirs, than=(base,)) and any(
        not has_more(theirs, than=(base, version.text)) for version in later
    )


def _made_of(edits: tuple[Edit, ...], kind: str, is_us: IsUs) -> str | None:
    """The digest of the text that the first of some versions, newest first, was made of, if we wrote that one.

    A person whose token we use may have taken an edit back, and so come to a text of ours again.
    """
    first, *older = edits
    if not is_us(first.editor):
        return None
    is_person = first.editor is not None and not first.editor.is_bot
    if is_person and any(digest_of(first.text) == digest_of(each.text) for each in older):
        return None
    return written_over(first.text, kind)


def _place_of(wanted: str | None, edits: tuple[Edit, ...], start: int) -> int | None:
    if wanted is None:
        return None
    return next((place for place in range(start, len(edits)) if digest_of(edits[place].text) == wanted), None)


def _with_block_of(loss: Loss, text: str, kind: str) -> str:
    """A text as it would be with our block of what overwrote it; what people wrote inside theirs is kept below."""
    block = find_block(loss.ours, kind)
    if block is None:
        return unsealed(text, kind)
    content = block.content.replace("\r\n", "\n").strip("\n")
    return unsealed(replace_block(text, kind, block.data, content, (loss.base,)), kind)
