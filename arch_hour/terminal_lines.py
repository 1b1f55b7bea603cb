"""ACTION lines with their explanations, for people at a terminal: by the texts in which they stand."""

from collections.abc import Iterator
from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from arch_hour.rendering import brief, reference
from arch_hour.rules.explanations import Becomes, Explained, Explanation
from arch_hour.streams import printable
from arch_hour.telling_lines import place_in_words, reading_in_words, words_of
from arch_hour.terminal_tables import show_table

_STYLES = {Becomes.NEW: "green", Becomes.KNOWN: "cyan", Becomes.NOTHING: "dim"}


def show_lines(console: Console, explained: Explained) -> None:
    """Each line with how it was read and what comes of it, and the follow-ups whose line is gone."""
    if not explained.lines:
        _heading(console, "No ACTION lines.")
    for _, group in groupby(explained.lines, key=lambda each: each.source.id):
        lines = list(group)
        source = lines[0].source
        _heading(console, f"{source.issue.name} {source.issue.title}, {source.called}", source.url)
        table = _table()
        for line in lines:
            table.add_row(place_in_words(line.span), Text("\n").join(_told(line)))
        show_table(console, table)
    if explained.lost:
        _heading(console, "Follow-ups whose line is gone")
        table = _table()
        for lost in explained.lost:
            issue = lost.follow_up.issue
            table.add_row(reference(issue.number), _words(f"“{issue.title}” {lost.in_words}"))
        show_table(console, table)
    console.print()


def _told(line: Explanation) -> Iterator[Text]:
    yield _words(brief(words_of(line)), "bold")
    if reading := reading_in_words(line):
        yield _words(reading)
    yield _words(f"→ {line.verdict.in_words}", _STYLES[line.verdict.becomes])
    for concern in line.concerns:
        yield _words(f"! {concern}", "yellow")


def _heading(console: Console, words: str, address: str = "") -> None:
    heading = _words(words, "bold")
    if address:
        heading.append(f"  {address}", "dim")
    console.print()
    console.print(heading, soft_wrap=True)


def _table() -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    return table


def _words(text: str, style: str = "") -> Text:
    """As they are: what people wrote is no markup of ours, and no control sequence."""
    return Text(printable(text), style=style)
