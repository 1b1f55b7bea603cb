"""Tables at a terminal: columns below each other, and nothing behind the last word of a line."""

from io import StringIO
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from arch_hour.terminal_tables import show_table


def printed(**values: Any) -> list[str]:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_row("ok", "labels", Text("there are all labels", style="bold"))
    table.add_row("to know", "ticking", "")
    table.add_row("", "", "so it is")
    screen = StringIO()
    show_table(Console(file=screen, width=31, **values), table)
    return screen.getvalue().split("\n")


def test_a_line_ends_with_its_last_word() -> None:
    assert printed() == [
        "ok       labels   there are all",
        "                  labels",
        "to know  ticking",
        "                  so it is",
        "",
    ]


def test_a_terminal_shows_its_colours() -> None:
    told = printed(force_terminal=True, color_system="standard")
    assert told[1] == "                  \x1b[1mlabels\x1b[0m"
