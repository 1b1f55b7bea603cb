"""Accounts as plain data."""

from sandbox.identities import Sort
from sandbox.records import BOT_SUFFIX, Account
from sandbox.storing.plain import Data, identity_in, moment_in, without_blanks
from sandbox.times import written
from sandbox.words import AccountKind, Role
from sandbox.world import World

NO_ROLE = "none"
SORTS = {AccountKind.USER: Sort.USER, AccountKind.BOT: Sort.BOT, AccountKind.ORGANIZATION: Sort.ORGANIZATION}


def account_data(account: Account) -> Data:
    """An account; the members of an organization by key."""
    return without_blanks(
        {
            "login": account.rest_login,
            "id": account.database_id,
            "kind": account.kind.value,
            "name": account.name,
            "created": written(account.created_at),
            "suspended": account.is_suspended,
            "members": {
                key: "public" if is_public else "private" for key, is_public in account.members.items()
            },
            "owners": sorted(account.owners),
            "base": _base_data(account.base_role),
        }
    )


def load_account(world: World, data: Data) -> None:
    """Adds an account: a person, or a bot when the login ends in `[bot]`, unless `kind` says otherwise."""
    login = data["login"]
    default = AccountKind.BOT if login.endswith(BOT_SUFFIX) else AccountKind.USER
    kind = AccountKind(data.get("kind", default))
    identity, number = identity_in(world, data, SORTS[kind])
    account = Account(
        identity,
        number,
        login.removesuffix(BOT_SUFFIX),
        kind,
        data.get("name"),
        moment_in(world, data),
        data.get("suspended", False),
        {key.casefold(): seen == "public" for key, seen in data.get("members", {}).items()},
        {key.casefold() for key in data.get("owners", ())},
        _base_of(data.get("base", Role.READ)),
    )
    world.accounts[account.key] = account
    world.nodes[identity] = account


def _base_data(role: Role | None) -> str | None:
    # Reading is what an organization gives its members unless it decides otherwise.
    return None if role is Role.READ else NO_ROLE if role is None else role.value


def _base_of(given: str) -> Role | None:
    return None if given == NO_ROLE else Role(given)
