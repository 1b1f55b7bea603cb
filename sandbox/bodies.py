"""Reading the JSON that clients send."""

from json import dumps, loads
from typing import NoReturn

from sandbox.rules.refusals import BadRequest


def read_json(sent: bytes) -> object:
    """What a body of UTF-8 JSON says; raises BadRequest for all that no strict parser takes."""
    try:
        said: object = loads(sent.decode(), parse_constant=_refuse)
        if b"\\u" in sent:
            # Half of a surrogate pair is no character, and no answer could repeat it.
            dumps(said, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise BadRequest("Problems parsing JSON") from None
    return said


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON.")
