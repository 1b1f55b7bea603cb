"""Values for the tests of the rules: the fewest words that say what a test is about."""

from datetime import UTC, datetime, timedelta
from typing import Any

from arch_hour.config import Config
from arch_hour.gateway.protocol import Wanted
from arch_hour.model import Account, Comment, Issue, Repository, Snapshot, Vote
from arch_hour.repository_paths import DEFAULT_PATH
from arch_hour.rules.agenda_identity import TopicSection, identify, sections

REPOSITORY = Repository("acme/tea", "https://github.com/acme/tea")
VIEWER = Account("arch-hour", is_bot=True)

# Thursdays, 10:00 in New York; the meeting of the tests is 2020-12-17T15:00:00Z.
MEETING = {
    "name": "Arch Hour",
    "schedule": "FREQ=WEEKLY;BYDAY=TH",
    "start": "2020-12-03T10:00",
    "timezone": "America/New_York",
}
PEOPLE = {"Adam Blackwell": "ablackwell", "Nimisha Asthagiri": "nasthagiri"}


def moment(text: str) -> datetime:
    """`12-17 15:00`: a moment of 2020 in UTC; with a year in front, of that year."""
    year = "" if text.count("-") == 2 else "2020-"
    return datetime.fromisoformat(f"{year}{text}").replace(tzinfo=UTC)


START = moment("12-17 15:00")
FREEZE = START - timedelta(minutes=15)
END = START + timedelta(hours=1)
OPENED = moment("12-15 09:00")
WANTED = Wanted("agenda", "topic", "topic: merged", "action-item", "+1", OPENED)


def settings(**sections: Any) -> dict[str, Any]:
    """The values of a configuration file; `meeting` is added to the usual one."""
    meeting = {**MEETING, **sections.pop("meeting", {})}
    return {"meeting": meeting, "people": PEOPLE, **sections}


def config(path: str = DEFAULT_PATH, **sections: Any) -> Config:
    """The usual configuration with other values in some sections."""
    return Config.build(settings(**sections), path)


def person(login: str) -> Account:
    """An account; `robot[bot]` is an app's."""
    return Account.named(login)


def vote(login: str, at: str = "12-10 10:00") -> Vote:
    """A vote of somebody."""
    return Vote(person(login), moment(at))


def votes(count: int, at: str = "12-10 10:00") -> tuple[Vote, ...]:
    """So many votes, each of somebody else."""
    return tuple(vote(f"voter-{number}", at) for number in range(1, count + 1))


def issue(number: int, title: str = "", body: str = "", *, by: str = "wren", **values: Any) -> Issue:
    """An issue opened by a person who may write."""
    values = {"created_at": moment("12-08 08:00"), **values}
    return Issue(
        id=f"I{number}",
        number=number,
        title=title or f"Issue {number}",
        body=body,
        url=f"{REPOSITORY.url}/issues/{number}",
        author=person(by),
        **values,
    )


def topic(number: int, title: str = "", body: str = "", **values: Any) -> Issue:
    """An issue with the topic label, and with more labels where `labels` names them."""
    labels = ("topic", *values.pop("labels", ()))
    given = values.pop("votes", ())
    given = votes(given) if isinstance(given, int) else given
    return issue(number, title, body, labels=labels, votes=given, votes_total=len(given), **values)


def linked(number: int, repository: str = "") -> str:
    """How a list that tells titles itself refers to an issue."""
    page = f"https://github.com/{repository or REPOSITORY.full_name}/issues/{number}"
    return f"[{repository}#{number}]({page})"


def comment(number: int, by: str, body: str, at: str = "12-16 10:00") -> Comment:
    """A comment; `number` is its own."""
    url = f"{REPOSITORY.url}/issues/1#issuecomment-{number}"
    return Comment(f"C{number}", number, person(by), body, moment(at), url)


def snapshot(**values: Any) -> Snapshot:
    """A repository in which `wren` and `ada` may write, and `stranger` may not."""
    known = {"wren": True, "ada": True, "stranger": False}
    return Snapshot(**{"repository": REPOSITORY, "viewer": VIEWER, "may_write": known, **values})


def sections_of(body: str) -> tuple[TopicSection, ...]:
    """The sections of the agenda that a text says it is."""
    identity = identify(body)
    return sections(body, identity) if identity else ()
