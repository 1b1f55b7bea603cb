"""A team's own template for the agenda, read from its repository, with a mistake in it and mended."""

from typing import TYPE_CHECKING

from tests.integration.conftest import CONFIGURATION, REPOSITORY
from tests.integration.test_action_process import start

if TYPE_CHECKING:
    from tests.integration.conftest import Town

PATH = ".github/agenda.md.j2"
CONFIGURED = CONFIGURATION + f"agenda:\n  template: {PATH}\n"


def test_a_mistake_in_a_template_is_annotated_at_its_line_and_the_agenda_stays(town: "Town") -> None:
    town.world.put_file(REPOSITORY, ".github/arch-hour.yml", CONFIGURED)
    town.world.put_file(REPOSITORY, PATH, "{# Ours. #}\nTea with {{ topics | length }} topics\n")
    town.values("run")
    (agenda,) = town.issues("agenda")
    assert "\nTea with 0 topics\n<!-- /arch-hour:agenda -->" in agenda["body"]

    town.world.put_file(REPOSITORY, PATH, "{# Ours. #}\nTea with {{ topcs | length }} topics\n")
    town.send("ada", "POST", "/issues", {"title": "Milk", "labels": ["topic"]})
    failed = start(town)
    assert failed.returncode == 2
    annotated = (
        f"::error file={PATH},line=2,title=Arch Hour::`topcs` is not known here; did you mean `topics`?"
    )
    assert annotated in failed.stdout
    assert town.issues("agenda")[0]["body"] == agenda["body"]

    town.world.put_file(REPOSITORY, PATH, "Coffee with {{ topics | length }} topic\n")
    assert town.spent(lambda: town.values("run"))[1] == 1
    assert "\nCoffee with 1 topic\n" in town.issues("agenda")[0]["body"]
