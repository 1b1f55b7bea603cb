"""A repository in memory behind the gateway's protocol."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from arch_hour.config import Config
from arch_hour.gateway.protocol import Opening, Wanted
from arch_hour.model import Account, Activity, Comment, Edit, Fate, Issue, Place, Reaction, Snapshot
from arch_hour.repository_paths import DEFAULT_PATH
from arch_hour.rules.labels import labels_of
from tests.rules.build import REPOSITORY, person
from tests.rules.memory_writer import VERSIONS, MemoryWriter


@dataclass
class MemoryGateway(MemoryWriter):
    """Answers about the repository, and notes what was asked."""

    @property
    def requests(self) -> int:
        return len(self.asked)

    def open(self, configuration_path: str) -> Opening:  # noqa: ARG002  the protocol's form
        self.asked = []
        return Opening(self.viewer, REPOSITORY, None)

    def read(self, opening: Opening, wanted: Wanted) -> Snapshot:
        newest = self._newest(self.issues.values())
        agendas = [issue for issue in newest if issue.has_label(wanted.agenda_label)][:10]
        closed = sorted(
            (issue for issue in self.labelled(wanted.agenda_label) if not issue.is_open),
            key=lambda issue: (issue.closed_at or issue.created_at, issue.number),
        )[-3:]
        ours = [issue for issue in newest if issue.author == self.viewer and issue not in agendas][:20]
        return Snapshot(
            opening.repository,
            opening.viewer,
            agendas=tuple(
                self._seen(issue, VERSIONS if issue in closed or (issue in agendas and issue.is_open) else 0)
                for issue in (*agendas, *ours)
            ),
            topics=self._found(wanted.topic_label, lambda issue: issue.is_open),
            discussed=self._discussed(wanted),
            merged=self._merged(wanted),
            follow_ups=self._follow_ups(wanted, is_open=True),
            pinned=self.pinned,
            labels=frozenset(name.casefold() for name in wanted.labels if name not in self.missing_labels),
        )

    @property
    def pinned(self) -> tuple[int, ...]:
        """The numbers of the pinned issues."""
        return tuple(number for number, issue in sorted(self.issues.items()) if issue.is_pinned)

    def labelled(self, label: str) -> list[Issue]:
        """The issues with a label, by number."""
        return [issue for _, issue in sorted(self.issues.items()) if issue.has_label(label)]

    def every_topic(self, wanted: Wanted) -> tuple[Issue, ...]:
        return self._found(wanted.topic_label, lambda _: True)

    def closed_follow_ups(self, wanted: Wanted) -> tuple[Issue, ...]:
        self.asked.append("closed follow-ups")
        return self._follow_ups(wanted, is_open=False)

    def follow_ups_numbered(self, numbers: tuple[int, ...]) -> tuple[Issue, ...]:
        self.asked += [f"number {number}" for number in numbers]
        return tuple(self._as_follow_up(self.issues[number]) for number in numbers if number in self.issues)

    def with_all_comments(self, issue: Issue) -> Issue:
        """Those that were read in part are asked for their comments; of a follow-up none came along."""
        what = "comments" if issue.is_half_read else "conversation"
        self.asked.append(f"{what} of {issue.number}")
        return replace(self._seen(self.issues[issue.number], whole=True), edits=issue.edits)

    def history(self, text: Issue | Comment) -> tuple[Edit, ...]:
        if isinstance(text, Issue):
            self.asked.append(f"history of {text.number}")
            return self.issues[text.number].edits
        self.asked.append(f"history of {text.id}")
        return next((each.edits for each in self._comments() if each.id == text.id), ())

    def reactions(self, comments: tuple[Comment, ...]) -> Mapping[str, tuple[Reaction, ...]]:
        self.asked += [f"reactions of {comment.id}" for comment in comments]
        return {comment.id: self._given_on(comment) for comment in comments}

    def every_agenda(self, wanted: Wanted) -> tuple[Issue, ...]:
        self.asked.append("every agenda")
        return self._newest(self._found(wanted.agenda_label, lambda _: True))

    def fates(self, places: tuple[Place, ...]) -> Mapping[str, Fate]:
        self.asked += [f"fate of {place.id}" for place in places]
        return {place.id: self._fate(place) for place in places}

    def activity(self, issue: Issue) -> tuple[Activity, ...]:
        self.asked.append(f"activity of {issue.number}")
        return tuple(self.doings.get(issue.number, ()))

    def may_write(self, account: Account) -> bool:
        self.asked.append(account.login)
        return account.login in self.writing

    def writers(self) -> frozenset[str]:
        self.asked.append("writers")
        return frozenset(person(login).key for login in self.writing)

    def team(self, organization: str, slug: str) -> frozenset[str]:
        self.asked.append(f"@{organization}/{slug}")
        return frozenset(person(login).key for login in self.teams[f"{organization}/{slug}"])

    def is_assignable(self, account: Account) -> bool:
        self.asked.append(f"assignable {account.login}")
        return account.login not in self.unassignable

    def is_person(self, account: Account) -> bool:
        self.asked.append(f"person {account.login}")
        return account.login not in self.nobody

    def labels(self) -> frozenset[str]:
        named = (label.name for label in labels_of(Config.build(self.values, DEFAULT_PATH)))
        return frozenset(name.casefold() for name in named if name not in self.missing_labels)

    def may_label_elsewhere(self, full_name: str) -> bool:
        self.asked.append(f"labelling in {full_name}")
        return full_name not in self.read_only

    def topics_elsewhere(self, full_name: str, wanted: Wanted) -> tuple[Issue, ...]:
        self.asked.append(full_name)
        return tuple(
            replace(topic, repository=full_name)
            for topic in self.elsewhere[full_name]
            if topic.is_open and topic.has_label(wanted.topic_label)
        )

    def file(self, path: str) -> str | None:
        self.asked.append(path)
        return self.files.get(path)

    def feed(self, address: str) -> str:
        self.asked.append(address)
        return self.files[address]

    def _fate(self, place: Place) -> Fate:
        """As GitHub tells it; what is no id of ours at all is of unknown fate."""
        issues = {issue.id for issue in self.issues.values()}
        comments = {comment.id for comment in self._comments()}
        if place.id in issues | comments:
            return Fate.THERE
        if not (place.id[:1] in ("I", "C") and place.id[1:].isdigit()):
            return Fate.UNKNOWN
        is_lone_comment = place.id.startswith("C") and place.number in self.issues
        return Fate.DELETED if place.number in self.deleted or is_lone_comment else Fate.UNKNOWN

    def _comments(self) -> Iterator[Comment]:
        return (comment for issue in self.issues.values() for comment in issue.comments)

    def _given_on(self, comment: Comment) -> tuple[Reaction, ...]:
        """GitHub names no app that reacts, and nothing is left of a comment that is gone."""
        is_there = any(each.id == comment.id for each in self._comments())
        given = self.reactions_on.get(comment.id, []) if is_there else []
        return tuple(sorted((each for each in given if not each.by.is_bot), key=lambda each: each.at))

    def _discussed(self, wanted: Wanted) -> tuple[Issue, ...]:
        """Their votes do not come along."""
        found = self._found(wanted.topic_label, lambda issue: _closed_since(issue, wanted.since))
        return tuple(replace(issue, votes=(), votes_total=0) for issue in found)

    def _merged(self, wanted: Wanted) -> tuple[Issue, ...]:
        found = self._found(wanted.merged_label, lambda issue: not issue.is_open)
        return tuple(sorted(found, key=lambda issue: issue.closed_at or issue.created_at, reverse=True))

    def _newest(self, issues: Iterable[Issue]) -> tuple[Issue, ...]:
        return tuple(sorted(issues, key=lambda issue: (issue.created_at, issue.number), reverse=True))

    def _found(self, label: str, fits: Callable[[Issue], bool]) -> tuple[Issue, ...]:
        return tuple(self._seen(issue) for issue in self.labelled(label) if fits(issue))

    def _follow_ups(self, wanted: Wanted, *, is_open: bool) -> tuple[Issue, ...]:
        found = (issue for issue in self.labelled(wanted.follow_up_label) if issue.is_open is is_open)
        return tuple(map(self._as_follow_up, found))

    def _as_follow_up(self, issue: Issue) -> Issue:
        """What is said on a follow-up does not come along."""
        return replace(self._seen(issue), comments=(), comments_total=0)

    def _seen(self, issue: Issue, versions: int = 0, *, whole: bool = False) -> Issue:
        """Versions of comments never come along."""
        unread = 0 if whole else max(0, len(issue.comments) - self.comments_read)
        comments = tuple(replace(comment, edits=()) for comment in issue.comments[unread:])
        edits = issue.edits[:versions]
        has_older = len(edits) < len(issue.edits)
        return replace(issue, comments=comments, edits=edits, has_older_edits=has_older)


def _closed_since(issue: Issue, since: datetime) -> bool:
    return not issue.is_open and issue.closed_at is not None and issue.closed_at >= since
