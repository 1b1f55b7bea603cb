"""Files of the repository that are made from the code, and held to it."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[1]


def same(name: str, text: str) -> None:
    """The file has that text; `REGENERATE=1` writes it afresh."""
    file = ROOT / name
    if os.environ.get("REGENERATE") == "1":
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="")
    assert file.read_bytes().decode() == text, f"{name} differs; REGENERATE=1 writes it afresh"
