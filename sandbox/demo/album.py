"""The documents of the demo: as Markdown files, and rendered together in one page to open."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from arch_hour.errors import UsageError
from arch_hour.rendering import render
from sandbox import markdown
from sandbox.storing.worlds import write_world
from sandbox.world import World

# How a page that an earlier demo left is known from anybody else's.
OURS = '<meta name="generator" content="arch-hour demo">'


@dataclass(frozen=True, slots=True)
class Picture:
    """One document: its title, its Markdown and the file it is kept in."""

    title: str
    markdown: str
    file: str


@dataclass
class Album:
    """A folder with a file for each document and an index of all; those of an earlier demo are taken away first."""

    folder: Path
    pictures: list[Picture] = field(default_factory=list)

    def __post_init__(self) -> None:
        with _writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            index = self.folder / "index.html"
            if not index.exists():
                return
            if OURS not in index.read_text(encoding="utf-8", errors="replace"):
                msg = f"{index} is not the demo's: choose another folder with --out"
                raise UsageError(msg)
            for old in (index, self.world, *self.folder.glob("[0-9][0-9]-*.md")):
                old.unlink(missing_ok=True)

    def keep(self, title: str, markdown: str) -> None:
        """Keeps a document as it is now."""
        words = re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-")
        file = f"{len(self.pictures) + 1:02}-{words}.md"
        with _writing(self.folder):
            (self.folder / file).write_text(markdown, encoding="utf-8")
        self.pictures.append(Picture(title, markdown, file))

    @property
    def world(self) -> Path:
        """Where the world of the demo is kept."""
        return self.folder / "world.yml"

    def keep_world(self, world: World) -> None:
        """Keeps the whole stand-in GitHub as it is now."""
        with _writing(self.folder):
            write_world(world, self.world)

    def bind(self, heading: str) -> Path:
        """Writes the page that shows them all, and answers where it is."""
        index = self.folder / "index.html"
        pages = [(picture, markdown.render(picture.markdown)) for picture in self.pictures]
        style = (files("sandbox.markdown") / "markdown.css").read_text(encoding="utf-8")
        with _writing(self.folder):
            index.write_text(render("demo.html", heading=heading, pages=pages, style=style), encoding="utf-8")
        return index


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Raises UsageError where the folder cannot be written."""
    try:
        yield
    except OSError as error:
        msg = f"{folder}: the documents cannot be written there ({error.strerror}): choose another --out"
        raise UsageError(msg) from None
