"""Texts and people in a configuration; each mistake says what is expected, as a sentence that follows its key."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Field, Strict, StringConstraints, WithJsonSchema

from arch_hour.config_forms import text_like
from arch_hour.config_numbers import whole

_NAME = r"@?[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}(?:_[A-Za-z0-9]{1,8})?"
_LOGIN = re.compile(rf"{_NAME}(?:\[bot\])?")
_PERSON = re.compile(_NAME)
_TEAM = re.compile(r"@[A-Za-z0-9][\w-]*/[\w.-]+", re.ASCII)
_VOTER = re.compile(rf"{_NAME}|{_TEAM.pattern}")


def _login(value: str) -> str:
    """Without the `@` that people may write in front of it."""
    if not _LOGIN.fullmatch(value):
        msg = "expected a login, such as octocat"
        raise ValueError(msg)
    return value.removeprefix("@")


def _voter(value: str) -> str:
    """A login as above, or a team with the `@` that tells it from a repository."""
    if _TEAM.fullmatch(value):
        return value
    if _TEAM.fullmatch(f"@{value}"):
        msg = f"write a team with an @ in front, as @{value}"
        raise ValueError(msg)
    if not _PERSON.fullmatch(value):
        msg = "expected a login such as octocat, or a team such as @acme/team"
        raise ValueError(msg)
    return value.removeprefix("@")


def _voters(value: object) -> object:
    if not isinstance(value, list | tuple) and value not in ("everyone", "collaborators"):
        msg = (
            "expected everyone, collaborators, or a list of logins and teams such as [octocat, '@acme/team']"
        )
        raise ValueError(msg)
    return value


def _trusted(value: object) -> object:
    if not isinstance(value, list | tuple) and value != "collaborators":
        msg = "expected collaborators, or a list of logins such as [octocat, hubot]"
        raise ValueError(msg)
    return value


EMOJI: Mapping[str, str] = {
    "+1": "👍",
    "-1": "👎",
    "laugh": "😄",
    "confused": "😕",
    "heart": "❤️",
    "hooray": "🎉",
    "rocket": "🚀",
    "eyes": "👀",
}
_Reaction = Literal["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"]


def _reaction(value: object) -> object:
    """One that GitHub knows; without quotation marks YAML reads `+1` as a number."""
    number = whole(value, -1, 1) if isinstance(value, int) else None
    if number:
        msg = f'put it in quotation marks: "{number:+d}"'
        raise ValueError(msg)
    if value not in get_args(_Reaction):
        *others, last = get_args(_Reaction)[2:]
        msg = f'expected "+1", "-1", {", ".join(others)} or {last}'
        raise ValueError(msg)
    return value


def _text(most: int) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=1, max_length=most)


Text = Annotated[str, _text(100)]
Label = Annotated[str, _text(50)]
EventName = Annotated[str, _text(1000)]
TitleTemplate = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
Switch = Annotated[bool, Strict()]

Login = Annotated[str, AfterValidator(_login), WithJsonSchema(text_like(_LOGIN))]
Voter = Annotated[str, AfterValidator(_voter), WithJsonSchema(text_like(_VOTER))]
Voters = Annotated[
    Literal["everyone", "collaborators"] | Annotated[tuple[Voter, ...], Field(min_length=1)],
    BeforeValidator(_voters),
]
Trusted = Annotated[Literal["collaborators"] | tuple[Login, ...], BeforeValidator(_trusted)]
Reaction = Annotated[_Reaction, BeforeValidator(_reaction)]
