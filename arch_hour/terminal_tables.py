"""Tables at a terminal."""

from rich.console import Console
from rich.table import Table
from rich.text import Text


def show_table(console: Console, table: Table) -> None:
    """Prints a table without the spaces with which rich fills the last column, so that it can be copied."""
    for line in console.render_lines(table, pad=False):
        words = Text.assemble(*((part.text, part.style or "") for part in line))
        words.rstrip()
        console.print(words, soft_wrap=True)
