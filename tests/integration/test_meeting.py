"""A whole meeting from its topics to its minutes: the Action as processes, people over HTTP as themselves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.integration.conftest import MEETING
from tests.integration.meetings import Meeting, seen, transcript
from tests.integration.test_action_process import start, start_here
from tests.integration.test_week import body_of

if TYPE_CHECKING:
    from tests.integration.conftest import Town

NOTES = """\
- Billing and orders share a schema
- DECISION: we carve out invoices first
- ACTION @ben to draw the new borders, due 2021-01-10"""


@dataclass
class Workflow:
    """The workflow of a team: each event starts the Action, and is delivered a second time after that."""

    town: "Town"

    def timer(self) -> None:
        """What the schedule starts."""
        self.event("schedule", {"schedule": "50 13,14 * * 4"})

    def comment(self, meeting: Meeting, by: str, text: str, *, at: float) -> None:
        """What a comment on the agenda starts."""
        said = meeting.say(by, text, at=at)
        self.event("issue_comment", _created(meeting, said, by))

    def event(self, name: str, payload: Any) -> None:
        """Two runs, of which the second finds nothing to do."""
        done = start(self.town, name, payload)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "::warning" not in done.stdout
        statuses: list[int] = []
        _, writes = self.town.spent(lambda: statuses.append(start_here(self.town, name, payload)))
        assert (statuses, writes) == ([0], 0), done.stdout


def _created(meeting: Meeting, comment: int, by: str) -> Any:
    sender = {"login": by, "type": "User"}
    return {
        "action": "created",
        "issue": {"number": meeting.agenda},
        "comment": {"id": comment},
        "sender": sender,
    }


def test_a_meeting_from_its_topics_to_its_minutes(town: "Town", golden: Callable[[str, str], None]) -> None:
    meeting, workflow = Meeting(town), Workflow(town)
    meeting.propose()
    workflow.timer()
    meeting.at(-10)
    workflow.timer()
    meeting.agenda = town.issues("agenda")[0]["number"]

    workflow.comment(meeting, "ada", "Welcome!\n\n/next", at=0)
    first = meeting.box
    meeting.at(2)
    meeting.react(first, on=("ben", "cleo", "nasthagiri"), over=("ablackwell", "nasthagiri"))
    meeting.say("stranger", "/next", at=5)
    workflow.comment(meeting, "ada", "/next", at=5)
    workflow.comment(meeting, "ada", "/next", at=10)
    meeting.at(11)
    meeting.react(first, over=("ada",))
    meeting.note("ben", meeting.topics[0], NOTES)
    workflow.comment(meeting, "ben", "/agenda\n/help", at=12)
    workflow.comment(meeting, "ada", "/next", at=15)
    workflow.comment(meeting, "ben", "That was quick.\n\n/move-on", at=18.5)
    meeting.note("ben", meeting.topics[2], "DECISION: the wiki is that place")
    meeting.say("ben", "/skip", at=20)
    workflow.comment(meeting, "ada", "/skip", at=20.25)
    workflow.comment(meeting, "ada", "/end", at=26)
    meeting.at(27)
    meeting.react(meeting.ours("wrap-up")[0]["id"], heart=("ada", "ben"), rocket=("cleo",))
    town.at(MEETING + timedelta(days=4, hours=1))
    workflow.timer()

    told = next(line for line in _next_agenda(town).splitlines() if line.startswith("Previous agenda"))
    golden("meeting_transcript.md", f"{transcript(meeting)}\n\n# What the next agenda says\n\n{told}")


def _next_agenda(town: "Town") -> str:
    newest = town.issues("agenda")[-1]
    return seen(body_of(town, newest["number"]))
