"""Which copy of Arch Hour this is: told by pip, or by git in a checkout."""

import json
import subprocess
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

import pytest

from arch_hour import copies
from arch_hour.copies import copy_named, copy_of_this
from arch_hour.errors import UsageError
from arch_hour.rules.set_up import Copy

SHA = "5" * 40
COPY = Copy("acme/arch-hour", SHA)
Noted = dict[str, Any] | None


def noted(monkeypatch: pytest.MonkeyPatch, values: Noted) -> None:
    """What pip notes of an installation: None is what a registry's wheel has."""
    text = None if values is None else json.dumps(values)

    class Installed:
        def read_text(self, name: str) -> str | None:
            return text if name == "direct_url.json" else None

    monkeypatch.setattr(copies, "distribution", lambda _: Installed())


def from_git(url: str) -> Noted:
    return {"url": url, "vcs_info": {"vcs": "git", "commit_id": SHA}}


ADDRESSES = [
    pytest.param(address, id=told)
    for told, address in {
        "https": "https://github.com/acme/arch-hour",
        "https, as git names it": "https://github.com/acme/arch-hour.git",
        "with a slash": "https://github.com/acme/arch-hour/",
        "with a token": "https://x-access-token:secret@github.com/acme/arch-hour.git",
        "with a port": "https://github.example.com:8443/acme/arch-hour.git",
        "ssh": "ssh://git@github.com/acme/arch-hour.git",
        "ssh with a port": "ssh://git@github.example.com:2222/acme/arch-hour",
        "git's own": "git://github.com/acme/arch-hour.git",
        "ssh in short": "git@github.com:acme/arch-hour.git",
    }.items()
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_installation_by_pip_tells_repository_and_commit(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    noted(monkeypatch, from_git(address))
    assert copy_of_this() == COPY


@pytest.mark.parametrize(
    "values",
    [
        pytest.param(None, id="nothing is noted"),
        pytest.param({"url": "https://example.org/arch_hour.whl", "archive_info": {}}, id="an archive"),
        pytest.param(from_git("file:///srv/arch-hour"), id="a folder's history"),
        pytest.param(from_git("https://example.org/group/team/arch-hour"), id="three levels"),
        pytest.param(from_git("https://example.org/arch-hour"), id="one level"),
        pytest.param(from_git("https://example.org/-acme/arch-hour"), id="no owner's name"),
        pytest.param({"url": "file:///nowhere/at%20all", "dir_info": {}}, id="a folder that is gone"),
    ],
)
def test_where_nothing_tells_there_is_no_copy(monkeypatch: pytest.MonkeyPatch, values: Noted) -> None:
    noted(monkeypatch, values)
    assert copy_of_this() is None


def test_a_program_that_was_never_installed_is_no_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: str) -> None:
        raise PackageNotFoundError

    monkeypatch.setattr(copies, "distribution", missing)
    assert copy_of_this() is None


def git(folder: Path, *arguments: str) -> str:
    named = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    done = subprocess.run(
        ["git", "-C", str(folder), *named, *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def checkout(folder: Path) -> str:
    """A checkout with one commit, whose name it is."""
    folder.mkdir()
    git(folder, "init", "-q")
    git(folder, "commit", "-q", "--allow-empty", "-m", "Begin")
    return git(folder, "rev-parse", "HEAD")


@pytest.mark.parametrize("address", ADDRESSES)
def test_in_a_checkout_git_tells_both(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str) -> None:
    folder = tmp_path / "a checkout"
    commit = checkout(folder)
    git(folder, "remote", "add", "origin", address)
    git(folder, "update-ref", "refs/remotes/origin/main", commit)
    noted(monkeypatch, {"url": folder.as_uri(), "dir_info": {"editable": True}})
    assert copy_of_this() == Copy("acme/arch-hour", commit)


def test_a_commit_that_was_not_pushed_is_no_copy_until_it_is_or_has_a_tag(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "tea"
    commit = checkout(folder)
    git(folder, "remote", "add", "origin", "https://github.com/acme/arch-hour")
    noted(monkeypatch, {"url": folder.as_uri(), "dir_info": {}})
    assert copy_of_this() is None
    git(folder, "tag", "v1.2.3")
    assert copy_of_this() == Copy("acme/arch-hour", commit)


def test_a_checkout_of_nowhere_is_no_copy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "tea"
    checkout(folder)
    noted(monkeypatch, {"url": folder.as_uri(), "dir_info": {}})
    assert copy_of_this() is None


@pytest.mark.parametrize(
    ("text", "copy"),
    [
        (f"acme/arch-hour@{SHA}", COPY),
        (f" acme/arch-hour@{SHA}\n", COPY),
        (f"acme/lean.coffee_2@{SHA}", Copy("acme/lean.coffee_2", SHA)),
        (f"a-b/c@{'0' * 64}", Copy("a-b/c", "0" * 64)),
    ],
)
def test_people_name_a_copy_by_repository_and_version(text: str, copy: Copy) -> None:
    assert copy_named(text) == copy


@pytest.mark.parametrize(
    "text",
    [
        "",
        "acme/arch-hour",
        "acme/arch-hour@",
        "arch-hour@v1",
        "a/b/c@v1",
        "a/b@v 1",
        "a/b@v1\nc: d",
        "a/b@v1 # x",
        "acme/arch-hour@v1",
        f"acme/arch-hour@{SHA[1:]}",
        "ä/b@v1",
    ],
)
def test_what_names_no_copy_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError, match="is no copy of the action: give acme/arch-hour@"):
        copy_named(text)
