"""Our Dockerfile as stages with their instructions."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Stage:
    """One stage; `name` is empty for one that has none, instructions are keyword and the rest of the line."""

    base: str
    name: str
    instructions: tuple[tuple[str, str], ...]

    @property
    def keywords(self) -> set[str]:
        """The instructions that it has at all."""
        return {keyword for keyword, _ in self.instructions}

    def all_of(self, keyword: str) -> list[str]:
        """What stands after each such instruction."""
        return [rest for each, rest in self.instructions if each == keyword]

    @property
    def entry(self) -> list[str]:
        """The one entry point, which must be a list of words and no line for a shell."""
        (entry,) = self.all_of("ENTRYPOINT")
        words: list[str] = json.loads(entry)
        return words


def stages() -> list[Stage]:
    """All stages, the one that GitHub builds last."""
    text = re.sub(r"(?m)^#.*\n", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
    lines = [line.strip() for line in re.sub(r"\s*\\\n\s*", " ", text).split("\n") if line.strip()]
    found: list[Stage] = []
    for line in lines:
        keyword, _, rest = line.partition(" ")
        if keyword == "FROM":
            base, _, name = rest.partition(" AS ")
            found.append(Stage(base, name, ()))
        else:
            last = found.pop()
            found.append(Stage(last.base, last.name, (*last.instructions, (keyword, rest.strip()))))
    return found
