"""Who votes, takes turns, counts as ours and may tick."""

from arch_hour.checking.findings import Told, Verdict
from arch_hour.errors import AccessError
from arch_hour.model import Account
from arch_hour.rendering import count
from arch_hour.rules.electorate import team_of
from arch_hour.session import Session


def voters(session: Session) -> Told:
    """Whose votes count, where that is not everyone's: each team and login by itself."""
    named = session.config.votes.voters
    if named == "everyone":
        return
    if named == "collaborators":
        yield Verdict.GOOD, f"{count(len(session.reader.writers()), 'account')} may write here and vote"
        return
    found: set[str] = set()
    troubles: list[str] = []
    for name in dict.fromkeys(named):
        try:
            found |= _voters_of(session, name)
        except AccessError as error:
            troubles.append(str(error))
    yield from ((Verdict.WRONG, trouble) for trouble in troubles)
    if found:
        yield Verdict.GOOD, f"{count(len(found), 'account')} can be found whose votes count"
    elif not troubles:
        yield Verdict.WRONG, "there is nobody whose votes count: name people or a team in `votes.voters`"


def _voters_of(session: Session, name: str) -> frozenset[str]:
    """The keys of one entry of the list; raises AccessError where it is nobody's."""
    team = team_of(name)
    if team is not None:
        return session.reader.team(team.organization, team.slug)
    account = Account.named(name)
    if not session.reader.is_person(account):
        msg = f"`votes.voters` names {account.login}, and there is no person of that login: correct it, or take it out"
        raise AccessError(msg)
    return frozenset({account.key})


def turns(session: Session) -> Told:
    """The facilitators and scribes: who cannot be assigned is passed over."""
    meeting = session.config.meeting
    able: list[str] = []
    for login in dict.fromkeys((*meeting.facilitators, *meeting.scribes)):
        if session.reader.is_assignable(Account.named(login)):
            able.append(login)
        else:
            yield (
                Verdict.WRONG,
                f"{login} cannot be assigned here and is passed over: invite them, or take them out",
            )
    if able:
        yield Verdict.GOOD, f"{', '.join(able)} can be assigned"


def bots(session: Session) -> Told:
    """The names in `bots` that only an app has here: without its `[bot]` a name is a person's and trusts nobody."""
    issues = (*session.snapshot.agendas, *session.snapshot.follow_ups)
    apps = {issue.author.login.casefold() for issue in issues if issue.author and issue.author.is_bot}
    for name in session.config.bots:
        if name.casefold() in apps:
            yield (
                Verdict.WRONG,
                f"`bots` names {name}, and here that is an app: its login ends in [bot], as in {name}[bot]",
            )


def ticking(session: Session) -> Told:
    """GitHub lets only those edit an issue of others, and tick its boxes, who may write to the repository."""
    try:
        writers = count(len(session.reader.writers()), "account")
    except AccessError:
        yield Verdict.TO_KNOW, _TICKING
    else:
        yield Verdict.TO_KNOW, f"{_TICKING} {writers} may write here."


_TICKING = (
    "Ticking topics on an agenda and writing notes into it needs write access; everybody else can comment."
)
