"""The commits and tags of a checkout whose remote is `origin`, by git."""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from release.versions import ReleaseError

BOT = "github-actions[bot]"
BOT_ADDRESS = "41898282+github-actions[bot]@users.noreply.github.com"


@dataclass(frozen=True)
class Repository:
    """A checkout; nothing here touches its working tree."""

    folder: Path

    def commit_of(self, name: str) -> str | None:
        """The full id of the commit that a name means here, None if there is none."""
        done = self._try("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
        return done.stdout.strip() if done.returncode == 0 else None

    def text(self, commit: str, path: str) -> str:
        """A file as it is in a commit."""
        return self._git("show", f"{commit}:{path}")

    def tags(self) -> list[str]:
        """The names of all tags here."""
        return self._git("tag", "--list").split()

    def fetch_tags(self) -> None:
        """Makes the tags here those of the remote."""
        self._git("fetch", "--quiet", "--tags", "--force", "origin")

    def commit_with(self, parent: str, path: str, text: str, message: str) -> str:
        """A commit on top of another that changes one file of the top folder; made again it has the same id."""
        blob = self._git("hash-object", "-w", "--stdin", given=text).strip()
        lines = self._git("ls-tree", "-z", parent).split("\0")
        entry = next(line for line in lines if line.endswith(f"\t{path}"))
        mode = entry.partition(" ")[0]
        changed = [f"{mode} blob {blob}\t{path}" if line == entry else line for line in lines]
        tree = self._git("mktree", "-z", given="\0".join(changed)).strip()
        moment = self._git("show", "--no-patch", "--format=%cI", parent).strip()
        who = {
            f"GIT_{role}_{part}": value
            for role in ("AUTHOR", "COMMITTER")
            for part, value in (("NAME", BOT), ("EMAIL", BOT_ADDRESS), ("DATE", moment))
        }
        return self._git("commit-tree", tree, "-p", parent, "-m", message, more=who).strip()

    def push_tag(self, commit: str, tag: str) -> None:
        """Puts a new tag on the remote; fails where it has one of that name on another commit."""
        self._git("push", "--quiet", "origin", f"{commit}:refs/tags/{tag}")

    def move_tag(self, commit: str, tag: str) -> None:
        """Puts a tag on the remote, wherever it was before."""
        self._git("push", "--quiet", "--force", "origin", f"{commit}:refs/tags/{tag}")

    def _git(self, *arguments: str, given: str | None = None, more: Mapping[str, str] | None = None) -> str:
        done = self._try(*arguments, given=given, more=more)
        if done.returncode != 0:
            raise ReleaseError(f"git {arguments[0]} failed: {done.stderr.strip()}")
        return done.stdout

    def _try(
        self, *arguments: str, given: str | None = None, more: Mapping[str, str] | None = None
    ) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            env={**os.environ, **(more or {})},
            input=given,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
