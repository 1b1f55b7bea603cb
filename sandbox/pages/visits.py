"""One request of a browser: who acts, what was asked and written, and what the rules said to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import urlsplit

from werkzeug.datastructures import MultiDict

from sandbox.desk import Desk
from sandbox.records import Account, Comment, Issue, Repository
from sandbox.rules.access import Caller, Renamed, require_account, see
from sandbox.rules.refusals import Conflict, Invalid, Moved, NotFound, Refusal
from sandbox.rules.whereabouts import Transferred, find_issue
from sandbox.world import World

STALE = (
    "Somebody else changed this text while you were writing. What you wrote is kept in the form, and the text "
    "as it is now stands above it: saving again replaces that one."
)
# In characters: more than any page here has, and less than browsers and servers put up with.
LONGEST_ADDRESS = 4_000
LONGEST_NUMBER = 9


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a form was refused: `path` is where it was sent, `kept` what was written in it."""

    path: str
    message: str
    kept: Mapping[str, Sequence[str]]

    def text(self, name: str) -> str:
        """What was written in one field."""
        return next(iter(self.kept.get(name, ())), "")


@dataclass(slots=True)
class Visit:
    """A request with the account that acts; `token` is what this browser's forms must carry, `host` where we are.

    `path` and `back` are the address without and with its query.
    """

    desk: Desk
    caller: Caller
    token: str
    host: str
    path: str
    back: str
    query: MultiDict[str, str]
    form: MultiDict[str, str]
    trouble: Trouble | None = None
    cookies: dict[str, str] = field(default_factory=dict)
    """Cookies to set with the answer."""
    leads_to: str = ""
    """The site that a form of the page ends at, where it is another one."""

    @property
    def world(self) -> World:
        """The world that is looked at."""
        return self.desk.world

    @property
    def account(self) -> Account | None:
        """Who acts, None for somebody who did not sign in."""
        return self.caller.account

    def actor(self) -> Account:
        """Who acts; raises Unauthorized for somebody who did not sign in."""
        return require_account(self.caller)

    def repository(self, owner: str, name: str) -> Repository:
        """The repository, if it exists for who acts; raises NotFound, or Moved for a name that it had before."""
        try:
            return see(self.world, self.caller, owner, name)
        except Renamed as renamed:
            rest = self.path.removeprefix(f"/{owner}/{name}")
            raise Moved(f"{renamed.repository.path}{rest}") from None

    def issue(self, owner: str, name: str, number: int) -> Issue:
        """The issue or pull request, if it exists for who acts; raises NotFound, Gone, or Moved to its new page."""
        try:
            return find_issue(self.caller, self.repository(owner, name), number)
        except Transferred as elsewhere:
            issue = elsewhere.issue
            raise Moved(f"/{issue.repository.full_name}/issues/{issue.number}") from None

    def comment(self, owner: str, name: str, number: int, comment: int) -> Comment:
        """A comment of an issue by its database id; raises NotFound or Gone."""
        issue = self.issue(owner, name, number)
        for one in issue.comments:
            if one.database_id == comment:
                return one
        raise NotFound

    def text(self, name: str) -> str:
        """What was written in one field of the form; nothing when it is absent."""
        return self.form.get(name, "")

    def number(self, name: str) -> int:
        """The number that was written in one field; raises Invalid for anything that is none of at most nine digits."""
        text = self.text(name)
        if not text.isdecimal() or len(text) > LONGEST_NUMBER:
            raise Invalid(f"“{text[:40]}” is no number that is in use here.")
        return int(text)

    def refuse(self, refusal: Refusal) -> None:
        """Remembers a refusal with all that was written, for the page to show both again."""
        self.trouble = Trouble(self.path, message_of(refusal), dict(self.form.lists()))

    def trouble_at(self, path: str) -> Trouble | None:
        """The refusal of the form that is sent to a path, if it was refused just now."""
        return self.trouble if self.trouble is not None and self.trouble.path == path else None


def message_of(refusal: Refusal) -> str:
    """A refusal in words for a reader: GitHub's message, with what it says of single fields."""
    details = [
        str(error.get("message") or f"{error.get('field')}: {str(error.get('code')).replace('_', ' ')}")
        for error in refusal.errors or []
    ]
    return f"{refusal.message}: {'; '.join(details)}" if details else refusal.message


def version_of(text: str | None) -> str:
    """A short mark that two texts share only when they are the same."""
    return sha256((text or "").encode()).hexdigest()[:16]


def require_version(visit: Visit, text: str | None) -> None:
    """Raises Conflict when the text is no longer the one that the form was shown with."""
    if visit.text("version") != version_of(text):
        raise Conflict(STALE)


def local_path(text: str) -> str:
    """A path with its query on this server, whatever address the text names; the first page's when it names none."""
    try:
        parts = urlsplit(text if len(text) <= LONGEST_ADDRESS else "")
    except ValueError:
        return "/"
    # A browser reads a backslash as a slash, and two slashes as the start of another host's address.
    path = "/" + parts.path.replace("\\", "/").lstrip("/")
    return f"{path}?{parts.query}" if parts.query else path
