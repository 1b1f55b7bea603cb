"""What a runner understands is what we meant, whatever the words are."""

from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from action.workflow_commands import SUMMARY_LIMIT, annotation, unheard, write_outputs, write_summary
from tests.action.runner import Command, obeyed, outputs

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
NASTY = st.lists(
    TEXT
    | st.sampled_from(
        ["\n", "\r", "%0A", "%", "::", "##[error]", "::set-output name=x::y", "::stop-commands::z"]
    )
).map("".join)


@pytest.mark.parametrize(
    ("message", "written"),
    [
        pytest.param("plain", "::error title=Arch Hour::plain", id="plain"),
        pytest.param(
            "50%\r\nof it", "::error title=Arch Hour::50%25%0D%0Aof it", id="percent and line breaks"
        ),
        pytest.param("%0A", "::error title=Arch Hour::%250A", id="escaped already"),
        pytest.param(
            "a: b, c::d", "::error title=Arch Hour::a: b, c::d", id="colons and commas may stand in a message"
        ),
    ],
)
def test_a_message_is_one_line(message: str, written: str) -> None:
    assert annotation("error", message) == written


@pytest.mark.parametrize(
    ("file", "line", "places"),
    [
        pytest.param("a.yml", 3, "file=a.yml,line=3,title=Arch Hour", id="file and line"),
        pytest.param("a.yml", None, "file=a.yml,title=Arch Hour", id="file"),
        pytest.param("a,b:c%d\n.yml", 1, "file=a%2Cb%3Ac%25d%0A.yml,line=1,title=Arch Hour", id="odd name"),
    ],
)
def test_a_place_is_escaped(file: str, line: int | None, places: str) -> None:
    assert annotation("warning", "m", file=file, line=line) == f"::warning {places}::m"


@given(message=NASTY, file=NASTY, level=st.sampled_from(["error", "warning", "notice"]))
def test_an_annotation_is_always_exactly_itself(message: str, file: str, level: str) -> None:
    (command,) = obeyed(annotation(level, message, file=file))
    expected = {"title": "Arch Hour", **({"file": file} if file else {})}
    assert (command.name, command.data) == (level, message)
    assert {name: value for name, value in command.properties.items() if name != "file" or value} == expected


@given(words=NASTY)
def test_words_within_command_nothing(words: str) -> None:
    log = StringIO()
    with unheard(log):
        print(words, file=log)
    print(annotation("notice", "after"), file=log)
    assert obeyed(log.getvalue()) == [Command("notice", {"title": "Arch Hour"}, "after")]


def test_commands_are_heard_again_after_a_failure() -> None:
    log = StringIO()
    with pytest.raises(RuntimeError), unheard(log):
        raise RuntimeError
    print(annotation("error", "after"), file=log)
    assert [command.data for command in obeyed(log.getvalue())] == ["after"]


def test_nobody_can_guess_what_makes_commands_heard_again() -> None:
    logs = [StringIO(), StringIO()]
    for log in logs:
        with unheard(log):
            pass
    assert logs[0].getvalue() != logs[1].getvalue()
    assert all(len(log.getvalue().splitlines()[1].strip(":")) >= 32 for log in logs)


@given(values=st.dictionaries(st.sampled_from(["topics", "meeting", "agenda-url"]), NASTY))
def test_outputs_arrive_as_they_are(tmp_path_factory: pytest.TempPathFactory, values: dict[str, str]) -> None:
    file = tmp_path_factory.mktemp("runner") / "output"
    values = {name: value.replace("\r", "") for name, value in values.items()}
    write_outputs(file, values)
    assert outputs(file) == values


def test_outputs_of_many_lines_cannot_add_outputs(tmp_path: Path) -> None:
    file = tmp_path / "output"
    write_outputs(file, {"topics": "a\nEOF\narch-hour\nchanges=99\nchanges<<X\n99\nX", "changes": "1"})
    assert outputs(file)["changes"] == "1"
    delimiters = [line.partition("<<")[2] for line in file.read_text().splitlines() if "<<arch-hour-" in line]
    assert len(set(delimiters)) == 2


def test_outputs_and_summaries_of_other_steps_stay(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("other<<E\n1\nE\n")
    (tmp_path / "summary").write_text("# Other\n")
    write_outputs(tmp_path / "output", {"changes": "2"})
    write_summary(tmp_path / "summary", "# Ours")
    assert outputs(tmp_path / "output") == {"other": "1", "changes": "2"}
    assert (tmp_path / "summary").read_text() == "# Other\n# Ours\n"


@pytest.mark.parametrize("letter", ["a", "ä", "🦉"])
def test_a_summary_is_cut_by_bytes_and_says_so(tmp_path: Path, letter: str) -> None:
    file = tmp_path / "summary"
    write_summary(file, letter * (SUMMARY_LIMIT // len(letter.encode()) + 10))
    assert SUMMARY_LIMIT - 10 < file.stat().st_size <= SUMMARY_LIMIT <= 1024 * 1024
    text = file.read_text(encoding="utf-8")
    assert text.startswith(letter * 1000)
    assert "too long for this summary" in text[-60:]


def test_a_summary_that_fits_is_whole(tmp_path: Path) -> None:
    write_summary(tmp_path / "summary", "ä" * (SUMMARY_LIMIT // 2 - 1))
    assert (tmp_path / "summary").read_text(encoding="utf-8") == "ä" * (SUMMARY_LIMIT // 2 - 1) + "\n"
