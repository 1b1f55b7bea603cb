"""Repositories, their labels and files as REST shows them."""

from base64 import encodebytes
from urllib.parse import quote

from sandbox.records import Commit, File, IssueType, Label, Milestone, Repository
from sandbox.shapes.accounts import Json, git_author, permissions, simple_user
from sandbox.shapes.addresses import site
from sandbox.times import written
from sandbox.words import AccountKind, Role

# GitHub hands out no content of files larger than this, in bytes.
LARGEST_CONTENT = 1_048_576
LINKS = {
    "archive": "/{archive_format}{/ref}",
    "assignees": "/assignees{/user}",
    "blobs": "/git/blobs{/sha}",
    "branches": "/branches{/branch}",
    "collaborators": "/collaborators{/collaborator}",
    "comments": "/comments{/number}",
    "commits": "/commits{/sha}",
    "compare": "/compare/{base}...{head}",
    "contents": "/contents/{+path}",
    "contributors": "/contributors",
    "deployments": "/deployments",
    "downloads": "/downloads",
    "events": "/events",
    "forks": "/forks",
    "git_commits": "/git/commits{/sha}",
    "git_refs": "/git/refs{/sha}",
    "git_tags": "/git/tags{/sha}",
    "hooks": "/hooks",
    "issue_comment": "/issues/comments{/number}",
    "issue_events": "/issues/events{/number}",
    "issues": "/issues{/number}",
    "keys": "/keys{/key_id}",
    "labels": "/labels{/name}",
    "languages": "/languages",
    "merges": "/merges",
    "milestones": "/milestones{/number}",
    "notifications": "/notifications{?since,all,participating}",
    "pulls": "/pulls{/number}",
    "releases": "/releases{/id}",
    "stargazers": "/stargazers",
    "statuses": "/statuses/{sha}",
    "subscribers": "/subscribers",
    "subscription": "/subscription",
    "tags": "/tags",
    "teams": "/teams",
    "trees": "/git/trees{/sha}",
}


USUAL: Json = {
    "mirror_url": None,
    "homepage": None,
    "fork": False,
    "language": None,
    "license": None,
    "topics": [],
    "disabled": False,
    "has_projects": True,
    "has_wiki": True,
    "has_pages": False,
    "has_downloads": True,
    "has_discussions": False,
    "is_template": False,
    "allow_forking": True,
    "web_commit_signoff_required": False,
}


def repository_url(address: str, repository: Repository) -> str:
    """The API's address of a repository."""
    return f"{address}/repos/{repository.full_name}"


def simple_repository(address: str, repository: Repository) -> Json:
    """The `simple-repository`, as issues name their own."""
    url = repository_url(address, repository)
    return {f"{name}_url": url + rest for name, rest in LINKS.items()} | {
        "id": repository.database_id,
        "node_id": repository.id,
        "name": repository.name,
        "full_name": repository.full_name,
        "owner": simple_user(address, repository.owner),
        "private": repository.is_private,
        "html_url": site(address) + repository.path,
        "url": url,
        "description": repository.description,
        "fork": False,
    }


def milestone_shape(address: str, milestone: Milestone) -> Json:
    """The `milestone` of a repository or issue."""
    repository = milestone.repository
    url = f"{repository_url(address, repository)}/milestones/{milestone.number}"
    return {
        "url": url,
        "html_url": site(address) + milestone.path,
        "labels_url": f"{url}/labels",
        "id": milestone.database_id,
        "node_id": milestone.id,
        "number": milestone.number,
        "title": milestone.title,
        "description": milestone.description,
        "creator": simple_user(address, milestone.creator),
        "open_issues": milestone.open_issues,
        "closed_issues": milestone.closed_issues,
        "state": milestone.state.value,
        "created_at": written(milestone.created_at),
        "updated_at": written(milestone.updated_at),
        "due_on": written(milestone.due_on),
        "closed_at": written(milestone.closed_at),
    }


def issue_type_shape(found: IssueType) -> Json:
    """The `issue-type` of an organization or issue."""
    return {
        "id": found.database_id,
        "node_id": found.id,
        "name": found.name,
        "description": found.description,
        "color": found.color,
        "created_at": written(found.created_at),
        "updated_at": written(found.created_at),
        "is_enabled": True,
    }


def full_repository(address: str, repository: Repository, role: Role | None) -> Json:
    """The `full-repository`, with what the caller's role includes."""
    page = site(address) + repository.path
    shape = USUAL | simple_repository(address, repository)
    if repository.owner.kind is AccountKind.ORGANIZATION:
        shape["organization"] = shape["owner"]
    return (
        shape
        | _counts(repository)
        | {
            "visibility": "private" if repository.is_private else "public",
            "clone_url": f"{page}.git",
            "git_url": f"{page}.git",
            "ssh_url": f"{page}.git",
            "svn_url": page,
            "default_branch": repository.default_branch,
            "archived": repository.is_archived,
            "has_issues": repository.has_issues,
            "permissions": permissions(role),
            "created_at": written(repository.created_at),
            "updated_at": written(repository.created_at),
            "pushed_at": written(
                repository.commits[-1].created_at if repository.commits else repository.created_at
            ),
        }
    )


def _counts(repository: Repository) -> Json:
    # GitHub counts open pull requests among the open issues.
    open_issues = sum(issue.is_open for issue in repository.issues.values())
    nothing = ("forks", "forks_count", "stargazers_count", "watchers", "watchers_count", "network_count")
    size = sum(len(file.content) for file in repository.files.values()) // 1024
    counts: Json = dict.fromkeys((*nothing, "subscribers_count"), 0)
    return counts | {"open_issues": open_issues, "open_issues_count": open_issues, "size": size}


def label_shape(address: str, repository: Repository, label: Label) -> Json:
    """The `label` of a repository."""
    return {
        "id": label.database_id,
        "node_id": label.id,
        "url": f"{repository_url(address, repository)}/labels/{quote(label.name, safe='')}",
        "name": label.name,
        "color": label.color,
        "default": label.is_default,
        "description": label.description,
    }


def _entry(address: str, repository: Repository, path: str) -> Json:
    url = f"{repository_url(address, repository)}/contents/{quote(path)}?ref={repository.default_branch}"
    page = f"{site(address)}{repository.path}/blob/{repository.default_branch}/{quote(path)}"
    return {
        "name": path.rpartition("/")[2],
        "path": path,
        "url": url,
        "html_url": page,
        "git_url": None,
        "download_url": None,
        "_links": {"self": url, "git": None, "html": page},
    }


def file_entry(address: str, repository: Repository, file: File) -> Json:
    """A file without its content, as directories list it."""
    git_url = f"{repository_url(address, repository)}/git/blobs/{file.sha}"
    raw = f"{address}{repository.path}/raw/{repository.default_branch}/{quote(file.path)}"
    entry = _entry(address, repository, file.path)
    return entry | {
        "type": "file",
        "sha": file.sha,
        "size": len(file.content),
        "git_url": git_url,
        "download_url": raw,
        "_links": {"self": entry["url"], "git": git_url, "html": entry["html_url"]},
    }


def folder_entry(address: str, repository: Repository, path: str, sha: str) -> Json:
    """A folder, as directories list it."""
    return _entry(address, repository, path) | {"type": "dir", "sha": sha, "size": 0}


def content_file(address: str, repository: Repository, file: File) -> Json:
    """The `content-file`: base64 in lines, or nothing when the file is too large to hand out."""
    fits = len(file.content) <= LARGEST_CONTENT
    return file_entry(address, repository, file) | {
        "content": encodebytes(file.content).decode() if fits else "",
        "encoding": "base64" if fits else "none",
    }


def file_commit(address: str, repository: Repository, file: File, commit: Commit) -> Json:
    """The `file-commit` that answers a write."""
    url = f"{repository_url(address, repository)}/git/commits/{commit.sha}"
    by = git_author(commit.author) | {"date": written(commit.created_at)}
    return {
        "content": file_entry(address, repository, file),
        "commit": {
            "sha": commit.sha,
            "node_id": f"C_{commit.sha}",
            "url": url,
            "html_url": f"{site(address)}{repository.path}/commit/{commit.sha}",
            "author": by,
            "committer": by,
            "message": commit.message,
            "tree": {"sha": commit.sha, "url": f"{url}/tree"},
            "parents": [],
            "verification": {
                "verified": False,
                "reason": "unsigned",
                "signature": None,
                "payload": None,
                "verified_at": None,
            },
        },
    }
