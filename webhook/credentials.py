"""The file that holds what the server signs in with: a line `NAME=VALUE` for each, readable by its owner alone."""

import os
import re
from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile

from arch_hour.errors import UsageError

DEFAULT_FILE = "arch-hour.env"
_LINE = re.compile(r"(?P<name>[A-Za-z_]\w*)\s*=\s*(?P<value>.*)", re.ASCII)
_QUOTED = re.compile(r"""(["'])(?P<inside>.*)\1""")


def read_credentials(path: Path) -> Mapping[str, str]:
    """The values by their names; raises UsageError, which never tells a value."""
    found: dict[str, str] = {}
    for number, text in enumerate(_lines(path), start=1):
        line = text.strip()
        if not line or line.startswith("#"):
            continue
        told = _LINE.fullmatch(line)
        if told is None:
            msg = f"{path}:{number}: write NAME=VALUE, or # before what is only a note"
            raise UsageError(msg)
        if told["name"] in found:
            msg = f"{path}:{number}: {told['name']} is given for the second time: keep one of the two"
            raise UsageError(msg)
        quoted = _QUOTED.fullmatch(told["value"])
        found[told["name"]] = quoted["inside"] if quoted else told["value"]
    return found


def with_credentials_file(path: str | None, environ: Mapping[str, str]) -> dict[str, str]:
    """The environment with the values of a file for what it does not set, or sets to nothing; raises UsageError."""
    if path is None:
        return dict(environ)
    given = {name: value for name, value in environ.items() if value}
    return {**read_credentials(Path(path)), **given}


def one_line(pem: str) -> str:
    """A private key as it stands in such a file: base64 of its text."""
    return b64encode(pem.encode()).decode()


def require_place(path: Path) -> None:
    """Raises UsageError where such a file could not be made, so that this is known before there is anything to lose."""
    if os.path.lexists(path):
        msg = f"{path} is there already, and is not written over: move it away, or name another with --credentials"
        raise UsageError(msg)
    try:
        with TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        why = error.strerror
        msg = (
            f"{path} cannot be made ({why}): name a file in a folder that can be written, with --credentials"
        )
        raise UsageError(msg) from None


def write_credentials(path: Path, text: str) -> None:
    """Makes the file, and is back when it is on the disk; raises OSError, and leaves no half of it behind."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            os.fchmod(handle, 0o600)  # whatever the umask takes away
            file.write(text)
            file.flush()
            os.fsync(handle)
        _sync(path.parent)
    except OSError:
        with suppress(OSError):
            path.unlink()
        raise


def _sync(folder: Path) -> None:
    """Has the name of a new file on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror}): check the name"
        raise UsageError(msg) from None
    except ValueError:
        msg = f"{path}: is no text in UTF-8: save it as plain text"
        raise UsageError(msg) from None
