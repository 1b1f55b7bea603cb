"""Who is asking: a person, a bot or an app, by the token that the request came with."""

from dataclasses import dataclass

from sandbox.records import Account, App, Token
from sandbox.rules.refusals import NOT_FOR_INTEGRATIONS, Forbidden, Unauthorized
from sandbox.rules.scopes import covers
from sandbox.rules.signatures import app_of
from sandbox.words import TokenKind
from sandbox.world import World

DOTS_OF_SIGNED = 2
INTEGRATIONS = (TokenKind.WORKFLOW, TokenKind.INSTALLATION)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who makes a request: an account, and the token it came with; without either it is nobody.

    An app that signed its request itself is no account: it is only `app`.
    """

    account: Account | None = None
    token: Token | None = None
    app: App | None = None

    @property
    def is_workflow(self) -> bool:
        """Whether the request comes with a workflow's token."""
        return self.token is not None and self.token.kind is TokenKind.WORKFLOW

    @property
    def is_integration(self) -> bool:
        """Whether the request comes from a workflow or an app's installation, which act as bots."""
        return self.token is not None and self.token.kind in INTEGRATIONS

    @property
    def is_limited(self) -> bool:
        """Whether the token has permissions by area instead of scopes."""
        return self.token is not None and self.token.kind is not TokenKind.PERSONAL

    @property
    def login(self) -> str | None:
        """The login as REST writes it."""
        return self.account.rest_login if self.account else None

    def has_scope(self, name: str) -> bool:
        """Whether scopes are no hindrance: a classic token has this one or one that includes it.

        True for whoever comes without a classic token, whom other things may hinder.
        """
        token = self.token
        return token is None or token.kind is not TokenKind.PERSONAL or covers(token.scopes, name)


def caller_of(world: World, text: str | None) -> Caller:
    """Who a token or a signed JSON web token belongs to.

    Raises Unauthorized for one that is unknown, expired or badly signed, Forbidden for a suspended account or
    installation.
    """
    if text is None:
        return Caller()
    token = world.tokens.get(text)
    if token is None and text.count(".") == DOTS_OF_SIGNED:
        return Caller(app=app_of(world, text))
    if token is None or (token.expires_at is not None and token.expires_at <= world.clock.now()):
        raise Unauthorized("Bad credentials")
    if token.account.is_suspended:
        raise Forbidden("Sorry. Your account was suspended.")
    if token.installation is not None and token.installation.suspended_at is not None:
        raise Forbidden("This installation has been suspended")
    return Caller(token.account, token)


def require_account(caller: Caller) -> Account:
    """The account that is to do something; raises Unauthorized when nobody signed in, Forbidden for an app."""
    refuse_app(caller)
    if caller.account is None:
        raise Unauthorized("Requires authentication")
    return caller.account


def require_app(caller: Caller) -> App:
    """The app that signed the request itself; raises Unauthorized for every other caller."""
    if caller.app is None:
        raise Unauthorized("A JSON web token could not be decoded")
    return caller.app


def refuse_app(caller: Caller) -> None:
    """Raises Forbidden for an app that asks in its own name where only its installation may."""
    if caller.app is not None:
        raise Forbidden(NOT_FOR_INTEGRATIONS)
