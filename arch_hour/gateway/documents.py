"""The GraphQL documents, each completed with the shared fragments that it uses."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

_SPREAD = re.compile(r"\.\.\.\s*([A-Z]\w*)")
_FRAGMENT = re.compile(r"^fragment (\w+) on \w+ \{.*?^\}$", re.MULTILINE | re.DOTALL)
_SINGLE = re.compile(r"mutation \w+\(\$input: (?P<type>\w+!)\) \{\s+done: (?P<body>.*?)\s+\}", re.DOTALL)
_DECLARED = re.compile(r"\$(\w+):")


@cache
def document(name: str) -> str:
    """The whole text of an operation such as `meeting`."""
    text = _read(name)
    shared = {match[1]: match[0] for match in _FRAGMENT.finditer(_read("fragments"))}
    own = {match[1] for match in _FRAGMENT.finditer(text)}
    used: dict[str, str] = {}
    waiting = _SPREAD.findall(text)
    while waiting:
        fragment = waiting.pop()
        if fragment not in own and fragment not in used:
            used[fragment] = shared[fragment]
            waiting += _SPREAD.findall(shared[fragment])
    return "\n\n".join([text.strip(), *(used[fragment] for fragment in sorted(used))])


def numbered(numbers: Iterable[int]) -> str:
    """The document `numbered` for several issues at once, each under the name `n` with its number."""
    one = "issue(number: $number)"
    start, _, parts = document("numbered").partition(one)
    parts, _, end = parts.partition("\n")
    each = "\n    ".join(f"n{number}: issue(number: {number}){parts}" for number in numbers)
    return f"{start.replace(', $number: Int!', '')}{each}\n{end}"


def together(names: tuple[str, ...]) -> str:
    """One mutation out of several documents with a single one each: the third is `m2`, and takes `$m2` as its input."""
    heads, bodies = [], []
    for place, name in enumerate(names):
        found = _SINGLE.fullmatch(document(name))
        if found is None:
            msg = f"{name}.graphql is not one mutation with one input"
            raise AssertionError(msg)
        heads.append(f"$m{place}: {found['type']}")
        bodies.append(f"  m{place}: {found['body'].replace('$input', f'$m{place}')}")
    return "mutation Together({}) {{\n{}\n}}".format(", ".join(heads), "\n".join(bodies))


@cache
def declared(name: str) -> frozenset[str]:
    """The variables that an operation declares."""
    return frozenset(_DECLARED.findall(document(name)))


def _read(name: str) -> str:
    return (files("arch_hour.gateway") / "queries" / f"{name}.graphql").read_text(encoding="utf-8")
