"""What `init` made, for people at a terminal."""

from rich.console import Console
from rich.text import Text

from arch_hour.board_init import Prepared
from arch_hour.set_up import Furnished
from arch_hour.streams import printable
from arch_hour.telling_init import as_values
from arch_hour.telling_set_up import as_values as values_of_furnished
from arch_hour.telling_set_up import lines


def show_prepared(console: Console, prepared: Prepared) -> None:
    """The project, what was made, and what people go on with."""
    told = as_values(prepared)
    if told["url"]:
        _line(console, f"“{told['title']}” is {told['url']}", style="bold")
    would = "would " if prepared.settings.dry_run else ""
    for change in told["changes"]:
        _line(console, f"  {would}{change}")
    if not told["changes"]:
        _line(console, "Nothing to make.")
    for sentence in told["by_hand"]:
        _line(console, f"  by hand: {sentence}", style="yellow")
    if told["project"] and not prepared.is_configured:
        _line(console, f"\nPut this into {told['configuration']}:\n")
        _line(console, f"board:\n  project: {told['project']}")
    _line(console, "\nGitHub lets only people make views. These serve a meeting:\n")
    for view in told["views"]:
        _line(console, f"  {view}")
    _line(console, f"\n{told['workflows']}")


def show_furnished(console: Console, furnished: Furnished) -> None:
    """The files and labels, and what people go on with."""
    for line in lines(furnished):
        _line(console, f"  {printable(line)}", style="yellow" if "could not be" in line else "")
    _line(console, "\nNext:\n")
    for number, step in enumerate(values_of_furnished(furnished)["next"], 1):
        _line(console, f"  {number}. {step}")


def _line(console: Console, text: str, style: str = "") -> None:
    """Not wrapped: much of it is to be copied."""
    for line in text.split("\n"):
        console.print(Text(printable(line), style=style), soft_wrap=True)
