"""Plain values: what JSON and YAML can hold, made from records and read back."""

from base64 import b64decode, b64encode
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from sandbox.identities import Sort, node_id
from sandbox.records import Account
from sandbox.times import moment_of
from sandbox.world import World

Data = dict[str, Any]
Word = TypeVar("Word", bound=StrEnum)


def without_blanks(data: Data) -> Data:
    """The data without what is not there, false, or a list or mapping of nothing; texts and numbers stay."""
    # A position of 0 and an emptied text say something, and 0 == False.
    return {
        name: value
        for name, value in data.items()
        if not (value is None or value is False or (isinstance(value, list | dict) and not value))
    }


def value_of(word: StrEnum | None) -> str | None:
    """The spelling of a word."""
    return word.value if word else None


def word_of(words: type[Word], given: str | None) -> Word | None:
    """The word of a spelling; raises ValueError when it is none of them."""
    return None if given is None else words(given)


def login_of(account: Account | None) -> str | None:
    """The login as REST writes it."""
    return account.rest_login if account else None


def account_of(world: World, login: str | None) -> Account | None:
    """The account of a login; raises KeyError when there is none."""
    return None if login is None else world.account(login)


def moment(given: object) -> datetime:
    """A moment in UTC; YAML turns what looks like a time or a day into one; raises ValueError for what is neither."""
    return moment_of(given.isoformat() if isinstance(given, date) else str(given))


def moment_in(world: World, data: Data, name: str = "created") -> datetime:
    """The moment under a name, else the present one."""
    return moment(data[name]) if name in data else world.clock.now()


def optional_moment(data: Data, name: str) -> datetime | None:
    """The moment under a name, if there is one."""
    return moment(data[name]) if name in data else None


def identity_in(world: World, data: Data, sort: Sort, prefix: str | None = None) -> tuple[str, int]:
    """The node id and database id that the data names, else new ones."""
    number = data["id"] if "id" in data else world.identities.new(sort)[1]
    return node_id(prefix or sort.prefix, number), number


def content_data(content: bytes) -> str | Data:
    """Bytes as text where they are UTF-8."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return {"base64": b64encode(content).decode()}


def content_of(stored: Any) -> bytes:
    """The bytes that `content_data` told."""
    return b64decode(stored["base64"]) if isinstance(stored, dict) else str(stored).encode()
