"""Files at the head of the default branch: there are no other branches here."""

from sandbox.happenings import Happening
from sandbox.records import Commit, File, Repository
from sandbox.rules.access import Caller, require_role, require_token
from sandbox.rules.refusals import Conflict, Invalid, NotFound
from sandbox.words import Role
from sandbox.world import World

# Files that a token writes only with a scope or permission of their own.
WORKFLOWS = ".github/workflows/"
# What stands for the commit before the first one.
NO_COMMIT = "0" * 40


def require_ref(repository: Repository, ref: str | None) -> None:
    """Raises NotFound for anything that is not the default branch's head."""
    known = {"HEAD", repository.default_branch, f"refs/heads/{repository.default_branch}"}
    known |= {commit.sha for commit in repository.commits[-1:]}
    if ref is not None and ref not in known:
        raise NotFound(f"No commit found for the ref {ref}")


def entries_of(repository: Repository, folder: str) -> list[tuple[str, File | None]]:
    """What lies directly in a folder (`""` is the top): paths with their file, or None for a folder."""
    start = f"{folder}/" if folder else ""
    found: dict[str, File | None] = {}
    for path, file in sorted(repository.files.items()):
        if path.startswith(start):
            name, _, rest = path.removeprefix(start).partition("/")
            found[start + name] = None if rest else file
    return list(found.items())


def write_file(
    world: World,
    caller: Caller,
    repository: Repository,
    path: str,
    content: bytes,
    *,
    message: str,
    sha: str | None,
) -> tuple[File, Commit, bool]:
    """Makes or replaces a file, and says whether it is new; raises Conflict when `sha` is not the present."""
    author = require_role(caller, repository, Role.WRITE, "contents")
    if path.startswith(WORKFLOWS):
        require_token(caller, repository, "workflows", "write")
    present = repository.files.get(path)
    if present is not None and sha is None:
        raise Invalid('Invalid request.\n\n"sha" wasn\'t supplied.')
    if sha is not None and (present is None or present.sha != sha):
        raise Conflict(f"{path} does not match {sha}")
    before = repository.commits[-1].sha if repository.commits else NO_COMMIT
    commit = world.commit(repository, author, message, {path: content})
    told = {"commit": commit, "before": before, "added" if present is None else "modified": [path]}
    world.announce(Happening("push", None, author, repository, repository, told))
    return repository.files[path], commit, present is None
