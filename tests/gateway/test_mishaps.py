"""What stands between us and a server: proxies and certificates, as `requests` honours them, over real connections."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests

from arch_hour.errors import UnreachableError
from arch_hour.gateway.connection import Connection
from arch_hour.gateway.feeds import read_feed
from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.gateway.mishaps import hindrance
from arch_hour.gateway.patience import Patience
from arch_hour.hosts import Address
from tests.wires import LOOPBACK, Papers, encrypted, papers, proxying, serving

FEED = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
OPENING = (
    '{"data": {"viewer": {"login": "ada"}, "repository": {"nameWithOwner": "acme/lean", "url": "x", '
    '"isArchived": false, "hasIssuesEnabled": true, "viewerPermission": "WRITE", "configuration": null}}}'
)
VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def port() -> Iterator[int]:
    """A server that answers GitHub's opening question, and is a calendar to whoever reads."""
    with serving(FEED, OPENING) as opened:
        yield opened


@pytest.fixture(scope="session")
def known(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    return papers(tmp_path_factory.mktemp("papers"))


def gateway(place: str, pauses: list[float] | None = None) -> GithubGateway:
    patience = Patience(pause=(pauses if pauses is not None else []).append)
    return GithubGateway(Connection(Address(place, f"{place}/graphql"), "t0ken", patience), "acme/lean")


def trouble(place: str) -> str:
    """The sentence that is told; nothing was tried twice."""
    pauses: list[float] = []
    with pytest.raises(UnreachableError) as caught:
        gateway(place, pauses).open("arch-hour.yml")
    assert pauses == []
    return str(caught.value)


def trouble_with_feed(address: str) -> str:
    pauses: list[float] = []
    with pytest.raises(UnreachableError) as caught:
        read_feed(address, pauses.append)
    assert pauses == []
    told = str(caught.value)
    assert "s3cret" not in told
    return told


def test_a_bundle_makes_an_authority_known(port: int, known: Papers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(known.authority))
    with encrypted(known, port) as safe:
        assert gateway(f"https://{LOOPBACK}:{safe}").open("x").viewer.login == "ada"
        assert read_feed(f"https://{LOOPBACK}:{safe}/team.ics") == FEED


def test_without_it_one_sentence_says_how(port: int, known: Papers) -> None:
    with encrypted(known, port) as safe:
        place = f"https://{LOOPBACK}:{safe}"
        remedy = (
            "its certificate cannot be verified (unable to get local issuer certificate): "
            "name a file with the certificates that your organization trusts in REQUESTS_CA_BUNDLE"
        )
        assert trouble(place) == f"{place} cannot be reached: {remedy}"
        told = trouble_with_feed(f"{place}/team.ics?key=s3cret")
        assert told == f"the calendar at {place}/… cannot be read: {remedy}"


@pytest.mark.parametrize("content", [None, "no certificate"], ids=["not there", "empty"])
def test_a_bundle_that_is_none_is_told(
    port: int, known: Papers, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str | None
) -> None:
    bundle = tmp_path / "bundle.pem"
    if content is not None:
        bundle.write_text(content)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    with encrypted(known, port) as safe:
        for told in (trouble(f"https://{LOOPBACK}:{safe}"), trouble_with_feed(f"https://{LOOPBACK}:{safe}/")):
            assert "REQUESTS_CA_BUNDLE names no file with certificates" in told


@pytest.mark.parametrize(
    ("host", "days", "words"),
    [
        pytest.param("git.example", 7, "mismatch", id="of another host"),
        pytest.param(LOOPBACK, -1, "expired): have it renewed", id="run out"),
        pytest.param(LOOPBACK, 30, "not yet valid): set the clocks of both machines", id="of tomorrow"),
    ],
)
def test_other_faults_of_a_certificate_have_other_remedies(
    port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str, days: int, words: str
) -> None:
    wrong = papers(tmp_path, host=host, until=datetime.now(UTC) + timedelta(days=days))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(wrong.authority))
    with encrypted(wrong, port) as safe:
        told = trouble(f"https://{LOOPBACK}:{safe}")
    assert words in told
    assert ("use the name that it is for" in told) is (host != LOOPBACK)


@pytest.mark.parametrize("user", ["", "ada"], ids=["open", "with a password"])
@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy"])
def test_a_proxy_is_gone_through(
    port: int, monkeypatch: pytest.MonkeyPatch, variable: str, user: str
) -> None:
    with proxying(user) as proxy:
        monkeypatch.setenv(variable, proxy.url)
        assert gateway(f"http://{LOOPBACK}:{port}").open("x").viewer.login == "ada"
        assert read_feed(f"http://{LOOPBACK}:{port}/team.ics") == FEED
        assert proxy.asked == [f"{LOOPBACK}:{port}"] * 2


def test_an_encrypted_connection_goes_through_a_proxy_unread(
    port: int, known: Papers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(known.authority))
    with encrypted(known, port) as safe, proxying("ada") as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        assert gateway(f"https://{LOOPBACK}:{safe}").open("x").viewer.login == "ada"
        assert read_feed(f"https://{LOOPBACK}:{safe}/team.ics") == FEED
        assert proxy.asked == [f"{LOOPBACK}:{safe}"] * 2


def test_a_host_can_be_left_out_of_it(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with proxying() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("NO_PROXY", f"git.example,{LOOPBACK}")
        assert gateway(f"http://{LOOPBACK}:{port}").open("x").viewer.login == "ada"
        assert read_feed(f"http://{LOOPBACK}:{port}/team.ics") == FEED
        assert proxy.asked == []


@pytest.mark.parametrize("address", ["http://", "socks5://ada:s3cret@127.0.0.1:9"])
def test_an_address_that_is_no_proxys_is_told(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("HTTPS_PROXY", address)
    for told in (trouble("https://git.example"), trouble_with_feed("https://git.example/team.ics")):
        assert "the proxy cannot be used" in told
        assert "write HTTPS_PROXY as http://proxy.example:8080" in told
        assert "s3cret" not in told


@pytest.mark.parametrize("is_there", [False, True], ids=["nobody there", "wants a password"])
def test_a_proxy_that_lets_nobody_through_is_named(
    monkeypatch: pytest.MonkeyPatch,
    is_there: bool,  # noqa: FBT001
) -> None:
    with proxying("ada") as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://ben:s3cret@{LOOPBACK}:{proxy.port if is_there else 9}")
        pauses: list[float] = []
        with pytest.raises(UnreachableError) as caught:
            gateway("https://git.example", pauses).open("x")
        told = str(caught.value)
        assert "there is no way through the proxy: " in told
        assert "s3cret" not in told
        assert ("407 Proxy Authentication Required" if is_there else "Connection refused") in told
        assert told.endswith("check the network and the address in GITHUB_API_URL, then run again")
        assert len(pauses) == 4  # it may be back in a moment
        with pytest.raises(UnreachableError, match="no way through the proxy"):
            read_feed("https://git.example/team.ics", pauses.append)


@pytest.mark.parametrize(
    "error",
    [
        requests.ConnectionError("refused"),
        requests.exceptions.SSLError("EOF occurred in violation of protocol (_ssl.c:1006)"),
        ValueError("SOCKS"),
        OSError(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_may_be_over_in_a_moment_is_no_hindrance(error: Exception) -> None:
    assert hindrance(error) == ""
