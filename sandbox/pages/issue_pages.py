"""The page of one issue or pull request."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response

from sandbox.markdown import task_lines
from sandbox.pages.memberships import choosable_for, memberships_of
from sandbox.pages.rendering import EMOJI, render
from sandbox.pages.routes import Page
from sandbox.pages.timelines import entries_of, telling_of
from sandbox.pages.visits import Visit
from sandbox.records import Account, Comment, Issue
from sandbox.rules.access import area_of, association, can_see, has_role
from sandbox.rules.assignees import assignable_to
from sandbox.words import AccountKind, Association, Classifier, LockReason, ReactionContent, Role

NAMED_AT_MOST = 10


@dataclass(frozen=True, slots=True)
class Tally:
    """The reactions of one kind on one text, as who looks sees them."""

    content: ReactionContent
    count: int
    is_mine: bool
    names: str

    @property
    def emoji(self) -> str:
        """The picture of the reaction."""
        return EMOJI[self.content]


@dataclass(frozen=True, slots=True)
class Rights:
    """What who looks may do here."""

    comment: bool
    react: bool
    author: bool
    triage: bool
    write: bool

    def edit(self, subject: Issue | Comment, account: Account | None) -> bool:
        """Whether the text of an issue or comment may be edited."""
        may_edit_all = self.write if isinstance(subject, Comment) else self.triage
        return account is not None and (subject.author is account or may_edit_all)


def show_issue(visit: Visit, owner: str, name: str, number: int) -> Response:
    """Title, text, reactions, what happened, and the forms for all that one may do."""
    issue = visit.issue(owner, name, number)
    repository = issue.repository
    return render(
        visit,
        "issue.html",
        title=f"{issue.title} · Issue #{number} · {repository.full_name}",
        repository=repository,
        issue=issue,
        address=f"/{repository.full_name}/issues/{number}",
        rights=rights_in(visit, issue),
        entries=entries_of(visit, issue),
        telling_of=telling_of,
        tallies_of=lambda subject: tallies(visit, subject),
        badge_of=lambda subject: _badge(visit, subject),
        tasks_of=lambda text: len(task_lines(text or "")),
        is_comment=lambda entry: isinstance(entry, Comment),
        labels=sorted(repository.labels.values(), key=lambda label: label.name.casefold()),
        assignable=_assignable(visit, issue),
        memberships=memberships_of(visit, issue),
        choosable=choosable_for(visit, issue),
        parent=issue.parent if issue.parent and can_see(visit.caller, issue.parent.repository) else None,
        sub_issues=[one for one in issue.sub_issues if can_see(visit.caller, one.repository)],
        lock_reasons=list(LockReason),
        classifiers=list(Classifier),
    )


def rights_in(visit: Visit, issue: Issue) -> Rights:
    """What who looks may do on an issue; the rules decide again on every act."""
    area, repository = area_of(issue), issue.repository
    signed_in = visit.account is not None and not repository.is_archived
    write = signed_in and has_role(visit.caller, repository, Role.WRITE, area)
    return Rights(
        comment=signed_in and (write or not issue.locked),
        react=signed_in and not issue.locked,
        author=signed_in and issue.author is visit.account,
        triage=signed_in and has_role(visit.caller, repository, Role.TRIAGE, area),
        write=write,
    )


def tallies(visit: Visit, subject: Issue | Comment) -> Sequence[Tally]:
    """All eight reactions, each with its count, in GitHub's order."""
    return [_tally(visit, subject, content) for content in ReactionContent]


def _tally(visit: Visit, subject: Issue | Comment, content: ReactionContent) -> Tally:
    given = [reaction.by for reaction in subject.reactions if reaction.content is content]
    names = [account.rest_login if account else "ghost" for account in given]
    told = ", ".join(names[:NAMED_AT_MOST])
    if len(names) > NAMED_AT_MOST:
        told += f" and {len(names) - NAMED_AT_MOST} more"
    is_mine = visit.account is not None and visit.account in given
    return Tally(content, len(given), is_mine, told)


def _badge(visit: Visit, subject: Issue | Comment) -> str:
    issue = subject.issue if isinstance(subject, Comment) else subject
    if subject.author is not None and subject.author.kind is AccountKind.BOT:
        return "Bot"
    stands = association(visit.caller, issue.repository, subject.author)
    return "" if stands is Association.NONE else stands.value.capitalize()


def _assignable(visit: Visit, issue: Issue) -> Sequence[Account]:
    accounts = visit.world.accounts.values()
    found = [one for one in accounts if one in issue.assignees or assignable_to(issue, one, visit.account)]
    return sorted(found, key=lambda account: account.key)


ISSUE = Page("/<owner>/<name>/issues/<int:number>", show_issue)
PAGES = (ISSUE, Page("/<owner>/<name>/pull/<int:number>", show_issue))
