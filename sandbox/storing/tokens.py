"""Tokens as plain data."""

from sandbox.records import USUAL_SCOPES, Token
from sandbox.storing.apps import ids_of, names_of
from sandbox.storing.plain import Data, account_of, login_of, optional_moment, without_blanks
from sandbox.times import written
from sandbox.words import TokenKind
from sandbox.world import World

NO_SCOPES = "none"


def token_data(world: World, token: Token) -> Data:
    """A token with the login it belongs to; scopes are left out where they are the usual ones."""
    scopes = ", ".join(sorted(token.scopes)) or NO_SCOPES
    names = names_of(world, token.repository_ids)
    data = without_blanks(
        {
            "token": token.text,
            "login": token.account.rest_login,
            "kind": token.kind.value,
            "repository": token.repository,
            "permissions": dict(token.permissions),
            "scopes": None if token.scopes == USUAL_SCOPES else scopes,
            "owner": login_of(token.owner),
            "installation": token.installation.database_id if token.installation else None,
            "expires": written(token.expires_at),
        }
    )
    return data if names is None else data | {"repositories": names}


def load_token(world: World, data: Data) -> None:
    """Adds a token; raises KeyError when what it belongs to is not there."""
    ids = ids_of(world, data.get("repositories"))
    token = Token(
        data["token"],
        TokenKind(data.get("kind", TokenKind.PERSONAL)),
        world.account(data["login"]),
        data.get("repository"),
        data.get("permissions", {}),
        _scopes(data.get("scopes")),
        account_of(world, data.get("owner")),
        None if ids is None else frozenset(ids),
        world.installations[data["installation"]] if "installation" in data else None,
        optional_moment(data, "expires"),
    )
    world.keep_token(token)


def _scopes(given: str | None) -> frozenset[str]:
    if given is None:
        return USUAL_SCOPES
    return frozenset(name.strip() for name in given.split(",")) - {NO_SCOPES, ""}
