"""Open follow-ups whose line is gone: whether they are closed for that, and why not."""

from collections.abc import Iterator
from dataclasses import dataclass

from arch_hour.model import Fate
from arch_hour.rules.follow_up_memory import FollowUp, Saying
from arch_hour.rules.lost_lines import LostLines, Presence
from arch_hour.rules.matching import Promises


@dataclass(frozen=True, slots=True)
class LostPromise:
    """A follow-up of which a line was taken out, or deleted with its text; `why` is part of a sentence."""

    follow_up: FollowUp
    is_closed: bool
    why: str

    @property
    def in_words(self) -> str:
        """`is closed: …` or `stays open: …`."""
        return f"{'is closed' if self.is_closed else 'stays open'}: {self.why}"


def lost_promises(promises: Promises) -> Iterator[LostPromise]:
    """Those of which a line is surely gone, by number; what was only not read is no loss."""
    lost = LostLines(promises)
    touches = {loss.follow_up.issue.number: loss.touch for loss in lost.all()}
    for follow_up in lost.candidates():
        if any(_is_lost(saying, lost) for saying in follow_up.sayings):
            kept = next(filter(None, (_kept_by(saying, lost) for saying in follow_up.sayings)), "")
            why = kept or touches.get(follow_up.issue.number, "")
            yield LostPromise(follow_up, not why, why or "its line was taken out, and nobody touched it")


def _is_lost(saying: Saying, lost: LostLines) -> bool:
    """Whether its text was read and does not say it any more, or was deleted."""
    text = lost.texts.get(saying.source)
    if text is not None:
        return text.speaks and saying.spot not in lost.spoken
    return lost.promises.snapshot.fates.get(saying.source) is Fate.DELETED


def _kept_by(saying: Saying, lost: LostLines) -> str:
    """Why one of its sayings keeps a follow-up open, if it does."""
    presence, text = lost.presence(saying), lost.texts.get(saying.source)
    if presence in (Presence.GONE, Presence.BY_WHOM):
        return ""
    where = saying.url or "another text"
    if text is None:
        if presence is Presence.UNSEEN:
            return f"whether it still stands in {where}, which is not read any more, is asked before the next agenda"
        return f"it was said in {where} too, which is not read any more"
    if saying.spot in lost.spoken:
        return f"it still stands in {where}"
    if text.author is None:
        return f"the account of who wrote {where} was deleted"
    return f"{text.author.login}, who wrote {where}, may not make follow-ups, and takes none away"
