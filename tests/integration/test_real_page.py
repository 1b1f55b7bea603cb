"""A real meeting page through the whole loop, as its own team would have lived it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.integration.conftest import Town

SPLITTING = "Early thoughts on approaches to splitting LMS and Studio (link)"
DOCKER = "Where and How should we be building docker images to best suit the needs of engineers?"
FAILING = "Best Practices for having frontend code fail gracefully when backend APIs go down"
EDXAPP = "Things we don’t know about that will make containerizing edxapp hard"


def test_the_page_becomes_nine_topics_in_its_own_ranking(town: "Town", real_page: Path) -> None:
    imported = town.values("import", str(real_page), by="ada")
    assert len(imported["changes"]) == 9
    assert imported["unplaced"] == []
    assert [(topic["title"], topic["votes"]) for topic in imported["topics"]] == [
        (SPLITTING, 4),
        (DOCKER, 3),
        (FAILING, 2),
        (EDXAPP, 1),
        ("External Guests in 2021", 0),
        ("How to make it easy to add consistent alerting logic for MFEs", 0),
        ("On call best practices and discoverability", 0),
        ("Status Page(s) Best Practices", 0),
        ("Maintenance Banner Best Practices", 0),
    ]


def test_a_dry_run_of_the_import_shows_all_and_writes_nothing(town: "Town", real_page: Path) -> None:
    done: list[Any] = []
    _, writes = town.spent(
        lambda: done.append(town.arch_hour("import", str(real_page), "--dry-run", by="ada"))
    )
    assert writes == 0
    assert done[0].returncode == 0
    assert done[0].stdout.count("would create") == 9
    assert "9 changes planned, nothing written." in done[0].stdout


def test_importing_twice_makes_no_topic_twice(town: "Town", real_page: Path) -> None:
    town.values("import", str(real_page), by="ada")
    _, writes = town.spent(lambda: town.values("import", str(real_page), by="ada"))
    assert writes == 0
    assert len(town.issues("topic")) == 9


def test_the_page_s_one_action_line_becomes_one_follow_up_of_its_two_owners(
    town: "Town", real_page: Path
) -> None:
    town.values("import", str(real_page), by="ada")
    town.values("run")
    (follow_up,) = town.issues("action-item")
    assert [person["login"] for person in follow_up["assignees"]] == ["ablackwell", "nasthagiri"]
    assert "- Taking part: Stacey Messier, Adam Butterworth\n" in follow_up["body"]
    assert "- Owners: Adam Blackwell (ablackwell), Nimisha Asthagiri (nasthagiri)\n" in follow_up["body"]
    assert [label["name"] for label in follow_up["labels"]] == ["action-item"]


def test_a_second_run_writes_nothing(town: "Town", real_page: Path) -> None:
    town.values("import", str(real_page), by="ada")
    assert town.values("run")["changes"]
    _, writes = town.spent(lambda: town.values("run"))
    assert writes == 0


def test_the_notes_nest_as_on_the_page_and_ping_nobody(town: "Town", real_page: Path) -> None:
    town.values("import", str(real_page), by="ada")
    bodies = {issue["title"]: issue["body"] for issue in town.issues("topic")}
    assert (
        "- A few approaches to separate\n"
        "  - Approach 1: Duplicate code as a first step → kill unneeded code → evolve duplicated code separately\n"
        "    - Approach 1a: Duplicate the code, continue to share the database (at least initially)\n"
    ) in bodies[SPLITTING]
    assert "- ex: admin portal\n  portal.edx.org\n  https://github.com/edx/" in bodies[FAILING]
    assert "&lt;status page>" in bodies[FAILING]
    assert "ACTION @\u200bAdam Blackwell (Deactivated)" in bodies[FAILING]
    assert "In the past, we’ve invited special guests" in bodies["External Guests in 2021"]
