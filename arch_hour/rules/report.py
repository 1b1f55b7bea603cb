"""The history of the meetings in figures: what happened in a period, and where things stand today."""

from dataclasses import dataclass
from datetime import date, datetime, time

from arch_hour.config import Config
from arch_hour.model import Repository, Snapshot
from arch_hour.rules.report_follow_ups import FollowUps, follow_ups_of_period
from arch_hour.rules.report_meetings import Meetings, past_meetings
from arch_hour.rules.report_topics import Backlog, Topics, backlog_today, topics_of_period


@dataclass(frozen=True, slots=True)
class Report:
    """All figures; `now` is in the meeting's zone, and `since` the local date on which the period begins.

    Without `since` it begins with the repository.
    """

    repository: Repository
    now: datetime
    since: date | None
    meetings: Meetings
    topics: Topics
    backlog: Backlog
    follow_ups: FollowUps


def report_of(snapshot: Snapshot, config: Config, now: datetime, since: date | None = None) -> Report:
    """The figures of a repository of which the whole history was read, with the reactions on its minutes.

    What the snapshot was not asked about counts for nothing: neither strangers' markers nor meetings to come.
    """
    beginning = None if since is None else datetime.combine(since, time(), config.zone)
    meetings = past_meetings(snapshot, config, now)
    of_period = (meeting for meeting in meetings if beginning is None or meeting.start >= beginning)
    return Report(
        repository=snapshot.repository,
        now=now.astimezone(config.zone),
        since=since,
        meetings=Meetings(tuple(of_period)),
        topics=topics_of_period(snapshot, config, meetings, beginning),
        backlog=backlog_today(snapshot, config, now),
        follow_ups=follow_ups_of_period(snapshot, config, now, beginning),
    )
