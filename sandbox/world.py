"""The one store behind every face of the sandbox, and how a test or demo furnishes it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha1
from threading import RLock

from sandbox import boards, leaving
from sandbox.automations import run_project_workflows
from sandbox.board_events import note_on_timeline
from sandbox.clock import Clock
from sandbox.happenings import Happening
from sandbox.identities import Identities, Sort
from sandbox.lacking import Feature
from sandbox.lag import Lag
from sandbox.records import (
    BOT_SUFFIX,
    USUAL_SCOPES,
    Account,
    App,
    Comment,
    Commit,
    File,
    Installation,
    Issue,
    Label,
    Milestone,
    Reaction,
    Repository,
    Team,
    Token,
    key_of,
)
from sandbox.records.hooks import Hook, Outbox
from sandbox.records.projects import Project, ProjectNode
from sandbox.records.workflows import Actions
from sandbox.words import AccountKind, Role, TokenKind

WORKFLOW_BOT = "github-actions"
WORKFLOW_PERMISSIONS = {"contents": "read", "issues": "write"}
PLAIN_COLOR = "ededed"
# GitHub's search finds a change between seconds and minutes after it was made.
SEARCH_LAG = timedelta(minutes=1)
DEFAULT_LABELS = (
    ("bug", "d73a4a", "Something isn't working"),
    ("documentation", "0075ca", "Improvements or additions to documentation"),
    ("duplicate", "cfd3d7", "This issue or pull request already exists"),
    ("enhancement", "a2eeef", "New feature or request"),
    ("good first issue", "7057ff", "Good for newcomers"),
    ("help wanted", "008672", "Extra attention is needed"),
    ("invalid", "e4e669", "This doesn't seem right"),
    ("question", "d876e3", "Further information is requested"),
    ("wontfix", "ffffff", "This will not be worked on"),
)
Node = Account | Repository | Issue | Comment | Label | Milestone | Reaction | Team | ProjectNode


class World:
    """All that the stand-in GitHub knows; whoever touches it from outside its faces holds `lock`."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self.lock = RLock()
        self.identities = Identities()
        self.lag = Lag()
        self.accounts: dict[str, Account] = {}
        self.tokens: dict[str, Token] = {}
        self.apps: dict[int, App] = {}
        self.installations: dict[int, Installation] = {}
        self.repositories: dict[str, Repository] = {}
        self.former_names: dict[str, Repository] = {}
        self.nodes: dict[str, Node] = {}
        self.projects: dict[str, Project] = {}
        self.project_numbers: dict[str, int] = {}
        self.listeners: list[Callable[[Happening], None]] = [
            partial(note_on_timeline, self),
            partial(run_project_workflows, self),
        ]
        self._untold: list[Happening] | None = None
        self.hooks: dict[int, Hook] = {}
        self.outbox = Outbox()
        self.actions = Actions()
        self.search_lag = SEARCH_LAG
        self.lacking: set[Feature] = set()

    @classmethod
    def start(cls, now: datetime | None = None) -> "World":
        """An empty world, its clock frozen at an aware moment if one is given."""
        return cls(Clock(now))

    def announce(self, happening: Happening) -> None:
        """Tells every listener what just happened; they look at the world at once, and act on it later."""
        if self._untold is not None:
            self._untold.append(happening)
            return
        for listener in self.listeners:
            listener(happening)

    @contextmanager
    def told_at_the_end(self) -> Iterator[None]:
        """Tells what happens inside only when all of it has happened, in its order; nothing if that fails."""
        untold: list[Happening] = []
        self._untold = untold
        try:
            yield
        finally:
            self._untold = None
        for happening in untold:
            self.announce(happening)

    def add_user(self, login: str, *, name: str | None = None, suspended: bool = False) -> Account:
        """Adds a person; raises ValueError when the login is taken."""
        account = self._add_account(login, AccountKind.USER, Sort.USER, name)
        account.is_suspended = suspended
        return account

    def bot(self, slug: str) -> Account:
        """The bot of a slug, added when it is not there yet."""
        return self.find_account(slug + BOT_SUFFIX) or self.add_bot(slug)

    def add_bot(self, login: str) -> Account:
        """Adds an app's bot, its login with or without `[bot]`; raises ValueError when it is taken."""
        return self._add_account(login.removesuffix(BOT_SUFFIX), AccountKind.BOT, Sort.BOT, None)

    def add_organization(
        self,
        login: str,
        *,
        members: Iterable[str] = (),
        private_members: Iterable[str] = (),
        owners: Iterable[str] = (),
    ) -> Account:
        """Adds an organization of existing users: owners, who are public members too, may do everything."""
        organization = self._add_account(login, AccountKind.ORGANIZATION, Sort.ORGANIZATION, None)
        organization.members |= {self.account(member).key: True for member in members}
        organization.members |= {self.account(member).key: False for member in private_members}
        organization.owners = {self.account(owner).key for owner in owners}
        organization.members |= dict.fromkeys(organization.owners, True)
        return organization

    def _add_account(self, login: str, kind: AccountKind, sort: Sort, name: str | None) -> Account:
        identity, number = self.identities.new(sort)
        account = Account(identity, number, login, kind, name, self.clock.now())
        if account.key in self.accounts:
            raise ValueError(f"There is a {account.rest_login} already.")
        self.accounts[account.key] = account
        self.nodes[identity] = account
        return account

    def account(self, login: str) -> Account:
        """The account of a login as REST writes it, in any case; raises KeyError when there is none."""
        return self.accounts[key_of(login)]

    def find_account(self, login: str) -> Account | None:
        """The account of a login as REST writes it, in any case, if there is one."""
        return self.accounts.get(key_of(login))

    def delete_user(self, login: str) -> None:
        """Deletes an account with its tokens; what it wrote stays, by nobody, as both APIs then show it.

        Raises ValueError for one that owns a repository or an app, for these would have to go too.
        """
        leaving.forget(self, self.account(login))

    def add_repository(
        self,
        full_name: str,
        *,
        public: bool = True,
        roles: Mapping[str, str] | None = None,
        description: str | None = None,
    ) -> Repository:
        """Adds `owner/name` with GitHub's default labels; an unknown owner becomes an organization.

        `roles` are by login: `read`, `triage`, `write`, `maintain`, `admin`. Raises ValueError if it exists.
        """
        owner_login, name = full_name.split("/")
        if self.find_repository(owner_login, name) is not None:
            raise ValueError(f"There is a {full_name} already.")
        owner = self.find_account(owner_login) or self.add_organization(owner_login)
        identity, number = self.identities.new(Sort.REPOSITORY)
        repository = Repository(
            identity, number, owner, name, not public, self.clock.now(), description=description
        )
        repository.roles |= {self.account(login).key: Role(role) for login, role in (roles or {}).items()}
        self.repositories[full_name.casefold()] = repository
        self.former_names.pop(full_name.casefold(), None)
        self.nodes[identity] = repository
        for label, color, meaning in DEFAULT_LABELS:
            self.add_label(repository, label, color=color, description=meaning).is_default = True
        return repository

    def add_project(
        self,
        owner_login: str,
        title: str,
        *,
        by: str | None = None,
        public: bool = False,
        roles: Mapping[str, str] | None = None,
    ) -> Project:
        """Adds a project of an organization or user, made by a login or else the owner.

        `roles` are by login: `reader`, `writer`, `admin`; members of an organization may write anyway.
        """
        owner = self.account(owner_login)
        creator = self.account(by) if by else owner
        return boards.found_project(self, owner, title, creator, public=public, roles=roles)

    def project(self, owner_login: str, number: int) -> Project:
        """The project of an owner's login and a number; raises KeyError when there is none."""
        return self.projects[f"{key_of(owner_login)}/{number}"]

    def repository(self, full_name: str) -> Repository:
        """The repository `owner/name` in any case; raises KeyError when there is none."""
        return self.repositories[full_name.casefold()]

    def find_repository(self, owner: str, name: str) -> Repository | None:
        """The repository of an owner's login and a name in any case, if there is one."""
        return self.repositories.get(f"{owner}/{name}".casefold())

    def find_renamed(self, owner: str, name: str) -> Repository | None:
        """The repository that an owner's login and a name led to last, though it is elsewhere now."""
        return self.former_names.get(f"{owner}/{name}".casefold())

    def add_label(
        self, repository: Repository, name: str, *, color: str = PLAIN_COLOR, description: str | None = None
    ) -> Label:
        """Adds a label; its color is six hexadecimal digits; raises ValueError when the repository has it."""
        if repository.label(name) is not None:
            raise ValueError(f"{repository.full_name} has a label {name} already.")
        identity, number = self.identities.new(Sort.LABEL)
        label = Label(identity, number, name, color, description, self.clock.now())
        repository.labels[name.casefold()] = label
        self.nodes[identity] = label
        return label

    def put_file(
        self, full_name: str, path: str, content: str | bytes, *, by: str | None = None, message: str = ""
    ) -> File:
        """Commits a file to the default branch, by a login or else the owner; text is stored as UTF-8."""
        repository = self.repository(full_name)
        author = self.account(by) if by else repository.owner
        stored = content.encode() if isinstance(content, str) else content
        self.commit(repository, author, message or f"Write {path}", {path: stored})
        return repository.files[path]

    def commit(
        self, repository: Repository, author: Account, message: str, changes: Mapping[str, bytes]
    ) -> Commit:
        """Writes files to the head of the default branch and returns the commit."""
        now = self.clock.now()
        files = [File(path, content) for path, content in changes.items()]
        parent = repository.commits[-1].sha if repository.commits else ""
        summary = (
            f"{parent}{now.isoformat()}{author.login}{message}{[(file.path, file.sha) for file in files]}"
        )
        commit = Commit(sha1(summary.encode(), usedforsecurity=False).hexdigest(), message, author, now)
        repository.files |= {file.path: file for file in files}
        repository.add_commit(commit)
        return commit

    def add_token(self, login: str, scopes: Iterable[str] = USUAL_SCOPES) -> str:
        """A new classic personal token of an account, which does all that the account may in these scopes."""
        account = self.account(login)
        mine = sum(token.account is account for token in self.tokens.values())
        text = f"ghp_{account.login}_{mine + 1}"
        return self.keep_token(Token(text, TokenKind.PERSONAL, account, scopes=frozenset(scopes)))

    def workflow_token(self, full_name: str, permissions: Mapping[str, str] | None = None) -> str:
        """A new token as a workflow of that repository gets it; what `permissions` does not list is none.

        Without `permissions`: contents read, issues write. Acts as `github-actions[bot]`.
        """
        bot = self.bot(WORKFLOW_BOT)
        granted = WORKFLOW_PERMISSIONS if permissions is None else permissions
        repository = self.repository(full_name).full_name
        text = f"ghs_{repository.replace('/', '_')}_{len(self.tokens) + 1}"
        return self.keep_token(Token(text, TokenKind.WORKFLOW, bot, repository, dict(granted)))

    def keep_token(self, token: Token) -> str:
        """Lets requests come with a token, and tells its text."""
        self.tokens[token.text] = token
        return token.text
