"""The entry points as processes where only a proxy leads out, and where only the organization knows the certificate."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.integration.conftest import BIN, CONFIGURATION, REPOSITORY, Town
from tests.integration.test_action_process import prepared
from tests.wires import LOOPBACK, Papers, encrypted, papers, proxying, serving

CALENDAR = "\r\n".join(
    (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:test",
        "BEGIN:VEVENT",
        "UID:1",
        "DTSTAMP:20201201T000000Z",
        "SUMMARY:Arch Hour",
        "DTSTART:20201217T150000Z",
        "DTEND:20201217T160000Z",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    )
)
REMEDY = "name a file with the certificates that your organization trusts in REQUESTS_CA_BUNDLE"


@pytest.fixture
def known(tmp_path: Path) -> Papers:
    return papers(tmp_path)


@pytest.fixture
def addresses(town: Town, known: Papers) -> Iterator[dict[str, str]]:
    """Where the server of the town answers, encrypted."""
    with encrypted(known, urlsplit(town.running.url).port or 0) as port:
        yield {"GITHUB_API_URL": f"https://{LOOPBACK}:{port}/api/v3", "GITHUB_GRAPHQL_URL": ""}


def by_action(town: Town, environ: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """The Action's entry point as a process."""
    checkout, environment = prepared(town, "schedule")
    return subprocess.run(
        [str(BIN / "arch-hour-action")],
        env=environment | environ,
        cwd=checkout,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def by_command_line(town: Town, environ: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """The command line as a process."""
    return town.arch_hour("run", environ=environ)


Door = Callable[[Town, dict[str, str]], "subprocess.CompletedProcess[str]"]
DOORS = pytest.mark.parametrize("door", [by_command_line, by_action], ids=["command line", "Action"])


@DOORS
def test_an_organizations_own_certificate_is_trusted_by_its_bundle(
    town: Town,
    addresses: dict[str, str],
    known: Papers,
    door: Door,
) -> None:
    done = door(town, addresses | {"REQUESTS_CA_BUNDLE": str(known.authority)})
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(town.issues("agenda")) == 1


@DOORS
def test_an_unknown_certificate_is_one_sentence_with_the_remedy(
    town: Town,
    addresses: dict[str, str],
    door: Door,
) -> None:
    done = door(town, addresses)
    assert done.returncode == 1
    told = (done.stdout + done.stderr).splitlines()
    (line,) = (each for each in told if not each.startswith("::add-mask::"))
    assert line.startswith(("arch-hour: https://", "::error title=Arch Hour::https://"))
    assert line.endswith(REMEDY)
    assert town.issues("agenda") == []


@DOORS
def test_all_requests_go_through_a_proxy(
    town: Town,
    addresses: dict[str, str],
    known: Papers,
    door: Door,
) -> None:
    with proxying("ada") as proxy:
        bundle = {"REQUESTS_CA_BUNDLE": str(known.authority)}
        done = door(town, addresses | bundle | {"HTTPS_PROXY": proxy.url})
        assert done.returncode == 0, done.stdout + done.stderr
        assert set(proxy.asked) == {urlsplit(addresses["GITHUB_API_URL"]).netloc}
    assert len(town.issues("agenda")) == 1


def test_the_calendar_comes_through_the_same_proxy(town: Town, tmp_path: Path) -> None:
    known = papers(tmp_path, host="calendar.test")
    text = CONFIGURATION.replace("  schedule: FREQ=WEEKLY;BYDAY=TH\n  start: 2020-12-03T10:00\n", "")
    feed = text.replace("meeting:\n", "meeting:\n  calendar: https://calendar.test/team.ics\n")
    town.world.put_file(REPOSITORY, ".github/arch-hour.yml", feed)
    with (
        serving(CALENDAR) as port,
        encrypted(known, port) as safe,
        proxying(calendar=safe) as proxy,
    ):
        bundle = {"REQUESTS_CA_BUNDLE": str(known.authority)}
        done = town.arch_hour("run", environ={"HTTPS_PROXY": proxy.url} | bundle)
        assert done.returncode == 0, done.stderr
        assert set(proxy.asked) == {"calendar.test:443"}
    assert [agenda["title"] for agenda in town.issues("agenda")] == ["Arch Hour: 2020-12-17"]


def test_what_no_proxy_names_is_asked_directly(town: Town) -> None:
    town.world.put_file(REPOSITORY, ".github/arch-hour.yml", CONFIGURATION)
    with proxying() as proxy:
        done = town.arch_hour("run", environ={"HTTP_PROXY": proxy.url, "NO_PROXY": LOOPBACK})
        assert done.returncode == 0, done.stderr
        assert proxy.asked == []
