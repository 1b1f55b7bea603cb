"""`arch-hour init --board`: look, make the next thing that is missing, look again."""

from dataclasses import dataclass

from arch_hour.board import Site
from arch_hour.config import Actions, Topics
from arch_hour.config_board import ProjectBoard
from arch_hour.config_file import read_config
from arch_hour.errors import UnreachableError
from arch_hour.gateway.protocol import Grounds, Opening
from arch_hour.opening import source_of
from arch_hour.rules.board_changes import SetUp
from arch_hour.rules.board_setup import by_hand, foreseen_setup, plan_setup
from arch_hour.session import Settings

# More things than can be missing: who is told each time that nothing was made would go on for ever.
MOST = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is configured of the board and its issues, and the title of a project that is to be made."""

    names: ProjectBoard
    title: str
    topics: Topics
    actions: Actions


@dataclass(frozen=True, slots=True)
class Prepared:
    """A project as it was left: what was made, or would be, and what people have to do themselves."""

    settings: Settings
    wanted: Wanted
    site: Site
    made: tuple[SetUp, ...]
    by_hand: tuple[str, ...]

    @property
    def is_configured(self) -> bool:
        """Whether the configuration names the project already."""
        return self.wanted.names.project is not None


def init_board(gateway: Grounds, settings: Settings) -> Prepared:
    """Makes a ready project, or completes the one that is there; raises ArchHourError. Safe to stop and run again."""
    wanted = _wanted(gateway.open(settings.configuration_path), settings)
    names, title, place = wanted.names, wanted.title, wanted.names.project
    site = gateway.site(place, title)
    if settings.dry_run:
        foreseen, changes = foreseen_setup(site, names, title)
        return Prepared(settings, wanted, site, changes, by_hand(foreseen, names))
    made: dict[SetUp, None] = {}
    for _ in range(MOST):
        changes = plan_setup(site, names, title)
        if not changes:
            return Prepared(settings, wanted, site, tuple(made), by_hand(site, names))
        place = gateway.build(changes[0], site)
        made[changes[0]] = None
        site = gateway.site(place, title)
    msg = f"what is made in the project “{title}” does not show there: look at it, and run again"
    raise UnreachableError(msg)


def _wanted(opening: Opening, settings: Settings) -> Wanted:
    """As configured; without a configuration as it would be by default, with the repository's name for a title."""
    source = source_of(opening, settings)
    if source is None:
        return Wanted(ProjectBoard(), opening.repository.full_name.rpartition("/")[2], Topics(), Actions())
    config = read_config(source, settings.source_name, settings.configuration_path)
    return Wanted(config.board, config.meeting.name, config.topics, config.actions)
