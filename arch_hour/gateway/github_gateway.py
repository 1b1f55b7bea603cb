"""A repository on GitHub: reads in few large queries, writes one by one, and failures told in sentences."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Any, TypeVar

from arch_hour.errors import AccessError
from arch_hour.gateway import reading, sentences
from arch_hour.gateway.asking import Asking, owner_and_name
from arch_hour.gateway.connection import Connection
from arch_hour.gateway.documents import document
from arch_hour.gateway.doings import Doings
from arch_hour.gateway.fates import Fates
from arch_hour.gateway.feeds import read_feed
from arch_hour.gateway.numbered import Numbered
from arch_hour.gateway.patience import Failure, Trouble
from arch_hour.gateway.people import People
from arch_hour.gateway.protocol import Opening, Wanted
from arch_hour.gateway.reactions import Reactions
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
from arch_hour.rules.changes import Change, Declined, Done, PinIssue, Result, UnpinIssue, repository_of

T = TypeVar("T")
Json = Mapping[str, Any]

_CONTENTS = {kind: content for content, kind in reading.REACTIONS.items()}
_OPEN, _CLOSED = "OPEN", "CLOSED"


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
        return self._told(lambda: self._snapshot(opening, wanted))

    def every_topic(self, wanted: Wanted) -> tuple[Issue, ...]:
        """The topics of all states."""
        return self._issues("topics", "topics", {**self._labels(wanted), "states": [_OPEN, _CLOSED]})

    def closed_follow_ups(self, wanted: Wanted) -> tuple[Issue, ...]:
        """The closed follow-ups."""
        return self._issues("follow_ups", "followUps", {**self._labels(wanted), "states": [_CLOSED]})

    def with_all_comments(self, issue: Issue) -> Issue:
        """The issue with every comment it has."""
        return self._told(lambda: self._with_all_comments(issue))

    def every_agenda(self, wanted: Wanted) -> tuple[Issue, ...]:
        """The agendas of all states."""
        return self._issues("every_agenda", "agendas", self._labels(wanted))

    def history(self, text: Issue | Comment) -> tuple[Edit, ...]:
        """All versions of the text of an issue or comment."""
        return self._told(lambda: self._history(text))

    def reactions(self, comments: tuple[Comment, ...]) -> Mapping[str, tuple[Reaction, ...]]:
        """The reactions by people on comments, by their node ids."""
        return self._told(lambda: Reactions(self._asking).on(comments))

    def follow_ups_numbered(self, numbers: tuple[int, ...]) -> tuple[Issue, ...]:
        """The issues of these numbers, in any state."""
        return self._told(lambda: Numbered(self._asking).follow_ups(numbers))

    def fates(self, places: tuple[Place, ...]) -> Mapping[str, Fate]:
        """What became of texts, by their node ids."""
        return self._told(lambda: Fates(self._asking).of(places))

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

    def has_label(self, name: str) -> bool:
        """Whether the repository has a label of that name."""
        values = {**self._asking.place, "label": name}
        return self._told(lambda: self._asking.ask("label", values)["repository"]["label"] is not None)

    def may_label_elsewhere(self, full_name: str) -> bool:
        """Whether issues of another repository can be labelled and closed."""
        there = People(self.connection, full_name)
        return self._told(there.may_label, repository=full_name)

    def topics_elsewhere(self, full_name: str, wanted: Wanted) -> tuple[Issue, ...]:
        """The open topics of another repository."""
        return self._told(lambda: self._topics_elsewhere(full_name, wanted), repository=full_name)

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
            case PinIssue(id=issue):
                return self._told(lambda: self._courtesy("pin", issue, pinned=True))
            case UnpinIssue(id=issue):
                return self._told(lambda: self._courtesy("unpin", issue, pinned=False))
        if elsewhere := repository_of(change):
            guest = Guest(self.connection, elsewhere)
            return self._told(lambda: guest.write(change, number), repository=elsewhere)
        return self._told(lambda: Writer(self.connection, self.full_name).write(change, number), number)

    def _courtesy(self, name: str, issue: str, *, pinned: bool) -> Result:
        """A mutation that nothing depends on; one refused because an answer was lost and it is done already is done."""
        try:
            self.connection.mutate(document(name), {"issue": issue})
        except Failure as failure:
            if failure.trouble is not Trouble.REFUSED:
                raise
            found = self._asking.ask("is_pinned", {"issue": issue})["node"]
            return Done() if found and found["isPinned"] is pinned else Declined(failure.message)
        return Done()

    def _topics_elsewhere(self, full_name: str, wanted: Wanted) -> tuple[Issue, ...]:
        values = {**self._labels(wanted), **owner_and_name(full_name), "states": [_OPEN]}
        try:
            found = self._asking.ask("topics", {**values, "after": None})["repository"]
        except Failure as failure:
            if failure.trouble is not Trouble.REFUSED or failure.status == 401:
                raise
            raise sentences.no_topics(full_name, failure.message) from failure
        if found is None:
            raise sentences.no_topics(full_name, "no such repository")
        name = found["nameWithOwner"]
        if name.casefold() != full_name.casefold():
            msg = f"{full_name} is called {name} now: use that name in `topics.repositories`"
            raise AccessError(msg)
        nodes = self._asking.pages("topics", "topics", values, found["topics"])
        return tuple(replace(self._with_all_votes(node, wanted), repository=name) for node in nodes)

    @property
    def _asking(self) -> Asking:
        return Asking(self.connection, self.full_name)

    @property
    def _people(self) -> People:
        return People(self.connection, self.full_name, self.for_projects)

    def _labels(self, wanted: Wanted) -> dict[str, Any]:
        return {
            **self._asking.place,
            "agendaLabels": [wanted.agenda_label],
            "topicLabels": [wanted.topic_label],
            "mergedLabels": [wanted.merged_label],
            "followUpLabels": [wanted.follow_up_label],
            "reaction": _CONTENTS[wanted.reaction],
            "since": f"{wanted.since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        }

    def _opening(self, data: Json) -> Opening:
        found = data["repository"]
        if found is None:
            raise Failure(Trouble.REFUSED, 404, "no such repository", {})
        viewer = Account.named(data["viewer"]["login"])
        if found["nameWithOwner"].casefold() != self.full_name.casefold():
            msg = f"{self.full_name} is called {found['nameWithOwner']} now: use that name"
            raise AccessError(msg)
        text = _text_of(found["configuration"])
        repository = Repository(found["nameWithOwner"], found["url"])
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

    def _snapshot(self, opening: Opening, wanted: Wanted) -> Snapshot:
        labels = self._labels(wanted) | {"states": [_OPEN]}
        viewer = opening.viewer
        login = viewer.login + ("[bot]" if viewer.is_bot else "")
        found = self._asking.ask("meeting", labels | {"viewer": login})["repository"]
        still_open = tuple(self._asking.pages("agendas", "agendas", labels, found["agendas"]))
        listed = (*still_open, *found["pastAgendas"]["nodes"], *found["ours"]["nodes"])
        # Of an issue in several lists these tell the most: they come with their versions.
        telling = (*still_open, *found["justClosed"]["nodes"])
        agendas = {node["id"]: node for node in (*listed, *telling)}
        topics = self._asking.pages("topics", "topics", labels, found["topics"])
        follow_ups = self._asking.pages("follow_ups", "followUps", labels, found["followUps"])
        discussed = self._asking.pages("discussed", "discussed", labels, found["discussed"])
        return Snapshot(
            repository=opening.repository,
            viewer=viewer,
            agendas=tuple(self._complete(reading.issue(node), wanted) for node in agendas.values()),
            topics=tuple(self._complete(self._with_all_votes(node, wanted), wanted) for node in topics),
            discussed=tuple(self._complete(reading.issue(node), wanted) for node in discussed),
            merged=tuple(self._with_all_votes(node, wanted) for node in found["merged"]["nodes"]),
            follow_ups=tuple(reading.issue(node) for node in follow_ups),
            pinned=tuple(int(node["issue"]["number"]) for node in found["pinnedIssues"]["nodes"]),
        )

    def _issues(self, name: str, field: str, values: Json) -> tuple[Issue, ...]:
        """The issues of all pages of a document."""
        return self._told(lambda: tuple(map(reading.issue, self._asking.pages(name, field, values))))

    def _complete(self, issue: Issue, wanted: Wanted) -> Issue:
        """The issue with the rest of its recent comments, where not all of them came along."""
        if issue.is_half_read and issue.comments and issue.comments[0].created_at >= wanted.since:
            return self._with_all_comments(issue)
        return issue

    def _with_all_comments(self, issue: Issue) -> Issue:
        nodes = self._asking.pages_of_node("comments", "comments", {"issue": issue.id})
        comments = tuple(reading.comment(node) for node in nodes)
        return replace(issue, comments=comments, comments_total=len(comments))

    def _history(self, text: Issue | Comment) -> tuple[Edit, ...]:
        nodes = self._asking.pages_of_node("history", "versions", {"text": text.id})
        try:
            return reading.edits({"nodes": list(nodes)})
        except Failure as failure:
            if failure.status != 404 or isinstance(text, Issue):
                raise
            return ()

    def _with_all_votes(self, node: Json, wanted: Wanted) -> Issue:
        """A topic with the votes, too, that did not come along."""
        issue = reading.issue(node)
        if issue.votes_total <= len(node["reactions"]["nodes"]):
            return issue
        values = {"issue": issue.id, "reaction": _CONTENTS[wanted.reaction]}
        nodes = list(self._asking.pages_of_node("votes", "reactions", values))
        return replace(issue, votes=reading.votes(nodes), nameless_votes=reading.nameless(nodes))

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
