"""YAML out of a repository, whoever wrote it: texts, lists and mappings, and nothing of it is an error.

Texts are as they stand: YAML would read `on` as a yes. What is of another kind than it should be counts as not there,
and is never written out: a few lines can stand for more than fits into memory.
"""

from collections.abc import Mapping
from typing import Any

import yaml


def first_document(text: str) -> Mapping[str, Any]:
    """The first document of a text, such as the head of a Markdown file; empty where it is no mapping."""
    try:
        return mapping_of(next(yaml.load_all(text, Loader=yaml.BaseLoader), None))
    except (yaml.YAMLError, RecursionError, ValueError):
        return {}


def mapping_of(value: Any) -> Mapping[str, Any]:
    """A mapping, or an empty one."""
    return value if isinstance(value, dict) else {}


def list_of(value: Any) -> list[Any]:
    """A list, or an empty one."""
    return value if isinstance(value, list) else []


def text_of(value: Any) -> str:
    """A text, or an empty one."""
    return value if isinstance(value, str) else ""
