"""Two people's changes of one text brought together, line by line, so that no line of either is lost."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from difflib import SequenceMatcher

Lines = Sequence[str]


def merged(base: str, theirs: str, present: str) -> str:
    """The present text with what `theirs` changed of `base`; where both changed the same lines, both are kept.

    Line ends are the present text's. Once merged, merging again adds nothing.
    """
    lines = present.split("\n")
    plain = [*(line.removesuffix("\r") for line in lines[:-1]), lines[-1]]
    end = "\r\n" if "\r\n" in present else "\n"
    ends = ["\r\n" if line.endswith("\r") else "\n" for line in lines[:-1]] + [end]
    told = [
        (plain[place], ends[place]) if isinstance(place, int) else (place, end)
        for place in _places(_split(base), _split(theirs), plain)
    ]
    return "".join(line + ending for line, ending in told[:-1]) + "".join(line for line, _ in told[-1:])


def has_more(text: str, than: tuple[str, ...]) -> bool:
    """Whether a text has a line that others lack."""
    known = {line for other in than for line in _split(other)}
    return not known.issuperset(_split(text))


def _split(text: str) -> Lines:
    return text.replace("\r\n", "\n").split("\n")


def _places(base: Lines, theirs: Lines, present: Lines) -> Iterator[int | str]:
    """The merged lines in order: the place in the present text, or the words of a line that it lacks."""
    in_theirs, in_present = _matches(base, theirs), _matches(base, present)
    old = set(in_present.values())
    at_base = at_theirs = at_present = 0
    for anchor in [*sorted(in_theirs.keys() & in_present.keys()), len(base)]:
        to_theirs, to_present = in_theirs.get(anchor, len(theirs)), in_present.get(anchor, len(present))
        there = {place: present[place] for place in range(at_present, to_present)}
        yield from _gap(base[at_base:anchor], theirs[at_theirs:to_theirs], there, old)
        if anchor < len(base):
            yield to_present
        at_base, at_theirs, at_present = anchor + 1, to_theirs + 1, to_present + 1


def _matches(base: Lines, other: Lines) -> dict[int, int]:
    """For each line of the base that the other text still has, its place there."""
    blocks = SequenceMatcher(None, base, other).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


def _gap(base: Lines, theirs: Lines, present: Mapping[int, str], old: Set[int]) -> Iterator[int | str]:
    """What stands between two lines that nobody changed; `old` are the places where the present has the base's."""
    there = list(present.values())
    if theirs == base:
        yield from present
    elif there == base:
        yield from theirs
    else:
        new = list(beyond(theirs, base))
        if any(line.strip() for line in beyond(new, there)):
            yield from beyond(new, [line for line in there if line.strip()])
        deleted = {line for line in base if line.strip()}.difference(theirs)
        yield from (place for place, line in present.items() if place not in old or line not in deleted)


def beyond(lines: Lines, known: Lines) -> Iterator[str]:
    """The lines that are not known, each as often as it stands there more often."""
    left = Counter(known)
    for line in lines:
        if left[line] > 0:
            left[line] -= 1
        else:
            yield line
