"""The private key of a GitHub App, in whichever form a variable of the environment can hold it."""

import re
from base64 import b64decode
from binascii import Error

from arch_hour.errors import UsageError
from arch_hour.gateway.connection import AppKey

# GitHub gives a number, and beside it a client id such as Iv23liAbCdEfGhIjKlMn or, of older Apps, Iv1.0123456789abcdef.
_ISSUER = re.compile(r"[1-9][0-9]{0,18}|Iv[0-9A-Za-z.]{6,60}")
_BEGINNING = "-----BEGIN "


def app_key(issuer: str, key: str) -> AppKey:
    """The key of an App, named by its id or client id; raises UsageError, in which nothing of the key stands."""
    if not _ISSUER.fullmatch(issuer):
        msg = (
            f"{issuer[:80]!r} is no id of an App: set ARCH_HOUR_APP_ID to the number, "
            "or the client id, that the App's settings show"
        )
        raise UsageError(msg)
    pem = _pem(key)
    if not _is_private_key(pem):
        msg = (
            "the App's key cannot be used: set ARCH_HOUR_APP_PRIVATE_KEY to the RSA private key that GitHub gave as a "
            ".pem file, with its line breaks, with \\n in their place, or the whole file in base64"
        )
        raise UsageError(msg)
    return AppKey(issuer, pem)


def _pem(given: str) -> str:
    r"""The key with real line breaks; `\n` stands for one where a variable cannot hold it."""
    text = given.strip().strip("\"'")
    if _BEGINNING not in text:
        try:
            text = b64decode("".join(text.split()), validate=True).decode("ascii")
        except (Error, ValueError):
            return ""
    return text.replace("\\r", "").replace("\\n", "\n").strip() + "\n"


def _is_private_key(pem: str) -> bool:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        return isinstance(load_pem_private_key(pem.encode(), None), RSAPrivateKey)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return False
