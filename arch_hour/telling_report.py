"""A report in sentences for people, and in values for a program."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from arch_hour.rendering import age, count, minutes
from arch_hour.reporting import Reported
from arch_hour.rules.meeting_records import TopicRecord
from arch_hour.rules.report import Report
from arch_hour.rules.report_follow_ups import Counts, FollowUps
from arch_hour.rules.report_meetings import Meetings, MeetingState, PastMeeting
from arch_hour.rules.report_topics import Backlog, TopicState
from arch_hour.rules.roti import Rating


@dataclass(frozen=True, slots=True)
class Sentences:
    """A line for each part of a report; none holds a word of a person's."""

    title: str
    meetings: str
    time: str
    topics: str
    votes: str
    backlog: str
    follow_ups: str
    rating: str
    cost: str


def sentences_of(reported: Reported) -> Sentences:
    """What a report says in few words."""
    report = reported.report
    topics, votes, backlog = report.topics, report.topics.votes, report.backlog
    since = f" since {report.since}" if report.since else ""
    pages = f", and {votes.from_pages} that came with imported pages" if votes.from_pages else ""
    return Sentences(
        title=f"{report.repository.full_name}: history{since}",
        meetings=_of_meetings(report),
        time=_of_time(report.meetings),
        topics=f"{topics.proposed} proposed, {topics.discussed} discussed; "
        f"{backlog.waiting} waiting and {backlog.on_hold} on hold today.",
        votes=f"{count(votes.given, 'vote')} by {count(votes.people, 'person', 'people')}{pages}.",
        backlog=_of_backlog(backlog),
        follow_ups=_of_follow_ups(report.follow_ups),
        rating=_of_rating(report.meetings),
        cost=f"Read from GitHub with {count(reported.requests, 'request')}, {report.now:%Y-%m-%d %H:%M %Z}.",
    )


def _of_meetings(report: Report) -> str:
    meetings = report.meetings
    if not meetings.past:
        return f"No meetings since {report.since}." if report.since else "No meetings yet."
    counted = (
        f"{meetings.count(state)} {'with ' if state is MeetingState.UNTOLD else ''}{state.value}"
        for state in MeetingState
        if meetings.count(state)
    )
    decisions = f" {count(meetings.decisions, 'decision')}." if meetings.decisions else ""
    return f"{count(len(meetings.past), 'meeting')}: {', '.join(counted)}.{decisions}"


def _of_time(meetings: Meetings) -> str:
    if not meetings.timed:
        return "Time against plan is not known: it is measured where a meeting is run by /next."
    planned, spent = minutes(meetings.planned), minutes(meetings.spent)
    verdict = f"{spent - planned} over" if spent > planned else f"{planned - spent} left of"
    against = "as planned" if spent == planned else f"{verdict} the plan"
    known = count(len(meetings.timed), "meeting")
    return f"Time against plan, of {known}: {count(planned, 'minute')} planned, {spent} spent, {against}."


def _of_backlog(backlog: Backlog) -> str:
    if backlog.middle is None or backlog.oldest is None:
        return "No topic waits."
    if backlog.waiting == 1:
        return f"1 topic waits, {age(backlog.oldest)} old."
    return f"{backlog.waiting} topics wait: the median is {age(backlog.middle)} old, the oldest {age(backlog.oldest)}."


def _of_follow_ups(follow_ups: FollowUps) -> str:
    counts = follow_ups.all
    dropped = f" ({counts.dropped} of them dropped)" if counts.dropped else ""
    took = f", half of what was done within {age(follow_ups.took)}" if follow_ups.took is not None else ""
    return (
        f"{counts.opened} opened, {counts.closed} closed{dropped}{took}; "
        f"{counts.open} open today, {counts.overdue} of them overdue."
    )


def _of_rating(meetings: Meetings) -> str:
    rating = meetings.rating
    if rating is None:
        return "Nobody gave marks yet."
    marks, rated = count(rating.people, "mark"), count(len(meetings.rated), "meeting")
    return f"{rating.average:.1f} of 5 on average: {marks} in {rated}."


def as_values(reported: Reported) -> dict[str, Any]:
    """All of it as JSON values; what is not known is None, times are local ones with their offset."""
    report = reported.report
    meetings, topics = report.meetings, report.topics
    return {
        "repository": report.repository.full_name,
        "now": report.now.isoformat(),
        "since": report.since.isoformat() if report.since else None,
        "requests": reported.requests,
        "warnings": list(reported.remarks),
        "meetings": {
            **{state.name.casefold(): meetings.count(state) for state in MeetingState},
            "decisions": meetings.decisions,
            **_minutes_of(meetings),
            "list": [_meeting(meeting) for meeting in meetings.past],
        },
        "topics": {
            "proposed": topics.proposed,
            "discussed": topics.discussed,
            "states": {state.name.casefold(): topics.states[state] for state in TopicState},
            "votes": {
                "given": topics.votes.given,
                "people": topics.votes.people,
                "from_pages": topics.votes.from_pages,
            },
        },
        "backlog": _backlog(report.backlog),
        "follow_ups": _follow_ups(report.follow_ups),
        "rating": _rating(meetings.rating),
    }


def _meeting(meeting: PastMeeting) -> dict[str, Any]:
    record = meeting.record
    return {
        "start": meeting.start.isoformat(),
        "state": meeting.state.name.casefold(),
        "agenda": meeting.agenda.number,
        "url": meeting.agenda.url,
        "begun": record.begun.isoformat() if record and record.begun else None,
        "ended": record.ended.isoformat() if record and record.ended else None,
        "discussed": list(meeting.discussed),
        "topics": [_topic(topic) for topic in record.topics] if record else None,
        **_minutes_of(meeting),
        "carried": record.carried if record else None,
        "decisions": record.decisions if record else None,
        "follow_ups": record.follow_ups if record else None,
        "rating": _rating(meeting.rating),
    }


def _topic(topic: TopicRecord) -> dict[str, Any]:
    return {
        "name": topic.name,
        "votes": topic.votes,
        "planned_minutes": minutes(topic.planned),
        "spent_minutes": minutes(topic.spent) if topic.spent is not None else None,
        "boxes": topic.boxes,
    }


def _minutes_of(timed: Meetings | PastMeeting) -> dict[str, int | None]:
    planned, spent = minutes(timed.planned), minutes(timed.spent)
    is_known = bool(timed.timed)
    return {"planned_minutes": planned if is_known else None, "spent_minutes": spent if is_known else None}


def _backlog(backlog: Backlog) -> dict[str, Any]:
    return {
        "waiting": backlog.waiting,
        "on_hold": backlog.on_hold,
        "ages": dict(backlog.ages),
        "median_days": _days(backlog.middle),
        "oldest_days": _days(backlog.oldest),
        "waited": [
            {
                "name": each.topic.name,
                "title": each.topic.title,
                "url": each.topic.url,
                "meetings": each.meetings,
            }
            for each in backlog.waited
        ],
    }


def _follow_ups(follow_ups: FollowUps) -> dict[str, Any]:
    return {
        **_counts(follow_ups.all),
        "median_days": _days(follow_ups.took),
        "owners": [{"login": owner or None, **_counts(each)} for owner, each in follow_ups.owners.items()],
    }


def _counts(counts: Counts) -> dict[str, int]:
    return {
        "opened": counts.opened,
        "closed": counts.closed,
        "dropped": counts.dropped,
        "open": counts.open,
        "overdue": counts.overdue,
    }


def _rating(rating: Rating | None) -> dict[str, Any] | None:
    return {"average": round(rating.average, 2), "marks": rating.people} if rating else None


def _days(span: timedelta | None) -> int | None:
    return span.days if span is not None else None
