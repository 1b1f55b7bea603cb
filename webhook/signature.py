"""Whether a delivery comes from GitHub: HMAC-SHA256 over the raw bytes, compared in constant time.

Source: https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
"""

import hashlib
import hmac
from collections.abc import Sequence

PREFIX = "sha256="


def signature(secret: str, body: bytes) -> str:
    """What GitHub sends as `X-Hub-Signature-256` for a body."""
    return PREFIX + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def is_signed(header: str, body: bytes, secrets: Sequence[str]) -> bool:
    """Whether one of the secrets signed the body; every one is tried, so that rotating costs no delivery."""
    given = header.encode(errors="replace")
    fits = [hmac.compare_digest(signature(secret, body).encode(), given) for secret in secrets if secret]
    return any(fits)
