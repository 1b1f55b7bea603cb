"""How new things get their numbers: database ids on one line for each sort, node ids made from them."""

from base64 import urlsafe_b64encode
from enum import Enum


class Sort(Enum):
    """The sorts of things that have ids: the prefix of the node id, and the first database id.

    Those of issues, comments, labels and events start above 2**31, as they long do on GitHub, so that nobody
    keeps them in 32 bits.
    """

    USER = ("U", 1_001)
    BOT = ("BOT", 41_898_201)
    ORGANIZATION = ("O", 90_001)
    TEAM = ("T", 5_000_001)
    APP = ("A", 300_001)
    INSTALLATION = ("IN", 40_000_001)
    REPOSITORY = ("R", 700_000_001)
    ISSUE = ("I", 3_000_000_001)
    PULL_REQUEST = ("PR", 2_600_000_001)
    COMMENT = ("IC", 3_100_000_001)
    LABEL = ("LA", 8_000_000_001)
    REACTION = ("REA", 300_000_001)
    EVENT = ("EV", 17_000_000_001)
    EDIT = ("UCE", 1_500_000_001)
    PROJECT = ("PVT", 20_000_001)
    PROJECT_FIELD = ("PVTF", 250_000_001)
    PROJECT_ITEM = ("PVTI", 160_000_001)
    PROJECT_VALUE = ("PVTFV", 500_000_001)
    PROJECT_VIEW = ("PVTV", 30_000_001)
    PROJECT_WORKFLOW = ("PWF", 60_000_001)
    DRAFT_ISSUE = ("DI", 90_000_001)
    PROJECT_OPTION = ("PVTO", 1)
    MILESTONE = ("MI", 12_000_001)
    HOOK = ("HO", 500_000_001)
    DELIVERY = ("HD", 180_000_000_001)
    WORKFLOW = ("W", 110_000_001)
    RUN = ("WFR", 12_000_000_001)

    @property
    def prefix(self) -> str:
        """What the node id begins with."""
        return self.value[0]

    @property
    def first(self) -> int:
        """The first database id of the sort."""
        return self.value[1]


def node_id(prefix: str, number: int) -> str:
    """The opaque, stable node id of a thing's database id."""
    return f"{prefix}_kwDO{urlsafe_b64encode(number.to_bytes(6, 'big')).decode().rstrip('=')}"


class Identities:
    """Hands out ids; two worlds built by the same steps have the same ones."""

    def __init__(self) -> None:
        self.next_numbers = {sort: sort.first for sort in Sort}

    def new(self, sort: Sort) -> tuple[str, int]:
        """A fresh node id and database id."""
        number = self.next_numbers[sort]
        self.next_numbers[sort] = number + 1
        return node_id(sort.prefix, number), number
