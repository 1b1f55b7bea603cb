"""What `init` tells: of each file and label, and what people go on with."""

import io
import json
from argparse import Namespace
from typing import Any

import pytest
from rich.console import Console

from arch_hour.printed import print_furnished
from arch_hour.rules.set_up import FORM
from arch_hour.set_up import Furnished, set_up
from arch_hour.telling_set_up import as_values, lines
from arch_hour.terminal_init import show_furnished
from tests.grounds import CONFIGURATION, FILES, WORKFLOW, Ground, Labeller, wish

REFUSAL = "refusing to allow an OAuth App to create or update workflow without `workflow` scope"
CHECK = (
    "`arch-hour check` says whether all is ready, and `arch-hour init --board` makes a project to track on."
)


def made(ground: Ground | None = None, labeller: Labeller | None = None, **values: Any) -> Furnished:
    return set_up(ground or Ground(), wish(**values), labeller)


def steps(furnished: Furnished) -> list[str]:
    found: list[str] = as_values(furnished)["next"]
    return found


def changed() -> Ground:
    """A repository whose files people changed after `init` wrote them."""
    ground = Ground()
    made(ground)
    ground.files = {path: f"{text}# Ours\n" for path, text in ground.files.items()}
    return ground


def test_each_file_and_label_has_a_line() -> None:
    furnished = made(labeller=Labeller({"agenda", "action-item", "needs-owner", "topic"}))
    assert list(lines(furnished)) == [
        *(f"{path} written" for path in FILES),
        "label topic: pinned made",
        "label topic: scheduled made",
        "label topic: on hold made",
        "label topic: discussed made",
        "label topic: merged made",
    ]
    start, last = steps(furnished)
    assert start.startswith("Start the workflow once by hand, under Actions")
    assert last == CHECK


def test_what_stays_is_told_with_its_reason() -> None:
    ground = changed()
    ground.files[".github/workflows/week.yml"] = ground.files.pop(WORKFLOW)
    assert list(lines(made(ground))) == [
        f"{CONFIGURATION} was changed by people and stays so",
        f"{FORM} was changed by people and stays so",
        ".github/workflows/week.yml was changed by people and stays so",
    ]


def test_a_dry_run_says_would() -> None:
    furnished = made(labeller=Labeller(), dry_run=True)
    told = list(lines(furnished))
    assert told[0] == f"{CONFIGURATION} would be written"
    assert told[3] == "label agenda would be made"
    assert steps(furnished) == ["Nothing was written. Run it again without --dry-run.", CHECK]


def test_a_dry_run_does_not_say_would_of_what_is_as_it_is() -> None:
    ground = Ground()
    made(ground)
    told = list(lines(made(ground, dry_run=True)))
    assert told == [f"{path} is as it should be" for path in FILES]


def test_each_refusal_has_its_remedy() -> None:
    furnished = made(
        Ground(refusing={WORKFLOW: REFUSAL, CONFIGURATION: "protected branch"}), Labeller(refusal="no")
    )
    told = list(lines(furnished))
    assert told[0] == f"{CONFIGURATION} could not be written (protected branch)"
    assert told[2] == f"{WORKFLOW} could not be written ({REFUSAL})"
    assert told[3] == "label agenda could not be made (no)"
    branch, scope, again = steps(furnished)
    assert branch.startswith(f"Mend what kept {CONFIGURATION} from being written: let the token write")
    assert scope.startswith(
        f"Mend what kept {WORKFLOW} from being written: a token writes workflows only with"
    )
    assert again == "Then run it again."


def test_labels_that_were_refused_are_to_be_made_the_next_time() -> None:
    assert steps(made(labeller=Labeller(refusal="no"))) == ["Then run it again."]


def test_a_checkout_is_to_be_pushed() -> None:
    first, *_ = steps(made(is_local=True))
    assert first == "Commit these files, and push them to the default branch."
    ground = Ground()
    made(ground)
    assert steps(made(ground, is_local=True)) == [CHECK]


def test_whoever_changed_the_workflow_is_told_what_its_schedule_needs() -> None:
    first, second, *_ = steps(made(changed()))
    assert first.startswith("Put --start and the like into .github/arch-hour.yml by hand")
    assert second.endswith("has these in its schedule: `23 6,18 * * *`, `32 9 * * 4`, `47 9 * * 4`.")


def test_a_program_gets_all_of_it() -> None:
    told = as_values(made(Ground(refusing={WORKFLOW: REFUSAL}), Labeller({"agenda"}, refusal="no")))
    assert told == json.loads(json.dumps(told))
    assert told["dry_run"] is False
    assert told["files"][2] == {"path": WORKFLOW, "done": "written", "note": None, "refused": REFUSAL}
    assert told["labels"][0] == {"name": "topic", "refused": "no"}
    assert told["schedule"][0] == {"cron": "23 6,18 * * *", "timezone": "Europe/Berlin"}


def shown(furnished: Furnished) -> str:
    screen = io.StringIO()
    show_furnished(Console(file=screen, width=40, color_system=None), furnished)
    return screen.getvalue()


def test_a_terminal_shows_lines_whole_and_numbers_the_steps() -> None:
    text = shown(made(labeller=Labeller()))
    assert f"  {WORKFLOW} written\n" in text
    assert "\nNext:\n\n  1. Start the workflow once by hand" in text
    assert f"  2. {CHECK}\n" in text


HOSTILE = "no\x1b[2J\u202e[red]x[/red]\r\n::error::"


def test_words_of_others_do_nothing_on_a_terminal() -> None:
    text = shown(made(Ground(refusing={CONFIGURATION: HOSTILE})))
    assert not {"\x1b", "\u202e", "\r"} & set(text)
    assert "[red]x[/red]" in text
    assert not [line for line in text.splitlines() if line.startswith("::")]


def test_words_of_others_are_no_markdown(capsys: pytest.CaptureFixture[str]) -> None:
    furnished = made(Ground(refusing={CONFIGURATION: "<img src=x> **b** @ada"}))
    print_furnished(furnished, Namespace(format="markdown"))
    text = capsys.readouterr().out
    assert "<img" not in text
    assert "**b**" not in text
    assert "- .github/arch-hour.yml could not be written" in text
    assert "\nNext:\n\n1. Mend what kept" in text
