"""Which copy of Arch Hour this is: where it was installed from, so that a workflow can use the same one."""

import json
import re
import subprocess
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from arch_hour.errors import UsageError
from arch_hour.rules.set_up import Copy

_COPY = re.compile(r"(?P<name>[A-Za-z0-9][\w-]*/[\w.-]+)@(?P<ref>[0-9a-f]{40}(?:[0-9a-f]{24})?)", re.ASCII)
# `https://host/owner/name.git`, `ssh://git@host/owner/name`, `git@host:owner/name.git`
_REMOTE = re.compile(
    r"(?:[a-z+]+://[^/]+/|[^/:]+@[^/:]+:)(?P<name>[A-Za-z0-9][\w-]*/[\w.-]+?)(?:\.git)?/?", re.ASCII
)


def copy_named(text: str) -> Copy:
    """A copy as people name it, `OWNER/NAME@COMMIT`; raises UsageError."""
    found = _COPY.fullmatch(text.strip())
    if found is None:
        msg = f"{text!r} is no copy of the action: give acme/arch-hour@ and the full SHA of a commit"
        raise UsageError(msg)
    return Copy(found["name"], found["ref"])


def copy_of_this() -> Copy | None:
    """The repository and commit that this was installed from, or None where nothing tells.

    An installation by pip has them noted (PEP 610); in a checkout git tells.
    """
    noted = _noted()
    commit = noted.get("vcs_info", {}).get("commit_id")
    if commit:
        return _copy(noted["url"], commit)
    if "dir_info" not in noted:
        return None
    folder = Path(unquote(urlsplit(noted["url"]).path))
    remote, commit = _git(folder, "remote", "get-url", "origin"), _git(folder, "rev-parse", "HEAD")
    return _copy(remote, commit) if remote and commit and _was_pushed(folder) else None


def _was_pushed(folder: Path) -> bool:
    """Whether others can find the commit, as far as this checkout knows: on a branch of its origin, or with a tag."""
    branches = _git(folder, "branch", "--remotes", "--contains", "HEAD")
    return bool(branches or _git(folder, "tag", "--points-at", "HEAD"))


def _copy(address: str, commit: str) -> Copy | None:
    found = _REMOTE.fullmatch(address)
    return Copy(found["name"], commit) if found else None


def _noted() -> dict[str, Any]:
    try:
        text = distribution("arch-hour").read_text("direct_url.json")
    except PackageNotFoundError:
        text = None
    noted: dict[str, Any] = json.loads(text) if text else {}
    return noted


def _git(folder: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603  nothing of it comes from outside
            ["git", "-C", str(folder), *arguments],  # noqa: S607  wherever git is
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()
