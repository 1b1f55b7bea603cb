"""What is refused without a word, since a reply told as much before: that reply remembers it.

Else each run would ask again who said it, and carry it out once they may write.
"""

from collections.abc import Iterable, Iterator

from arch_hour.config import Config
from arch_hour.model import Comment, Snapshot
from arch_hour.rules.agendas import REPLY
from arch_hour.rules.calls import keys_answered, newest
from arch_hour.rules.changes import EditComment
from arch_hour.rules.markers import Marker, mark
from arch_hour.rules.summaries import may_edit


def remember(
    number: int,
    replies: Iterable[tuple[Marker, Comment]],
    keys: Iterable[str],
    snapshot: Snapshot,
    config: Config,
) -> Iterator[EditComment]:
    """The keys of such commands go into the marker of the first reply of ours on an issue; its words stay."""
    for marker, comment in replies:
        if marker.kind == REPLY and may_edit(snapshot, config, comment):
            data = {**marker.data, "answered": newest({*keys_answered(marker), *keys})}
            text = comment.body
            body = f"{text[: marker.start]}{mark(REPLY, data)}{text[marker.end :]}"
            if body != text:
                yield EditComment(number, comment.database_id, body, "more people asked that", was=text)
            return
