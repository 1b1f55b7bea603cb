"""Texts that people wrote, as HTML that is safe to show."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from markupsafe import Markup

from sandbox.markdown import Reference, render
from sandbox.mentions import issue_on
from sandbox.pages.visits import Visit
from sandbox.records import Comment, Issue, Repository
from sandbox.rules.access import can_see
from sandbox.words import AccountKind


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a text may refer to, as who looks sees it."""

    visit: Visit
    repository: str

    def person(self, login: str) -> str | None:
        """The page of a login, if there is such an account; a team's is its organization's."""
        account = self.visit.world.find_account(login.partition("/")[0])
        if account is None or account.kind is AccountKind.BOT:
            return None
        return account.path

    def issue(self, repository: str, number: int) -> Reference | None:
        """An issue by its number, unless it is hidden."""
        home = self.visit.world.repositories.get(repository.casefold())
        if home is None or number not in home.issues or not can_see(self.visit.caller, home):
            return None
        issue = home.issues[number]
        return Reference(home.full_name, number, issue.path, issue.title, issue.is_open)

    def issue_at(self, address: str) -> Reference | None:
        """The issue that an address on this server, or a path, leads to."""
        try:
            parts = urlsplit(address)
        except ValueError:
            return None
        named = issue_on(parts.path)
        is_here = not parts.netloc or parts.netloc == self.visit.host
        return self.issue(named.place, named.number) if named and named.place and is_here else None

    def commit(self, repository: str, sha: str) -> str | None:
        """A commit on the default branch of a repository that is not hidden; the sandbox has no page for it."""
        home = self.visit.world.repositories.get(repository.casefold())
        if home is None or not can_see(self.visit.caller, home):
            return None
        found = next((commit.sha for commit in home.commits if commit.sha.startswith(sha)), None)
        return f"{home.path}/commit/{found}" if found else None


def html_of(visit: Visit, subject: Issue | Comment | Repository, text: str | None) -> Markup:
    """A body as its readers see it."""
    issue = subject.issue if isinstance(subject, Comment) else subject
    repository = issue.repository if isinstance(issue, Issue) else issue
    html = render(text or "", Surroundings(visit, repository.full_name))
    return Markup('<div class="markdown-body">{}</div>').format(html)
