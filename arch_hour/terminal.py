"""What a run did, for people at a terminal; the drawing is rich's."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from arch_hour.checking.findings import Finding, Verdict
from arch_hour.deeds import deeds
from arch_hour.rendering import clock, count, day, reference
from arch_hour.rules.agendas import Agenda
from arch_hour.rules.page import Page
from arch_hour.rules.page_import import Placement
from arch_hour.session import Outcome
from arch_hour.streams import printable
from arch_hour.telling import (
    agenda_of,
    is_ranked,
    next_meeting,
    number_of,
    ranked_topics,
    warnings,
)
from arch_hour.terminal_lines import show_lines
from arch_hour.terminal_tables import show_table


def show_run(console: Console, outcome: Outcome) -> None:
    """The meeting, the ranking or the ACTION lines where they are explained, and what was changed."""
    meeting = next_meeting(outcome)
    agenda = agenda_of(outcome, meeting)
    zone = outcome.config.zone.key
    when = (
        f"next meeting {day(meeting.start)}, {clock(meeting.start)} ({zone})"
        if meeting
        else "no meeting to come"
    )
    issue = _of_agenda(agenda) if agenda else ""
    _line(console, f"{outcome.snapshot.repository.full_name}: {when}{issue}", style="bold")
    if outcome.explained is None:
        show_ranking(console, outcome)
    else:
        show_lines(console, outcome.explained)
    show_changes(console, outcome)


def _of_agenda(agenda: Agenda) -> str:
    """Closed before the start, an agenda cancels its meeting."""
    named = _numbered(agenda.issue.number) or f"“{agenda.issue.title}”"
    return f", agenda {named}{', cancelled' if agenda.cancelled else ''}"


def show_ranking(console: Console, outcome: Outcome) -> None:
    """The open topics in their order; where they could not be ranked, a warning says why."""
    if not is_ranked(outcome):
        return
    ranked = ranked_topics(outcome)
    if not ranked:
        _line(console, "No open topics.")
        return
    paged = any(place.ballot.from_page for place in ranked)
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("", justify="right")
    table.add_column("topic")
    table.add_column("", overflow="fold")
    table.add_column("votes", justify="right")
    if paged:
        table.add_column("from the page", justify="right")
    table.add_column("by")
    for place in ranked:
        table.add_row(
            str(place.rank),
            place.topic.name if place.topic.number > 0 else "",
            Text(printable(place.topic.title)),
            str(place.ballot.total),
            *([str(place.ballot.from_page or "")] if paged else []),
            ", ".join(place.ballot.voters),
        )
    show_table(console, table)


def show_follow_ups(console: Console, outcome: Outcome) -> None:
    """The open follow-ups with their owners."""
    table = Table("", "follow-up", "owners", box=None, pad_edge=False, header_style="dim")
    for issue in outcome.snapshot.follow_ups:
        if issue.is_open:
            owners = ", ".join(issue.assignees) or "nobody yet"
            table.add_row(_numbered(issue.number), Text(printable(issue.title)), owners)
    show_table(console, table)


def show_import(console: Console, page: Page, outcome: Outcome) -> None:
    """What became of each topic of a page, and the lines that found no place."""
    _line(console, f"{page.heading} → {outcome.snapshot.repository.full_name}", style="bold")
    table = Table("line", "topic", "votes", "", box=None, pad_edge=False, header_style="dim")
    for column in (0, 2):
        table.columns[column].justify = "right"
    for placement in outcome.placements:
        verdict = f"{_numbered(number_of(placement, outcome))} {placement.verdict.value}".lstrip()
        votes = str(placement.topic.votes or "")
        table.add_row(str(placement.topic.line), Text(printable(placement.topic.title)), votes, verdict)
    show_table(console, table)
    for unplaced in page.unplaced:
        _line(console, f"line {unplaced.line} found no place: {unplaced.text}", style="yellow")
    show_changes(console, outcome)


def show_findings(console: Console, findings: tuple[Finding, ...]) -> None:
    """What was looked at, and how well it is."""
    styles = {Verdict.GOOD: "green", Verdict.TO_KNOW: "yellow", Verdict.WRONG: "red"}
    table = Table(box=None, show_header=False, pad_edge=False)
    for finding in findings:
        verdict = Text(finding.verdict.value, style=styles[finding.verdict])
        table.add_row(verdict, finding.about, Text(printable(finding.sentence)))
    show_table(console, table)


def show_changes(console: Console, outcome: Outcome) -> None:
    """Every change with its reason, and the warnings; of a run that was stopped, those before its error."""
    would = "would " if outcome.settings.dry_run else ""
    for deed in deeds(outcome):
        _line(console, f"  {would}{deed.what}: {deed.why}")
    for warning in warnings(outcome):
        _line(console, f"  warning: {warning}", style="yellow")
    if outcome.steps:
        _line(console, _summed_up(outcome))
    elif not outcome.trouble:
        _line(console, "Nothing to change.")


def _summed_up(outcome: Outcome) -> str:
    changes = count(len(outcome.steps), "change")
    stopped = ", then it stopped" if outcome.trouble else ""
    return (
        f"{changes} planned, nothing written{stopped}."
        if outcome.settings.dry_run
        else f"{changes} made{stopped}."
    )


def has_work(placements: tuple[Placement, ...]) -> bool:
    """Whether an import would change anything."""
    return any(placement.changes for placement in placements)


def _numbered(number: int | None) -> str:
    """`#12`; nothing for an issue without a number yet, which its title names."""
    return reference(number) if number and number > 0 else ""


def _line(console: Console, text: str, style: str = "") -> None:
    """A line as it is: what people wrote is no markup of ours, and no control sequence."""
    console.print(Text(printable(text), style=style), soft_wrap=True)
