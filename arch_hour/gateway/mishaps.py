"""What keeps a request from being sent or answered, in words: the libraries' own come in layers, and name addresses."""

import re

import requests

from arch_hour.gateway.answers import one_line

_BUNDLE = "REQUESTS_CA_BUNDLE"
_UNTRUSTED = re.compile(r"certificate verify failed: (?P<why>.+?)\.?(?: \(_ssl\.c:\d+\))?['\")]*$")
_NO_BUNDLE = re.compile(r"suitable TLS CA certificate bundle, invalid path: (?P<why>.+)")
_EMPTY_BUNDLE = re.compile(r"\[X509: .*?\] (?P<why>.+?)(?: \(_ssl\.c:\d+\))?['\")]*$")
_NO_SOCKS = "Missing dependencies for SOCKS support"
_REMEDIES = (
    (re.compile(r"mismatch"), "use the name that it is for"),
    (re.compile(r"expired"), "have it renewed"),
    (re.compile(r"not yet valid"), "set the clocks of both machines"),
)


def hindrance(error: Exception) -> str:
    """What on this machine has to be mended before anything can be sent, and how; nothing where it is something else.

    No other try would help, and nothing was sent.
    """
    words = str(error)
    if isinstance(error, requests.exceptions.InvalidProxyURL) or words.startswith(_NO_SOCKS):
        return f"the proxy cannot be used ({one_line(words)}): write HTTPS_PROXY as http://proxy.example:8080"
    if found := _UNTRUSTED.search(words):
        why = one_line(found["why"])
        remedies = (remedy for sign, remedy in _REMEDIES if sign.search(why))
        remedy = next(
            remedies, f"name a file with the certificates that your organization trusts in {_BUNDLE}"
        )
        return f"its certificate cannot be verified ({why}): {remedy}"
    if found := _NO_BUNDLE.search(words) or _EMPTY_BUNDLE.search(words):
        return f"{_BUNDLE} names no file with certificates ({one_line(found['why'])}): correct it"
    return ""


def reason(error: Exception, timeout: int) -> str:
    """Why there is no answer, without the layers around it; `timeout` is in seconds."""
    if isinstance(error, requests.Timeout):
        return f"nothing came within {timeout} seconds"
    cause = getattr(error.args[0], "reason", error) if error.args else type(error).__name__
    if isinstance(error, requests.exceptions.ProxyError):
        inner = str(getattr(cause, "original_error", cause))
        return one_line(f"there is no way through the proxy: {inner.partition('): ')[2] or inner}")
    words = str(cause)
    return one_line(words.partition("): ")[2] or words)
