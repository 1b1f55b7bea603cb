"""A repository in memory, checked."""

import yaml

from arch_hour.checking.checkup import check
from arch_hour.checking.findings import Verdict
from arch_hour.session import Settings
from tests.rules.build import moment
from tests.rules.memory import Memory

Row = tuple[str, str]
NOW = "12-11 10:00"


def checked(repository: Memory, verdict: Verdict, at: str = NOW) -> list[Row]:
    """The findings of one verdict; nothing may be written."""
    given = Settings(moment(at), configuration=yaml.safe_dump(repository.values), dry_run=True)
    found = check(repository, given)
    assert repository.changes == []
    return [(each.about, each.sentence) for each in found if each.verdict is verdict]


def wrong(repository: Memory, at: str = NOW) -> list[Row]:
    return checked(repository, Verdict.WRONG, at)


def to_know(repository: Memory, at: str = NOW) -> list[Row]:
    """What is to know, apart from who may tick, which always is."""
    return [row for row in checked(repository, Verdict.TO_KNOW, at) if row[0] != "ticking"]


def good(repository: Memory, at: str = NOW) -> list[Row]:
    return checked(repository, Verdict.GOOD, at)
