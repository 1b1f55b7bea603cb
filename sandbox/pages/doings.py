"""What bots wrote lately, told from the log for readers."""

from dataclasses import dataclass
from datetime import datetime
from re import fullmatch

from sandbox.log import Entry
from sandbox.pages.visits import Visit
from sandbox.records import BOT_SUFFIX
from sandbox.rules.access import can_see

SHOWN = 12
PLACE = r"(?:/api/v3)?/repos/(?P<owner>[^/]+)/(?P<name>[^/]+)(?P<rest>/.*)?"
TELLINGS = (
    ("POST", r"/issues", "opened an issue"),
    ("PATCH", r"/issues/(?P<number>\d+)", "edited #{number}"),
    ("POST", r"/issues/(?P<number>\d+)/comments", "commented on #{number}"),
    ("PATCH", r"/issues/comments/\d+", "edited a comment"),
    ("DELETE", r"/issues/comments/\d+", "deleted a comment"),
    ("POST", r"/issues/(?P<number>\d+)/labels", "labeled #{number}"),
    ("PUT", r"/issues/(?P<number>\d+)/labels", "set the labels of #{number}"),
    ("DELETE", r"/issues/(?P<number>\d+)/labels(?:/.*)?", "took a label off #{number}"),
    ("POST", r"/issues/(?P<number>\d+)/assignees", "assigned people to #{number}"),
    ("DELETE", r"/issues/(?P<number>\d+)/assignees", "unassigned people from #{number}"),
    ("PUT", r"/issues/(?P<number>\d+)/lock", "locked #{number}"),
    ("DELETE", r"/issues/(?P<number>\d+)/lock", "unlocked #{number}"),
    ("POST", r"/labels", "made a label"),
    ("PUT", r"/contents/.*", "wrote a file"),
)


@dataclass(frozen=True, slots=True)
class Doing:
    """One write: what was done, and the page that shows it, if there is one."""

    at: datetime
    who: str
    what: str
    status: int
    address: str | None


def bot_doings(visit: Visit) -> list[Doing]:
    """The last writes of bots, newest first; those in repositories that are hidden from who looks are left out."""
    told = (
        _told(visit, entry)
        for entry in reversed(visit.desk.log.writes)
        if (entry.who or "").endswith(BOT_SUFFIX)
    )
    found: list[Doing] = []
    for doing in told:
        if doing is not None:
            found.append(doing)
        if len(found) == SHOWN:
            break
    return found


def _told(visit: Visit, entry: Entry) -> Doing | None:
    who = entry.who or ""
    place = fullmatch(PLACE, entry.path)
    if place is None:
        what = f"GraphQL {entry.operation}" if entry.operation else f"{entry.method} {entry.path}"
        return Doing(entry.at, who, what, entry.status, None)
    repository = visit.world.find_repository(place["owner"], place["name"])
    if repository is None or not can_see(visit.caller, repository):
        return None
    for method, rest, telling in TELLINGS:
        found = fullmatch(rest, place["rest"] or "") if method == entry.method else None
        if found:
            number = found.groupdict().get("number")
            address = f"/{repository.full_name}/issues" + (f"/{number}" if number else "")
            return Doing(entry.at, who, telling.format(number=number), entry.status, address)
    return Doing(entry.at, who, f"{entry.method} {entry.path}", entry.status, f"/{repository.full_name}")
