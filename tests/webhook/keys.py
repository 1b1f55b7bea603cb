"""Keys for tests, made once: making one takes a while."""

from functools import lru_cache
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes


@lru_cache
def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65_537, key_size=2048)


def _pem(
    key: "PrivateKeyTypes",
    form: PrivateFormat,
    encryption: KeySerializationEncryption | None = None,
) -> str:
    return key.private_bytes(Encoding.PEM, form, encryption or NoEncryption()).decode()


def private_pem() -> str:
    """As GitHub gives it."""
    return _pem(_key(), PrivateFormat.TraditionalOpenSSL)


def converted_pem() -> str:
    """In the form that some programs want it to have."""
    return _pem(_key(), PrivateFormat.PKCS8)


def locked_pem() -> str:
    """Behind a password."""
    return _pem(_key(), PrivateFormat.PKCS8, BestAvailableEncryption(b"tea"))


def public_pem() -> str:
    """What signs nothing."""
    return _key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def other_pem() -> str:
    """A private key of another kind."""
    return _pem(ec.generate_private_key(ec.SECP256R1()), PrivateFormat.PKCS8)
