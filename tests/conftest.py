"""What all tests share: golden documents, compared to the letter, which `REGENERATE=1` writes afresh."""

import os
from collections.abc import Callable
from itertools import chain, groupby
from pathlib import Path

import hypothesis
import pytest

pytest_plugins = ("tests.postgres",)

# A busy machine is no mistake of the code's: how long one example takes is not judged.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")

GOLDEN = Path(__file__).parent / "golden"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Spreads the modules in which servers run among all others: they mostly wait, and in a row all would wait."""
    modules = [list(module) for _, module in groupby(items, key=lambda item: item.path)]
    waiting = [module for module in modules if module[0].path.name.startswith("test_server")]
    others = [module for module in modules if module not in waiting]
    step = len(others) // len(waiting) + 1 if waiting else 1
    spread = ([*others[number * step : (number + 1) * step], module] for number, module in enumerate(waiting))
    ordered = [*chain.from_iterable(spread), *others[len(waiting) * step :]]
    items[:] = chain.from_iterable(ordered)


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
