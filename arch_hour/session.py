"""One run at work: it asks what a plan must know, carries out what was planned, and sees what came of it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from tenacity import Retrying, retry_if_exception_type, stop_after_attempt

from arch_hour.answering import answered
from arch_hour.config import Config
from arch_hour.errors import ArchHourError, StaleCommentError, StaleError, StaleFileError
from arch_hour.gateway.protocol import Reader, Wanted, Writer
from arch_hour.model import Elsewhere, Snapshot
from arch_hour.repository_paths import DEFAULT_PATH
from arch_hour.rules.aftermath import after, with_comment, with_file, with_label, with_text
from arch_hour.rules.board_aftermath import remarks_on_refusals, without_board
from arch_hour.rules.board_changes import Boarded, PutOnBoard, SetOnBoard
from arch_hour.rules.changes import (
    AddSubIssue,
    Assigned,
    AssignOwners,
    Change,
    CommitFile,
    Created,
    CreateIssue,
    CreateLabel,
    Declined,
    EditIssue,
    LeftOut,
    Result,
    Target,
    Written,
    repository_of,
    target_of,
)
from arch_hour.rules.explanations import Explained
from arch_hour.rules.labels import with_missing_labels
from arch_hour.rules.page_import import Placement
from arch_hour.rules.questions import Questions
from arch_hour.rules.recovery import plan_recovery

logger = logging.getLogger(__name__)

# So often are words put back that were swept away; what is swept away after that, the next run puts back.
ROUNDS = 3
# Somebody was quicker: what they wrote is in the snapshot by then, so that a new plan knows it.
STALE = (StaleError, StaleCommentError, StaleFileError)

Plan = Callable[[Snapshot, Config, datetime], list[Change]]
Ask = Callable[[Snapshot, Config, datetime], Questions]
Look = Callable[["Session"], None]


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

    @property
    def source_name(self) -> str:
        """Where people find the configuration's text."""
        return self.configuration_name or self.configuration_path


@dataclass(frozen=True, slots=True)
class Step:
    """One change that was carried out, or rehearsed; `number` is the issue that it was about."""

    change: Change
    number: int
    result: Result

    @property
    def warning(self) -> str:
        """What a person should hear of it, or nothing."""
        if isinstance(self.change, CreateIssue | EditIssue):
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
    """What a run read and did; `snapshot` is the repository as the run left it, `remarks` are for people to hear.

    `explained` are the ACTION lines as they were before anything was planned, where they were asked for. `trouble` is
    the sentence of what stopped the run midway; nothing where it was finished. `requests` counts what was sent.
    """

    settings: Settings
    config: Config
    snapshot: Snapshot
    steps: tuple[Step, ...] = ()
    placements: tuple[Placement, ...] = ()
    remarks: tuple[str, ...] = ()
    explained: Explained | None = None
    trouble: str = ""
    requests: int = 0


@dataclass
class Session:
    """One run against one repository: the snapshot moves on with every change; `source` is the configuration's text."""

    reader: Reader
    writer: Writer
    settings: Settings
    config: Config
    wanted: Wanted
    snapshot: Snapshot
    source: str
    steps: list[Step] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    explained: Explained | None = None
    _numbers: dict[Target, int] = field(default_factory=dict)
    _refusing: dict[Target, str] = field(default_factory=dict)

    def perform(self, questions: Ask, plan: Plan, look: Look | None = None) -> None:
        """Asks what must be known, looks, plans and applies; where people edit meanwhile, again with their words."""
        for attempt in Retrying(
            retry=retry_if_exception_type(STALE), stop=stop_after_attempt(3), reraise=True
        ):
            with attempt:
                self._put_back()
                self.learn(questions)
                if look is not None:
                    look(self)
                self._apply(plan(self.snapshot, self.config, self.settings.now))

    def learn_for_telling(self, questions: Ask, what: str) -> None:
        """Asks what no plan needed, only the telling; a trouble with it stops nothing, as all is done by then."""
        try:
            self.learn(questions)
        except ArchHourError as error:
            self.remarks.append(f"{what}: {error}")

    def learn(self, questions: Ask) -> None:
        """Asks until nothing is left to ask; raises ArchHourError."""
        while asked := questions(self.snapshot, self.config, self.settings.now):
            self.snapshot = answered(self.snapshot, asked, self.reader, self.wanted, self.config)

    def _apply(self, changes: list[Change]) -> None:
        """Carries the changes out in their order; what a text swept away is put back before anything else."""
        for change in with_missing_labels(changes, self.snapshot, self.config):
            if target_of(change) in self._refusing or self._is_for_lost_board(change):
                continue
            if isinstance(self._carry_out(change), Written):
                self._put_back(self._number_of(target_of(change)))

    def _put_back(self, number: int | None = None) -> None:
        """Brings words back that fell between our look and our write; a few times, as it may happen again.

        Right after a write only the issue of that number can have lost any.
        """
        for _ in range(ROUNDS):
            changes = plan_recovery(self.snapshot, self.config, number)
            if not changes:
                return
            for change in changes:
                self._carry_out(change)

    def _carry_out(self, change: Change) -> Result:
        """Does one change, which is seen by what is planned next."""
        number = self._number_of(target_of(change))
        logger.debug("%s %s: %s", type(change).__name__, _place_of(change, number), change.why)
        try:
            result = self.writer.apply(change, number)
        except StaleError as stale:
            self.snapshot = with_text(self.snapshot, stale.number, stale.body, stale.edits, stale.title)
            raise
        except StaleCommentError as stale:
            self.snapshot = with_comment(
                self.snapshot, stale.number, stale.database_id, stale.body, stale.edits
            )
            raise
        except StaleFileError as stale:
            self.snapshot = with_file(self.snapshot, stale.path, stale.text)
            raise
        if isinstance(change, CreateIssue) and isinstance(result, Created):
            number = self._numbers[change.key] = result.issue.number
        if isinstance(result, LeftOut):
            return result
        if isinstance(result, Declined):
            self._hear(change, number, result.reason)
            return result
        if isinstance(result, Boarded):
            self.remarks += remarks_on_refusals(change, result)
        self.snapshot = after(self.snapshot, self.config, change, number, result, self.settings.now)
        self.steps.append(Step(change, number, result))
        return result

    def _hear(self, change: Change, number: int, reason: str) -> None:
        """Takes note of a refusal; of another repository once, which is not asked again to change that issue."""
        elsewhere = repository_of(change)
        if isinstance(change, PutOnBoard | SetOnBoard):
            self.snapshot = without_board(self.snapshot, reason)
            return
        if isinstance(change, AddSubIssue):
            self.remarks.append(f"#{number} was not made a sub-issue of #{change.parent} ({reason})")
            return
        if isinstance(change, CreateLabel):
            self.snapshot = with_label(self.snapshot, change.name)  # GitHub makes a grey one when it is put
            self.remarks.append(
                f"the label {change.name} was not made ({reason}): make it, or let the token do it"
            )
            return
        if isinstance(change, CommitFile):
            self.remarks.append(
                f"{change.path} was not committed ({reason}): give the token `contents: write` and let it write to "
                "the default branch, or take `minutes.path` out"
            )
            return
        if not elsewhere:
            self.remarks.append(f"#{number} was not changed: {change.why} ({reason})")
            return
        if elsewhere not in self._refusing.values():
            self.remarks.append(
                f"topics of {elsewhere} such as #{number} were left as they are there ({reason}): to have them "
                f"labelled and closed, give a token that may write to its issues in GITHUB_TOKEN or the input `token`"
            )
        self._refusing[target_of(change)] = elsewhere

    def _is_for_lost_board(self, change: Change) -> bool:
        """Whether it is a write to a board that already refused one as a whole."""
        board = self.snapshot.board
        return isinstance(change, PutOnBoard | SetOnBoard) and board is not None and bool(board.trouble)

    def _number_of(self, target: Target) -> int:
        match target:
            case Elsewhere(number=number) | int(number):
                return number
            case _:
                return self._numbers[target]

    def outcome(self) -> Outcome:
        """What was read and done."""
        return Outcome(
            self.settings,
            self.config,
            self.snapshot,
            tuple(self.steps),
            remarks=tuple(self.remarks),
            explained=self.explained,
            requests=self.reader.requests,
        )


def _place_of(change: Change, number: int) -> int | str:
    """What a change is about, for the log."""
    if isinstance(change, CommitFile):
        return change.path
    if isinstance(change, CreateLabel):
        return change.name
    if isinstance(change, PutOnBoard | SetOnBoard):
        return str(change.place)
    return number if number > 0 else "of a new issue"
