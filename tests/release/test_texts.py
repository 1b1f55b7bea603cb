"""What a release says: its version, the description that names its image, its notes."""

from pathlib import Path

import pytest
import yaml

from release.description import released_image, with_image
from release.notes import notes
from release.versions import ReleaseError, Version, check_project_version, is_newest, parse_version

ROOT = Path(__file__).parents[2]
IMAGE = f"registry.example/octo/arch-hour@sha256:{'0a' * 32}"
DESCRIPTION = (
    "name: A\ninputs:\n  image:\n    default: x\nruns:\n  using: docker\n  image: Dockerfile # built\n"
)


@pytest.mark.parametrize("text", ["1.2.3", "0.1.0", "10.20.30"])
def test_three_numbers_are_a_version(text: str) -> None:
    assert str(parse_version(text)) == text


@pytest.mark.parametrize(
    "text", ["", "1.2", "v1.2.3", "1.2.3-rc1", "01.2.3", "1.2.3\n", " 1.2.3", "1.2.3; ls", "$(ls)", "١.٢.٣"]
)
def test_anything_else_is_refused_and_shown(text: str) -> None:
    with pytest.raises(ReleaseError) as refused:
        parse_version(text)
    assert repr(text) in str(refused.value)


def test_the_version_of_the_project_must_be_that_of_the_release() -> None:
    check_project_version(Version(1, 2, 3), '[project]\nversion = "1.2.3"\n')
    with pytest.raises(ReleaseError, match=r"says 1\.2\.3 and not 1\.2\.4"):
        check_project_version(Version(1, 2, 4), '[project]\nversion = "1.2.3"\n')


@pytest.mark.parametrize(
    ("tags", "newest"),
    [
        pytest.param([], True, id="the first"),
        pytest.param(["v1.2.2", "v1.2.3"], True, id="itself"),
        pytest.param(["v1.10.0"], False, id="a repair of an older release, by numbers"),
        pytest.param(["v2.0.0", "v0.9.9"], True, id="another major version"),
        pytest.param(["v1", "x1.9.9", "1.9.9", "v1.9.9-rc1"], True, id="other tags"),
    ],
)
def test_the_major_tag_moves_to_the_newest_release_alone(tags: list[str], newest: bool) -> None:  # noqa: FBT001
    assert is_newest(Version(1, 2, 3), tags) is newest


def test_only_the_image_of_a_description_changes() -> None:
    changed = with_image(DESCRIPTION, IMAGE)
    assert changed == DESCRIPTION.replace("Dockerfile", f"docker://{IMAGE}")
    assert released_image(changed) == IMAGE
    assert released_image(DESCRIPTION) is None


def test_our_own_description_keeps_all_but_its_image() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    before, after = yaml.safe_load(text), yaml.safe_load(with_image(text, IMAGE))
    assert after["runs"].pop("image") == f"docker://{IMAGE}"
    assert before["runs"].pop("image") == "Dockerfile"
    assert after == before


def test_an_image_is_put_where_another_release_was() -> None:
    other = IMAGE.replace("0a", "0b")
    assert with_image(with_image(DESCRIPTION, other), IMAGE) == with_image(DESCRIPTION, IMAGE)


@pytest.mark.parametrize(
    "image", ["", "octo/arch-hour:1.2.3", IMAGE[:-1], f"{IMAGE}0", f"{IMAGE}\n", f"x y{IMAGE}", f"{IMAGE}#"]
)
def test_what_names_no_digest_is_no_released_image(image: str) -> None:
    with pytest.raises(ReleaseError, match="names no image by its digest"):
        with_image(DESCRIPTION, image)


@pytest.mark.parametrize("text", ["name: A\n", "runs:\n  using: docker\n", f"{DESCRIPTION}  image: two\n"])
def test_a_description_without_one_place_for_the_image_is_refused(text: str) -> None:
    with pytest.raises(ReleaseError, match="one line"):
        with_image(f"\n{text}", IMAGE)


CHANGELOG = """# Changes

## Unreleased

- soon

## 1.2.3 (2026-11-30)

- a

### More

- b

## 1.2.30

- c

## 1.2.2

"""


@pytest.mark.parametrize(
    ("version", "told"),
    [
        pytest.param(Version(1, 2, 3), "- a\n\n### More\n\n- b\n", id="with a date"),
        pytest.param(Version(1, 2, 30), "- c\n", id="without one"),
    ],
)
def test_the_notes_are_the_section_of_the_version(version: Version, told: str) -> None:
    assert notes(CHANGELOG, version) == told


@pytest.mark.parametrize("version", [Version(1, 2, 2), Version(1, 2, 0), Version(1, 2, 1)])
def test_a_version_of_which_nothing_is_told_is_refused(version: Version) -> None:
    with pytest.raises(ReleaseError, match="rename its heading Unreleased"):
        notes(CHANGELOG, version)
