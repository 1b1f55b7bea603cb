"""The file with the credentials: how it is read, and how it comes to be."""

import os
import stat
from base64 import b64decode
from pathlib import Path

import pytest

from arch_hour.errors import UsageError
from tests.shipped import ROOT
from webhook.credentials import (
    DEFAULT_FILE,
    one_line,
    read_credentials,
    require_place,
    with_credentials_file,
    write_credentials,
)
from webhook.database import DEFAULT


def read(folder: Path, text: str | bytes) -> dict[str, str]:
    file = folder / "arch-hour.env"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return dict(read_credentials(file))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("", {}, id="empty"),
        pytest.param("A=1\nB_2=two\n", {"A": "1", "B_2": "two"}, id="two lines"),
        pytest.param("# a note\n\n  # another\nA=1", {"A": "1"}, id="notes"),
        pytest.param("A=1 # no note\n", {"A": "1 # no note"}, id="a note behind a value is part of it"),
        pytest.param("A=x=y==\n", {"A": "x=y=="}, id="base64 ends with signs of equality"),
        pytest.param(" A =  1  \n", {"A": "1"}, id="space around"),
        pytest.param("A=\n", {"A": ""}, id="nothing"),
        pytest.param("A=\"1\"\nB='2'\nC='\n", {"A": "1", "B": "2", "C": "'"}, id="quotes"),
        pytest.param("A=1\r\nB=2\r\n", {"A": "1", "B": "2"}, id="lines as Windows ends them"),
        pytest.param(b"\xef\xbb\xbfA=1\n", {"A": "1"}, id="a mark of UTF-8"),
        pytest.param("A=a\u2028b\n", {"A": "a\u2028b"}, id="an odd separator ends no line"),
    ],
)
def test_a_file_is_read_line_by_line(tmp_path: Path, text: str | bytes, values: dict[str, str]) -> None:
    assert read(tmp_path, text) == values


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("A=1\nhunter2\n", ":2: write NAME=VALUE", id="no name"),
        pytest.param("1A=hunter2\n", ":1: write NAME=VALUE", id="no name that a shell knows"),
        pytest.param("export A=hunter2\n", ":1: write NAME=VALUE", id="a command"),
        pytest.param("A=hunter2\nA=hunter2\n", ":2: A is given for the second time", id="twice"),
        pytest.param(b"A=hunter2\xff\n", "no text in UTF-8", id="bytes"),
    ],
)
def test_what_cannot_be_read_is_told_without_a_value(tmp_path: Path, text: str | bytes, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        read(tmp_path, text)
    assert words in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot be read \(No such file"):
        read_credentials(tmp_path / "nowhere.env")


def test_a_new_file_is_for_its_owner_alone_whatever_the_umask(tmp_path: Path) -> None:
    for mask in (0o000, 0o077, 0o277):
        file = tmp_path / f"{mask}.env"
        before = os.umask(mask)
        try:
            write_credentials(file, "A=1\n")
        finally:
            os.umask(before)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert read_credentials(file) == {"A": "1"}


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    file, link = tmp_path / "a.env", tmp_path / "b.env"
    file.write_text("A=1\n")
    link.symlink_to(tmp_path / "nowhere")
    for taken in (file, link):
        with pytest.raises(UsageError, match="is there already, and is not written over"):
            require_place(taken)
        with pytest.raises(FileExistsError):
            write_credentials(taken, "A=2\n")
    assert file.read_text() == "A=1\n"


def test_a_place_where_no_file_can_be_made_is_known_before(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot be made \(No such file"):
        require_place(tmp_path / "nowhere" / "a.env")
    require_place(tmp_path / "a.env")
    assert list(tmp_path.iterdir()) == []


def test_of_a_file_that_could_not_be_finished_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_credentials(tmp_path / "a.env", "A=1\n")
    assert list(tmp_path.iterdir()) == []


def test_a_key_of_many_lines_becomes_one(tmp_path: Path) -> None:
    pem = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\n"
    value = read(tmp_path, f"KEY={one_line(pem)}\n")["KEY"]
    assert b64decode(value).decode() == pem


def test_in_a_checkout_neither_the_file_nor_the_database_can_be_committed_by_mistake() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {DEFAULT_FILE, DEFAULT.removeprefix("sqlite:///") + "*"} <= set(ignored)


def test_the_file_gives_what_the_environment_does_not_set_or_sets_to_nothing(tmp_path: Path) -> None:
    file = tmp_path / "arch-hour.env"
    file.write_text("A=file\nB=file\nC=file\n")
    environ = {"A": "shell", "B": "", "D": "shell"}
    assert with_credentials_file(str(file), environ) == {"A": "shell", "B": "file", "C": "file", "D": "shell"}
    assert with_credentials_file(None, environ) == environ
