"""Whatever a browser asks or sends, the answer is a page: never an error of ours, never somebody's HTML."""

from collections.abc import Callable
from http.client import HTTPConnection
from urllib.parse import quote

import pytest

from sandbox.actor import Actor
from sandbox.pages.still import stylesheet_of
from sandbox.pages.visits import LONGEST_ADDRESS, local_path
from sandbox.records import Issue
from sandbox.server import Running
from sandbox.world import World
from tests.sandbox.reading_pages import Browser, Reader

Act = Callable[[str], Actor]
Open = Callable[[str | None], Browser]
REPOSITORY = "octo-org/arch"
ISSUES = f"/{REPOSITORY}/issues"
PAGE = f"{ISSUES}/1"
HOSTILE = '"><script>alert(1)</script>'
LONG = "9" * 5000
HOSTILE_FORM = f"""\
name: '{HOSTILE}'
description: '{HOSTILE}'
title: '{HOSTILE}'
body:
- {{type: markdown, attributes: {{value: '{HOSTILE}'}}}}
- {{type: textarea, attributes: {{label: '{HOSTILE}', value: '{HOSTILE}', render: '{HOSTILE}'}}}}
"""
LAUGHS = "\n".join(f"b{n}: &b{n} [*b{n - 1}, *b{n - 1}]" for n in range(1, 60))
BILLION = f"""\
b0: &b0 [x]
{LAUGHS}
name: x
description: y
title: *b59
labels: *b59
body: [{{type: input, attributes: {{label: x, value: *b59}}}}, {{type: input, attributes: {{label: *b59}}}}]
"""
TOPICS = ".github/ISSUE_TEMPLATE/topic.yml"


@pytest.fixture
def issue(act: Act) -> Issue:
    return act("wanda").open_issue(REPOSITORY, "Topic", "- [ ] one")


def asked(running: Running, path: str, **headers: str) -> tuple[int, str, str]:
    """The status, the text and where a redirect leads, of a request that no client would tidy up."""
    host = running.url.removeprefix("http://")
    connection = HTTPConnection(host, timeout=10)
    connection.putrequest("GET", path)
    for name, value in ({"Accept": "text/html"} | headers).items():
        connection.putheader(name, value.encode("latin-1"))
    connection.endheaders()
    answer = connection.getresponse()
    text = answer.read().decode(errors="replace")
    connection.close()
    return answer.status, text, answer.headers.get("Location", "")


@pytest.mark.usefixtures("issue")
@pytest.mark.parametrize(
    "path",
    [
        *(f"{ISSUES}?page={page}" for page in ("-1", "x", "%00", "9" * 21, LONG)),
        *(f"{ISSUES}?q={search}" for search in ("%00", "%FF%FE", "label:", "%22" * 999, "label:a+" * 999)),
        *(f"{ISSUES}/{number}" for number in (LONG, "%C2%B2", "%D9%A1", "-1")),
        *(f"/{REPOSITORY}/blob/main/{name}" for name in ("%00", "../../etc", "/a", "%FF", "%0d%0aX:1")),
        *(f"{ISSUES}/new?template={name}" for name in ("../../x", "%00", "a&template=b")),
        f"/orgs/octo-org/projects/{LONG}",
        f"/{REPOSITORY}/actions/runs/{LONG}",
        f"/avatars/u/{LONG}",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/_sandbox/still/..%2fpage.css",
        f"/{quote(HOSTILE)}",
        f"{ISSUES}?q={quote(HOSTILE)}",
    ],
)
def test_odd_addresses_get_a_page(running: Running, path: str) -> None:
    status, text, _ = asked(running, path)
    assert status < 500
    assert "<script>alert" not in text
    assert "Traceback" not in text


@pytest.mark.parametrize(
    "path",
    [
        *(f"{start}evil.example?as=wanda" for start in ("//", "/\\", "/%5c", "/%2f", "/%0d%0a")),
        "/?as=%0d%0aX:1",
        "/?as=wanda&next=//evil.example",
    ],
)
def test_redirects_stay_here(running: Running, path: str) -> None:
    status, _, place = asked(running, path)
    assert status < 500
    assert not place.removeprefix(running.url).startswith(("//", "/\\", "http"))


@pytest.mark.parametrize(
    ("back", "path"),
    [
        pytest.param("/a?b=c", "/a?b=c", id="a path"),
        pytest.param("https://evil.example/a", "/a", id="another host"),
        pytest.param("//evil.example", "/", id="two slashes"),
        pytest.param("///evil.example", "/evil.example", id="three slashes"),
        pytest.param("/\\evil.example", "/evil.example", id="a backslash"),
        pytest.param("http://[::1", "/", id="no address"),
        pytest.param("javascript:alert(1)", "/alert(1)", id="a script"),
        pytest.param("/" + "a" * LONGEST_ADDRESS, "/", id="too long for a header"),
    ],
)
def test_the_way_back_is_a_path_of_this_server(back: str, path: str) -> None:
    assert local_path(back) == path


@pytest.mark.parametrize(
    "cookie",
    [
        "=;=;;;",
        'sandbox_as="; sandbox_session=',
        *(f"sandbox_as={login}" for login in ("%00", "octo-org", "sleepy", "\xe9", LONG)),
        *(f"sandbox_session={mark}" for mark in ("\x01", '"\\303\\000"', LONG)),
    ],
)
def test_odd_cookies_are_those_of_nobody(running: Running, cookie: str) -> None:
    status, text, _ = asked(running, "/", Cookie=cookie)
    assert status == 200
    assert '<option value="">nobody' in text
    assert "selected" not in text


@pytest.mark.parametrize(
    ("act_at", "field"),
    [
        ("assignees", "assignee"),
        ("comments", "then"),
        ("lock", "reason"),
        ("milestone", "milestone"),
        ("projects", "project"),
        ("reactions", "content"),
        ("tasks", "task"),
        ("title", "title"),
    ],
)
@pytest.mark.parametrize("given", [LONG, "²", "\x00", "-1:done", f"{LONG}:done", HOSTILE])
@pytest.mark.usefixtures("issue")
def test_odd_answers_to_a_form_are_refused_or_shown_as_text(
    browse: Open, act_at: str, field: str, given: str
) -> None:
    answer = browse("wanda").send(PAGE, f"{PAGE}/{act_at}", **{field: given})
    assert answer.status_code < 500
    assert "<script>alert" not in answer.text


@pytest.mark.usefixtures("issue")
@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("application/x-www-form-urlencoded", b"\xff\xfe&=&&&%%%&token=%zz&token"),
        ("application/x-www-form-urlencoded", b""),
        ("multipart/form-data; boundary=", b"garbage"),
        (
            "multipart/form-data; boundary=x",
            b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n" + b"y" * 9_999,
        ),
        ("application/json", b'{"token": []}'),
        ("", b"\x00" * 99),
    ],
    ids=["garbage", "nothing", "no parts", "half a part", "JSON", "bytes"],
)
@pytest.mark.parametrize(
    "path", [f"{PAGE}/comments", f"{ISSUES}/new", "/_sandbox/time", f"/{REPOSITORY}/labels"]
)
def test_what_is_no_form_is_refused(browse: Open, path: str, kind: str, sent: bytes) -> None:
    window = browse("wanda")
    headers = {"Origin": window.url, "Content-Type": kind}
    answer = window.session.post(window.url + path, data=sent, headers=headers, timeout=10)
    assert 400 <= answer.status_code < 500


@pytest.mark.parametrize("at", ["0001-01-01", "9999-12-31T23:59", "0001-01-01T00:00+23:59", "soon", ""])
def test_the_clock_stays_where_times_can_be_reckoned(browse: Open, at: str) -> None:
    window = browse("wanda")
    assert window.send("/", "/_sandbox/time", step="set", at=at).status_code == 422
    assert window.send("/", "/_sandbox/time", step="set", at="2999-12-31T12:00").status_code == 200
    assert window.send("/", "/_sandbox/time", step="day").status_code == 422
    assert window.get("/").status_code == 200


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(BILLION, id="aliases"),
        pytest.param("a: &a [*a]", id="an alias of itself"),
        pytest.param("name: [x]\ndescription: {}\nbody: 1", id="lists for words"),
        pytest.param(
            "name: x\ndescription: y\nbody: [{type: [input], attributes: {label: x}}]", id="a list for a type"
        ),
        pytest.param(
            "name: x\ndescription: y\nbody: [{type: dropdown, attributes: {label: x, options: 5}}]",
            id="a number for options",
        ),
        pytest.param(
            "name: x\ndescription: y\nbody: [{type: input, attributes: {label: [1, {a: b}]}}]",
            id="a list for a label",
        ),
        pytest.param(
            "name: x\ndescription: y\nlabels: {a: b}\nassignees: 5\nbody: [{type: input, attributes: {label: x}}]",
            id="numbers for labels",
        ),
        pytest.param(
            "name: x\ndescription: y\n2020-13-45: &x\nbody: !!python/object:os.system {}", id="tags"
        ),
        pytest.param("name: x\ndescription: y\nd: 2020-13-45\nbody: []", id="no day"),
        pytest.param("[" * 1_000, id="deep"),
        pytest.param("? [a]\n: b", id="a list for a key"),
        pytest.param("\x00", id="no text"),
        pytest.param(HOSTILE_FORM, id="HTML"),
    ],
)
def test_odd_forms_of_a_repository_do_no_harm(browse: Open, world: World, text: str) -> None:
    world.put_file(REPOSITORY, TOPICS, text)
    for path in (f"{ISSUES}/new/choose", f"{ISSUES}/new?template=topic.yml"):
        answer = browse("wanda").get(path)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text


def test_names_with_odd_characters_are_led_to(browse: Open, world: World, act: Act) -> None:
    label = 'a "quoted"/slashed & ☕ #1?'
    file = 'docs/odd "name" #1 ? ☕ %41.md'
    act("wanda").open_issue(REPOSITORY, "\u202eBidi\u200b", labels=(label,))
    world.put_file(REPOSITORY, file, "found")
    window = browse("wanda")
    page = window.read(f"{ISSUES}/1")
    assert "Bidi" in window.read(next(link for link in page.links if "?q=" in link)).text
    folder = window.read(f"/{REPOSITORY}/tree/main/docs")
    assert "found" in window.read(next(link for link in folder.links if "odd" in link)).text
    address = f"/{REPOSITORY}/blob/main/{quote(file)}"
    answer = window.send(address, address, content="changed")
    assert (answer.status_code, answer.url) == (200, window.url + address)
    assert window.send(address, "/_sandbox/act-as", login="olive").url == window.url + address
    assert world.repository(REPOSITORY).files[file].content == b"changed"


def test_a_body_as_long_as_may_be_is_shown(browse: Open, act: Act) -> None:
    for text in ("> " * 32_768, "<b>" * 20_000, "*a " * 20_000, "[" * 20_000, "- [ ] x\n" * 3_000):
        issue = act("wanda").open_issue(REPOSITORY, "x" * 256, text)
        answer = browse("wanda").get(f"{ISSUES}/{issue.number}")
        assert answer.status_code == 200


def test_an_address_that_is_none_is_shown_as_it_is(browse: Open, act: Act) -> None:
    act("wanda").open_issue(
        REPOSITORY, "x", f"<http://[::1/a/b/issues/1> <http://x/a/b/issues/{LONG}> http://[::1/"
    )
    assert browse("wanda").get(PAGE).status_code == 200


def test_no_page_has_a_script_of_its_own(browse: Open, act: Act) -> None:
    act("wanda").open_issue(REPOSITORY, HOSTILE, HOSTILE, labels=(HOSTILE[:40],))
    page = Reader(browse("wanda").get(PAGE).text)
    assert [told for tag, told in page.tags if tag == "script" and "src" not in told] == []


def test_every_label_can_be_read(world: World) -> None:
    repository = world.repository(REPOSITORY)
    for color in ("767676", "777777", "ff0000", "0075ca", "808080", "8f8f00", "a2eeef", "000000", "ffffff"):
        world.add_label(repository, color, color=color)
    rules = stylesheet_of(world).splitlines()
    for rule in rules:
        ground, ink = rule.partition("#")[2][:6], rule.rpartition("#")[2].rstrip("}")
        darker, lighter = sorted((luminance(ground), luminance(ink)))
        assert (lighter + 0.05) / (darker + 0.05) >= 4.5, rule


def luminance(color: str) -> float:
    """How light a color of six digits is, from 0 to 1, as WCAG reckons it."""
    shares = [int(color[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
