"""Folders and files of the default branch, shown and edited."""

from urllib.parse import quote

from flask import Response

from sandbox.pages.rendering import render
from sandbox.pages.routes import Act, Page
from sandbox.pages.visits import STALE, Visit
from sandbox.records import File, Repository
from sandbox.rules.access import has_role, require_role
from sandbox.rules.files import entries_of, require_ref, write_file
from sandbox.rules.refusals import Conflict, Invalid, NotFound
from sandbox.words import Role


def show_file(visit: Visit, owner: str, name: str, branch: str, path: str) -> Response:
    """A file's text, with a form to change it for those who may; also one that is yet to be made."""
    repository = visit.repository(owner, name)
    require_ref(repository, branch)
    file = repository.files.get(path)
    may_write = has_role(visit.caller, repository, Role.WRITE, "contents")
    if file is None and not may_write:
        raise NotFound
    return render(
        visit,
        "file.html",
        title=f"{path} · {repository.full_name}",
        repository=repository,
        path=path,
        file=file,
        text=_text_of(file),
        may_write=may_write,
    )


def _text_of(file: File | None) -> str | None:
    """What stands in a file; None for bytes that are no text."""
    try:
        return file.content.decode() if file is not None else ""
    except UnicodeDecodeError:
        return None


def show_folder(visit: Visit, owner: str, name: str, branch: str, path: str) -> Response:
    """What lies in a folder."""
    repository = visit.repository(owner, name)
    require_ref(repository, branch)
    return render(
        visit,
        "folder.html",
        title=f"{path} · {repository.full_name}",
        repository=repository,
        path=path,
        entries=_existing(repository, path),
    )


def _existing(repository: Repository, path: str) -> list[tuple[str, File | None]]:
    entries = entries_of(repository, path)
    if not entries:
        raise NotFound
    return entries


def save_file(visit: Visit, owner: str, name: str, branch: str, path: str) -> str:
    """Commits a file's new text, unless it changed since the form was shown."""
    repository = visit.repository(owner, name)
    require_ref(repository, branch)
    require_role(visit.caller, repository, Role.WRITE, "contents")
    present = repository.files.get(path)
    if present is not None and present.sha != visit.text("sha"):
        raise Conflict(STALE)
    # A browser sends CRLF; in a repository's files git's plain line ends are what people mean.
    text = visit.text("content").replace("\r\n", "\n")
    if not text.strip():
        raise Invalid("The file would be empty.")
    message = visit.text("message").strip() or f"{'Update' if present else 'Create'} {path}"
    sha = present.sha if present else None
    write_file(visit.world, visit.caller, repository, path, text.encode(), message=message, sha=sha)
    return f"/{repository.full_name}/blob/{repository.default_branch}/{quote(path)}"


FILE = Page("/<owner>/<name>/blob/<branch>/<path:path>", show_file)
PAGES = (FILE, Page("/<owner>/<name>/tree/<branch>/<path:path>", show_folder))
ACTS = (Act(FILE.rule, save_file, FILE),)
