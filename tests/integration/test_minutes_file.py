"""The minutes as a file of the repository: committed by a token that may, told once by one that may not."""

from typing import TYPE_CHECKING, Any

import pytest

from tests.integration.conftest import CONFIGURATION, REPOSITORY
from tests.integration.meetings import Meeting
from tests.integration.promises import without_pauses
from tests.integration.test_action_process import start

if TYPE_CHECKING:
    from tests.integration.conftest import Town

MORE = "minutes: {path: 'docs/minutes/{date}.md'}\n"
PATH = "docs/minutes/2020-12-17.md"


@pytest.fixture
def meeting(town: "Town") -> Meeting:
    """A meeting of a team whose workflow may write files."""
    permissions = {"contents": "write", "issues": "write"}
    town.tokens["workflow"] = town.world.workflow_token(REPOSITORY, permissions)
    return Meeting.called(town, MORE)


def hold(meeting: Meeting) -> Any:
    meeting.order("ada", "/next", at=0)
    return meeting.order("ada", "/end", at=8)


def file(meeting: Meeting) -> str:
    files = meeting.town.world.repository(REPOSITORY).files
    return files[PATH].content.decode() if PATH in files else ""


def commits(meeting: Meeting) -> list[str]:
    kept = meeting.town.world.repository(REPOSITORY).commits
    return [f"{each.author.login}: {each.message}" for each in kept if "Minutes" in each.message]


def write(meeting: Meeting, text: str) -> None:
    """Somebody commits the file with another text."""
    meeting.town.world.put_file(REPOSITORY, PATH, text, by="ben", message="Mend our notes")


def test_a_token_that_may_commits_them_once(meeting: Meeting) -> None:
    told = hold(meeting)
    assert told["warnings"] == []
    text = file(meeting)
    assert "\n# Minutes: Arch Hour: 2020-12-17\n" in text
    assert "| 10 min | 8 min |" in text
    assert "React to this comment" not in text
    assert commits(meeting) == ["github-actions: Minutes of 2020-12-17 10:00"]
    assert meeting.is_settled()


def test_what_people_write_around_them_stays_when_they_are_told_anew(meeting: Meeting) -> None:
    hold(meeting)
    write(meeting, f"---\nlayout: page\n---\n{file(meeting)}\nSee you next week!\n")
    assert meeting.is_settled()
    meeting.at(20)
    meeting.note("ben", meeting.topics[0], "DECISION: we carve out invoices first")
    meeting.run()
    text = file(meeting)
    assert text.startswith("---\nlayout: page\n---\n")
    assert text.endswith("\nSee you next week!\n")
    assert text.count("we carve out invoices first") >= 1
    assert len(commits(meeting)) == 2
    assert meeting.is_settled()


def test_what_people_mend_inside_them_stays(meeting: Meeting) -> None:
    hold(meeting)
    write(meeting, file(meeting).replace("### Carried over", "We also sang.\n\n### Carried over"))
    assert meeting.is_settled()
    meeting.at(20)
    meeting.note("ben", meeting.topics[0], "DECISION: we carve out invoices first")
    meeting.run()
    assert "We also sang." in file(meeting)
    assert "we carve out invoices first" in file(meeting)
    assert meeting.is_settled()


def test_what_somebody_commits_while_the_run_is_at_it_stays(meeting: Meeting) -> None:
    left = ["# Our minutes\n\nBring biscuits.\n"]

    def meanwhile(verb: str, path: str, *_: Any) -> None:
        if verb == "PUT" and path.endswith(PATH) and left:
            write(meeting, left.pop())

    meeting.order("ada", "/next", at=0)
    meeting.say("ada", "/end", at=8)
    with without_pauses(meanwhile):
        told = meeting.run()
    assert (left, told["warnings"]) == ([], [])
    assert "Bring biscuits." in file(meeting)
    assert "| 10 min | 8 min |" in file(meeting)
    assert meeting.is_settled()


def test_a_token_that_may_not_ends_the_meeting_with_one_warning(town: "Town") -> None:
    meeting = Meeting.called(town, MORE)
    meeting.order("ada", "/next", at=0)
    meeting.say("ada", "/end", at=8)
    done = start(town)
    assert done.returncode == 0
    (warning,) = [line for line in done.stdout.splitlines() if line.startswith("::warning")]
    assert warning.startswith(f"::warning title=Arch Hour::{PATH} was not committed (")
    assert "give the token `contents: write`" in warning
    assert "| 10 min | 8 min |" in meeting.minutes
    assert file(meeting) == ""
    assert meeting.states[meeting.topics[0]][0] == "closed"
    again = start(town)
    assert "::warning" not in again.stdout
    assert town.spent(meeting.run) == (2, 0)


def test_the_second_meeting_of_a_day_leaves_the_file_of_the_first_alone(meeting: Meeting) -> None:
    hold(meeting)
    kept = file(meeting)
    meeting.at(60)
    twice = CONFIGURATION.replace("meeting:\n", "meeting:\n  extra: [2020-12-17T14:00]\n")
    meeting.town.world.put_file(REPOSITORY, ".github/arch-hour.yml", f"{twice}{MORE}")
    again = Meeting(meeting.town, meeting.run()["agenda"]["number"], meeting.topics[1:])
    again.order("ada", "/next", at=4 * 60)
    told = again.order("ada", "/end", at=4 * 60 + 3)
    assert told["warnings"] == [
        f"{PATH} holds the minutes of another meeting already, so those of #{again.agenda} are not in a file: "
        "put {time} into minutes.path"
    ]
    assert "| 10 min | 3 min |" in again.minutes
    assert file(meeting) == kept
    assert again.is_settled()
