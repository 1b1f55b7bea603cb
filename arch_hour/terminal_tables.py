"""Tables at a terminal."""

from rich.console import Console
from rich.table import Table
from rich.text import Text


def show_table(console: Console, table: Table) -> None:
    """Prints a table without the spaces with which rich fills the last column, so that it can be copied.

    One with a width of its own may be wider than the screen.
    """
    options = console.options.update(width=max(console.width, table.width or 0))
    for line in console.render_lines(table, options, pad=False):
        words = Text.assemble(*((part.text, part.style or "") for part in line))
        words.rstrip()
        console.print(words, soft_wrap=True)
