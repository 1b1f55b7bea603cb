"""Accounts and tokens as plain data."""

from sandbox.identities import Sort
from sandbox.records import BOT_SUFFIX, Account, Token
from sandbox.storing.plain import Data, identity_in, moment_in, without_blanks
from sandbox.times import written
from sandbox.words import AccountKind, TokenKind
from sandbox.world import World

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
    )
    world.accounts[account.key] = account
    world.nodes[identity] = account


def token_data(token: Token) -> Data:
    """A token with the login it belongs to."""
    return without_blanks(
        {
            "token": token.text,
            "login": token.account.rest_login,
            "kind": token.kind.value,
            "repository": token.repository,
            "permissions": dict(token.permissions),
        }
    )


def load_token(world: World, data: Data) -> None:
    """Adds a token; raises KeyError when its account is not there."""
    token = Token(
        data["token"],
        TokenKind(data.get("kind", TokenKind.PERSONAL)),
        world.account(data["login"]),
        data.get("repository"),
        data.get("permissions", {}),
    )
    world.tokens[token.text] = token
