"""What the rest of the program asks of GitHub, whoever answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from arch_hour.board import Board, Card, Doing, Field, ProjectPlace, Site
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
from arch_hour.rules.board_changes import SetUp
from arch_hour.rules.changes import Change, Result


@dataclass(frozen=True, slots=True)
class Opening:
    """The first answer: who we are, the repository, and its configuration file's text where it has one.

    `hindrance` says why nothing can be written, where that is known; reading goes well all the same.
    """

    viewer: Account
    repository: Repository
    configuration: str | None
    hindrance: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to read: the labels of the kinds of issues, the voting reaction, and how far back.

    `labels` are those of which the answer tells whether the repository has them, at most nine.
    """

    agenda_label: str
    topic_label: str
    merged_label: str
    follow_up_label: str
    reaction: str
    since: datetime
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BoardOpening:
    """The first answer about a project: itself, and the follow-ups of the repository that were closed lately."""

    board: Board
    closed_lately: tuple[Issue, ...] = ()


class Texts(Protocol):
    """What a configuration can name; every method raises ArchHourError where the text cannot be had."""

    def file(self, path: str) -> str | None:
        """The text of a file of the repository's default branch, None where there is none; one request."""

    def feed(self, address: str) -> str:
        """The text at an address outside of GitHub; one request."""


class Reader(Texts, Protocol):
    """Answers about a repository; every method raises AccessError or UnreachableError where GitHub does not help."""

    @property
    def requests(self) -> int:
        """How many requests were sent so far, each repetition counted."""

    def open(self, configuration_path: str) -> Opening:
        """The repository and its configuration; one request."""

    def read(self, opening: Opening, wanted: Wanted) -> Snapshot:
        """Everything an ordinary run needs; one request for each hundred topics."""

    def every_topic(self, wanted: Wanted) -> tuple[Issue, ...]:
        """The topics of all states, as only an import needs them; one request for each hundred."""

    def closed_follow_ups(self, wanted: Wanted) -> tuple[Issue, ...]:
        """The closed follow-ups; one request for each hundred."""

    def with_all_comments(self, issue: Issue) -> Issue:
        """The issue with every comment it has; one request for each hundred."""

    def history(self, text: Issue | Comment) -> tuple[Edit, ...]:
        """All versions of the text of an issue or comment, newest first; one request for each fifty.

        None of a comment that was deleted.
        """

    def reactions(self, comments: tuple[Comment, ...]) -> Mapping[str, tuple[Reaction, ...]]:
        """The reactions by people on comments, by node id, oldest first; one request for each fifty comments.

        More only for a comment with over a hundred. One that was deleted has none.
        """

    def every_agenda(self, wanted: Wanted) -> tuple[Issue, ...]:
        """The agendas of all states with their newest hundred comments, as only a report needs them.

        One request for each fifty.
        """

    def follow_ups_numbered(self, numbers: tuple[int, ...]) -> tuple[Issue, ...]:
        """The issues of these numbers, in any state, as follow-ups are read; one request for each fifty.

        A number that is a pull request, was deleted or transferred is left out.
        """

    def fates(self, places: tuple[Place, ...]) -> Mapping[str, Fate]:
        """What became of texts, by their node ids; one request for each hundred, and one more for each that is gone.

        A comment is deleted where GitHub knows no such node while its issue is still there, or was deleted as well; an
        issue is where GitHub says that it was. One that moved to another repository is of unknown fate.
        """

    def activity(self, issue: Issue) -> tuple[Activity, ...]:
        """All that anybody did on an issue, edits of its text included, oldest first; two requests or more.

        Moves on the board of a project are among it as far as the token may see that project.
        """

    def board(self, place: ProjectPlace, wanted: Wanted) -> BoardOpening:
        """The project with its fields, and the follow-ups closed since; one request, with the token for projects.

        Where that token is missing, may not write to the project or does not see the repository, and where there is no
        such project, the board's `trouble` is a sentence that says what to do; nothing is raised.
        """

    def cards(
        self, board: Board, fields: tuple[Field, ...], issues: tuple[str, ...]
    ) -> Mapping[str, Card | None]:
        """Issues by their node ids as they are on the board; one request for each hundred.

        None for an issue that the token for projects does not see.
        """

    def board_past(self, issue: Issue) -> tuple[Doing, ...]:
        """What was done with an issue on boards, oldest first, and that it was opened again; one request or more."""

    def may_write(self, account: Account) -> bool:
        """Whether the account may write to the repository; one request."""

    def writers(self) -> frozenset[str]:
        """The keys of all accounts that may write to the repository; one request for each hundred."""

    def team(self, organization: str, slug: str) -> frozenset[str]:
        """The keys of a team's members; one request for each hundred."""

    def is_assignable(self, account: Account) -> bool:
        """Whether issues of the repository can be assigned to the account; one request."""

    def is_person(self, account: Account) -> bool:
        """Whether there is a person of that login, and not an organization or nobody; one request."""

    def may_label_elsewhere(self, full_name: str) -> bool:
        """Whether issues of another repository can be labelled and closed, as far as GitHub tells; one request."""

    def topics_elsewhere(self, full_name: str, wanted: Wanted) -> tuple[Issue, ...]:
        """The open topics of another repository, each with its name; one request for each hundred."""


class Writer(Protocol):
    """Whoever carries out changes, on GitHub or as a rehearsal; raises as a reader does."""

    def apply(self, change: Change, number: int) -> Result:
        """Carries out one change on the issue of that number (0 for a new one, or none); one to three requests.

        A create whose answer was lost is looked for before it is repeated. Where a text was to be written in place of
        another (`was`), the answer is Written (Done for a file), or StaleError, StaleCommentError or StaleFileError is
        raised where somebody was quicker. A refused courtesy is Declined, and so is a change elsewhere; one that
        the server has nothing for is LeftOut.
        """


class Builder(Protocol):
    """Whoever sets up a project; raises as a reader does, also where the token for projects may not."""

    def site(self, place: ProjectPlace | None, title: str) -> Site:
        """Where the project is to be, and the project, where there is one; two requests or more.

        Without a place it is the newest open one of that title that is linked to the repository, or that the token's
        account made.
        """

    def build(self, change: SetUp, site: Site) -> ProjectPlace:
        """Makes one thing, and tells where the project is; mostly one request.

        Whether one was made whose answer was lost the next look tells; a project is looked for before it is made again.
        """


class Gateway(Reader, Writer, Protocol):
    """A repository on GitHub."""


class Grounds(Reader, Builder, Protocol):
    """A repository on GitHub for which a project is set up."""
