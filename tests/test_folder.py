"""A checkout as the place where `init` writes."""

from pathlib import Path

import pytest

from arch_hour.arguments import parser
from arch_hour.errors import StaleFileError, UsageError
from arch_hour.folder import Folder
from arch_hour.init_command import init
from arch_hour.rules.changes import CommitFile, Declined, Done
from arch_hour.set_up import Furnished
from tests.grounds import CONFIGURATION, COPY, FILES, WORKFLOW

PATH = ".github/arch-hour.yml"
NAMED = f"{COPY.name}@{COPY.ref}"
ANSWERS = ("--start", "2026-01-08T10:00", "--timezone", "Europe/Berlin")


def change(text: str, was: str | None = None, path: str = PATH) -> CommitFile:
    return CommitFile(path, text, was, "Set up", "why")


def test_a_file_is_written_with_its_folders_and_read_again(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    assert folder.file(PATH) is None
    assert folder.apply(change("Tée\n"), 0) == Done()
    assert (tmp_path / PATH).read_bytes() == "Tée\n".encode()
    assert folder.file(PATH) == "Tée\n"
    assert folder.folder(".github") == {PATH: "Tée\n"}


def test_a_file_that_somebody_changed_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.apply(change("new"), 0)
    with pytest.raises(StaleFileError):
        folder.apply(change("newer"), 0)
    assert folder.file(PATH) == "new"
    assert folder.apply(change("newer", "new"), 0) == Done()


def test_line_ends_are_read_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"a\r\nb\n")
    assert Folder(tmp_path).file("a") == "a\r\nb\n"


def test_what_cannot_be_written_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / ".github").write_text("a file", encoding="utf-8")
    result = Folder(tmp_path).apply(change("new"), 0)
    assert isinstance(result, Declined)
    assert str(tmp_path / PATH) in result.reason


def test_a_folder_is_no_file_and_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / PATH).mkdir(parents=True)
    folder = Folder(tmp_path)
    assert folder.file(PATH) is None
    assert isinstance(folder.apply(change("new"), 0), Declined)


def test_what_is_no_text_is_told_where_it_matters_and_passed_over_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\xff\xfe")
    (tmp_path / "b").mkdir()
    folder = Folder(tmp_path)
    with pytest.raises(UsageError, match=r"a\.png: cannot be read as a text"):
        folder.file("a.png")
    assert folder.folder(".") == {}
    assert folder.folder("nowhere") == {}


def asked(*arguments: str) -> Furnished:
    """`init` without a token."""
    return init(parser().parse_args(["init", *arguments]), {})


def test_init_needs_no_token_for_a_checkout(tmp_path: Path) -> None:
    furnished = asked("--folder", str(tmp_path), "--action", NAMED, *ANSWERS)
    assert furnished.is_done
    assert furnished.wish.is_local
    assert furnished.labels == ()
    assert sorted(FILES) == sorted(
        file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*") if file.is_file()
    )
    assert NAMED in (tmp_path / WORKFLOW).read_text(encoding="utf-8")
    assert 'name: "Lean Coffee"' in (tmp_path / CONFIGURATION).read_text(encoding="utf-8")


def test_init_of_an_enterprise_server_names_the_schema_there_and_hours_in_utc(tmp_path: Path) -> None:
    options = parser().parse_args(["init", "--folder", str(tmp_path), "--action", NAMED, *ANSWERS])
    place = "https://github.example.com"
    init(options, {"GITHUB_API_URL": f"{place}/api/v3", "GITHUB_SERVER_URL": f"{place}/"})
    assert f"$schema={place}/{COPY.name}/raw/" in (tmp_path / CONFIGURATION).read_text(encoding="utf-8")
    assert "timezone:" not in (tmp_path / WORKFLOW).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(["--timezone", "UTC"], "--timezone goes with --start", id="a zone alone"),
        pytest.param(["--name", "Tea"], "--name goes with --start", id="a name alone"),
        pytest.param(["--schedule", "FREQ=DAILY"], "--schedule goes with --start", id="a rule alone"),
        pytest.param(["--start", "2026-01-08T10:00"], "in which time zone", id="no zone"),
        pytest.param([], "when is your meeting", id="nothing"),
    ],
)
def test_answers_that_do_not_go_together_are_told(tmp_path: Path, arguments: list[str], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        asked("--folder", str(tmp_path), "--action", NAMED, *arguments)
    assert list(tmp_path.iterdir()) == []


def test_a_checkout_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no such folder"):
        asked("--folder", str(tmp_path / "nowhere"), "--action", NAMED, *ANSWERS)


def test_without_a_checkout_a_token_is_needed() -> None:
    with pytest.raises(UsageError, match="no token was given"):
        asked("--repository", "acme/tea", "--action", NAMED, *ANSWERS)


def test_a_link_stays_one_and_none_leads_out_of_the_folder(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "real.yml").write_text("old")
    (root / "link.yml").symlink_to("real.yml")
    (root / "out.yml").symlink_to("../elsewhere.yml")
    assert Folder(root).apply(CommitFile("link.yml", "new", "old", "m", "w"), 0) == Done()
    assert (root / "link.yml").is_symlink()
    assert (root / "real.yml").read_text() == "new"
    assert isinstance(Folder(root).apply(CommitFile("out.yml", "x", None, "m", "w"), 0), Declined)
    assert sorted(file.name for file in root.iterdir()) == ["link.yml", "out.yml", "real.yml"]
