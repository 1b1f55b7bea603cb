"""The checkboxes of a text: `- [ ]` and `- [x]` as list items, each known by the line that it stands in."""

from re import compile as pattern

from sandbox.markdown import task_lines

BOX = pattern(r"\[[ xX]\]")
# As Markdown counts lines: other characters that Python takes for line ends stay inside.
LINE_END = pattern(r"(\r\n?|\n)")


def with_task(text: str, line: int, *, done: bool) -> str:
    """The text with the task of a line, from 0, ticked or not, all else as it was; raises LookupError for no task."""
    if line not in task_lines(text):
        raise LookupError(line)
    # Every other part is a line end.
    parts = LINE_END.split(text)
    parts[2 * line] = BOX.sub("[x]" if done else "[ ]", parts[2 * line], count=1)
    return "".join(parts)
