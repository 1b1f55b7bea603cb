"""Whose turn it is to facilitate and to take notes: by the meeting's number, so that nothing has to be remembered.

Who cannot be assigned is passed over. An agenda records whom it got, and keeps them while they are on the list.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from arch_hour.config import Config
from arch_hour.model import Account, Snapshot
from arch_hour.rules.agenda_matching import match_agendas
from arch_hour.rules.agendas import Agenda
from arch_hour.rules.schedule import Occurrence, meeting_number


@dataclass(frozen=True, slots=True)
class Roles:
    """The logins of a meeting's facilitator and scribe; nothing where there is nobody."""

    facilitator: str = ""
    scribe: str = ""

    @property
    def logins(self) -> tuple[str, ...]:
        """Everybody with a role, once."""
        return tuple(dict.fromkeys(login for login in (self.facilitator, self.scribe) if login))


def recorded_roles(agenda: Agenda | None) -> Roles:
    """Whom an agenda names."""
    return Roles(agenda.identity.facilitator, agenda.identity.scribe) if agenda else Roles()


def roles_of(snapshot: Snapshot, config: Config, occurrence: Occurrence, agenda: Agenda | None) -> Roles:
    """Two different people wherever the lists allow; who was never asked about counts as one who can be assigned."""
    recorded = recorded_roles(agenda)
    lists = (config.meeting.facilitators, config.meeting.scribes)
    if not any(lists):
        return Roles()
    kept = [
        _kept(snapshot, login, people)
        for login, people in zip((recorded.facilitator, recorded.scribe), lists, strict=True)
    ]
    someone_new = any(people and not login for login, people in zip(kept, lists, strict=True))
    number = meeting_number(config, occurrence) if someone_new else 0
    first, second = (
        (login,) if login else _in_turn(snapshot, people, number) or ("",)
        for login, people in zip(kept, lists, strict=True)
    )
    pairs = ((one, other) for one in first for other in second if one.casefold() != other.casefold())
    return Roles(*next(pairs, (first[0], second[0])))


def people_to_ask(snapshot: Snapshot, config: Config, now: datetime) -> tuple[Account, ...]:
    """Of whom GitHub must be asked whether they can be assigned: who gets a role, and who is not assigned.

    Before the freeze also who was taken off: somebody may have left, and their turn is the next one's.
    """
    if not config.meeting.facilitators and not config.meeting.scribes:
        return ()
    found: dict[str, Account] = {}
    for pairing in match_agendas(snapshot, config, now).pairings:
        kept = pairing.kept
        if kept and not kept.issue.is_open:
            continue
        if kept is not None and kept.identity.frozen:
            unsure = missing(kept, recorded_roles(kept))
        else:
            unsure = _unassigned(kept, roles_of(snapshot, config, pairing.occurrence, kept))
        for login in unsure:
            account = Account.named(login)
            if account.key not in snapshot.assignable:
                found[account.key] = account
    return tuple(found.values())


def _unassigned(agenda: Agenda | None, roles: Roles) -> Iterator[str]:
    assigned = {login.casefold() for login in agenda.issue.assignees} if agenda else set()
    return (login for login in roles.logins if login.casefold() not in assigned)


def missing(agenda: Agenda, roles: Roles) -> Iterator[str]:
    """Those with a role who are not assigned; whom somebody took off stays off."""
    issue = agenda.issue
    known = {login.casefold() for login in (*issue.assignees, *(gone.what for gone in issue.removals))}
    return (login for login in roles.logins if login.casefold() not in known)


def is_assignable(snapshot: Snapshot, login: str) -> bool | None:
    """What GitHub said, None where it was not asked."""
    return snapshot.assignable.get(Account.named(login).key)


def _kept(snapshot: Snapshot, login: str, people: Sequence[str]) -> str:
    """Who is recorded, while on the list and not known to be beyond assigning."""
    listed = login.casefold() in (each.casefold() for each in people)
    return login if listed and is_assignable(snapshot, login) is not False else ""


def _in_turn(snapshot: Snapshot, people: Sequence[str], number: int) -> tuple[str, ...]:
    """The list from whose turn it is on, without those who cannot be assigned."""
    first = number % len(people) if people else 0
    return tuple(
        login for login in (*people[first:], *people[:first]) if is_assignable(snapshot, login) is not False
    )
