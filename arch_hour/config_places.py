"""Places in a configuration: paths, repositories, projects, addresses; each mistake says what is expected there."""

import re
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BeforeValidator, StringConstraints, WithJsonSchema

from arch_hour.board import ProjectPlace
from arch_hour.config_forms import text_like
from arch_hour.hosts import is_loopback
from arch_hour.repository_paths import path_in_repository

_REPOSITORY = re.compile(r"[A-Za-z0-9][\w-]*/[\w.-]*[\w-][\w.-]*", re.ASCII)
_DATED = re.compile(r"(?:[^{}]|\{time\})*\{date\}(?:[^{}]|\{time\}|\{date\})*")
_WEB = re.compile(r"\s*[Hh][Tt][Tt][Pp][Ss]?://[^\s<>]+\s*")
_PROJECT = re.compile(
    r"\s*(?:https?://[^/\s]+/)?(?P<whose>orgs|users)/(?P<owner>[A-Za-z0-9][\w-]{0,99})/projects/(?P<number>[1-9]\d{0,8})"
    r"(?:/(?:views/\d+)?)?(?:[?#]\S*)?\s*",
    re.ASCII,
)


def _repository(value: str) -> str:
    if not _REPOSITORY.fullmatch(value):
        msg = "expected OWNER/NAME, such as acme/shop"
        raise ValueError(msg)
    return value


def _template(value: str) -> str:
    return path_in_repository(value, ".github/agenda.md.j2")


def _minutes_path(value: str) -> str:
    """A path with the meeting's date in it: one file for all meetings would keep the last one's only."""
    path = path_in_repository(value, "docs/minutes/{date}.md")
    if not _DATED.fullmatch(path):
        msg = "write {date} where the meeting's day stands, and {time} for its hour, as in docs/minutes/{date}.md"
        raise ValueError(msg)
    return path


def _address(text: str) -> SplitResult | None:
    """The parts of an address that is whole, and holds no sign that would end a link to it; None of all else."""
    if not text.isprintable() or not re.fullmatch(r"[^\s<>]+", text):
        return None
    try:
        parts = urlsplit(text)
        return parts if parts.hostname and parts.port != 0 else None
    except ValueError:
        return None


def _join(value: str) -> str:
    parts = _address(value)
    if parts is None or parts.scheme not in ("http", "https"):
        msg = "expected an address such as https://meet.example.org/arch, without spaces, `<` and `>`"
        raise ValueError(msg)
    return value


def _calendar(value: str) -> str:
    """An address that can be read safely, or a path in the repository."""
    address = re.sub(r"^webcals?://", "https://", value.strip(), flags=re.IGNORECASE)
    if "://" not in address:
        return path_in_repository(address, "docs/team.ics")
    parts = _address(address)
    if parts is None or not address.isascii():
        msg = "an iCalendar feed has an address such as https://example.org/team.ics, or a path in the repository"
        raise ValueError(msg)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(address)):
        msg = f"a feed is read over https:// or webcal://, not over {parts.scheme}://"
        raise ValueError(msg)
    return address


def _project(value: object) -> object:
    """As people write it, or as they copy it from their browser's address bar."""
    found = _PROJECT.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        msg = "expected a project such as orgs/acme/projects/5 or users/octocat/projects/2, or its address"
        raise ValueError(msg)
    return ProjectPlace(found["owner"], int(found["number"]), found["whose"] == "users")


RepositoryName = Annotated[str, AfterValidator(_repository), WithJsonSchema(text_like(_REPOSITORY))]
TemplatePath = Annotated[str, StringConstraints(max_length=500), AfterValidator(_template)]
MinutesPath = Annotated[
    str,
    StringConstraints(max_length=500),
    AfterValidator(_minutes_path),
    WithJsonSchema({**text_like(_DATED), "maxLength": 500}),
]
CallAddress = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=2000),
    AfterValidator(_join),
    WithJsonSchema({**text_like(_WEB), "maxLength": 2000}),
]
CalendarPlace = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_calendar)]
Project = Annotated[ProjectPlace, BeforeValidator(_project), WithJsonSchema(text_like(_PROJECT))]
