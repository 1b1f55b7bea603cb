"""A week of a team: proposing, voting, the agenda, the meeting, its follow-ups, and what waits for the next one."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.integration.conftest import MEETING

if TYPE_CHECKING:
    from tests.integration.conftest import Town


def propose(town: "Town", by: str, title: str, body: str = "") -> int:
    number: int = town.send(by, "POST", "/issues", {"title": title, "body": body})["number"]
    town.send("ada", "POST", f"/issues/{number}/labels", {"labels": ["topic"]})
    return number


def vote(town: "Town", number: int, *people: str) -> None:
    for person in people:
        town.send(person, "POST", f"/issues/{number}/reactions", {"content": "+1"})


def body_of(town: "Town", number: int) -> str:
    body: str = town.send("ada", "GET", f"/issues/{number}")["body"]
    return body


def comments_of(town: "Town", number: int) -> list[Any]:
    comments: list[Any] = town.send("ada", "GET", f"/issues/{number}/comments?per_page=100")
    return comments


def test_people_propose_and_vote_and_the_agenda_follows_them_until_the_freeze(town: "Town") -> None:
    caching = propose(town, "ben", "Caching")
    naming = propose(town, "stranger", "Naming")
    vote(town, naming, "ben", "cleo")
    agenda = town.values("run")["agenda"]["number"]
    assert body_of(town, agenda).index(f"#{naming} Naming") < body_of(town, agenda).index(
        f"#{caching} Caching"
    )
    notes = body_of(town, agenda) + "\r\nA note of Ada's, with `<!-- arch-hour:agenda {} -->` in it\r\n"
    town.send("ada", "PATCH", f"/issues/{agenda}", {"body": notes})
    vote(town, caching, "ada", "ben", "cleo")
    town.values("run")
    refreshed = body_of(town, agenda)
    assert refreshed.index(f"#{caching} Caching") < refreshed.index(f"#{naming} Naming")
    assert refreshed.endswith("\r\nA note of Ada's, with `<!-- arch-hour:agenda {} -->` in it\r\n")


def test_after_the_freeze_votes_change_nothing_and_the_body_is_the_people_s(town: "Town") -> None:
    first, second = propose(town, "ben", "First"), propose(town, "ben", "Second")
    vote(town, first, "ada")
    town.values("run")
    town.at(MEETING - timedelta(minutes=15))
    vote(town, second, "ada", "ben")
    agenda = town.values("run")["agenda"]["number"]
    frozen = body_of(town, agenda)
    assert f"### 1. First\n\n- [ ] Discussed · [#{first}](" in frozen
    assert "ada (given after the ranking was final), ben (given after the ranking was final)" in frozen
    vote(town, second, "cleo")
    _, writes = town.spent(lambda: town.values("run"))
    assert writes == 0
    labels = [label["name"] for label in town.send("ada", "GET", f"/issues/{first}")["labels"]]
    assert labels == ["topic", "topic: scheduled"]


def test_the_meeting_s_promises_become_follow_ups_and_the_rest_waits(town: "Town") -> None:
    done, waiting = propose(town, "ben", "Done"), propose(town, "ben", "Waiting")
    vote(town, done, "ada")
    town.at(MEETING - timedelta(minutes=10))
    agenda = town.values("run")["agenda"]["number"]
    town.at(MEETING + timedelta(minutes=30))
    ticked = body_of(town, agenda).replace("- [ ] Discussed", "- [x] Discussed", 1)
    town.send("ada", "PATCH", f"/issues/{agenda}", {"body": f"{ticked}\n- ACTION @ben to measure it\n"})
    town.send(
        "ben", "POST", f"/issues/{done}/comments", {"body": "ACTION @nobody-here and @ada to ask around"}
    )
    town.send("stranger", "POST", f"/issues/{done}/comments", {"body": "ACTION @ada to send me money"})
    told = town.values("run", "--command", "actions")
    assert [(each["title"], each["owners"], each["needs_owner"]) for each in told["follow_ups"]] == [
        ("measure it", ["ben"], False),
        ("ask around", ["ada"], True),
    ]
    assert told["warnings"] == [
        f"#{told['follow_ups'][1]['number']}: nobody-here cannot be assigned in this repository"
    ]
    town.at(MEETING + timedelta(hours=1))
    town.send("ada", "PATCH", f"/issues/{agenda}", {"state": "closed"})
    town.values("run")
    closed = town.send("ada", "GET", f"/issues/{done}")
    assert (closed["state"], [label["name"] for label in closed["labels"]]) == (
        "closed",
        ["topic", "topic: discussed"],
    )
    assert f"/issues/{agenda})" in comments_of(town, done)[-1]["body"]
    carried = town.send("ada", "GET", f"/issues/{waiting}")
    assert (carried["state"], [label["name"] for label in carried["labels"]]) == ("open", ["topic"])
    assert f"/issues/{waiting}) Waiting – waited 1 meeting" in comments_of(town, agenda)[-1]["body"]
    _, writes = town.spent(lambda: town.values("run"))
    assert writes == 0


def test_the_next_meeting_begins_with_what_waited_and_with_open_follow_ups(town: "Town") -> None:
    for number in range(12):
        propose(town, "ben", f"Topic {number}")
    town.at(MEETING - timedelta(minutes=10))
    agenda = town.values("run")["agenda"]["number"]
    body = body_of(town, agenda)
    town.send("ada", "PATCH", f"/issues/{agenda}", {"body": f"{body}\nACTION @ben to tidy up\n"})
    town.at(MEETING + timedelta(hours=14))
    town.values("run")
    assert town.send("ada", "GET", f"/issues/{agenda}")["state"] == "closed"
    assert "nothing is recorded as discussed" in comments_of(town, agenda)[-1]["body"]
    town.at(MEETING + timedelta(days=5))
    following = town.values("run")["agenda"]["number"]
    assert following > agenda
    assert "tidy up – ben" in body_of(town, following)
    assert "| 1 meeting |" in body_of(town, following)


def test_an_agenda_closed_before_its_start_is_cancelled_and_not_made_again(town: "Town") -> None:
    propose(town, "ben", "Anything")
    agenda = town.values("run")["agenda"]["number"]
    town.send("ada", "PATCH", f"/issues/{agenda}", {"state": "closed"})
    for moment in (MEETING - timedelta(minutes=5), MEETING + timedelta(hours=2), MEETING + timedelta(days=1)):
        town.at(moment)
        _, writes = town.spent(lambda: town.values("run"))
        assert writes == 0
    assert len(town.issues("agenda")) == 1


def test_two_runs_at_once_leave_one_agenda_after_the_next(town: "Town") -> None:
    propose(town, "ben", "Anything")
    first = town.values("run")["agenda"]["number"]
    copy = town.send(
        "ada",
        "POST",
        "/issues",
        {"title": "a second one", "body": body_of(town, first), "labels": ["agenda"]},
    )
    town.values("run")
    assert [issue["number"] for issue in town.issues("agenda", "open")] == [first]
    assert comments_of(town, copy["number"])[-1]["body"].endswith(
        f"The agenda of this meeting is #{first}. What stands here stays here."
    )


def test_the_same_promise_is_one_follow_up_however_it_is_edited_ticked_and_reopened(town: "Town") -> None:
    topic = propose(town, "ben", "A topic")
    comment = town.send(
        "ben", "POST", f"/issues/{topic}/comments", {"body": "ACTION @ben to write the decision down"}
    )
    town.values("run", "--command", "actions")
    (follow_up,) = town.issues("action-item")
    place = f"/issues/comments/{comment['id']}"
    town.send("ben", "PATCH", place, {"body": "ACTION @ben to write the decision down as ADR 12"})
    town.values("run", "--command", "actions")
    (edited,) = town.issues("action-item")
    assert (edited["number"], edited["title"]) == (follow_up["number"], "write the decision down as ADR 12")
    town.send("ben", "PATCH", place, {"body": "- [x] ACTION @ben to write the decision down as ADR 12"})
    town.values("run", "--command", "actions")
    assert town.issues("action-item")[0]["state"] == "closed"
    town.send("ada", "PATCH", f"/issues/{follow_up['number']}", {"state": "open"})
    town.values("run", "--command", "actions")
    assert [issue["state"] for issue in town.issues("action-item")] == ["open"]
    summaries = [each for each in comments_of(town, topic) if "Follow-ups from here" in each["body"]]
    assert len(summaries) == 1
