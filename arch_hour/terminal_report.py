"""A report for people at a terminal: a sentence for each part, tables, and small bars."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from rich.console import Console, JustifyMethod
from rich.table import Table
from rich.text import Text

from arch_hour.rendering import count, minutes
from arch_hour.reporting import Reported
from arch_hour.rules.report import Report
from arch_hour.rules.report_charts import MOST_MEETINGS, NOBODY
from arch_hour.rules.report_follow_ups import Counts, FollowUps
from arch_hour.rules.report_meetings import PastMeeting
from arch_hour.rules.report_topics import TopicState
from arch_hour.streams import printable
from arch_hour.telling_report import sentences_of
from arch_hour.terminal_tables import show_table

# So many characters has the longest bar, and the least room that is worth having any.
LONGEST, SHORTEST = 24, 8
# So many lie between two columns; no table is wider than so many.
BETWEEN, WIDEST = 2, 1_000
# So many owners have a row.
MOST_OWNERS = 20


class _Ink(Enum):
    """What a part of a bar is drawn with, also where only ASCII can be shown, and in which style."""

    GOOD = ("█", "#", "blue")
    LEFT = ("░", ".", "dim")
    OVER = ("▓", "+", "yellow")

    def sign(self, console: Console) -> str:
        """Its character."""
        return self.value[1] if console.options.ascii_only else self.value[0]


Part = tuple[_Ink, float]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table, and the parts of the bar behind it."""

    cells: Sequence[str]
    parts: Sequence[Part]


def show_report(console: Console, reported: Reported) -> None:
    """The whole report."""
    report, said = reported.report, sentences_of(reported)
    _line(console, said.title, "bold")
    _heading(console, "Meetings", said.meetings, said.time)
    _show_meetings(console, report)
    _heading(console, "Topics", said.topics, said.votes)
    counted = {state.value: report.topics.states[state] for state in TopicState}
    _show_counts(console, counted if report.topics.proposed else {})
    _heading(console, "Backlog", said.backlog)
    _show_counts(console, report.backlog.ages if report.backlog.waiting else {})
    _show_waited(console, report)
    _heading(console, "Follow-ups", said.follow_ups)
    _show_owners(console, report.follow_ups)
    _heading(console, "Return on time invested", said.rating)
    console.print()
    for remark in reported.remarks:
        _line(console, f"warning: {remark}", "yellow")
    _line(console, said.cost, "dim")


def _show_meetings(console: Console, report: Report) -> None:
    past = report.meetings.past
    shown = past[-MOST_MEETINGS:]
    if not shown:
        return
    longest = max(minutes(max(meeting.planned, meeting.spent)) for meeting in shown)
    names = ("date", "agenda", "", ">topics", ">minutes", ">carried", ">decided", ">marks")
    rows = [_Row(_figures_of(meeting), _time_of(meeting)) for meeting in shown]
    has_bars = _show_bars(console, names, rows, longest)
    if len(past) > len(shown):
        _line(console, f"  and {len(past) - len(shown)} earlier")
    if has_bars and longest:
        good, left, over = (ink.sign(console) for ink in _Ink)
        _line(console, f"  {good} within the plan  {left} left of it  {over} over it", "dim")


def _figures_of(meeting: PastMeeting) -> Sequence[str]:
    record = meeting.record
    return (
        f"{meeting.day}",
        meeting.agenda.name,
        meeting.state.value,
        str(len(meeting.discussed) or ""),
        f"{minutes(meeting.spent)} of {minutes(meeting.planned)}" if meeting.timed else "",
        str((record and record.carried) or ""),
        str((record and record.decisions) or ""),
        f"{meeting.rating.average:.1f}" if meeting.rating else "",
    )


def _time_of(meeting: PastMeeting) -> Sequence[Part]:
    planned, spent = minutes(meeting.planned), minutes(meeting.spent)
    return (
        (_Ink.GOOD, min(planned, spent)),
        (_Ink.LEFT, max(0, planned - spent)),
        (_Ink.OVER, max(0, spent - planned)),
    )


def _show_counts(console: Console, counts: Mapping[str, int]) -> None:
    if counts:
        rows = [_Row((words, str(number)), [(_Ink.GOOD, number)]) for words, number in counts.items()]
        _show_bars(console, ("", ">"), rows, max(counts.values()))


def _show_waited(console: Console, report: Report) -> None:
    if not report.backlog.waited:
        return
    console.print()
    table = _table("waited", "topic", "")
    table.columns[2].no_wrap, table.columns[2].overflow = False, "fold"
    for each in report.backlog.waited:
        _add(table, count(each.meetings, "meeting"), each.topic.name, printable(each.topic.title))
    show_table(console, table)


def _show_owners(console: Console, follow_ups: FollowUps) -> None:
    if not follow_ups.owners:
        return
    shown = dict(list(follow_ups.owners.items())[:MOST_OWNERS])
    most = max(counts.open for counts in shown.values())
    names = ("owner", ">opened", ">closed", ">open", ">overdue")
    rows = [_row_of(owner, counts) for owner, counts in shown.items()]
    has_bars = _show_bars(console, names, rows, most)
    if len(follow_ups.owners) > len(shown):
        _line(console, f"  and {len(follow_ups.owners) - len(shown)} more")
    if has_bars and most:
        _line(console, f"  {_Ink.GOOD.sign(console)} in time  {_Ink.OVER.sign(console)} overdue", "dim")


def _row_of(owner: str, counts: Counts) -> _Row:
    figures = (counts.opened, counts.closed, counts.open, counts.overdue)
    parts = (_Ink.GOOD, counts.open - counts.overdue), (_Ink.OVER, counts.overdue)
    return _Row((printable(owner) or NOBODY, *(str(each or "") for each in figures)), parts)


def _show_bars(console: Console, names: Sequence[str], rows: Sequence[_Row], longest: float) -> bool:
    """A table with a bar behind each row where there is room for that; whether there was."""
    plain = _table(*names)
    for row in rows:
        _add(plain, *row.cells)
    # Figures that are cut would be other figures: where the screen is narrower, its lines are longer than it.
    plain.width = console.measure(plain, options=console.options.update(max_width=WIDEST)).maximum
    # Two parts that are each rounded up are one longer.
    room = min(LONGEST, console.width - plain.width - BETWEEN - 1)
    if room < SHORTEST:
        show_table(console, plain)
        return False
    table = _table(*names, "")
    for row in rows:
        _add(table, *row.cells, _bar(console, row.parts, longest, room))
    show_table(console, table)
    return True


def _bar(console: Console, parts: Iterable[Part], longest: float, room: int) -> Text:
    """The parts one after the other; whatever is not nothing has one character at least."""
    bar = Text()
    for ink, amount in parts:
        length = max(1, round(room * amount / longest)) if amount else 0
        bar.append(ink.sign(console) * length, ink.value[2])
    return bar


def _table(first: str, *others: str) -> Table:
    """A table that stands two characters in; `>` is in front of the names of columns of numbers."""
    table = Table(box=None, pad_edge=False, padding=(0, BETWEEN, 0, 0), header_style="dim")
    table.show_header = any(name.strip(">") for name in (first, *others))
    table.add_column(f"  {first}", no_wrap=True)
    for name in others:
        justify: JustifyMethod = "right" if name.startswith(">") else "left"
        table.add_column(name.removeprefix(">"), justify=justify, no_wrap=True)
    return table


def _add(table: Table, first: str, *others: str | Text) -> None:
    """A row; no markup is meant by anything in it."""
    table.add_row(*(Text(each) if isinstance(each, str) else each for each in (f"  {first}", *others)))


def _heading(console: Console, name: str, *sentences: str) -> None:
    console.print()
    _line(console, name, "bold")
    for sentence in sentences:
        _line(console, f"  {sentence}")


def _line(console: Console, text: str, style: str = "") -> None:
    """A line as it is: no markup of ours is meant by it."""
    console.print(Text(printable(text), style=style), soft_wrap=True)
