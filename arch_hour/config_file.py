"""From the text of a configuration file to a Config, or to one sentence that says what is wrong on which line."""

import difflib
import re
from collections.abc import Hashable, Iterator
from typing import Any, get_args

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from arch_hour import rendering
from arch_hour.config import Config
from arch_hour.errors import ConfigurationError

Path = tuple[int | str, ...]

# What the validation library adds to a place, and nobody wrote.
_INVENTED = re.compile(r"(?:literal|tuple)\[.*\]$|\[key\]$")
_DATE, _TIME = "a date such as 2020-12-24", "a local time such as 2020-12-24T10:00"
_EXPECTED = {
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "date_type": _DATE,
    "datetime_from_date_parsing": _TIME,
    "datetime_type": _TIME,
    "model_type": "keys and values below it",
    "mapping_type": "keys and values below it",
    "dict_type": "keys and values below it",
    "tuple_type": "a list, such as [first, second]",
    "string_pattern_mismatch": "a login, such as octocat",
}


class _Loader(yaml.SafeLoader):
    """YAML without dates of its own: the model reads them, in the forms that people write."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002  as the library calls it
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key `{key.value}` stands here for the second time", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_config(text: str, name: str, path: str | None = None) -> Config:
    """The configuration in `text`, a YAML document.

    `name` tells people where it was read; `path`, else the same, is its place in the repository, as markers name it.
    Raises ConfigurationError with the line (from 1) of the first mistake.
    """
    root, values = _parsed(text, name)
    try:
        config = Config.build(values, path or name)
    except ValidationError as error:
        first = min(error.errors(), key=lambda found: _rank(found["type"]))
        place = (
            (*first["loc"], first["ctx"]["key"]) if first["type"] == "mistaken_key" else tuple(first["loc"])
        )
        raise ConfigurationError(_sentence(first, place), file=name, line=_line_of(root, place)) from None
    _try_title(config, name, _line_of(root, ("agenda", "title")))
    _try_first_box(config, name, _line_of(root, ("topics", "time_boxes")))
    _try_labels(config, name, root)
    return config


def line_of(text: str, *place: str) -> int | None:
    """The line (from 1) of a key in the text of a configuration that was read before."""
    root = _Loader(text).get_single_node()
    return _line_of(root, place) if root else None


def _parsed(text: str, name: str) -> tuple[yaml.Node, dict[str, Any]]:
    """The document as YAML knows it, and its keys and values."""
    try:
        loader = _Loader(text)
        root = loader.get_single_node()
        values = loader.construct_document(root) if root else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise ConfigurationError(
            f"this is no valid YAML: {error.problem or error.context}",
            file=name,
            line=mark.line + 1 if mark else None,
        ) from None
    except yaml.YAMLError as error:
        raise ConfigurationError(f"this is no valid YAML: {str(error).splitlines()[0]}", file=name) from None
    except RecursionError:
        raise ConfigurationError("this is nested too deeply for a configuration", file=name) from None
    if not isinstance(values, dict) or root is None:
        raise ConfigurationError(
            "expected keys and values; at least `meeting:` with `schedule` and `start`, or with `calendar`",
            file=name,
            line=1,
        )
    return root, values


def _rank(kind: str) -> int:
    """A misspelt key explains the missing one, so it is told first; that a list is no word is told last."""
    return {"extra_forbidden": 0, "literal_error": 2}.get(kind, 1)


def _try_title(config: Config, path: str, line: int | None) -> None:
    names = {"name": config.meeting.name, "date": "2000-01-01"}
    try:
        title = rendering.from_user(config.agenda.title, meeting=names)
    except rendering.TemplateMistakeError as error:
        raise ConfigurationError(f"`agenda.title`: {error}", file=path, line=line) from None
    if not title.strip():
        raise ConfigurationError("`agenda.title`: an issue needs a title", file=path, line=line)


def _try_first_box(config: Config, path: str, line: int | None) -> None:
    first, duration = config.topics.time_boxes[0], config.meeting.duration
    if first > duration:
        raise ConfigurationError(
            f"`topics.time_boxes`: a first box of {first} minutes does not fit a meeting of {duration}",
            file=path,
            line=line,
        )


def _try_labels(config: Config, path: str, root: yaml.Node) -> None:
    """A label tells what an issue is, so each may mean one thing only; GitHub knows them in any case."""
    seen: dict[str, tuple[str, str]] = {}
    for place, label in config.labels().items():
        other = seen.setdefault(label.casefold(), place)
        if other != place:
            written = place if place[1] in getattr(config, place[0]).model_fields_set else other
            raise ConfigurationError(
                f"`{'.'.join(written)}`: {label!r} stands for both `{'.'.join(other)}` and `{'.'.join(place)}`; "
                "give each a label of its own",
                file=path,
                line=_line_of(root, written),
            )


def _sentence(error: ErrorDetails, place: Path) -> str:
    name = ".".join(str(part) for part in place if not _INVENTED.match(str(part)))
    match error["type"]:
        case kind if kind in _EXPECTED:
            return f"`{name}`: expected {_EXPECTED[kind]}"
        case "extra_forbidden":
            return f"unknown key `{name}`{_nearest(place)}"
        case "mistaken_key":
            return f"`{name}` {error['ctx']['sentence']}"
        case "missing":
            return f"`{name}` is missing; a meeting needs `schedule` and `start`, or a `calendar`"
        case "value_error":
            return f"`{name}`: {error['ctx']['error']}"
        case _:
            message = error["msg"].replace("Tuple", "The list")
            return f"`{name}`: {message[:1].lower()}{message[1:]}"


def _nearest(place: Path) -> str:
    known = dict(_known_keys())
    wanted = str(place[-1])
    section = ".".join(str(part) for part in place[:-1])
    here = [key for key, parent in known.items() if parent == section]
    close = difflib.get_close_matches(wanted, [key.rpartition(".")[2] for key in here], n=1, cutoff=0.5)
    elsewhere = difflib.get_close_matches(wanted, [key.rpartition(".")[2] for key in known], n=1, cutoff=0.8)
    if close and (not elsewhere or elsewhere[0] != wanted):
        return f"; did you mean `{'.'.join([*map(str, place[:-1]), close[0]])}`?"
    if elsewhere:
        full = next(key for key in known if key.rpartition(".")[2] == elsewhere[0])
        return f"; did you mean `{full}`?"
    return f"; known here are {', '.join(sorted(key.rpartition('.')[2] for key in here))}"


def _known_keys(model: type[BaseModel] = Config, section: str = "") -> Iterator[tuple[str, str]]:
    """Every key with its section, both dotted."""
    for name, info in model.model_fields.items():
        key = f"{section}.{name}" if section else name
        yield key, section
        for part in (info.annotation, *get_args(info.annotation)):
            if isinstance(part, type) and issubclass(part, BaseModel):
                yield from _known_keys(part, key)


def _line_of(node: yaml.Node, place: Path) -> int | None:
    """The line of the deepest part of `place` that the document has."""
    line: int | None = None
    for part in place:
        following: yaml.Node | None = None
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == str(part):
                    line, following = key.start_mark.line + 1, value
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            following = node.value[part]
            line = following.start_mark.line + 1
        if following is None:
            break
        node = following
    return line if line is not None else node.start_mark.line + 1
