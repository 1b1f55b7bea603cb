"""What all tests share: golden documents, compared to the letter, which `REGENERATE=1` writes afresh."""

import os
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

# A busy machine is no mistake of the code's: how long one example takes is not judged.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compares a document with the golden file of that name."""

    def compare(name: str, text: str) -> None:
        file = GOLDEN / name
        if os.environ.get("REGENERATE") == "1":
            GOLDEN.mkdir(exist_ok=True)
            file.write_text(text + "\n", encoding="utf-8", newline="")
        assert text + "\n" == file.read_bytes().decode(), f"{file} differs; REGENERATE=1 writes it afresh"

    return compare
