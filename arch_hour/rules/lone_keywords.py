"""`ACTION` with nothing behind it: somebody meant to promise something, and nobody would hear of it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache

from arch_hour.config import Config
from arch_hour.model import Account, Snapshot
from arch_hour.rules.action_lines import Span, empty_keywords, may_have_lines
from arch_hour.rules.sources import Source, texts_read
from arch_hour.rules.trust import known_to_promise, may_promise


def lone_keywords(source: Source) -> tuple[Span, ...]:
    """Where a text that speaks has the keyword alone."""
    return _spans(source.text) if source.speaks and may_have_lines(source.text) else ()


def remarks_on_keywords(snapshot: Snapshot, config: Config, now: datetime) -> Iterator[str]:  # noqa: ARG001  one form for all remarks
    """One sentence for each that somebody left who may promise something, on every run until it is mended."""
    for source in _mistaken(snapshot, config):
        for span in lone_keywords(source) if may_promise(snapshot, config, source.author) else ():
            yield (
                f"{source.issue.called}, {source.called}, line {span.first}: `ACTION` alone names nobody and "
                f"nothing to do: write `ACTION @who to do what`, or take it out ({source.url})"
            )


def unknown_writers(snapshot: Snapshot, config: Config) -> Iterator[Account]:
    """The authors of such lines of whom GitHub must be asked whether they may promise anything."""
    for source in _mistaken(snapshot, config):
        author = source.author
        if author is not None and known_to_promise(snapshot, config, author) is None:
            yield author


def _mistaken(snapshot: Snapshot, config: Config) -> Iterable[Source]:
    """The texts on open issues that have the keyword alone, each once."""
    texts = texts_read(snapshot, config, may_have_lines)
    return {text.id: text for text in texts if text.issue.is_open and lone_keywords(text)}.values()


@lru_cache(maxsize=4096)
def _spans(text: str) -> tuple[Span, ...]:
    """Found once in a run: a text is looked at for its remark and for its explanation."""
    return empty_keywords(text)
