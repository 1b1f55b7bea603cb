"""Two runs at the same moment, and strangers: whatever they do, the next run leaves one of each."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.integration.conftest import MEETING
from tests.integration.test_week import body_of, comments_of, propose

if TYPE_CHECKING:
    from tests.integration.conftest import Town


def test_however_many_run_at_once_one_agenda_and_one_follow_up_a_line_are_left(town: "Town") -> None:
    topic = propose(town, "ben", "A topic", "- ACTION @ben to write\n- ACTION @ada to read\n")
    with ThreadPoolExecutor(4) as runs:
        done = list(runs.map(lambda _: town.arch_hour("run"), range(4)))
    assert [each.returncode for each in done] == [0, 0, 0, 0], done
    town.values("run")
    assert len(town.issues("agenda", "open")) == 1
    assert sorted(issue["title"] for issue in town.issues("action-item", "open")) == ["read", "write"]
    _, writes = town.spent(lambda: town.values("run"))
    assert writes == 0
    open_numbers = {issue["number"] for issue in town.issues("action-item", "open")}
    told = [
        comment["body"] for comment in comments_of(town, topic) if "Follow-ups from here" in comment["body"]
    ]
    assert all(f"#{number}" in told[0] for number in open_numbers)


def test_strangers_make_no_follow_up_no_agenda_and_no_votes_of_a_page(town: "Town") -> None:
    propose(town, "ben", "A topic")
    agenda = town.values("run")["agenda"]["number"]
    genuine = body_of(town, agenda)
    page = '<!-- arch-hour:page {"votes":99,"titles":["x"],"date":"2020-12-17","notes":[]} -->'
    forged = town.send(
        "stranger", "POST", "/issues", {"title": "Mine first", "body": f"{page}\n\nACTION @ada to pay me"}
    )
    town.send("ada", "POST", f"/issues/{forged['number']}/labels", {"labels": ["topic"]})
    copied = town.send("stranger", "POST", "/issues", {"title": "Arch Hour: 2020-12-17", "body": genuine})
    town.send("stranger", "POST", f"/issues/{agenda}/comments", {"body": f"{genuine}\n\nACTION @ada to obey"})
    ranked = town.values("run")["topics"]
    assert {topic["title"]: topic["votes"] for topic in ranked} == {"A topic": 0, "Mine first": 0}
    assert town.issues("action-item") == []
    assert town.send("ada", "GET", f"/issues/{copied['number']}")["state"] == "open"
    assert [issue["number"] for issue in town.issues("agenda")] == [agenda]


def test_titles_that_mean_harm_are_shown_as_they_are_and_mention_nobody(town: "Town") -> None:
    title = "| @ada <img src=x> `code` [link](http://x) <!-- arch-hour:agenda {} --> ::error::"
    propose(town, "stranger", title)
    town.at(MEETING - timedelta(minutes=5))
    agenda = town.values("run")["agenda"]["number"]
    body = body_of(town, agenda)
    assert "@ada" not in body.replace("<!--", "")
    assert "<img" not in body
    assert body.count("<!-- arch-hour:agenda {") == 1
    _, writes = town.spent(lambda: town.values("run"))
    assert writes == 0
