"""From the text of a configuration file to a Config, or to one sentence that says what is wrong on which line."""

import difflib
import re
from collections.abc import Hashable, Iterator
from datetime import UTC, datetime
from typing import Any, get_args

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from arch_hour.config import Config
from arch_hour.errors import ConfigurationError
from arch_hour.rules.agenda_document import title
from arch_hour.rules.schedule import Occurrence

Path = tuple[int | str, ...]

_LONGEST_SHOWN = 60
_SOME_MEETING = datetime(2020, 12, 17, 10, tzinfo=UTC)

# What the validation library adds to a place, and nobody wrote.
_INVENTED = re.compile(r"(?:literal|tuple)\[.*\]$|\[key\]$")

# By the library's word for a mistake: what to do about it. The values say all else themselves.
_BELOW = "expected keys and values below it"
_LIST = "expected a list, such as [first, second]"
_TIME = "expected a local time such as 2020-12-24T10:00"
_SWITCH = "expected true or false"
_REMEDIES = {
    "bool_parsing": _SWITCH,
    "bool_type": _SWITCH,
    "datetime_from_date_parsing": _TIME,
    "datetime_object_invalid": _TIME,
    "datetime_parsing": _TIME,
    "datetime_type": _TIME,
    "dict_type": _BELOW,
    "mapping_type": _BELOW,
    "model_type": _BELOW,
    "string_too_long": "it is too long; write at most {max_length} characters",
    "string_too_short": "it is empty; write a text, or take it out",
    "string_unicode": "it holds a sign that is no character; take that out",
    "too_long": "it has too many entries; write at most {max_length}",
    "too_short": "it is empty; write at least one entry, or take it out",
    "tuple_type": _LIST,
}

# The same for what the YAML library says.
_YAML_REMEDIES = {
    r".*character '\\t'.*": "a tab stands here; indent with spaces",
    r".*character '(.)' that cannot start.*": r"`\1` cannot start a text; put it in quotation marks",
    r"found undefined alias.*": "`*` cannot start a text; put it in quotation marks",
    r"mapping values are not.*": "a `:` cannot stand here; put a text with a colon in quotation marks, and indent "
    "a key like those beside it",
    r".*block end.*": "what stands here does not go with what is above it; look at indentation and quotation marks",
    r"expected ',' or.*|expected the node content.*": "a bracket is not closed, or a `,` is missing in it",
    r"found unknown escape character '(.)'": r"`\\\1` means nothing in double quotation marks; use single ones",
    r"found unexpected end of stream": "a quotation mark is not closed",
    r"could not find expected ':'": "a `:` is missing after a key",
    r"could not determine a constructor.*": "a tag such as `!name` means nothing here; take it out",
}


class _Loader(yaml.SafeLoader):
    """YAML without dates of its own: the model reads them, in the forms that people write."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:  # noqa: FBT001, FBT002  as the library calls it
        try:
            return super().construct_object(node, deep)
        except (ValueError, LookupError, AttributeError):
            raise _error("this value cannot be read; put a text in quotation marks", node) from None

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002  as the library calls it
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _error("braces make no text; put one with `{{ }}` in quotation marks", key)
            if key.value in seen:
                raise _error(f"the key `{_shown(key.value)}` stands here for the second time", key)
            seen.add(key.value)
            if key.tag != "tag:yaml.org,2002:merge":
                key.tag = "tag:yaml.org,2002:str"  # also where it looks like a number or a yes
        return super().construct_mapping(node, deep=deep)


def _error(problem: str, node: yaml.Node) -> yaml.constructor.ConstructorError:
    return yaml.constructor.ConstructorError(None, None, problem, node.start_mark)


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
        place = _place(first)
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
            f"this is no valid YAML: {_yaml_remedy(error.problem or error.context or '')}",
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


def _yaml_remedy(problem: str) -> str:
    for pattern, remedy in _YAML_REMEDIES.items():
        if found := re.fullmatch(pattern, problem):
            return found.expand(remedy)
    return problem


def _rank(kind: str) -> int:
    """A misspelt key explains the missing one, so it is told first; that a list is no word is told last."""
    return {"extra_forbidden": 0, "literal_error": 2}.get(kind, 1)


def _try_title(config: Config, path: str, line: int | None) -> None:
    try:
        title(Occurrence(_SOME_MEETING, _SOME_MEETING, config.meeting.duration), config)
    except ConfigurationError as error:
        raise ConfigurationError(error.problem, file=path, line=line) from None


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


def _place(error: ErrorDetails) -> Path:
    """The keys, and the places in lists (from 0), that lead to a mistake as people wrote them."""
    keys = (error["ctx"]["key"],) if error["type"] == "mistaken_key" else ()
    return (*(part for part in error["loc"] if not _INVENTED.match(str(part))), *keys)


def _sentence(error: ErrorDetails, place: Path) -> str:
    name = _named(place)
    match error["type"]:
        case "extra_forbidden":
            return f"unknown key {name}{_nearest(place)}"
        case "mistaken_key":
            return f"{name} {error['ctx']['sentence']}"
        case "missing":
            return f"{name} is missing; a meeting needs `schedule` and `start`, or a `calendar`"
        case "literal_error":
            return f"{name}: expected {error['ctx']['expected'].replace(chr(39), '')}"
        case "value_error":
            return f"{name}: {error['ctx']['error']}"
        case "string_type":
            return f"{name}: {_no_text(error['input'])}"
        case kind:
            return f"{name}: {_REMEDIES.get(kind, 'this cannot stand here').format(**error.get('ctx', {}))}"


def _named(place: Path) -> str:
    """A place as people count: `meeting.zones` (entry 1)."""
    name = ".".join(_shown(part) for part in place if isinstance(part, str))
    entries = "".join(f" (entry {part + 1})" for part in place if isinstance(part, int))
    return f"`{name}`{entries}"


def _shown(key: str) -> str:
    """A key as part of a sentence, whatever somebody wrote there."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in key).split())
    return line if len(line) <= _LONGEST_SHOWN else f"{line[:_LONGEST_SHOWN]}…"


def _no_text(value: object) -> str:
    """What to do where a text is expected; YAML reads many a word as something else."""
    if value is None:
        return _REMEDIES["string_too_short"]
    if isinstance(value, list | dict):
        return "expected one text, and neither a list nor keys"
    return "expected a text; put it in quotation marks"


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
