"""`preview` says of every day of a year which meeting is next, as counted by hand, by schedule and by calendar."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import pairwise
from typing import Any

import pytest

from arch_hour import cli
from tests.integration.conftest import REPOSITORY, Town
from tests.rules.by_hand import every, on_the_clock

HELD = timedelta(hours=1)
FILE = ".github/arch-hour.yml"

ZONES = {
    "America/New_York": "10:00",
    "Europe/London": "10:00",
    "Australia/Lord_Howe": "10:00",
    "America/Los_Angeles": "20:00",
}
SKIPPED = date(2020, 12, 24)
MOVED, MOVED_TO = date(2020, 12, 31), (date(2020, 12, 30), "15:00")
EXTRA = (date(2021, 7, 4), "11:30")

Preview = Callable[[datetime], Any]
Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(town: Town, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command in this process at a moment: most of what a process takes is its start."""
    for name, value in town.environment("ada").items():
        monkeypatch.setenv(name, value)

    def ran(name: str, now: datetime, *options: str) -> tuple[int, str, str]:
        status = cli.main([name, "--now", now.isoformat(), *options])
        return status, *capsys.readouterr()

    return ran


@pytest.fixture
def preview(command: Command) -> Preview:
    """What `preview` tells at a moment."""

    def told(now: datetime) -> Any:
        status, out, err = command("preview", now, "--format", "json")
        assert status == 0, err
        return json.loads(out)

    return told


def scheduled(zone: str, clock: str) -> str:
    return f"""\
meeting:
  schedule: FREQ=WEEKLY;BYDAY=TH
  start: 2020-12-03T{clock}
  timezone: {zone}
  skip: [{SKIPPED}]
  moved: {{{MOVED}: {MOVED_TO[0]}T{MOVED_TO[1]}}}
  extra: [{EXTRA[0]}T{EXTRA[1]}]
"""


def by_hand(zone: str, clock: str) -> list[datetime]:
    """Every start of the year and a little more, in UTC."""
    days = every(7, date(2020, 12, 3), date(2021, 12, 30))
    found = [on_the_clock(day, clock, zone) for day in days if day not in (SKIPPED, MOVED)]
    return sorted([*found, on_the_clock(*MOVED_TO, zone), on_the_clock(*EXTRA, zone)])


def telling(starts: list[datetime]) -> list[datetime]:
    """The meetings at another time of day than the one before or after, by UTC: those of changes, of every kind."""
    pairs = pairwise(starts)
    changes = [
        pair for pair in pairs if pair[0].time() != pair[1].time() or pair[1] - pair[0] != timedelta(days=7)
    ]
    return sorted({start for pair in changes for start in pair if start < starts[-1]})


def test_a_year_of_previews_is_as_counted_by_hand(town: Town, preview: Preview) -> None:
    zone, clock = "America/New_York", "10:00"
    town.world.put_file(REPOSITORY, FILE, scheduled(zone, clock))
    starts = by_hand(zone, clock)
    for held, following in pairwise(starts):
        assert datetime.fromisoformat(preview(held + HELD)["meeting"]) == following


@pytest.mark.parametrize(("zone", "clock"), ZONES.items())
def test_previews_around_every_change_of_a_year_are_as_counted_by_hand(
    town: Town, preview: Preview, zone: str, clock: str
) -> None:
    town.world.put_file(REPOSITORY, FILE, scheduled(zone, clock))
    starts = by_hand(zone, clock)
    chosen = telling(starts)
    assert len(chosen) >= 9
    for start in chosen:
        assert datetime.fromisoformat(preview(start - timedelta(minutes=1))["meeting"]) == start
        assert datetime.fromisoformat(preview(start + HELD - timedelta(minutes=1))["meeting"]) == start


def test_an_evening_in_los_angeles_is_titled_with_its_own_date(town: Town) -> None:
    town.world.put_file(REPOSITORY, FILE, scheduled("America/Los_Angeles", "20:00"))
    town.at(datetime(2021, 3, 18, 23, 0, tzinfo=UTC))
    told = town.values("preview")
    assert told["meeting"] == "2021-03-18T20:00:00-07:00"
    assert any("Lean Coffee: 2021-03-18" in change["what"] for change in told["changes"])


FEED = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//team//EN
BEGIN:VEVENT
UID:arch
SUMMARY:Arch Hour
DTSTART;TZID=America/New_York:20201203T100000
RRULE:FREQ=WEEKLY
END:VEVENT
{more}END:VCALENDAR
"""
MOVED_EVENT = """\
BEGIN:VEVENT
UID:arch
SUMMARY:Arch Hour
RECURRENCE-ID;TZID=America/New_York:20201217T100000
DTSTART;TZID=America/New_York:20201218T090000
END:VEVENT
"""


class Calendar:
    """A calendar on a web server of this machine: what it answers now."""

    status = 200
    text = FEED.format(more="")
    location = ""

    def __init__(self) -> None:
        outer = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                is_sent_on = bool(outer.location) and self.path != outer.location
                self.send_response(302 if is_sent_on else outer.status)
                if is_sent_on:
                    self.send_header("Location", outer.location)
                self.end_headers()
                self.wfile.write(outer.text.encode())

            def log_message(self, *_: object) -> None: ...

        self.server = HTTPServer(("127.0.0.1", 0), Answer)
        self.address = f"http://127.0.0.1:{self.server.server_port}/s3cret.ics"


@pytest.fixture
def calendar(town: Town) -> Iterator[Calendar]:
    opened = Calendar()
    thread = threading.Thread(target=opened.server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    text = f"meeting:\n  name: Arch Hour\n  calendar: {opened.address}\n"
    town.world.put_file(REPOSITORY, FILE, text)
    yield opened
    opened.server.shutdown()
    thread.join()
    opened.server.server_close()


def test_a_calendar_is_followed_where_its_meeting_moves(
    town: Town, calendar: Calendar, preview: Preview
) -> None:
    now = town.world.clock.now()
    assert preview(now)["meeting"] == "2020-12-17T10:00:00-05:00"
    calendar.location = "/elsewhere"
    calendar.text = FEED.format(more=MOVED_EVENT)
    assert preview(now)["meeting"] == "2020-12-18T09:00:00-05:00"
    title = [change["what"] for change in preview(now)["changes"]]
    assert any("Arch Hour: 2020-12-18" in what for what in title)


def test_a_calendar_that_moves_its_meeting_keeps_the_agenda(town: Town, calendar: Calendar) -> None:
    assert town.arch_hour("run").returncode == 0
    calendar.text = FEED.format(more=MOVED_EVENT)
    assert town.arch_hour("run").returncode == 0
    (agenda,) = town.issues("agenda")
    assert agenda["title"] == "Arch Hour: 2020-12-18"
    assert "(America/New_York)" in agenda["body"]


@pytest.mark.parametrize(
    ("status", "text", "exit_status", "words"),
    [
        (404, "gone", 1, "it answered with status 404"),
        (
            200,
            "<!DOCTYPE html><p>Sign in</p>",
            2,
            f"{FILE}:3: `meeting.calendar` is no iCalendar, but a web page",
        ),
        (200, FEED.format(more="")[:-15], 2, f"{FILE}:3: `meeting.calendar` ends in the middle"),
        (200, FEED.format(more="").replace("WEEKLY", "SECONDLY"), 2, "FREQ must be one of"),
    ],
    ids=["not there", "a page", "cut", "every second"],
)
def test_a_calendar_in_trouble_is_an_error_and_leaves_all_as_it_is(
    town: Town, calendar: Calendar, command: Command, status: int, text: str, exit_status: int, words: str
) -> None:
    calendar.status, calendar.text = status, text
    ended, _, told = command("run", town.world.clock.now())
    assert ended == exit_status
    assert words in told
    assert "s3cret" not in told
    assert town.issues("agenda") == []


def test_a_calendar_of_the_repository_costs_one_request_more(town: Town, preview: Preview) -> None:
    now = town.world.clock.now()
    usual = town.spent(lambda: preview(now))
    town.world.put_file(REPOSITORY, "docs/team.ics", FEED.format(more=""))
    town.world.put_file(REPOSITORY, FILE, "meeting:\n  calendar: docs/team.ics\n  event: arch hour\n")
    assert preview(now)["meeting"] == "2020-12-17T10:00:00-05:00"
    assert town.spent(lambda: preview(now)) == (usual[0] + 1, 0)


@pytest.mark.parametrize(
    ("keys", "line", "words"),
    [
        ("calendar: nowhere.ics", 2, "`meeting.calendar` names a file that the repository does not have"),
        ("calendar: team.ics\n  event: Tea", 3, "`meeting.event` names no event with a time of day"),
    ],
    ids=["no such file", "no such event"],
)
def test_a_calendar_that_is_not_there_is_told_with_the_line(
    town: Town, command: Command, keys: str, line: int, words: str
) -> None:
    town.world.put_file(REPOSITORY, "team.ics", FEED.format(more=""))
    town.world.put_file(REPOSITORY, FILE, f"meeting:\n  {keys}\n")
    status, _, told = command("preview", town.world.clock.now())
    assert status == 2
    assert f"{FILE}:{line}: {words}" in told
