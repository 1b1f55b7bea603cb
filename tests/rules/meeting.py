"""A meeting over a repository in memory: people say things on its agenda, and runs answer."""

from datetime import timedelta
from typing import Any

from arch_hour.model import Comment, Issue, Snapshot
from arch_hour.rules.agendas import standing_agendas
from arch_hour.rules.changes import Change
from arch_hour.rules.discussion import Discussion
from arch_hour.rules.discussion_record import discussion_of
from arch_hour.rules.markers import leading_marker
from tests.rules.build import START, config, moment, snapshot, topic
from tests.rules.memory import Memory

READY = "12-17 14:50"


class Meeting(Memory):
    """A repository whose agenda is final, a few minutes before the meeting at 15:00; minutes count from its start."""

    agenda: int

    def at(self, minute: float) -> str:
        """The moment so many minutes after the start, as `run` takes it."""
        return f"{START + timedelta(minutes=minute):%Y-%m-%d %H:%M:%S}"

    def hear(self, minute: float, text: str, by: str = "wren") -> Comment:
        """Somebody comments on the agenda in that minute."""
        self.now = moment(self.at(minute))
        return self.say(self.agenda, by, text)

    def goes(self, minute: float, text: str, by: str = "wren") -> list[Change]:
        """Somebody comments, and a run follows ten seconds later."""
        self.hear(minute, text, by)
        return self.made(self.at(minute + 1 / 6))

    @property
    def last(self) -> Comment:
        """The newest comment on the agenda."""
        return self.issues[self.agenda].comments[-1]

    def vote_on_box(self, on: str = "", over: str = "", at: str | None = None) -> None:
        """People, each a word, react to the comment of the box that runs."""
        box = next(each for each in reversed(self.issues[self.agenda].comments) if "**Box " in each.body)
        for kind, people in (("+1", on), ("-1", over)):
            for login in people.split():
                self.react(self.agenda, box.database_id, login, kind, at)

    def told(self, kind: str) -> list[str]:
        """What our comments of a kind say, without their marker."""
        return [
            body.partition("-->\n")[2]
            for body in self.bodies(self.agenda)
            if leading_marker(body, kind) is not None
        ]

    @property
    def discussion(self) -> Discussion:
        """Where the meeting stands, as our comments tell."""
        seen: Snapshot = snapshot(agendas=(self.issues[self.agenda],))
        (agenda,) = standing_agendas(seen, config())
        return discussion_of(seen, config(), agenda)

    @property
    def turns(self) -> list[tuple[str, str, float, int]]:
        """Each topic that had its turn: how that ended, after how many minutes, in how many boxes."""
        return [
            (
                turn.item.name,
                turn.outcome.value if turn.outcome else "",
                turn.spent / timedelta(minutes=1),
                turn.boxes,
            )
            for turn in self.discussion.turns
        ]


def met(*topics: Issue, **sections: Any) -> Meeting:
    """A meeting about to begin, with three topics of 3, 2 and 1 votes where no others are given."""
    given = topics or (topic(1, votes=3), topic(2, votes=2), topic(3, votes=1))
    meeting = Meeting.of(*given, **sections)
    meeting.run(READY)
    meeting.agenda = meeting.only("agenda").number
    return meeting
