"""What a repository in memory holds, and what happens in it whoever does something."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count
from typing import Any

from arch_hour.model import Account, Activity, Comment, Edit, Issue, Reaction, Removal
from arch_hour.rules.changes import Change
from tests.rules.build import OPENED, REPOSITORY, VIEWER, person, settings


@dataclass
class Store:
    """All issues by number; `asked` counts what was asked besides the one ordinary read.

    `meanwhile` is what people do to an issue between a run's look at its text and the write, `afterwards` right after
    the write and before the look that follows it; likewise, with the comment's number too, `meanwhile_said` and
    `afterwards_said` where a run writes over a comment, and `meanwhile_committed` to a file before a run looks at it to
    write over it. `no_commits` is in which words a file's writing is refused. `reactions_on` are those on each comment,
    by its node id. `doings` is what was done on each issue, oldest first,
    `parents` names the issue that each sub-issue is a part of.
    """

    issues: dict[int, Issue] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=settings)
    viewer: Account = VIEWER
    writing: set[str] = field(default_factory=lambda: {"wren", "ada"})
    unassignable: set[str] = field(default_factory=set)
    nobody: set[str] = field(default_factory=set)
    missing_labels: set[str] = field(default_factory=set)
    teams: dict[str, set[str]] = field(default_factory=dict)
    elsewhere: dict[str, tuple[Issue, ...]] = field(default_factory=dict)
    read_only: set[str] = field(default_factory=set)
    files: dict[str, str] = field(default_factory=dict)
    now: datetime = OPENED
    reactions_on: dict[str, list[Reaction]] = field(default_factory=dict)
    comments_read: int = 100
    asked: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    meanwhile: Callable[[int], None] = field(default=lambda _: None)
    afterwards: Callable[[int], None] = field(default=lambda _: None)
    meanwhile_said: Callable[[int, int], None] = field(default=lambda *_: None)
    afterwards_said: Callable[[int, int], None] = field(default=lambda *_: None)
    doings: dict[int, list[Activity]] = field(default_factory=dict)
    meanwhile_committed: Callable[[str], None] = field(default=lambda _: None)
    no_commits: str = ""
    parents: dict[int, int] = field(default_factory=dict)
    deleted: set[int] = field(default_factory=set)
    transferred: set[int] = field(default_factory=set)
    room: int | None = None
    _ids: "count[int]" = field(default_factory=lambda: count(1000))

    def done(self, number: int, what: str, by: Account | None, whom: str = "") -> None:
        """Somebody did something on an issue, or assigned `whom` or took them off."""
        self.doings.setdefault(number, []).append(Activity(what, by, whom))

    def said(self, number: int, comment: int) -> Comment | None:
        """A comment by its number; None once it was deleted."""
        there = self.issues[number].comments if number in self.issues else ()
        return next((each for each in there if each.database_id == comment), None)

    def _edit(self, number: int, editor: Account, **values: Any) -> None:
        """The first edit of a text records the original too; the same text again records nothing."""
        old = self.issues[number]
        if values.get("body", old.body) != old.body:
            values["edits"] = _versions(old, editor, self.now, values["body"])
        new = replace(old, **values)
        taken_off = tuple(Removal(what, editor) for what in _taken_off(old, new))
        if "removals" not in values:
            new = replace(new, removals=(*new.removals, *taken_off))
        self.issues[number] = new
        self._noticed(old, new)
        for what in _done(old, new):
            self.done(number, what, editor)
        for login in new.assignees:
            if login not in old.assignees:
                self.done(number, "assigned", editor, login)
        for login in old.assignees:
            if login not in new.assignees:
                self.done(number, "unassigned", editor, login)

    def _noticed(self, old: Issue, new: Issue) -> None:
        """For whoever else keeps books on issues."""

    def _edit_comment(self, number: int, comment: int, editor: Account, text: str) -> None:
        self.issues[number] = replace(
            self.issues[number],
            comments=tuple(
                replace(each, body=text, edits=_versions(each, editor, self.now, text), edited_at=self.now)
                if each.database_id == comment and each.body != text
                else each
                for each in self.issues[number].comments
            ),
        )

    def _delete_comment(self, number: int, comment: int, by: Account) -> None:
        left = tuple(each for each in self.issues[number].comments if each.database_id != comment)
        self._edit(number, by, comments=left, comments_total=len(left))

    def _comment(self, number: int, author: Account, text: str) -> Comment:
        name = next(self._ids)
        url = f"{self.issues[number].url}#issuecomment-{name}"
        said = Comment(f"C{name}", name, author, text, self.now, url)
        comments = (*self.issues[number].comments, said)
        self._edit(number, author, comments=comments, comments_total=len(comments))
        return said

    def _part(self, child: int, parent: int | None, by: Account) -> None:
        """An issue becomes a part of another one, or of none any more."""
        what = "added" if parent is not None else "removed"
        old = self.parents.pop(child, None)
        if parent is not None:
            self.parents[child] = parent
        self.done(child, f"parent_issue_{what}", by)
        self.done(parent or old or child, f"sub_issue_{what}", by)

    def _open(self, title: str, body: str, author: Account, labels: tuple[str, ...]) -> Issue:
        """Numbers are never given again."""
        number = max((*self.issues, *self.deleted, *self.transferred), default=0) + 1
        url = f"{REPOSITORY.url}/issues/{number}"
        made = Issue(f"I{number}", number, title, body, url, author, self.now, labels=labels)
        self.issues[number] = made
        for _ in labels:
            self.done(number, "labeled", author)
        return made


def account(who: Account | str) -> Account:
    """Somebody, also by login alone."""
    return person(who) if isinstance(who, str) else who


def _versions(old: Issue | Comment, editor: Account, now: datetime, text: str) -> tuple[Edit, ...]:
    return (Edit(editor, now, text), *(old.edits or (Edit(old.author, old.created_at, old.body),)))


def _taken_off(old: Issue, new: Issue) -> Iterator[str]:
    yield from (label for label in old.labels if not new.has_label(label))
    yield from (login for login in old.assignees if login not in new.assignees)


def _done(old: Issue, new: Issue) -> Iterator[str]:
    """What an issue's timeline and history tell of a change; a reaction leaves no trace in either."""
    yield from ["edited"] if new.body != old.body else []
    yield from ["renamed"] if new.title != old.title else []
    yield from ("labeled" for label in new.labels if not old.has_label(label))
    yield from ("unlabeled" for label in old.labels if not new.has_label(label))
    yield from ["reopened" if new.is_open else "closed"] if new.is_open != old.is_open else []
    yield from ["pinned" if new.is_pinned else "unpinned"] if new.is_pinned != old.is_pinned else []
    known, there = ({each.id for each in issue.comments} for issue in (old, new))
    yield from ("commented" for _ in there - known)
    yield from ("comment_deleted" for _ in known - there)
