"""A checkout on this machine in place of the repository on GitHub, for who commits and pushes by themselves."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from arch_hour.errors import StaleFileError, UsageError
from arch_hour.gateway.feeds import read_feed
from arch_hour.rules.changes import CommitFile, Declined, Done


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of a checkout by their paths in it; raises UsageError where they cannot be read."""

    root: Path

    def file(self, path: str) -> str | None:
        """The text of a file, None where there is none."""
        place = self.root / path
        try:
            return place.read_bytes().decode("utf-8") if place.is_file() else None
        except (OSError, UnicodeDecodeError) as error:
            msg = f"{place}: cannot be read as a text ({error}): look at it"
            raise UsageError(msg) from None

    def folder(self, path: str) -> Mapping[str, str]:
        """The texts of the files directly in a folder, by their paths; what is no text is left out."""
        place = self.root / path
        found: dict[str, str] = {}
        for file in sorted(place.iterdir()) if place.is_dir() else ():
            with suppress(UsageError):
                text = self.file(f"{path}/{file.name}")
                found |= {} if text is None else {f"{path}/{file.name}": text}
        return found

    def feed(self, address: str) -> str:
        """The text at an address."""
        return read_feed(address)

    def apply(self, change: CommitFile, number: int) -> Done | Declined:  # noqa: ARG002  as GitHub's is called
        """Writes a file in place of the text that it was made of; committing it is people's."""
        if self.file(change.path) != change.was:
            raise StaleFileError(change.path, self.file(change.path))
        place = (self.root / change.path).resolve()  # a link stays one
        part = place.with_name(f".{place.name}.part")
        if not place.is_relative_to(self.root.resolve()):
            return Declined(f"{change.path} leads out of this folder")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(change.text, encoding="utf-8", newline="\n")
            part.replace(place)  # whole, or not at all
        except OSError as error:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            return Declined(f"{place}: {error.strerror}")
        return Done()
