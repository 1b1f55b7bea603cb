"""JSON web tokens that an app signs with its private key, and those keys."""

from datetime import datetime
from typing import Any

from sandbox.records import App
from sandbox.rules.refusals import NotFound, Unauthorized
from sandbox.world import World

ALGORITHM = "RS256"
KEY_BITS = 2048
LONGEST_LIFE = 600  # seconds
DRIFT = 60  # seconds, by which the clocks of two machines may differ


def app_of(world: World, text: str) -> App:
    """The app that signed a JSON web token; raises Unauthorized unless it holds now, by the sandbox's clock."""
    import jwt

    try:
        claims = jwt.decode(text, options={"verify_signature": False})
    except jwt.PyJWTError:
        raise _undecodable() from None
    app = _issuer(world, claims.get("iss"))
    try:
        # Its times are checked below, by the sandbox's own clock.
        jwt.decode(
            text,
            _public_key(private_key(app)),
            algorithms=[ALGORITHM],
            options={"verify_exp": False, "verify_iat": False, "verify_nbf": False, "verify_aud": False},
            issuer=None,
        )
    except jwt.PyJWTError:
        raise _undecodable() from None
    _check_times(claims, world.clock.now())
    return app


def sign(app: App, now: datetime, life: int = LONGEST_LIFE) -> str:
    """A JSON web token of an app that holds from a moment on for `life` seconds."""
    import jwt

    began = int(now.timestamp())
    claims = {"iat": began, "exp": began + life, "iss": str(app.database_id)}
    return jwt.encode(claims, private_key(app), algorithm=ALGORITHM)


def private_key(app: App) -> str:
    """The app's private key as PEM, made when it is first needed."""
    if app.pem is None:
        app.pem = _new_key()
    return app.pem


def _new_key() -> str:
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = generate_private_key(public_exponent=65_537, key_size=KEY_BITS)
    return key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()


def _public_key(pem: str) -> Any:
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    return load_pem_private_key(pem.encode(), None).public_key()


def _issuer(world: World, issuer: object) -> App:
    for app in world.apps.values():
        if str(issuer) in (str(app.database_id), app.client_id):
            return app
    raise NotFound("Integration not found")


def _check_times(claims: dict[str, Any], now: datetime) -> None:
    present = now.timestamp()
    expires, issued = claims.get("exp"), claims.get("iat")
    if not isinstance(expires, int) or expires <= present:
        raise Unauthorized(
            "'Expiration time' claim ('exp') must be a numeric value representing the future time at which "
            "the assertion expires"
        )
    if expires > present + LONGEST_LIFE:
        raise Unauthorized("'Expiration time' claim ('exp') is too far in the future")
    if not isinstance(issued, int) or issued > present + DRIFT:
        raise Unauthorized(
            "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued"
        )


def _undecodable() -> Unauthorized:
    return Unauthorized("A JSON web token could not be decoded")
