"""Repositories with their labels, files and commits as plain data."""

from sandbox.identities import Sort
from sandbox.records import Account, ActionsPolicy, Commit, File, Repository
from sandbox.storing.issues import issue_data, load_issue
from sandbox.storing.labels import label_data, load_label
from sandbox.storing.milestones import load_milestone, milestone_data
from sandbox.storing.plain import Data, content_data, content_of, identity_in, moment_in, without_blanks
from sandbox.storing.ties import transfers_data
from sandbox.times import written
from sandbox.words import AccountKind, AllowedActions, Plan, Role
from sandbox.world import World


def repository_data(world: World, repository: Repository) -> Data:
    """A repository with all in it."""
    return without_blanks(
        {
            "name": repository.full_name,
            "former_names": [name for name, one in world.former_names.items() if one is repository],
            "id": repository.database_id,
            "private": repository.is_private,
            "created": written(repository.created_at),
            "description": repository.description,
            "branch": repository.default_branch,
            "archived": repository.is_archived,
            "without_issues": not repository.has_issues,
            "last_number": repository.last_number,
            "roles": {key: role.value for key, role in repository.roles.items()},
            "labels": [label_data(label) for label in repository.labels.values()],
            "files": {path: content_data(file.content) for path, file in repository.files.items()},
            "commits": [_commit_data(commit) for commit in repository.commits],
            "issues": [issue_data(issue) for issue in repository.issues.values()],
            "pinned": [issue.number for issue in repository.pinned],
            "plan": None if repository.plan is Plan.TEAM else repository.plan.value,
            "actions": _policy_data(repository.actions),
            "last_milestone": repository.last_milestone,
            "milestones": [milestone_data(one) for one in repository.milestones.values()],
            "deleted": sorted(repository.deleted),
            "transferred": transfers_data(repository),
        }
    )


def load_repository(world: World, data: Data) -> None:
    """Adds a repository; an owner who is not there becomes an organization."""
    owner_login, name = data["name"].split("/")
    owner = world.find_account(owner_login) or world.add_organization(owner_login)
    identity, number = identity_in(world, data, Sort.REPOSITORY)
    repository = Repository(
        identity,
        number,
        owner,
        name,
        data.get("private", False),
        moment_in(world, data),
        {world.account(login).key: Role(role) for login, role in data.get("roles", {}).items()},
        data.get("description"),
        data.get("branch", "main"),
        data.get("archived", False),
        not data.get("without_issues", False),
    )
    world.repositories[repository.full_name.casefold()] = repository
    world.nodes[identity] = repository
    world.former_names |= dict.fromkeys(data.get("former_names", []), repository)
    for label in data.get("labels", []):
        load_label(world, repository, label)
    _load_files(world, repository, data)
    repository.plan = Plan(data.get("plan", Plan.TEAM))
    repository.actions = _policy_of(data.get("actions", {}))
    repository.deleted = set(data.get("deleted", []))
    for milestone in data.get("milestones", []):
        load_milestone(world, repository, milestone)
    repository.last_milestone = data.get("last_milestone", max(repository.milestones, default=0))
    for issue in data.get("issues", []):
        load_issue(world, repository, issue)
    repository.last_number = data.get("last_number", max(repository.issues, default=0))
    repository.pinned = [repository.issues[number] for number in data.get("pinned", [])]


def _policy_of(data: Data) -> ActionsPolicy:
    allowed = AllowedActions(data.get("allowed", AllowedActions.ALL))
    return ActionsPolicy(data.get("enabled", True), allowed, tuple(data.get("patterns", [])))


def _policy_data(policy: ActionsPolicy) -> Data | None:
    if policy == ActionsPolicy():
        return None
    return {"enabled": policy.is_enabled, "allowed": policy.allowed.value, "patterns": list(policy.patterns)}


def _commit_data(commit: Commit) -> Data:
    return {
        "sha": commit.sha,
        "message": commit.message,
        "author": commit.author.rest_login,
        "created": written(commit.created_at),
    }


def _load_files(world: World, repository: Repository, data: Data) -> None:
    files = {path: content_of(stored) for path, stored in data.get("files", {}).items()}
    commits = data.get("commits", [])
    if files and not commits:
        world.commit(repository, repository.owner, "Write the first files", files)
    repository.files |= {path: File(path, content) for path, content in files.items()}
    for commit in commits:
        author = world.find_account(commit["author"]) or _departed(world, commit["author"])
        kept = Commit(commit["sha"], commit["message"], author, moment_in(world, commit))
        repository.add_commit(kept)


def _departed(world: World, login: str) -> Account:
    """Who once wrote a commit and is nobody here any more: what git wrote down stays."""
    return Account("", 0, login, AccountKind.USER, None, world.clock.now())
