"""What the values of a configuration may be; each mistake says what is expected, as a sentence that follows its key."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Annotated, Literal, get_args
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from arch_hour.board import ProjectPlace
from arch_hour.hosts import is_loopback
from arch_hour.recurrence import checked_rule

DEFAULT_PATH = ".github/arch-hour.yml"
LONGEST_SPAN = timedelta(days=60)
LONGEST_MEETING = timedelta(days=1)
YEARS = range(1970, 2200)  # in which meetings take place: reckoning with any other would fail

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_LARGEST_COUNT = 1_000_000
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _span(value: object) -> object:
    """A span such as `15m`, `12h`, `3d` or `1w`, as people write it."""
    match = re.fullmatch(r"\s*(\d{1,6})\s*([mhdw])\s*", value) if isinstance(value, str) else None
    if match is None:
        msg = "expected a span such as 15m, 12h or 3d"
        raise ValueError(msg)
    span = timedelta(**{_UNITS[match[2]]: int(match[1])})
    if span > LONGEST_SPAN:
        msg = f"{match[0].strip()} is too long a span; write at most {LONGEST_SPAN.days}d"
        raise ValueError(msg)
    return span


def _whole_days(value: timedelta) -> timedelta:
    if value % timedelta(days=1):
        msg = "expected whole days, such as 14d or 2w, since due dates have no hour"
        raise ValueError(msg)
    return value


def _whole(value: object, least: int, most: int) -> int | None:
    """A whole number within bounds, None for all else; a yes is no number, though Python has it as one."""
    if isinstance(value, str) and re.fullmatch(r"\s*\d{1,9}\s*", value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if least <= value <= most else None


def _minutes(value: object) -> object:
    most = LONGEST_MEETING // timedelta(minutes=1)
    minutes = _whole(value, 1, most)
    if minutes is None:
        msg = f"expected minutes, as a whole number from 1 to {most}"
        raise ValueError(msg)
    return minutes


def _count(value: object) -> object:
    number = _whole(value, 0, _LARGEST_COUNT)
    if number is None:
        msg = f"expected a whole number from 0 to {_LARGEST_COUNT:,}"
        raise ValueError(msg)
    return number


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        msg = f"{value!r} is no time zone; use a name such as Europe/Berlin or UTC"
        raise ValueError(msg) from None
    return value


def _day(value: object) -> object:
    """No number either, which would be read as seconds since 1970."""
    try:
        if isinstance(value, str) and _DAY.fullmatch(value.strip()):
            value = date.fromisoformat(value.strip())
    except ValueError:
        msg = f"{value} is no day of the calendar; write one such as 2020-12-24"
        raise ValueError(msg) from None
    if not isinstance(value, date) or isinstance(value, datetime):
        msg = "expected a date such as 2020-12-24"
        raise ValueError(msg)
    _check_year(value)
    return value


def _timed(value: object) -> object:
    """Neither a number, which would be read as seconds since 1970, nor a day without its hour."""
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str) or re.fullmatch(r"\s*[-+\d.]+\s*", value):
        day = _DAY.search(value) if isinstance(value, str) else None
        given = f"{day[0]} has no time of day; write" if day else "expected"
        msg = f"{given} a local time such as {day[0] if day else '2020-12-24'}T10:00"
        raise ValueError(msg)
    return value


def _local(value: datetime) -> datetime:
    if value.tzinfo is not None:
        msg = "write the local time without an offset; the zone stands in meeting.timezone"
        raise ValueError(msg)
    _check_year(value)
    # Recurrence rules count no fractions of a second, and would have the first meeting twice.
    return value.replace(microsecond=0)


def _check_year(value: date) -> None:
    if value.year not in YEARS:
        msg = f"write a year from {YEARS.start} to {YEARS.stop - 1}, and not {value.year}"
        raise ValueError(msg)


_NAME = r"@?[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}(?:_[A-Za-z0-9]{1,8})?"
_LOGIN = re.compile(rf"{_NAME}(?:\[bot\])?")
_PERSON = re.compile(_NAME)
_TEAM = re.compile(r"@[A-Za-z0-9][\w-]*/[\w.-]+", re.ASCII)
_REPOSITORY = re.compile(r"[A-Za-z0-9][\w-]*/[\w.-]*[\w-][\w.-]*", re.ASCII)


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


def _repository(value: str) -> str:
    if not _REPOSITORY.fullmatch(value):
        msg = "expected OWNER/NAME, such as acme/shop"
        raise ValueError(msg)
    return value


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
    number = _whole(value, -1, 1) if isinstance(value, int) else None
    if number:
        msg = f'put it in quotation marks: "{number:+d}"'
        raise ValueError(msg)
    if value not in get_args(_Reaction):
        *others, last = get_args(_Reaction)[2:]
        msg = f'expected "+1", "-1", {", ".join(others)} or {last}'
        raise ValueError(msg)
    return value


def path_in_repository(text: str, such_as: str = DEFAULT_PATH) -> str:
    """A path in one form only, since it is part of a meeting's identity; raises ValueError."""
    parts = [part for part in text.strip().split("/") if part not in ("", ".")]
    if not parts or ".." in parts or not text.strip().isprintable():
        msg = f"{text!r} is no path in the repository such as {such_as}"
        raise ValueError(msg)
    return "/".join(parts)


def _template(value: str) -> str:
    return path_in_repository(value, ".github/agenda.md.j2")


def _minutes_path(value: str) -> str:
    """A path with the meeting's date in it: one file for all meetings would keep the last one's only."""
    path = path_in_repository(value, "docs/minutes/{date}.md")
    names = re.findall(r"\{(.*?)\}", path)
    is_odd = re.search(r"[{}]", re.sub(r"\{(date|time)\}", "", path))
    if "date" not in names or is_odd:
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


_PROJECT = re.compile(
    r"(?:https?://[^/\s]+/)?(?P<whose>orgs|users)/(?P<owner>[A-Za-z0-9][\w-]{0,99})/projects/(?P<number>[1-9]\d{0,8})"
    r"(?:/(?:views/\d+)?)?(?:[?#]\S*)?",
    re.ASCII,
)


def _project(value: object) -> object:
    """As people write it, or as they copy it from their browser's address bar."""
    found = _PROJECT.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        msg = "expected a project such as orgs/acme/projects/5 or users/octocat/projects/2, or its address"
        raise ValueError(msg)
    return ProjectPlace(found["owner"], int(found["number"]), found["whose"] == "users")


def _text(most: int) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=1, max_length=most)


Span = Annotated[timedelta, BeforeValidator(_span)]
Days = Annotated[Span, AfterValidator(_whole_days)]
Minutes = Annotated[int, BeforeValidator(_minutes)]
Count = Annotated[int, BeforeValidator(_count)]
Day = Annotated[date, BeforeValidator(_day)]
LocalTime = Annotated[datetime, BeforeValidator(_timed), AfterValidator(_local)]
Zone = Annotated[str, StringConstraints(max_length=100), AfterValidator(_zone)]
Rule = Annotated[str, StringConstraints(max_length=500), AfterValidator(checked_rule)]

Text = Annotated[str, _text(100)]
Label = Annotated[str, _text(50)]
EventName = Annotated[str, _text(1000)]
TitleTemplate = Annotated[str, StringConstraints(min_length=1, max_length=1000)]

Login = Annotated[str, AfterValidator(_login)]
Voter = Annotated[str, AfterValidator(_voter)]
Voters = Annotated[
    Literal["everyone", "collaborators"] | Annotated[tuple[Voter, ...], Field(min_length=1)],
    BeforeValidator(_voters),
]
Trusted = Annotated[Literal["collaborators"] | tuple[Login, ...], BeforeValidator(_trusted)]
Reaction = Annotated[_Reaction, BeforeValidator(_reaction)]

RepositoryName = Annotated[str, AfterValidator(_repository)]
TemplatePath = Annotated[str, StringConstraints(max_length=500), AfterValidator(_template)]
MinutesPath = Annotated[str, StringConstraints(max_length=500), AfterValidator(_minutes_path)]
CallAddress = Annotated[str, _text(2000), AfterValidator(_join)]
CalendarPlace = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_calendar)]
Project = Annotated[ProjectPlace, BeforeValidator(_project)]
