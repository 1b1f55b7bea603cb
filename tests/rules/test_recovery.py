"""Whatever people write in the very moment in which we write over it comes back, once, and nothing else does."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from arch_hour import session
from arch_hour.config import Config
from arch_hour.model import Account, Edit, Snapshot
from arch_hour.rules.blocks import replace_block, wrap
from arch_hour.rules.changes import Change, EditComment, EditIssue
from arch_hour.rules.events import Command
from arch_hour.rules.recovery import LONGEST, Loss, losses, plan_recovery
from arch_hour.rules.seals import sealed, unsealed, written_over
from arch_hour.stages import STAGES
from tests.rules.build import OPENED, VIEWER, config, issue, person, snapshot, topic
from tests.rules.memory import Memory

BEFORE, FROZEN, AFTER = "12-16 09:00", "12-17 14:50", "12-18 12:00"
BOT, ADA = VIEWER, person("ada")


def ours(over: str, content: str = "ours") -> str:
    return sealed(replace_block(over, "agenda", {}, content), "agenda", over)


def history(*versions: tuple[Account, str]) -> tuple[Edit, ...]:
    """Versions oldest first, as GitHub gives them: newest first."""
    return tuple(Edit(who, OPENED, text) for who, text in reversed(versions))


def is_bot(account: Account | None) -> bool:
    return account == BOT


FIRST = f"{wrap('agenda', {}, 'first')}\n\nNotes\n"
OURS = ours(FIRST)
NOTED = f"{FIRST}a note\n"


@pytest.mark.parametrize(
    ("versions", "expected"),
    [
        pytest.param([], [], id="never edited"),
        pytest.param([(BOT, FIRST), (BOT, OURS)], [], id="nobody wrote"),
        pytest.param([(BOT, FIRST), (ADA, NOTED), (BOT, ours(NOTED))], [], id="we knew of it"),
        pytest.param([(BOT, FIRST), (BOT, OURS), (ADA, f"{OURS}more")], [], id="they wrote after us"),
        pytest.param(
            [(BOT, FIRST), (ADA, NOTED), (BOT, OURS)], [Loss(FIRST, NOTED, OURS)], id="they wrote meanwhile"
        ),
        pytest.param(
            [(BOT, FIRST), (ADA, NOTED), (ADA, f"{NOTED}!"), (BOT, OURS), (ADA, f"{OURS}more")],
            [Loss(FIRST, f"{NOTED}!", OURS)],
            id="they wrote twice meanwhile, and again after us",
        ),
        pytest.param(
            [(BOT, FIRST), (ADA, NOTED), (BOT, OURS), (BOT, ours(OURS, "with the note"))],
            [],
            id="it was put back already",
        ),
        pytest.param(
            [(BOT, FIRST), (BOT, OURS), (BOT, ours(FIRST, "another"))],
            [],
            id="two runs at once and nobody else",
        ),
        pytest.param(
            [(BOT, FIRST), (BOT, OURS), (ADA, f"{OURS}x"), (BOT, ours(FIRST, "another"))],
            [Loss(OURS, f"{OURS}x", ours(FIRST, "another"))],
            id="two runs at once and somebody between them",
        ),
        pytest.param(
            [(BOT, FIRST), (ADA, NOTED), (BOT, OURS), (ADA, f"{OURS}x"), (BOT, OURS)],
            [Loss(FIRST, NOTED, OURS), Loss(OURS, f"{OURS}x", OURS)],
            id="a write that was repeated, twice over somebody",
        ),
        pytest.param(
            [(BOT, FIRST), (ADA, NOTED), (BOT, OURS), (ADA, f"{OURS}x"), (BOT, ours(OURS, "put back"))],
            [Loss(OURS, f"{OURS}x", ours(OURS, "put back"))],
            id="somebody wrote while the first words were put back",
        ),
        pytest.param([(ADA, NOTED), (BOT, OURS)], [], id="what we looked at is no longer known"),
        pytest.param([(BOT, FIRST), (ADA, NOTED), (ADA, OURS)], [], id="somebody pasted a text of ours"),
        pytest.param(
            [(BOT, FIRST), (ADA, NOTED), (BOT, f"{OURS}?")],
            [],
            id="another workflow edited it as the same bot",
        ),
        pytest.param(
            [(BOT, FIRST), (ADA, NOTED.replace("\n", "\r\n")), (BOT, ours(NOTED))], [], id="other line ends"
        ),
    ],
)
def test_a_version_that_we_did_not_know_was_swept_away(
    versions: list[tuple[Account, str]], expected: list[Loss]
) -> None:
    assert losses(history(*versions), "agenda", is_bot) == expected


def test_a_person_whose_token_we_use_may_take_an_edit_back() -> None:
    me = person("ada")
    versions = history((me, FIRST), (me, OURS), (me, f"{OURS}x"), (me, OURS))
    assert losses(versions, "agenda", lambda account: account == me) == []
    swept_away = history((me, FIRST), (person("ben"), NOTED), (me, OURS))
    assert losses(swept_away, "agenda", lambda account: account == me) == [Loss(FIRST, NOTED, OURS)]


def test_a_seal_is_broken_by_any_letter_and_changes_none() -> None:
    assert written_over(OURS, "agenda") is not None
    assert written_over(OURS.replace("\n", "\r\n"), "agenda") == written_over(OURS, "agenda")
    for text in (f"{OURS}x", OURS.replace("Notes", "notes"), OURS.replace('"of":"', '"of":"0'), FIRST, ""):
        assert written_over(text, "agenda") is None
    assert unsealed(OURS, "agenda") == replace_block(FIRST, "agenda", {}, "ours")
    assert sealed("no block", "agenda", "x") == unsealed("no block", "agenda") == "no block"


def test_a_sealed_block_that_is_as_it_should_be_is_left_alone() -> None:
    assert replace_block(OURS, "agenda", {}, "ours") == OURS
    assert written_over(replace_block(OURS, "agenda", {}, "new"), "agenda") is None


def meeting() -> tuple[Memory, int]:
    repository = Memory.of(topic(1, "Early"))
    repository.run(BEFORE)
    repository.issues[9] = topic(9, "Second", created_at=repository.now)
    return repository, repository.only("agenda").number


def once(*edits: Callable[[str], str]) -> Callable[[Memory], Callable[[int], None]]:
    """Each of some edits by another person, at the first occasion there is."""
    people = iter(("ada", "wren", "ben", "cleo"))
    left = [(next(people), edit) for edit in edits]

    def do(repository: Memory) -> Callable[[int], None]:
        def write(number: int) -> None:
            while left and repository.issues[number].has_label("agenda"):
                by, edit = left.pop(0)
                repository.edit(number, by=by, body=edit(repository.issues[number].body))

        return write

    return do


def note(text: str) -> Callable[[str], str]:
    return lambda body: f"{body}\n{text}\n"


def in_windows(edit: Callable[[str], str]) -> Callable[[str], str]:
    return lambda body: edit(body).replace("\r\n", "\n").replace("\n", "\r\n")


EDITS = [
    pytest.param([note("my note")], id="a note at the end"),
    pytest.param([lambda body: f"my note\n\n{body}"], id="a note on top"),
    pytest.param([in_windows(note("my note"))], id="saved by a browser"),
    pytest.param([lambda body: body.replace("### On the agenda", "my note")], id="inside our block"),
    pytest.param([note("first"), lambda body: f"{body}my note\n"], id="by two people"),
    pytest.param([note("gone"), lambda body: body.replace("gone", "my note")], id="corrected at once"),
    pytest.param([lambda _: "my note"], id="all else deleted"),
    pytest.param([lambda body: f"my note\n{body.partition(chr(10))[2]}"], id="our marker deleted"),
]


@pytest.mark.parametrize("edits", EDITS)
@pytest.mark.parametrize("at", [BEFORE, FROZEN], ids=["refresh", "freeze"])
@pytest.mark.parametrize("died", [False, True], ids=["at once", "by the next run"])
def test_words_written_while_we_write_come_back(
    edits: list[Callable[[str], str]],
    at: str,
    died: bool,  # noqa: FBT001
) -> None:
    repository, agenda = meeting()
    repository.meanwhile = once(*edits)(repository)
    if died:
        repository.afterwards = die
        with pytest.raises(SystemExit):
            repository.run(at)
        assert "my note" not in repository.issues[agenda].body
        repository.afterwards = lambda _: None
    repository.run(at)
    body = repository.issues[agenda].body
    assert body.count("my note") == 1
    assert "Second" in body
    assert body.count("- [ ] Discussed · [#") == (2 if at == FROZEN else 0)
    assert repository.made(at) == []
    assert len(repository.labelled("agenda")) == 1
    assert "gone" not in body
    assert ("\nfirst\nmy note\n" in body) is (len(edits) == 2 and "first" in edits[0](""))


def die(_: int) -> None:
    raise SystemExit


def test_what_is_written_right_after_our_write_just_stays() -> None:
    repository, agenda = meeting()
    repository.afterwards = once(note("my note"))(repository)
    assert [change.why for change in repository.made(BEFORE)] == ["topics or votes changed"]
    assert repository.issues[agenda].body.endswith("\nmy note\n")


def test_words_swept_away_by_what_put_others_back_come_back_too() -> None:
    repository, agenda = meeting()
    letters = iter(("first words", "second words"))

    def write(number: int) -> None:
        text = next(letters, None)
        if text:
            repository.edit(number, by="ada", body=f"{repository.issues[number].body}\n{text}\n")

    repository.meanwhile = write
    repository.run(BEFORE)
    body = repository.issues[agenda].body
    assert (body.count("first words"), body.count("second words")) == (1, 1)
    assert repository.made() == []


def test_somebody_who_writes_whenever_we_do_loses_nothing_in_the_end() -> None:
    repository, agenda = meeting()
    letters = iter("abcdefgh")

    def write(number: int) -> None:
        repository.edit(number, by="ada", body=f"{repository.issues[number].body}\nword {next(letters)}\n")

    repository.meanwhile = write
    repository.run(BEFORE)
    repository.meanwhile = lambda _: None
    repository.run()
    said = [line for line in repository.issues[agenda].body.split("\n") if line.startswith("word ")]
    assert sorted(said) == [f"word {letter}" for letter in "abcdefgh"[: len(said)]]
    assert next(letters) == "abcdefgh"[len(said)]
    assert repository.made() == []


def test_nothing_comes_back_that_somebody_deleted_later() -> None:
    repository, agenda = meeting()
    repository.meanwhile = once(note("my note"))(repository)
    repository.run(BEFORE)
    body = repository.issues[agenda].body
    repository.edit(agenda, body=body.replace("my note\n", ""))
    repository.vote(1, "ada")
    repository.run(FROZEN)
    assert "my note" not in repository.issues[agenda].body


def test_words_come_back_once_although_nothing_can_remember_it() -> None:
    repository, agenda = meeting()
    repository.meanwhile = once(note("my note"))(repository)
    repository.afterwards = die
    with pytest.raises(SystemExit):
        repository.run(FROZEN)
    repository.afterwards = lambda _: None
    body = repository.issues[agenda].body
    repository.edit(agenda, body=body[body.index("## Notes") :])
    repository.run(FROZEN)
    assert repository.issues[agenda].body.count("my note") == 1
    assert repository.made(FROZEN) == []


def test_a_text_that_would_get_too_long_stays_as_it_is() -> None:
    noted = f"{FIRST}{'x' * LONGEST}\n"
    versions = history((BOT, FIRST), (ADA, noted), (BOT, OURS))
    seen = snapshot(agendas=(issue(1, body=OURS, edits=versions),))
    assert plan_recovery(seen, config()) == []


def test_the_words_of_somebody_on_a_follow_up_come_back() -> None:
    repository = Memory.of(topic(1, "Tea", "ACTION @ada to write it down"))
    repository.run(BEFORE)
    made = repository.only("action-item").number

    def write(number: int) -> None:
        if number == made:
            repository.edit(number, by="ada", body=f"{repository.issues[number].body}\nmy note\n")
            repository.meanwhile = lambda _: None

    repository.meanwhile = write
    repository.edit(1, body="- [x] ACTION @ada to write it down")
    repository.run(f"{repository.now + timedelta(hours=1):%Y-%m-%d %H:%M}", Command.ACTIONS)
    assert repository.issues[made].body.endswith("\nmy note\n")
    assert not repository.issues[made].is_open


def test_where_nothing_was_swept_away_one_look_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []

    def look(snapshot: Snapshot, config: Config, number: int | None = None) -> list[Change]:
        looks.append(1)
        return plan_recovery(snapshot, config, number)

    monkeypatch.setattr(session, "plan_recovery", look)
    repository = Memory.of(topic(1, votes=1))
    outcome = repository.run(BEFORE, Command.ACTIONS)
    assert len(looks) == len([stage for stage in STAGES[Command.ACTIONS] if stage.wanted(outcome.config)])


def test_after_a_write_only_the_issue_just_written_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    repository = Memory.of(*(topic(number, body=f"ACTION @ada to do {number}") for number in (1, 2)))
    repository.run(BEFORE, Command.ACTIONS)
    for number in (1, 2):
        repository.edit(number, body=f"ACTION @ada to do {number} soon")
    looks: list[int | None] = []

    def look(snapshot: Snapshot, config: Config, number: int | None = None) -> list[Change]:
        looks.append(number)
        return plan_recovery(snapshot, config, number)

    monkeypatch.setattr(session, "plan_recovery", look)
    outcome = repository.run(command=Command.ACTIONS)
    written = [step.number for step in outcome.steps if isinstance(step.change, EditIssue | EditComment)]
    assert {3, 4} <= set(written)
    assert [number for number in looks if number is not None] == written
