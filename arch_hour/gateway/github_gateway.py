"""A repository on GitHub: reads in few large queries, writes one by one, and failures told in sentences."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from arch_hour.board import Board, Card, Doing, Field, ProjectPlace, Site
from arch_hour.errors import AccessError
from arch_hour.gateway import board_sentences, reading, sentences
from arch_hour.gateway.asking import Asking
from arch_hour.gateway.board_setup import BoardSetup
from arch_hour.gateway.board_writing import BoardWriter
from arch_hour.gateway.boards import Boards
from arch_hour.gateway.connection import Connection
from arch_hour.gateway.doings import Doings
from arch_hour.gateway.facilities import ActionsPolicy
from arch_hour.gateway.fates import Fates
from arch_hour.gateway.feeds import read_feed
from arch_hour.gateway.files import Files
from arch_hour.gateway.issue_reads import CLOSED, OPEN, IssueReads
from arch_hour.gateway.labels import Labels
from arch_hour.gateway.numbered import Numbered
from arch_hour.gateway.patience import Failure, Trouble
from arch_hour.gateway.people import People
from arch_hour.gateway.pins import Pins
from arch_hour.gateway.protocol import BoardOpening, Opening, Wanted
from arch_hour.gateway.reactions import Reactions
from arch_hour.gateway.repository_settings import RepositorySettings
from arch_hour.gateway.writing import Guest, Writer
from arch_hour.model import (
    Account,
    Activity,
    Comment,
    Edit,
    Fate,
    Issue,
    Place,
    Reaction,
    Repository,
    Snapshot,
)
from arch_hour.rules.board_changes import PutOnBoard, SetOnBoard, SetUp
from arch_hour.rules.changes import (
    Change,
    PinIssue,
    Result,
    UnpinIssue,
    repository_of,
)

T = TypeVar("T")
Json = Mapping[str, Any]


@dataclass(frozen=True)
class GithubGateway:
    """The gateway to one repository, `OWNER/NAME`; `for_projects` asks for what a workflow's token may not read."""

    connection: Connection
    full_name: str
    for_projects: Connection | None = None

    @property
    def requests(self) -> int:
        """How many requests were sent so far, with either token."""
        return self.connection.sent.count + (self.for_projects.sent.count if self.for_projects else 0)

    def open(self, configuration_path: str) -> Opening:
        """The repository and its configuration."""
        with_file = {**self._asking.place, "configuration": f"HEAD:{configuration_path}"}
        return self._told(lambda: self._opening(self._asking.ask("opening", with_file)))

    def read(self, opening: Opening, wanted: Wanted) -> Snapshot:
        """Everything an ordinary run needs."""
        return self._told(lambda: self._reads.snapshot(opening, wanted))

    def every_topic(self, wanted: Wanted) -> tuple[Issue, ...]:
        """The topics of all states."""
        return self._issues("topics", "topics", {**self._reads.variables(wanted), "states": [OPEN, CLOSED]})

    def closed_follow_ups(self, wanted: Wanted) -> tuple[Issue, ...]:
        """The closed follow-ups."""
        return self._issues("follow_ups", "followUps", {**self._reads.variables(wanted), "states": [CLOSED]})

    def with_all_comments(self, issue: Issue) -> Issue:
        """The issue with every comment it has."""
        return self._told(lambda: self._reads.with_all_comments(issue))

    def every_agenda(self, wanted: Wanted) -> tuple[Issue, ...]:
        """The agendas of all states."""
        return self._issues("every_agenda", "agendas", self._reads.variables(wanted))

    def history(self, text: Issue | Comment) -> tuple[Edit, ...]:
        """All versions of the text of an issue or comment."""
        return self._told(lambda: self._reads.history(text))

    def reactions(self, comments: tuple[Comment, ...]) -> Mapping[str, tuple[Reaction, ...]]:
        """The reactions by people on comments, by their node ids."""
        return self._told(lambda: Reactions(self._asking).on(comments))

    def follow_ups_numbered(self, numbers: tuple[int, ...]) -> tuple[Issue, ...]:
        """The issues of these numbers, in any state."""
        return self._told(lambda: Numbered(self._asking).follow_ups(numbers))

    def fates(self, places: tuple[Place, ...]) -> Mapping[str, Fate]:
        """What became of texts, by their node ids."""
        return self._told(lambda: Fates(self._asking).of(places))

    def board(self, place: ProjectPlace, wanted: Wanted) -> BoardOpening:
        """The project, or why it cannot be kept."""
        if self.for_projects is None:
            return BoardOpening(Board(trouble=board_sentences.no_token(place, self.full_name)))
        return self._told(lambda: self._boards.open(place, self._reads.variables(wanted)))

    def cards(
        self, board: Board, fields: tuple[Field, ...], issues: tuple[str, ...]
    ) -> Mapping[str, Card | None]:
        """Issues as they stand on the board."""
        return self._told(lambda: self._boards.cards(board, fields, issues))

    def board_past(self, issue: Issue) -> tuple[Doing, ...]:
        """What was done with an issue on boards."""
        return self._told(lambda: self._boards.past(issue))

    def activity(self, issue: Issue) -> tuple[Activity, ...]:
        """All that anybody did on an issue."""
        return self._told(lambda: Doings(self._asking).on(issue))

    def may_write(self, account: Account) -> bool:
        """Whether the account may write; who is no user any more may not."""
        return self._told(lambda: self._people.may_write(account.login))

    def writers(self) -> frozenset[str]:
        """The keys of all accounts that may write."""
        return self._told(self._people.writers)

    def team(self, organization: str, slug: str) -> frozenset[str]:
        """The keys of a team's members, looked up with the token for projects where there is one."""
        return self._told(lambda: self._people.team(organization, slug))

    def is_assignable(self, account: Account) -> bool:
        """Whether issues can be assigned to the account."""
        return self._told(lambda: self._people.is_assignable(account.login))

    def is_person(self, account: Account) -> bool:
        """Whether there is a person of that login."""
        return self._told(lambda: self._people.is_person(account.login))

    def folder(self, path: str) -> Mapping[str, str]:
        """The texts of the files directly in a folder, by their paths."""
        return self._told(lambda: Files(self.connection, self.full_name).folder(path))

    def labels(self) -> frozenset[str]:
        """The names of all labels, without case."""
        return self._told(lambda: Labels(self.connection, self.full_name).names())

    def workflow_state(self, file: str) -> str | None:
        """GitHub's word for the state of a workflow."""
        return self._told(lambda: self._settings.workflow_state(file))

    def enable_workflow(self, file: str) -> None:
        """Switches a workflow on."""
        self._told(lambda: self._settings.enable_workflow(file))

    def actions_policy(self) -> ActionsPolicy | None:
        """Which actions may run."""
        return self._told(self._settings.actions_policy)

    def may_write_issues(self, label: str) -> bool:
        """Whether the token may write issues."""
        return self._told(lambda: self._settings.may_write_issues(label))

    def may_label_elsewhere(self, full_name: str) -> bool:
        """Whether issues of another repository can be labelled and closed."""
        there = People(self.connection, full_name)
        return self._told(there.may_label, repository=full_name)

    def topics_elsewhere(self, full_name: str, wanted: Wanted) -> tuple[Issue, ...]:
        """The open topics of another repository."""
        return self._told(lambda: self._reads.topics_elsewhere(full_name, wanted), repository=full_name)

    def file(self, path: str) -> str | None:
        """The text of a file of the default branch."""
        values = {**self._asking.place, "file": f"HEAD:{path}"}
        return self._told(lambda: _text_of(self._asking.ask("file", values)["repository"]["file"]))

    def feed(self, address: str) -> str:
        """The text at an address outside of GitHub."""
        return read_feed(address)

    def apply(self, change: Change, number: int) -> Result:
        """Carries out one change."""
        match change:
            case PinIssue() | UnpinIssue():
                return self._told(lambda: Pins(self._asking).write(change))
            case PutOnBoard() | SetOnBoard():
                writer = BoardWriter(self.for_projects or self.connection, self.full_name)
                return self._told(lambda: writer.write(change))
        if elsewhere := repository_of(change):
            guest = Guest(self.connection, elsewhere)
            return self._told(lambda: guest.write(change, number), repository=elsewhere)
        return self._told(lambda: Writer(self.connection, self.full_name).write(change, number), number)

    def site(self, place: ProjectPlace | None, title: str) -> Site:
        """Where the project is to be, and the project, where there is one."""
        return self._told(lambda: self._setup(place).site(place, title))

    def build(self, change: SetUp, site: Site) -> ProjectPlace:
        """Makes one thing that a project lacks."""
        return self._told(lambda: self._setup(site.place).apply(change, site))

    def _setup(self, place: ProjectPlace | None) -> BoardSetup:
        if self.for_projects is None:
            raise AccessError(board_sentences.no_token_to_set_up(place, self.full_name))
        return BoardSetup(self.for_projects, self.full_name)

    @property
    def _boards(self) -> Boards:
        return Boards(Asking(self.for_projects or self.connection, self.full_name))

    @property
    def _asking(self) -> Asking:
        return Asking(self.connection, self.full_name)

    @property
    def _reads(self) -> IssueReads:
        return IssueReads(self._asking)

    @property
    def _settings(self) -> RepositorySettings:
        return RepositorySettings(self.connection, self.full_name)

    @property
    def _people(self) -> People:
        return People(self.connection, self.full_name, self.for_projects)

    def _opening(self, data: Json) -> Opening:
        found = data["repository"]
        if found is None:
            raise Failure(Trouble.REFUSED, 404, "no such repository", {})
        viewer = Account.named(data["viewer"]["login"])
        if found["nameWithOwner"].casefold() != self.full_name.casefold():
            msg = f"{self.full_name} is called {found['nameWithOwner']} now: use that name"
            raise AccessError(msg)
        text = _text_of(found["configuration"])
        repository = Repository(found["nameWithOwner"], found["url"], found.get("databaseId") or 0)
        return Opening(viewer, repository, text, self._hindrance(found, viewer))

    def _hindrance(self, found: Json, viewer: Account) -> str:
        """Why nothing could be written here, or nothing; what an app may do is not told by `viewerPermission`."""
        if found["isArchived"]:
            return f"{self.full_name} is archived: unarchive it in its settings"
        if not found["hasIssuesEnabled"]:
            return f"{self.full_name} has its issues switched off: switch them on in its settings"
        if found["viewerPermission"] in ("READ", "TRIAGE") and not viewer.is_bot:
            return f"{viewer.login} may not write to {self.full_name}: use a token with write access to its issues"
        return ""

    def _issues(self, name: str, field: str, values: Json) -> tuple[Issue, ...]:
        """The issues of all pages of a document."""
        return self._told(lambda: tuple(map(reading.issue, self._asking.pages(name, field, values))))

    def _told(self, request: Callable[[], T], number: int = 0, repository: str = "") -> T:
        """What a request gives, with its failures told in a sentence; `number` is the issue that it writes to."""
        place = self.connection.address.rest
        asked = repository or self.full_name
        try:
            return request()
        except Failure as failure:
            if number and failure.trouble is Trouble.REFUSED and failure.status in (404, 410):
                raise sentences.gone(failure, number, asked) from failure
            raise sentences.told(failure, place, asked, self.connection.patience.clock()) from failure
        except reading.WRONG_SHAPE as error:
            raise sentences.odd(error, place) from error


def _text_of(file: Json | None) -> str | None:
    """A file's text; GraphQL has none for a folder, and for what is no text."""
    text: str | None = file.get("text") if file else None
    return text
