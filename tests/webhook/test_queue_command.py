"""`arch-hour queue`: how repositories stand, for a person and for a program, and a run by hand."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from arch_hour.cli import main
from tests.webhook.memories import Memory, memory_at
from webhook.database import VARIABLE
from webhook.following import RepositorySeen
from webhook.queue_command import NOTHING
from webhook.store import Received

TEA, MINT = RepositorySeen(1, "octo-org/tea", None), RepositorySeen(2, "octo-org/mint", 7)


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Memory]:
    """A server's memory, to which the command's environment leads."""
    address = f"sqlite:///{tmp_path}/tea.sqlite"
    monkeypatch.setenv(VARIABLE, address)
    with memory_at(address) as made:
        yield made


def park(memory: Memory, seen: RepositorySeen, trouble: str) -> None:
    memory.store.receive(Received(f"delivery-{seen.id}", seen.id, (seen,)))
    (order,) = memory.orders()
    begun = memory.store.begin(order)
    assert begun is not None
    memory.store.fail(begun, trouble, is_hopeless=True)


def told(capsys: pytest.CaptureFixture[str]) -> list[Any]:
    assert main(["queue", "--format", "json"]) == 0
    found: list[Any] = json.loads(capsys.readouterr().out)
    return found


def test_what_is_parked_is_shown_with_its_trouble_and_what_is_idle_is_counted(
    memory: Memory, capsys: pytest.CaptureFixture[str]
) -> None:
    memory.store.learn([MINT])
    park(memory, TEA, "no such key")
    assert main(["queue"]) == 0
    shown = capsys.readouterr().out
    assert "octo-org/tea" in shown
    assert "parked" in shown
    assert "no such key" in shown
    assert "octo-org/mint" not in shown
    assert shown.splitlines()[-1] == "1 parked, 1 idle"


def test_a_program_is_told_of_every_repository(memory: Memory, capsys: pytest.CaptureFixture[str]) -> None:
    memory.store.learn([MINT])
    park(memory, TEA, "no such key")
    mint, tea = told(capsys)
    assert mint == {
        "repository": "octo-org/mint",
        "id": 2,
        "installation": 7,
        "state": "idle",
        "since": "",
        "runs": 0,
        "failures": 0,
        "trouble": None,
    }
    assert (tea["state"], tea["since"], tea["runs"], tea["trouble"]) == (
        "parked",
        "1970-01-12T13:46:40Z",
        1,
        "no such key",
    )


def test_a_run_by_hand_is_queued_whatever_the_case_of_the_name(
    memory: Memory, capsys: pytest.CaptureFixture[str]
) -> None:
    park(memory, TEA, "no such key")
    before = memory.queued()
    assert main(["queue", "--run", "Octo-Org/TEA"]) == 0
    assert len(memory.queued() - before) == 1
    assert "waiting" in capsys.readouterr().out


def test_a_repository_that_is_not_known_is_told(memory: Memory, capsys: pytest.CaptureFixture[str]) -> None:
    memory.store.learn([TEA])
    assert main(["queue", "--run", "octo-org/coffee"]) == 2
    assert "octo-org/coffee is no repository that the server knows" in capsys.readouterr().err


def test_words_of_others_are_shown_without_their_control_sequences(
    memory: Memory, capsys: pytest.CaptureFixture[str]
) -> None:
    park(memory, TEA, "[red]\x1b[31mboo")
    assert main(["queue"]) == 0
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "[red]" in shown


def test_before_anything_is_known_it_says_so(memory: Memory, capsys: pytest.CaptureFixture[str]) -> None:
    assert memory.orders() == []
    assert main(["queue"]) == 0
    assert capsys.readouterr().out.strip() == NOTHING


def test_a_database_that_is_not_there_is_told_and_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(VARIABLE, f"sqlite:///{tmp_path}/tea.sqlite")
    assert main(["queue"]) == 2
    assert "is not there: set ARCH_HOUR_DATABASE_URL" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_address_may_be_in_the_file_of_credentials(
    memory: Memory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    memory.store.learn([TEA])
    file = tmp_path / "arch-hour.env"
    file.write_text(f"{VARIABLE}=sqlite:///{tmp_path}/tea.sqlite\n")
    monkeypatch.delenv(VARIABLE)
    assert main(["queue", "--credentials", str(file)]) == 0
    assert capsys.readouterr().out.strip() == "1 idle"
