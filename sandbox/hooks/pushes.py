"""The JSON of a push, which shows commits, and the repository with older names beside the present ones."""

from typing import Any, cast

from sandbox.happenings import Happening
from sandbox.records import Account, Commit, Repository
from sandbox.rules.files import NO_COMMIT
from sandbox.shapes.accounts import Json, email_of
from sandbox.times import written


def push_shape(page: str, repository: Repository, happening: Happening) -> Json:
    """What a `push` tells of its one commit; `page` is the address of the repository's page."""
    commit, before = cast("Commit", happening.parts["commit"]), str(happening.parts["before"])
    told = _commit(page, commit) | {
        name: happening.parts.get(name, []) for name in ("added", "removed", "modified")
    }
    return {
        "ref": f"refs/heads/{repository.default_branch}",
        "before": before,
        "after": commit.sha,
        "created": before == NO_COMMIT,
        "deleted": False,
        "forced": False,
        "base_ref": None,
        "compare": f"{page}/compare/{before[:12]}...{commit.sha[:12]}",
        "commits": [told],
        "head_commit": told,
        "pusher": _named(happening.sender),
    }


def pushed_repository(shape: Any, repository: Repository) -> Json:
    """The repository's shape as a push shows it: moments in seconds, and the owner's name and address."""
    pushed = repository.commits[-1].created_at if repository.commits else repository.created_at
    owner: Json = shape["owner"] | _named(repository.owner)
    whole: Json = dict(shape)
    return whole | {
        "created_at": int(repository.created_at.timestamp()),
        "pushed_at": int(pushed.timestamp()),
        "master_branch": repository.default_branch,
        "stargazers": 0,
        "owner": owner,
    }


def _commit(page: str, commit: Commit) -> Json:
    by = _named(commit.author) | {"username": commit.author.rest_login}
    return {
        "id": commit.sha,
        "tree_id": commit.sha,
        "distinct": True,
        "message": commit.message,
        "timestamp": written(commit.created_at),
        "url": f"{page}/commit/{commit.sha}",
        "author": by,
        "committer": by,
    }


def _named(account: Account) -> Json:
    return {"name": account.rest_login, "email": email_of(account)}
