"""A release's tags in a real repository with a real remote: made once, gone on with, and never moved."""

import subprocess
import sys
from pathlib import Path

import pytest

from release import steps
from release.repository import Repository
from release.versions import ReleaseError, Version

ROOT = Path(__file__).parents[2]
NAME = "registry.example/octo/arch-hour"
IMAGE = f"{NAME}@sha256:{'0a' * 32}"
OTHER = f"{NAME}@sha256:{'0b' * 32}"
ONE = Version(1, 0, 0)
REGISTRY = "registry.example"


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"]
    done = subprocess.run(
        ["git", *who, *arguments], cwd=folder, check=True, capture_output=True, text=True, timeout=30
    )
    return done.stdout.strip()


def commit(folder: Path, version: Version) -> None:
    """A commit that is ready to be released as a version."""
    (folder / "pyproject.toml").write_text(f'[project]\nversion = "{version}"\n')
    (folder / "CHANGELOG.md").write_text(f"# Changes\n\n## {version}\n\n- It is there.\n")
    (folder / "action.yml").write_text("name: A\nruns:\n  using: docker\n  image: Dockerfile\n")
    (folder / "folder").mkdir(exist_ok=True)
    (folder / "folder" / "ä b").write_text("other")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", f"Be {version}")


def remote_tags(folder: Path) -> dict[str, str]:
    lines = (line.split("\trefs/tags/") for line in git(folder, "ls-remote", "--tags", "origin").splitlines())
    return {name: commit for commit, name in lines}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet", "--bare", "remote.git")
    git(tmp_path, "clone", "--quiet", "remote.git", "checkout")
    commit(tmp_path / "checkout", ONE)
    return tmp_path / "checkout"


def test_the_tagged_commit_differs_from_its_parent_by_the_image_alone(checkout: Path) -> None:
    steps.tag(ONE, Repository(checkout), IMAGE)
    tags = remote_tags(checkout)
    assert tags.keys() == {"v1.0.0", "v1"}
    assert tags["v1"] == tags["v1.0.0"]
    assert git(checkout, "rev-parse", f"{tags['v1']}^") == git(checkout, "rev-parse", "HEAD")
    assert git(checkout, "diff", "--name-only", "HEAD", tags["v1"]) == "action.yml"
    assert f"\n  image: docker://{IMAGE}" in git(checkout, "show", f"{tags['v1']}:action.yml")
    assert git(checkout, "status", "--porcelain") == "", "the checkout stays as it was"


def test_the_same_release_again_changes_nothing(checkout: Path) -> None:
    steps.tag(ONE, Repository(checkout), IMAGE)
    before = remote_tags(checkout)
    steps.tag(ONE, Repository(checkout), IMAGE)
    assert remote_tags(checkout) == before


def test_a_release_that_was_stopped_before_the_major_tag_is_finished(checkout: Path) -> None:
    steps.tag(ONE, Repository(checkout), IMAGE)
    before = remote_tags(checkout)
    git(checkout, "push", "--quiet", "origin", ":refs/tags/v1")
    steps.tag(ONE, Repository(checkout), IMAGE)
    assert remote_tags(checkout) == before


def test_a_tag_with_another_image_is_refused_and_stays(checkout: Path) -> None:
    steps.tag(ONE, Repository(checkout), IMAGE)
    before = remote_tags(checkout)
    with pytest.raises(ReleaseError, match="names another image already"):
        steps.tag(ONE, Repository(checkout), OTHER)
    assert remote_tags(checkout) == before


def test_a_tag_of_another_commit_is_refused_and_stays(checkout: Path) -> None:
    steps.tag(ONE, Repository(checkout), IMAGE)
    before = remote_tags(checkout)
    commit(checkout, ONE)
    for refused in (
        lambda: steps.tag(ONE, Repository(checkout), IMAGE),
        lambda: steps.plan(ONE, Repository(checkout), REGISTRY, "octo/arch-hour"),
    ):
        with pytest.raises(ReleaseError, match="made of another commit"):
            refused()
    assert remote_tags(checkout) == before


def test_the_major_tag_moves_on_and_never_back(checkout: Path) -> None:
    for version, moves in ((ONE, True), (Version(1, 1, 0), True), (Version(1, 0, 1), False)):
        commit(checkout, version)
        steps.tag(version, Repository(checkout), IMAGE)
        tags = remote_tags(checkout)
        assert (tags["v1"] == tags[version.tag]) is moves


def test_what_is_left_to_do_is_read_from_the_tag(checkout: Path) -> None:
    before = steps.plan(ONE, Repository(checkout), REGISTRY, "Octo/Arch-Hour")
    assert (before.image, before.released) == (NAME, None)
    steps.tag(ONE, Repository(checkout), IMAGE)
    git(checkout, "fetch", "--quiet", "--tags")
    assert steps.plan(ONE, Repository(checkout), REGISTRY, "Octo/Arch-Hour").released == IMAGE


def test_a_tag_by_hand_that_names_no_image_is_refused(checkout: Path) -> None:
    git(checkout, "commit", "--quiet", "--allow-empty", "--message", "by hand")
    git(checkout, "tag", "v1.0.0")
    git(checkout, "checkout", "--quiet", "--detach", "HEAD^")
    with pytest.raises(ReleaseError, match="names no image"):
        steps.plan(ONE, Repository(checkout), REGISTRY, "octo/arch-hour")


@pytest.mark.parametrize("registry", ["", "https://registry.example", "registry.example/", "Registry", "a b"])
def test_a_registry_is_the_name_of_a_host(checkout: Path, registry: str) -> None:
    with pytest.raises(ReleaseError, match="CONTAINER_REGISTRY"):
        steps.plan(ONE, Repository(checkout), registry, "octo/arch-hour")


def started(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """The command as the workflow starts it."""
    return subprocess.run(
        [sys.executable, "-m", "release", *arguments],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_the_command_prints_outputs_and_notes(checkout: Path) -> None:
    asked = ("plan", "1.0.0", "--registry", REGISTRY, "--repository", "octo/arch-hour")
    assert started(checkout, *asked).stdout == f"image={NAME}\nreleased=\n"
    assert started(checkout, "tag", "1.0.0", "--image", IMAGE).returncode == 0
    assert started(checkout, "notes", "1.0.0").stdout == "- It is there.\n"


def test_a_refusal_is_one_line_that_no_version_can_break_out_of(checkout: Path) -> None:
    done = started(checkout, "notes", "1.0.0\n::set-env name=A::%0Ab")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("::error::'1.0.0\\n::set-env name=A::%250Ab' is no version")
