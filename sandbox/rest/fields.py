"""The JSON types of what a request's body holds, as GitHub checks them before anything else."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sandbox.rules.refusals import Invalid

Types = Mapping[str, tuple[type, ...]]
TYPE_NAMES = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    list: "array",
    dict: "object",
    type(None): "null",
}


def check_fields(given: Mapping[str, Any], known: Types, place: str = "properties") -> None:
    """Raises Invalid when a field that is known has a value of another type; others are passed over."""
    for name, value in given.items():
        if name in known:
            _check(value, known[name], f"{place}/{name}")


def unknown_names(
    given: Mapping[str, Any], known: Collection[str], inner: Mapping[str, Collection[str]], place: str = ""
) -> Iterator[str]:
    """The names that are not known, also in objects and lists of them, there as paths such as `config.colour`."""
    for name, value in given.items():
        path = f"{place}{name}"
        if name not in known:
            yield path
        elif path in inner:
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, dict):
                    yield from unknown_names(one, inner[path], inner, f"{path}.")


def check_items(name: str, given: Any, *types: type) -> None:
    """Raises Invalid when something in a list is of none of the types."""
    for position, value in enumerate(given or ()):
        _check(value, types, f"properties/{name}/{position}")


def objects_of(name: str, given: Any, known: Types) -> list[dict[str, Any]]:
    """The objects that a list holds, their fields checked; raises Invalid when it holds anything else."""
    check_items(name, given, dict)
    found = list(given or ())
    for position, one in enumerate(found):
        check_fields(one, known, f"properties/{name}/{position}")
    return found


def _check(value: object, types: tuple[type, ...], place: str) -> None:
    # Python takes true and false for numbers, JSON does not.
    if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
        wanted = " or ".join(TYPE_NAMES[one] for one in types)
        raise Invalid(f"Invalid request.\n\nFor '{place}', {value!r} is not a {wanted}.")
