"""A world from plain data, as `saving` or a person writes it: only logins, names and titles must be there."""

from base64 import b64decode
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from sandbox.clock import Clock
from sandbox.identities import Sort, node_id
from sandbox.records import (
    BOT_SUFFIX,
    Account,
    Comment,
    Commit,
    Edit,
    Event,
    File,
    Issue,
    Label,
    Reaction,
    Repository,
    Token,
)
from sandbox.rules.history import EVENT_PREFIXES
from sandbox.saving import Data, world_as_data
from sandbox.times import moment_of
from sandbox.words import (
    AccountKind,
    EventKind,
    LockReason,
    ReactionContent,
    Role,
    State,
    StateReason,
    TokenKind,
)
from sandbox.world import PLAIN_COLOR, World

SORTS = {AccountKind.USER: Sort.USER, AccountKind.BOT: Sort.BOT, AccountKind.ORGANIZATION: Sort.ORGANIZATION}


def read_world(path: Path) -> World:
    """The world of a YAML or JSON file; raises OSError, or ValueError when it holds no world."""
    try:
        return world_from_data(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except KeyError as error:
        raise ValueError(f"{error} is missing or named but not there") from error
    except (yaml.YAMLError, TypeError, AttributeError) as error:
        raise ValueError(str(error)) from error


def write_world(world: World, path: Path) -> None:
    """Saves the whole world as YAML."""
    text = yaml.safe_dump(world_as_data(world), allow_unicode=True, sort_keys=False, width=110)
    path.write_text(text, encoding="utf-8")


def world_from_data(data: Data) -> World:
    """The world of some data; raises KeyError or ValueError where it does not fit together."""
    return _Loading(data).world


class _Loading:
    def __init__(self, data: Data) -> None:
        now = data.get("now")
        self.world = World(Clock(_moment(now) if now else None))
        for sort, number in data.get("next", {}).items():
            self.world.identities.next_numbers[Sort[sort.upper()]] = number
        for account in data.get("accounts", []):
            self._account(account)
        for repository in data.get("repositories", []):
            self._repository(repository)
        for token in data.get("tokens", []):
            self._token(token)

    def _identity(self, data: Data, sort: Sort, prefix: str | None = None) -> tuple[str, int]:
        number = data["id"] if "id" in data else self.world.identities.new(sort)[1]
        return node_id(prefix or sort.prefix, number), number

    def _created(self, data: Data, name: str = "created") -> datetime:
        return _moment(data[name]) if name in data else self.world.clock.now()

    def _who(self, login: str | None) -> Account | None:
        return None if login is None else self.world.account(login)

    def _account(self, data: Data) -> None:
        login = data["login"]
        default = AccountKind.BOT if login.endswith(BOT_SUFFIX) else AccountKind.USER
        kind = AccountKind(data.get("kind", default))
        identity, number = self._identity(data, SORTS[kind])
        account = Account(
            identity,
            number,
            login.removesuffix(BOT_SUFFIX),
            kind,
            data.get("name"),
            self._created(data),
            data.get("suspended", False),
            {key.casefold(): seen == "public" for key, seen in data.get("members", {}).items()},
        )
        self.world.accounts[account.key] = account
        self.world.nodes[identity] = account

    def _token(self, data: Data) -> None:
        token = Token(
            data["token"],
            TokenKind(data.get("kind", TokenKind.PERSONAL)),
            self.world.account(data["login"]),
            data.get("repository"),
            data.get("permissions", {}),
        )
        self.world.tokens[token.text] = token

    def _repository(self, data: Data) -> None:
        owner_login, name = data["name"].split("/")
        owner = self.world.find_account(owner_login) or self.world.add_organization(owner_login)
        identity, number = self._identity(data, Sort.REPOSITORY)
        repository = Repository(
            identity,
            number,
            owner,
            name,
            data.get("private", False),
            self._created(data),
            {self.world.account(login).key: Role(role) for login, role in data.get("roles", {}).items()},
            data.get("description"),
            data.get("branch", "main"),
            data.get("archived", False),
            not data.get("without_issues", False),
        )
        self.world.repositories[repository.full_name.casefold()] = repository
        self.world.nodes[identity] = repository
        for label in data.get("labels", []):
            self._label(repository, label)
        self._files(repository, data)
        for issue in data.get("issues", []):
            self._issue(repository, issue)
        repository.last_number = data.get("last_number", max(repository.issues, default=0))
        repository.pinned = [repository.issues[number] for number in data.get("pinned", [])]

    def _label(self, repository: Repository, data: Data) -> Label:
        identity, number = self._identity(data, Sort.LABEL)
        color, meaning = data.get("color", PLAIN_COLOR), data.get("description")
        label = Label(identity, number, data["name"], color, meaning, self._created(data))
        repository.labels[label.name.casefold()] = label
        self.world.nodes[identity] = label
        return label

    def _files(self, repository: Repository, data: Data) -> None:
        files = {path: _content(stored) for path, stored in data.get("files", {}).items()}
        commits = data.get("commits", [])
        if files and not commits:
            self.world.commit(repository, repository.owner, "Write the first files", files)
        repository.files |= {path: File(path, content) for path, content in files.items()}
        for commit in commits:
            author = self.world.account(commit["author"])
            kept = Commit(commit["sha"], commit["message"], author, self._created(commit))
            repository.commits.append(kept)

    def _issue(self, repository: Repository, data: Data) -> None:
        is_pull_request = data.get("pull_request", False)
        identity, number = self._identity(data, Sort.PULL_REQUEST if is_pull_request else Sort.ISSUE)
        created = self._created(data)
        issue = Issue(
            identity,
            number,
            repository,
            data.get("number", max(repository.issues, default=0) + 1),
            data["title"],
            data.get("body"),
            self._who(data.get("author")),
            created,
            _moment(data["updated"]) if "updated" in data else created,
            is_pull_request,
        )
        repository.issues[issue.number] = issue
        self.world.nodes[identity] = issue
        self._state(issue, data)
        issue.labels = [self._known_label(repository, name) for name in data.get("labels", [])]
        issue.assignees = [self.world.account(login) for login in data.get("assignees", [])]
        issue.reactions = [self._reaction(reaction) for reaction in data.get("reactions", [])]
        issue.comments = [self._comment(issue, comment) for comment in data.get("comments", [])]
        issue.events = [self._event(issue, event) for event in data.get("events", [])]
        issue.edits = [self._edit(edit) for edit in data.get("edits", [])]

    def _state(self, issue: Issue, data: Data) -> None:
        issue.state = State(data.get("state", State.OPEN))
        issue.state_reason = _word(StateReason, data.get("state_reason"))
        issue.closed_at = _moment(data["closed"]) if "closed" in data else None
        issue.closed_by = self._who(data.get("closed_by"))
        issue.locked = data.get("locked", False)
        issue.lock_reason = _word(LockReason, data.get("lock_reason"))

    def _known_label(self, repository: Repository, name: str) -> Label:
        return repository.label(name) or self._label(repository, {"name": name})

    def _reaction(self, data: Data) -> Reaction:
        identity, number = self._identity(data, Sort.REACTION)
        content = ReactionContent(data.get("content", ReactionContent.THUMBS_UP))
        reaction = Reaction(identity, number, content, self._who(data.get("by")), self._created(data))
        self.world.nodes[identity] = reaction
        return reaction

    def _comment(self, issue: Issue, data: Data) -> Comment:
        identity, number = self._identity(data, Sort.COMMENT)
        created = self._created(data)
        comment = Comment(
            identity,
            number,
            issue,
            self._who(data.get("author")),
            data["body"],
            created,
            _moment(data["updated"]) if "updated" in data else created,
            [self._reaction(reaction) for reaction in data.get("reactions", [])],
            [self._edit(edit) for edit in data.get("edits", [])],
        )
        issue.repository.comments[number] = comment
        self.world.nodes[identity] = comment
        return comment

    def _event(self, issue: Issue, data: Data) -> Event:
        kind = EventKind(data["kind"])
        identity, number = self._identity(data, Sort.EVENT, EVENT_PREFIXES[kind])
        return Event(
            identity,
            number,
            kind,
            issue,
            self._who(data.get("actor")),
            self._created(data),
            self._label_of_event(issue.repository, data.get("label")),
            self._who(data.get("assignee")),
            _word(StateReason, data.get("state_reason")),
            _word(LockReason, data.get("lock_reason")),
            data.get("from", ""),
            data.get("to", ""),
        )

    def _label_of_event(self, repository: Repository, name: str | None) -> Label | None:
        if name is None:
            return None
        # An event may tell of a label that the repository has no more.
        gone = Label("LA_gone", 0, name, PLAIN_COLOR, None, self.world.clock.now())
        return repository.label(name) or gone

    def _edit(self, data: Data) -> Edit:
        identity, number = self._identity(data, Sort.EDIT)
        edited = self._created(data, "edited")
        return Edit(identity, number, self._who(data.get("editor")), edited, data.get("text", ""))


def _moment(given: str | datetime) -> datetime:
    # YAML turns what looks like a time into one.
    return moment_of(given.isoformat() if isinstance(given, datetime) else given)


def _content(stored: Any) -> bytes:
    return b64decode(stored["base64"]) if isinstance(stored, dict) else str(stored).encode()


def _word(words: Any, given: str | None) -> Any:
    return None if given is None else words(given)
