"""What the commands print, in the format that was asked for."""

import argparse
import json
import sys
from typing import TYPE_CHECKING

from arch_hour.streams import readable

if TYPE_CHECKING:
    from rich.console import Console

    from arch_hour.board_init import Prepared
    from arch_hour.checking.findings import Finding
    from arch_hour.reporting import Reported
    from arch_hour.rules.page import Page
    from arch_hour.session import Outcome
    from arch_hour.set_up import Furnished


def print_findings(findings: "tuple[Finding, ...]", options: argparse.Namespace) -> None:
    """What `check` found."""
    if options.format == "json":
        told = [
            {"about": each.about, "verdict": each.verdict.value, "sentence": each.sentence}
            for each in findings
        ]
        print(json.dumps(told, indent=2, ensure_ascii=False))
    elif options.format == "markdown":
        from arch_hour.rendering import render

        print(render("findings.md", findings=findings))
    else:
        from arch_hour import terminal

        terminal.show_findings(_console(), findings)


def print_report(reported: "Reported", options: argparse.Namespace) -> None:
    """The history of the meetings."""
    if options.format == "json":
        from arch_hour.telling_report import as_values

        print(json.dumps(as_values(reported), indent=2, ensure_ascii=False))
    elif options.format == "markdown":
        from arch_hour.report_document import document

        print(document(reported))
    else:
        from arch_hour import terminal_report

        terminal_report.show_report(_console(), reported)


def print_prepared(prepared: "Prepared", options: argparse.Namespace) -> None:
    """What `init` made."""
    if options.format == "json":
        from arch_hour.telling_init import as_values

        print(json.dumps(as_values(prepared), indent=2, ensure_ascii=False))
    elif options.format == "markdown":
        from arch_hour.rendering import render
        from arch_hour.telling_init import as_values

        print(render("init_board.md", told=as_values(prepared)))
    else:
        from arch_hour import terminal_init

        terminal_init.show_prepared(_console(), prepared)


def print_furnished(furnished: "Furnished", options: argparse.Namespace) -> None:
    """What `init` set up."""
    from arch_hour import telling_set_up

    if options.format == "json":
        print(json.dumps(telling_set_up.as_values(furnished), indent=2, ensure_ascii=False))
    elif options.format == "markdown":
        from arch_hour.rendering import render

        lines, told = telling_set_up.lines(furnished), telling_set_up.as_values(furnished)
        print(render("set_up.md", lines=lines, told=told))
    else:
        from arch_hour import terminal_init

        terminal_init.show_furnished(_console(), furnished)


def print_outcome(outcome: "Outcome", options: argparse.Namespace, page: "Page | None") -> None:
    """What a run or an import did; with its page, where it was one."""
    if options.format == "json":
        from arch_hour.telling import as_values

        values = as_values(outcome)
        if page is not None:
            values["unplaced"] = [
                {"line": unplaced.line, "text": unplaced.text} for unplaced in page.unplaced
            ]
        print(json.dumps(values, indent=2, ensure_ascii=False))
    elif options.format == "markdown":
        from arch_hour.rendering import render
        from arch_hour.telling import as_values

        print(readable(render("outcome.md", outcome=as_values(outcome), page=page)))
    else:
        from arch_hour import terminal

        if outcome.trouble:
            terminal.show_changes(_console(), outcome)
        elif page is None:
            terminal.show_run(_console(), outcome)
        else:
            terminal.show_import(_console(), page, outcome)


def _console() -> "Console":
    from rich.console import Console

    return Console(highlight=False, emoji=False, width=None if sys.stdout.isatty() else 120)
