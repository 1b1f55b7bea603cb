"""What is printed of a run: each issue by its number or its title, each time with its zone, and nothing empty."""

from dataclasses import replace
from io import StringIO

import yaml
from rich.console import Console

from arch_hour.deeds import deeds
from arch_hour.rendering import render
from arch_hour.rules.events import Command
from arch_hour.rules.page import read_page
from arch_hour.run import import_page, run
from arch_hour.session import Outcome, Settings
from arch_hour.telling import as_values
from arch_hour.terminal import show_import, show_run
from tests.rules.build import moment, topic
from tests.rules.memory import Memory

OPENED = "12-15 09:00"
PAGE = "Hour: 2020-12-17\n\nTopics\n  - Tea +1 +1\n  - Milk\n"


def promising() -> Memory:
    return Memory.of(topic(1, "Tea", "ACTION @ada to boil water\nACTION @wren to buy tea"))


def rehearsed(repository: Memory) -> Outcome:
    settings = Settings(moment(OPENED), configuration=yaml.safe_dump(repository.values), dry_run=True)
    return run(repository, Command.ALL, settings)


def imported(*, dry_run: bool) -> Outcome:
    settings = Settings(moment(OPENED), configuration=yaml.safe_dump(Memory.of().values), dry_run=dry_run)
    return import_page(Memory.of(), read_page(PAGE), settings, discussed=False)


def printed(outcome: Outcome) -> str:
    screen = StringIO()
    show_run(Console(file=screen, width=120), outcome)
    return screen.getvalue()


def summary(outcome: Outcome) -> str:
    return render("outcome.md", outcome=as_values(outcome), page=None)


def test_what_is_only_rehearsed_goes_by_its_title() -> None:
    outcome = rehearsed(promising())
    assert [deed.what for deed in deeds(outcome)] == [
        "create “boil water” (action-item)",
        "assign “boil water” to ada",
        "make “boil water” a sub-issue of #1",
        "create “buy tea” (action-item)",
        "assign “buy tea” to wren",
        "make “buy tea” a sub-issue of #1",
        "comment on #1",
        "create “Arch Hour: 2020-12-17” (agenda)",
        "pin “Arch Hour: 2020-12-17”",
    ]
    assert "agenda “Arch Hour: 2020-12-17”\n" in printed(outcome)
    assert summary(outcome).startswith(
        "## Arch Hour: Thursday, 17 December 2020, 10:00 (America/New_York)\n\n"
        "Agenda “Arch Hour: 2020-12-17” in [acme/tea](https://github.com/acme/tea)\n"
    )


def test_what_is_made_goes_by_its_number() -> None:
    outcome = promising().run(OPENED)
    assert [deed.what for deed in deeds(outcome)][:2] == [
        "create #2 “boil water” (action-item)",
        "assign #2 to ada",
    ]
    assert ", agenda #4\n" in printed(outcome)


def test_nothing_printed_of_an_import_stands_for_several_new_issues() -> None:
    outcome, page, screen = imported(dry_run=True), read_page(PAGE), StringIO()
    show_import(Console(file=screen, width=120), page, outcome)
    told = screen.getvalue() + printed(outcome) + render("outcome.md", outcome=as_values(outcome), page=page)
    assert "new topic" in told
    assert "(new)" not in told


def test_what_does_not_exist_yet_has_no_address() -> None:
    told = as_values(rehearsed(promising()))
    assert told["agenda"] == {
        "number": None,
        "title": "Arch Hour: 2020-12-17",
        "url": None,
        "cancelled": False,
    }
    assert [(each["number"], each["url"]) for each in told["follow_ups"]] == [(None, None)] * 2
    (tea, milk) = as_values(imported(dry_run=True))["topics"]
    assert (tea["name"], tea["url"], milk["title"]) == (None, None, "Milk")
    (tea, _) = as_values(imported(dry_run=False))["topics"]
    assert (tea["name"], tea["url"]) == ("#1", "https://github.com/acme/tea/issues/1")


def test_a_time_is_told_with_its_zone() -> None:
    outcome = Memory.of().run("12-11 09:00")
    assert printed(outcome).startswith(
        "acme/tea: next meeting Thursday, 17 December 2020, 10:00 (America/New_York)\n"
    )
    assert as_values(outcome)["timezone"] == "America/New_York"


def test_the_page_has_a_column_only_where_votes_came_with_one() -> None:
    assert "from the page" not in printed(Memory.of(topic(1, votes=2)).run(OPENED))
    assert "from the page" in printed(imported(dry_run=False))


def test_a_meeting_whose_agenda_was_closed_before_its_start_is_told_as_cancelled() -> None:
    repository = Memory.of()
    repository.run(OPENED)
    agenda = repository.only("agenda").number
    repository.now = moment("12-16 09:00")
    repository.close(agenda)
    outcome = repository.run("12-16 10:00")
    assert f"10:00 (America/New_York), agenda #{agenda}, cancelled\n" in printed(outcome)
    assert f"/issues/{agenda}), cancelled in [acme/tea]" in summary(outcome)
    assert as_values(outcome)["agenda"]["cancelled"] is True


def test_a_meeting_whose_agenda_was_closed_after_its_start_is_not() -> None:
    repository = Memory.of()
    repository.run(OPENED)
    repository.now = moment("12-17 15:30")
    repository.close(repository.only("agenda").number)
    assert "cancelled" not in printed(repository.run("12-17 15:40"))


def test_a_run_that_was_finished_has_no_error() -> None:
    outcome = Memory.of().run(OPENED)
    assert as_values(outcome)["error"] is None
    assert "Error" not in summary(outcome)
    stopped = replace(outcome, steps=(), trouble="no team")
    assert summary(stopped).endswith("\n\n- **Error:** no team\n\nNothing was changed; 0 requests.")
