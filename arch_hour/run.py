"""Read, plan, apply: what every command does, whichever door it came through."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from tenacity import Retrying, retry_if_exception_type, stop_after_attempt

from arch_hour.config import DEFAULT_PATH, Config
from arch_hour.config_file import read_config
from arch_hour.errors import AccessError, ConfigurationError, StaleError
from arch_hour.gateway.protocol import Gateway, Opening, Wanted
from arch_hour.gateway.rehearsal import Rehearsal
from arch_hour.model import Account, Elsewhere, Issue, Snapshot
from arch_hour.named_files import with_its_calendar, with_its_template
from arch_hour.rules import page_import
from arch_hour.rules.aftermath import after, with_text
from arch_hour.rules.agenda import plan_agenda
from arch_hour.rules.changes import (
    Assigned,
    AssignOwners,
    Change,
    Created,
    CreateIssue,
    Declined,
    Result,
    Target,
    Written,
    repository_of,
    target_of,
)
from arch_hour.rules.electorate import asks_for_writers, unknown_teams
from arch_hour.rules.events import Command
from arch_hour.rules.follow_ups import plan_follow_ups, plan_summaries
from arch_hour.rules.page import Page
from arch_hour.rules.page_import import Placement, plan_import
from arch_hour.rules.questions import Questions, open_questions
from arch_hour.rules.recovery import plan_recovery
from arch_hour.rules.surroundings import also_asked, plan_surroundings, remarks_on
from arch_hour.rules.wrap_up import plan_due_wrap_ups, plan_wrap_up

# What was not touched for longer is history: closed topics are no longer read, nor are comments before it.
RECENT = timedelta(days=14)

# So often are words put back that were swept away; what is swept away after that, the next run puts back.
ROUNDS = 3

Plan = Callable[[Snapshot, Config, datetime], list[Change]]
Ask = Callable[[Snapshot, Config], Questions]


_PLANS: dict[Command, tuple[Plan, ...]] = {
    Command.ALL: (plan_follow_ups, plan_summaries, plan_due_wrap_ups, plan_agenda, plan_surroundings),
    Command.AGENDA: (plan_agenda, plan_surroundings),
    Command.ACTIONS: (plan_follow_ups, plan_summaries),
    Command.WRAP_UP: (plan_follow_ups, plan_summaries, plan_wrap_up),
}

# The plans that need to know who can be assigned, and what was told long ago.
_AROUND = (plan_agenda, plan_surroundings)


@dataclass(frozen=True, slots=True)
class Settings:
    """How a run was asked for; `configuration` is the text of a local file that stands in for the repository's.

    `configuration_name` is that file in messages; the meeting's identity stays with `configuration_path`.
    """

    now: datetime
    configuration_path: str = DEFAULT_PATH
    configuration: str | None = None
    configuration_name: str = ""
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One change that was carried out, or rehearsed; `number` is the issue that it was about."""

    change: Change
    number: int
    result: Result

    @property
    def warning(self) -> str:
        """What a person should hear of it, or nothing."""
        if isinstance(self.change, CreateIssue):
            return self.change.warning
        if (
            isinstance(self.change, AssignOwners)
            and isinstance(self.result, Assigned)
            and self.result.skipped
        ):
            return f"#{self.number}: {', '.join(self.result.skipped)} cannot be assigned in this repository"
        return ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run read and did; `snapshot` is the repository as the run left it, `remarks` are for people to hear."""

    settings: Settings
    config: Config
    snapshot: Snapshot
    steps: tuple[Step, ...] = ()
    placements: tuple[Placement, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass
class Session:
    """One run against one repository: the snapshot moves on with every change; `source` is the configuration's text."""

    gateway: Gateway
    settings: Settings
    config: Config
    wanted: Wanted
    snapshot: Snapshot
    source: str
    steps: list[Step] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    _numbers: dict[Target, int] = field(default_factory=dict)
    _refusing: dict[Target, str] = field(default_factory=dict)

    def perform(self, questions: Ask, plan: Plan) -> None:
        """Asks what must be known, plans and applies; where people edit meanwhile, plans anew with their words."""
        for attempt in Retrying(
            retry=retry_if_exception_type(StaleError), stop=stop_after_attempt(3), reraise=True
        ):
            with attempt:
                self._put_back()
                while asked := questions(self.snapshot, self.config):
                    self.snapshot = self._answered(asked)
                self._apply(plan(self.snapshot, self.config, self.settings.now))

    def _apply(self, changes: list[Change]) -> None:
        """Carries the changes out in their order; what a text swept away is put back before anything else."""
        for change in changes:
            if target_of(change) in self._refusing:
                continue
            if isinstance(self._carry_out(change), Written):
                self._put_back()

    def _put_back(self) -> None:
        """Brings words back that fell between our look and our write; a few times, as it may happen again."""
        for _ in range(ROUNDS):
            for change in plan_recovery(self.snapshot, self.config):
                self._carry_out(change)

    def _carry_out(self, change: Change) -> Result:
        """Does one change, which is seen by what is planned next."""
        number = self._number_of(target_of(change))
        try:
            result = self.gateway.apply(change, number)
        except StaleError as stale:
            self.snapshot = with_text(self.snapshot, stale.number, stale.body, stale.edits)
            raise
        if isinstance(change, CreateIssue) and isinstance(result, Created):
            number = self._numbers[change.key] = result.issue.number
        if isinstance(result, Declined):
            self._hear(change, number, result.reason)
            return result
        self.snapshot = after(self.snapshot, self.config, change, number, result, self.settings.now)
        self.steps.append(Step(change, number, result))
        return result

    def _hear(self, change: Change, number: int, reason: str) -> None:
        """Takes note of a refusal; of another repository once, which is not asked again to change that issue."""
        elsewhere = repository_of(change)
        if not elsewhere:
            self.remarks.append(f"#{number} was not changed: {change.why} ({reason})")
            return
        if elsewhere not in self._refusing.values():
            self.remarks.append(
                f"topics of {elsewhere} such as #{number} were left as they are there ({reason}): to have them "
                f"labelled and closed, give a token that may write to its issues in GITHUB_TOKEN or the input `token`"
            )
        self._refusing[target_of(change)] = elsewhere

    def _number_of(self, target: Target) -> int:
        match target:
            case Elsewhere(number=number) | int(number):
                return number
            case _:
                return self._numbers[target]

    def outcome(self, placements: tuple[Placement, ...] = ()) -> Outcome:
        """What was read and done."""
        return Outcome(
            self.settings, self.config, self.snapshot, tuple(self.steps), placements, tuple(self.remarks)
        )

    def _answered(self, asked: Questions) -> Snapshot:
        snapshot = self.snapshot
        if asked.may_write:
            answers = {account.key: self.gateway.may_write(account) for account in asked.may_write}
            snapshot = replace(snapshot, may_write={**snapshot.may_write, **answers})
        for issue in asked.all_comments:
            snapshot = _exchanged(snapshot, self.gateway.with_all_comments(issue))
        if asked.closed_follow_ups:
            closed = self.gateway.closed_follow_ups(self.wanted)
            snapshot = replace(snapshot, follow_ups=(*snapshot.follow_ups, *closed), knows_closed=True)
        if asked.assignable:
            found = {account.key: self.gateway.is_assignable(account) for account in asked.assignable}
            snapshot = replace(snapshot, assignable={**snapshot.assignable, **found})
        if asked.writers or asked.teams:
            snapshot = replace(snapshot, electorate=self._electorate(asked))
        return snapshot

    def _electorate(self, asked: Questions) -> frozenset[str]:
        """Who may vote of those whom only GitHub knows; where it does not tell, the run fails: it never widens."""
        members = [self.gateway.team(team.organization, team.slug) for team in asked.teams]
        return frozenset().union(*members, self.gateway.writers() if asked.writers else ())


def run(gateway: Gateway, command: Command, settings: Settings) -> Outcome:
    """Does all that the command has due; raises ArchHourError, and leaves nothing that the next run cannot finish."""
    session = _begin(gateway, settings)
    session.snapshot = _with_topics_elsewhere(session)
    plans = _PLANS[command]

    def asked_too(snapshot: Snapshot, config: Config) -> Questions:
        return open_questions(snapshot, config) or also_asked(snapshot, config, settings.now)

    for plan in plans:
        if plan is plan_agenda:
            name = _name_of_source(settings)
            session.config = with_its_template(session.gateway, session.config, session.source, name)
        session.perform(asked_too if plan in _AROUND else open_questions, plan)
    if plan_surroundings in plans:
        session.remarks += remarks_on(session.snapshot, session.config, settings.now)
    return session.outcome()


def import_page(gateway: Gateway, page: Page, settings: Settings, *, discussed: bool) -> Outcome:
    """Makes the page's topics; raises ArchHourError."""
    session = _begin(gateway, settings)
    session.snapshot = replace(session.snapshot, topics=session.gateway.every_topic(session.wanted))
    placements: list[Placement] = []

    def plan(snapshot: Snapshot, config: Config, _: datetime) -> list[Change]:
        placements[:] = plan_import(page, snapshot, config, discussed=discussed)
        return [change for placement in placements for change in placement.changes]

    session.perform(lambda snapshot, config: _import_questions(page, snapshot, config), plan)
    return session.outcome(tuple(placements))


def _import_questions(page: Page, snapshot: Snapshot, config: Config) -> Questions:
    owners: tuple[Account, ...] = page_import.unknown_owners(page, snapshot, config)
    return Questions(
        may_write=owners,
        all_comments=page_import.half_read(page, snapshot),
        writers=asks_for_writers(snapshot, config),
        teams=unknown_teams(snapshot, config),
    )


def _begin(gateway: Gateway, settings: Settings) -> Session:
    opening = gateway.open(settings.configuration_path)
    if opening.hindrance and not settings.dry_run:
        raise AccessError(opening.hindrance)
    source = _source(opening, settings)
    config = _configuration(gateway, source, settings)
    wanted = Wanted(
        agenda_label=config.agenda.label,
        topic_label=config.topics.label,
        follow_up_label=config.actions.label,
        reaction=config.votes.reaction,
        since=settings.now - RECENT,
    )
    used = Rehearsal(gateway, opening, settings.now) if settings.dry_run else gateway
    return Session(used, settings, config, wanted, used.read(opening, wanted), source)


def _with_topics_elsewhere(session: Session) -> Snapshot:
    """The snapshot with the topics of the other repositories that the configuration names."""
    snapshot = session.snapshot
    names = {name.casefold(): name for name in reversed(session.config.topics.repositories)}
    names.pop(snapshot.repository.full_name.casefold(), None)
    found = [
        topic
        for _, name in sorted(names.items())
        for topic in session.gateway.topics_elsewhere(name, session.wanted)
    ]
    return replace(snapshot, topics=(*snapshot.topics, *found))


def _source(opening: Opening, settings: Settings) -> str:
    """The text of the configuration."""
    text = settings.configuration if settings.configuration is not None else opening.configuration
    if text is None:
        raise ConfigurationError(
            f"{opening.repository.full_name} has no such file on its default branch; "
            "add it with at least `meeting:` with `schedule` and `start`",
            file=settings.configuration_path,
        )
    return text


def _configuration(gateway: Gateway, source: str, settings: Settings) -> Config:
    """The configuration in the text, with the calendar that it names."""
    name = _name_of_source(settings)
    return with_its_calendar(gateway, read_config(source, name, settings.configuration_path), source, name)


def _name_of_source(settings: Settings) -> str:
    return settings.configuration_name or settings.configuration_path


def _exchanged(snapshot: Snapshot, issue: Issue) -> Snapshot:
    def each(issues: tuple[Issue, ...]) -> tuple[Issue, ...]:
        return tuple(issue if old.id == issue.id else old for old in issues)

    return replace(
        snapshot,
        agendas=each(snapshot.agendas),
        topics=each(snapshot.topics),
        discussed=each(snapshot.discussed),
    )
