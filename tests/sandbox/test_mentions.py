"""What names an issue: its page links the same that the timelines tell of."""

from collections.abc import Callable

import pytest

from sandbox.actor import Actor
from sandbox.rules.references import references_in
from sandbox.server import Running
from sandbox.words import EventKind
from sandbox.world import World
from tests.sandbox.reading_pages import Browser, Reader

Act = Callable[[str], Actor]
Open = Callable[[str | None], Browser]
REPOSITORY = "octo-org/arch"
HERE = "{address}/octo-org/arch/issues/1"


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        pytest.param("#1", True, id="number"),
        pytest.param("(#1).", True, id="between signs"),
        pytest.param("see -#1", True, id="behind a dash"),
        pytest.param("GH-1", True, id="the old way"),
        pytest.param("octo-org/arch#1", True, id="with its repository"),
        pytest.param("Octo-Org/Arch#1", True, id="in any case"),
        pytest.param(HERE, True, id="address"),
        pytest.param(f"see {HERE}#issuecomment-1, or not", True, id="address of a comment"),
        pytest.param(f"{HERE}/", True, id="address that ends in a slash"),
        pytest.param("{address}/octo-org/arch/pull/1", True, id="address of a pull request"),
        pytest.param("https://github.com/octo-org/arch/issues/1", False, id="address elsewhere"),
        pytest.param(f"{HERE}/edit", False, id="address of something else"),
        pytest.param("gh-1", False, id="the old way in small letters"),
        pytest.param("#01", False, id="number with a nought before it"),
        pytest.param("x#1 /#1 ##1 &#1; #1x", False, id="part of a word"),
        pytest.param("arch#1", False, id="without the owner"),
        pytest.param("octo-org/gone#1", False, id="repository that is not there"),
        pytest.param("`#1` <!-- GH-1 -->", False, id="in code and comments"),
    ],
)
def test_the_page_links_what_the_timeline_tells_of(
    act: Act, browse: Open, running: Running, text: str, *, is_named: bool
) -> None:
    topic = act("wanda").open_issue(REPOSITORY, "Topic")
    act("wanda").open_issue(REPOSITORY, "Naming", text.format(address=running.url))
    told = [event for event in topic.events if event.kind is EventKind.CROSS_REFERENCED]
    page = Reader(browse("wanda").get(f"/{REPOSITORY}/issues/2").text)
    linked = [tag for tag, named in page.tags if named.get("class", "").startswith("issue-link")]
    assert (bool(told), bool(linked)) == (is_named, is_named)


@pytest.mark.parametrize("text", ["#1 GH-1 octo-org/arch#1", "#1, #1"])
def test_several_names_of_one_issue_name_it_once(act: Act, world: World, text: str) -> None:
    act("wanda").open_issue(REPOSITORY, "Topic")
    assert len(list(references_in(world, world.repository(REPOSITORY), text))) == 1


@pytest.mark.parametrize(("reader", "is_told"), [("wanda", True), ("mallory", False)])
def test_a_list_shows_titles_and_commits_to_who_may_see_them(
    act: Act, browse: Open, world: World, reader: str, *, is_told: bool
) -> None:
    world.put_file("octo-org/secret", "secret.md", "treasure")
    sha = world.repository("octo-org/secret").commits[-1].sha
    act("wanda").open_issue("octo-org/secret", "Treasure")
    act("wanda").open_issue(REPOSITORY, "Naming", f"- octo-org/secret#1\n- octo-org/secret@{sha}\n- {sha}")
    page = browse(reader).get(f"/{REPOSITORY}/issues/1").text
    shorthand = 'Treasure<span class="issue-shorthand">&nbsp;octo-org/secret#1</span></a>'
    assert (shorthand in page, "Treasure" in page) == (is_told, is_told)
    assert (page.count(f'href="/octo-org/secret/commit/{sha}"'), page.count("commit-link")) == (
        (1, 1) if is_told else (0, 0)
    )
