"""Writes down what deliveries and sweeps tell of installations and repositories; writes nothing that is known."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, or_, select, update

from webhook.following import Fact, InstallationGone, InstallationSeen, RepositoryGone, RepositorySeen
from webhook.orders import State
from webhook.tables import installations, repositories
from webhook.upserts import insert

AT_ONCE = 100  # facts


def learn(connection: Connection, facts: Iterable[Fact]) -> None:
    """Takes note of each fact within a transaction."""
    for fact in sorted(facts, key=_place):
        match fact:
            case RepositorySeen():
                _see_repository(connection, fact)
            case RepositoryGone():
                _forget_repository(connection, fact)
            case InstallationSeen():
                _see_installation(connection, fact)
            case InstallationGone():
                connection.execute(delete(repositories).where(repositories.c.installation == fact.id))
                connection.execute(delete(installations).where(installations.c.id == fact.id))


def in_parts(facts: Iterable[Fact]) -> list[list[Fact]]:
    """Facts in parts to be noted one after the other, so small that no delivery waits for one; at least one."""
    ordered = sorted(facts, key=_place)
    return [ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE)] or [[]]


def is_news(facts: Iterable[Fact], state: State) -> bool:
    """Whether facts tell more than what is known of one repository."""
    known = {
        RepositorySeen(state.id, state.full_name, installation) for installation in (None, state.installation)
    }
    return any(fact not in known for fact in facts)


def _place(fact: Fact) -> tuple[bool, int]:
    """In one order everywhere, as servers that wait for each other crosswise would wait for ever."""
    return isinstance(fact, InstallationSeen | InstallationGone), fact.id


def _see_repository(connection: Connection, fact: RepositorySeen) -> None:
    known = connection.execute(
        select(repositories.c.full_name, repositories.c.installation).where(repositories.c.id == fact.id)
    ).one_or_none()
    if known is None:
        row = {"id": fact.id, "full_name": fact.full_name, "installation": fact.installation}
        connection.execute(insert(connection, repositories).values(row).on_conflict_do_nothing())
    else:
        # A repository's own webhook tells of no installation; that ends none.
        values = {"full_name": fact.full_name, "installation": fact.installation or known.installation}
        if known == tuple(values.values()):
            return
        connection.execute(update(repositories).where(repositories.c.id == fact.id).values(values))
    # A name is one repository's: who had it before was renamed or deleted while nobody told us.
    connection.execute(
        delete(repositories).where(repositories.c.full_name == fact.full_name, repositories.c.id != fact.id)
    )


def _forget_repository(connection: Connection, fact: RepositoryGone) -> None:
    """What an installation does not reach any more may have been moved to where another does."""
    gone = delete(repositories).where(repositories.c.id == fact.id)
    if fact.through is not None:
        installation = repositories.c.installation
        gone = gone.where(or_(installation.is_(None), installation == fact.through))
    connection.execute(gone)


def _see_installation(connection: Connection, fact: InstallationSeen) -> None:
    known = connection.execute(
        select(installations.c.account, installations.c.suspended).where(installations.c.id == fact.id)
    ).one_or_none()
    if known == (fact.account, fact.suspended):
        return
    row = {"id": fact.id, "account": fact.account, "suspended": fact.suspended}
    values = {"account": fact.account, "suspended": fact.suspended}
    connection.execute(
        insert(connection, installations)
        .values(row)
        .on_conflict_do_update(index_elements=[installations.c.id], set_=values)
    )
