"""What a plan cannot know from the ordinary reads, asked only where the answer matters."""

from dataclasses import dataclass
from datetime import datetime

from arch_hour.config import Config
from arch_hour.model import Account, Comment, Issue, Place, Snapshot
from arch_hour.rules import agendas, sources, topics
from arch_hour.rules.electorate import Team, asks_for_writers, unknown_teams
from arch_hour.rules.follow_up_memory import read_follow_up
from arch_hour.rules.follow_ups import upkeeps
from arch_hour.rules.lone_keywords import unknown_writers
from arch_hour.rules.lookups import unread_numbers, untold_numbers
from arch_hour.rules.lost_lines import LostLines
from arch_hour.rules.matching import Promises, promises_of
from arch_hour.rules.open_topics import unread_repositories
from arch_hour.rules.summaries import issues_with_lines, summary_of
from arch_hour.rules.trust import known_without_asking


@dataclass(frozen=True, slots=True)
class Questions:
    """Whom to ask about, which issues' comments to read to the end, and whether closed follow-ups matter.

    `writers` and `teams` are for the votes: everyone who may write, and the members of these. `assignable` are the
    accounts of whom to ask whether they can be assigned, `elsewhere` the repositories whose topics to read too,
    `histories` the issues and comments of whose texts to read all versions. `reactions` are comments whose reactions to
    read, `files` paths of files. `numbers` are issues to read one by one, `fates` texts
    to look for that were not among those read; `activity` and `conversations` the issues of which to read what was done
    on them, and what was said.
    """

    may_write: tuple[Account, ...] = ()
    all_comments: tuple[Issue, ...] = ()
    closed_follow_ups: bool = False
    writers: bool = False
    teams: tuple[Team, ...] = ()
    assignable: tuple[Account, ...] = ()
    elsewhere: tuple[str, ...] = ()
    histories: tuple[Issue | Comment, ...] = ()
    reactions: tuple[Comment, ...] = ()
    files: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    fates: tuple[Place, ...] = ()
    activity: tuple[Issue, ...] = ()
    conversations: tuple[Issue, ...] = ()

    def __bool__(self) -> bool:
        return self != Questions()


def open_questions(snapshot: Snapshot, config: Config, now: datetime) -> Questions:
    """What every plan must still ask; trust comes first, since it decides which lines there are."""
    promises = promises_of(snapshot, config)
    authors = {
        author.key: author
        for author in (
            *agendas.unknown_authors(snapshot, config),
            *topics.unknown_importers(snapshot, config),
            *promises.unknown_speakers(),
            *_unknown_recorders(snapshot, config),
            *_unknown_echoes(snapshot, config),
        )
    }
    if authors:
        return Questions(may_write=tuple(authors.values()))
    histories = tuple(agendas.unread_histories(snapshot, config, now))
    if histories:
        return Questions(histories=histories)
    half_read = _half_read(promises, snapshot, config)
    if half_read:
        return Questions(all_comments=half_read)
    return Questions(closed_follow_ups=not snapshot.knows_closed and promises.lacks_a_match())


def questions_on_follow_ups(snapshot: Snapshot, config: Config, now: datetime) -> Questions:
    """What must be known of single follow-ups before they are made, changed or closed; all of it is rare."""
    promises = promises_of(snapshot, config)
    numbers = tuple(sorted(set(unread_numbers(promises))))
    if numbers:
        return Questions(numbers=numbers)
    lost, kept = LostLines(promises), tuple(upkeeps(promises))
    unknown = (*lost.unknown_speakers(now), *unknown_writers(snapshot, config))
    speakers = {author.key: author for author in unknown}
    if speakers:
        return Questions(may_write=tuple(speakers.values()))
    done = (*lost.unread_activity(), *(each.follow_up.issue for each in kept if each.asks_what_was_done))
    return Questions(
        fates=tuple(dict.fromkeys(lost.unknown_fates(now))),
        activity=tuple({issue.id: issue for issue in done if issue.id not in snapshot.activity}.values()),
        conversations=tuple(
            each.follow_up.issue
            for each in kept
            if each.unsaid and each.follow_up.issue.id not in snapshot.conversations
        ),
    )


def questions_on_summaries(snapshot: Snapshot, config: Config) -> Questions:
    """Which follow-ups a summary needs to tell of that are open no more."""
    return Questions(numbers=tuple(sorted(set(untold_numbers(promises_of(snapshot, config))))))


def questions_on_topics(snapshot: Snapshot, config: Config) -> Questions:
    """What must still be asked before anything may be concluded from a topic that is not there."""
    return Questions(elsewhere=unread_repositories(snapshot, config))


def questions_on_votes(snapshot: Snapshot, config: Config) -> Questions:
    """What must still be asked before votes are counted; the topics come first, since only votes make voters matter."""
    return questions_on_topics(snapshot, config) or Questions(
        writers=asks_for_writers(snapshot, config), teams=unknown_teams(snapshot, config)
    )


def _unknown_recorders(snapshot: Snapshot, config: Config) -> list[Account]:
    """The authors of follow-ups of whom nobody knows yet whether they may write."""
    return [
        issue.author
        for issue in snapshot.follow_ups
        if issue.author is not None
        and known_without_asking(snapshot, config, issue.author) is None
        and read_follow_up(issue) is not None
    ]


def _unknown_echoes(snapshot: Snapshot, config: Config) -> list[Account]:
    """The authors of comments that look like ours: another account of ours may have written them."""
    return [
        comment.author
        for issue in issues_with_lines(snapshot)
        for comment in issue.comments
        if comment.author is not None
        and sources.looks_like_ours(comment)
        and known_without_asking(snapshot, config, comment.author) is None
    ]


def _half_read(promises: Promises, snapshot: Snapshot, config: Config) -> tuple[Issue, ...]:
    """Issues of which a comment of ours that matters may stand among those that were not read."""
    speaking = {
        match.line.source.issue.id
        for match in promises.matches
        if not (match.is_new and match.line.is_settled)
    }
    unfinished = {
        agenda.issue.id
        for agenda in agendas.known_agendas(snapshot, config)
        if agendas.wrap_up_of(snapshot, config, agenda) is None
    }
    return tuple(
        issue
        for issue in issues_with_lines(snapshot)
        if issue.is_half_read
        and ((issue.id in speaking and summary_of(snapshot, config, issue) is None) or issue.id in unfinished)
    )
