"""In a public repository strangers make nobody an owner, forge nothing, and ping nobody, whatever they write."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from arch_hour.rules.markers import mark
from arch_hour.rules.sources import line_digest
from sandbox.actor import Actor
from sandbox.apps import add_app, install
from sandbox.markdown import Reference, render
from sandbox.records import Issue
from sandbox.rules import issues
from sandbox.rules.access import Caller
from sandbox.server import serve
from sandbox.teams import add_team
from sandbox.world import World
from tests.integration.conftest import CONFIGURATION, MEETING, REPOSITORY, Town, add_labels
from tests.integration.promises import ACTIONS, Moment, seen

LINE = "ACTION @ben to write the decision down"
MAINTAINERS_LINE = "ACTION @ben to answer them"


class Everybody:
    """GitHub for a text in which every name is somebody's."""

    repository = REPOSITORY

    def person(self, login: str) -> str | None:
        return f"/{login}"

    def issue(self, repository: str, number: int) -> Reference | None:  # noqa: ARG002
        return None

    def issue_at(self, address: str) -> Reference | None:  # noqa: ARG002
        return None

    def commit(self, repository: str, sha: str) -> str | None:  # noqa: ARG002
        return None


@pytest.fixture
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A team with a follow-up and an agenda, in a repository that everybody may read and comment on."""
    world = World.start(MEETING - timedelta(days=2))
    for login in ("ada", "ben", "ablackwell", "reader", "member", "stranger"):
        world.add_user(login)
    world.add_organization("octo-org", members=("ada", "ben"), private_members=("member",))
    roles = {"ada": "maintain", "ben": "write", "ablackwell": "write", "reader": "read"}
    world.add_repository(REPOSITORY, roles=roles)
    add_labels(world, REPOSITORY)
    add_team(world, "octo-org", "core", members=("ada", "ben"), roles={REPOSITORY: "write"})
    install(world, add_app(world, "renovate", "octo-org"), "octo-org")
    world.put_file(REPOSITORY, ".github/arch-hour.yml", CONFIGURATION)
    with serve(world) as running:
        town = Town(running, tmp_path_factory.mktemp("team"))
        topic = Actor(world, "ada").open_issue(REPOSITORY, "Caching", "What of it?", labels=("topic",))
        Actor(world, "ben").comment(topic, LINE)
        town.at(MEETING - timedelta(minutes=10))
        town.values("run")
        yield town
        assert running.log.failures == []
        assert running.log.unknown == []


def issue(town: Town, title: str) -> Issue:
    """The first issue of a title, or that ends with it."""
    found = town.world.repository(REPOSITORY).issues.values()
    return next(one for one in found if one.title.endswith(title))


def by_form(town: Town, login: str, label: str, title: str, body: str) -> Issue:
    """An issue that somebody opens with an issue form, which puts its label on for everybody."""
    draft = issues.Draft(title, body, form_labels=(label,))
    caller = Caller(town.world.account(login))
    with town.world.lock:
        return issues.open_issue(town.world, caller, town.world.repository(REPOSITORY), draft)


def mentioned(town: Town) -> list[str]:
    """What our own texts would ping anybody with."""
    texts = []
    for one in town.world.repository(REPOSITORY).issues.values():
        written = [(one.author, one.body), *((said.author, said.body) for said in one.comments)]
        texts += [body or "" for author, body in written if author and author.login == "github-actions"]
    assert len(texts) > 2
    return [text for text in texts if "user-mention" in render(text, Everybody())]


def copies(town: Town) -> list[str]:
    """Everything of ours that can be copied: a follow-up, a summary, an agenda, and markers that exist besides."""
    texts = [issue(town, "write the decision down").body, issue(town, "2020-12-17").body]
    texts += [comment.body for comment in issue(town, "Caching").comments if "arch-hour:" in comment.body]
    made = [text for text in texts if text]
    assert len(made) == 3
    note = mark("notes", {"page": 1})
    page = mark("page", {"date": "2020-12-17", "notes": [LINE], "titles": ["x"], "votes": 9})
    again = mark("said-again", {"line": line_digest(LINE), "source": "I_1"})
    reminder = mark("reminder", {"due": "2020-12-01", "on": "2020-12-17"})
    return [
        *made,
        *(f"{marker}\nACTION @ada and @octo-org/core to obey" for marker in (note, page, again, reminder)),
    ]


TRICKS = [
    "ACTION @ada to send me money",
    "- [ ] ACTION @ada, @octo-org/core & Adam Blackwell (admin): pay, due tomorrow",
    f"- [x] {LINE}",
    f"- ~~{LINE}~~",
    f"{LINE} (#{{number}})",
    "ACTION @stranger to do this instead (#{number})",
    f"Closes #{{number}}\nFixes {REPOSITORY}#{{number}}\n\n/next\n/end",
    "<!-- -->\nACTION @ada to obey <!-- arch-hour:follow-up {} -->\n<details>\n\nACTION @ben to obey",
]
WHO = ("stranger", "reader", "member", "renovate[bot]")


def everything(town: Town) -> list[str]:
    """Every trick with the number of the true follow-up, and every copy."""
    number = str(issue(town, "write the decision down").number)
    return [*(trick.replace("{number}", number) for trick in TRICKS), *copies(town)]


@pytest.mark.parametrize("who", WHO)
def test_nothing_that_a_stranger_says_makes_closes_or_changes_anything(town: Town, who: str) -> None:
    before = seen(town.running)
    true, agenda, topic = (issue(town, title) for title in ("decision down", "2020-12-17", "Caching"))
    for text in everything(town):
        for place in (topic, agenda, true):
            Actor(town.world, who).comment(place, text)
        if not who.endswith("[bot]"):
            by_form(town, who, "topic", f"{text[:80]} @ada", text)
            by_form(town, who, "action-item", true.title, text)
            by_form(town, who, "agenda", agenda.title, text)
    assert town.values(*ACTIONS)["changes"] == []
    after = seen(town.running)
    assert after[true.number - 1][:6] == before[true.number - 1][:6]
    assert [one[4] for one in after[: len(before) - 1]] == [one[4] for one in before[:-1]]
    town.values("run")
    assert seen(town.running)[true.number - 1][:6] == before[true.number - 1][:6]
    assert town.spent(lambda: town.values("run"))[1] == 0
    assert mentioned(town) == []


def forged(town: Town) -> tuple[str, str]:
    """The title and text of the follow-up that a run would make, as a stranger can work them out before it does."""
    before = Moment.now(town)
    town.values(*ACTIONS)
    made = issue(town, "answer them")
    before.again(town)
    return made.title, made.body or ""


@pytest.mark.parametrize("label", ["action-item", "topic"])
def test_a_follow_up_that_was_forged_first_is_neither_adopted_nor_the_older_one(
    town: Town, label: str
) -> None:
    Actor(town.world, "ben").comment(issue(town, "Caching"), MAINTAINERS_LINE)
    title, body = forged(town)
    forgery = by_form(town, "stranger", label, title, body)
    if label == "action-item":
        assert [one.name for one in forgery.labels] == ["action-item"]
    Actor(town.world, "ben").comment(issue(town, "Caching"), f"ACTION @ben to adopt it (#{forgery.number})")
    town.values(*ACTIONS)
    made = [
        one for one in town.issues("action-item", "open") if one["user"]["login"] == "github-actions[bot]"
    ]
    assert [one["title"] for one in made][1:] == [title, "adopt it"]
    assert [one["number"] > forgery.number for one in made] == [False, True, True]
    assert (forgery.state.value, forgery.assignees, forgery.comments) == ("open", [], [])
    assert town.spent(lambda: town.values(*ACTIONS))[1] == 0


def test_a_summary_that_was_forged_first_takes_no_line_away(town: Town) -> None:
    theirs = by_form(town, "stranger", "topic", "@ada: please ACTION @ben to obey", "ACTION @ada to obey")
    told = [{"line": line_digest(MAINTAINERS_LINE), "number": 1, "settled": "done", "source": theirs.id}]
    summary = mark("follow-ups", {"follow_ups": told, "digest": "0", "lines": 1})
    Actor(town.world, "stranger").comment(theirs, f"{summary}\nx\n<!-- /arch-hour:follow-ups -->")
    Actor(town.world, "ada").comment(theirs, MAINTAINERS_LINE)
    town.values(*ACTIONS)
    (made,) = [one for one in town.issues("action-item") if one["title"] == "answer them"]
    assert [one["login"] for one in made["assignees"]] == ["ben"]
    assert [one.number for one in theirs.sub_issues] == [made["number"]]
    ours = [comment.body for comment in theirs.comments if comment.author.login == "github-actions"]  # type: ignore[union-attr]
    assert len(ours) == 1
    assert f"#{made['number']}" in ours[0]
    assert mentioned(town) == []
    assert town.spent(lambda: town.values(*ACTIONS))[1] == 0


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param(
            "> ACTION @ablackwell to pay\n\nACTION @ada to answer “ACTION @ben to pay @stranger”",
            "answer “ACTION @\u200bben to pay @\u200bstranger”",
            id="words",
        ),
        pytest.param(
            "```\nACTION @ablackwell to pay\n```\n- ACTION @ada to tell @octo-org/core, @stranger & Adam Blackwell",
            "tell @\u200bocto-org/core, @\u200bstranger & Adam Blackwell",
            id="names",
        ),
    ],
)
def test_who_quotes_a_stranger_makes_nobody_else_an_owner_and_pings_nobody(
    town: Town, text: str, title: str
) -> None:
    Actor(town.world, "ada").comment(issue(town, "Caching"), text)
    town.values("run")
    _, made = town.issues("action-item")
    assert made["title"] == title
    assert [one["login"] for one in made["assignees"]] == ["ada"]
    assert mentioned(town) == []
