"""What a plan cannot know from the ordinary reads, asked only where the answer matters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from arch_hour.config import Config
from arch_hour.model import Account, Comment, Issue, Place, Snapshot
from arch_hour.rules import agendas, sources, topics
from arch_hour.rules.agendas import Agenda
from arch_hour.rules.decided import unknown_deciders
from arch_hour.rules.electorate import Team, asks_for_writers, unknown_teams
from arch_hour.rules.follow_up_memory import read_follow_up
from arch_hour.rules.follow_ups import upkeeps
from arch_hour.rules.lone_keywords import unknown_writers
from arch_hour.rules.lookups import unread_numbers, untold_numbers
from arch_hour.rules.lost_lines import LostLines
from arch_hour.rules.matching import Promises, promises_of
from arch_hour.rules.merged_topics import half_read_parts, unknown_mergers
from arch_hour.rules.minutes_file import path_of
from arch_hour.rules.open_topics import unread_repositories
from arch_hour.rules.pending_calls import unknown_callers, unread_versions
from arch_hour.rules.proceedings import boxes_to_count, needs_topics_elsewhere
from arch_hour.rules.summaries import issues_with_lines, summary_of
from arch_hour.rules.topic_calls import unknown_topic_callers, unread_topic_versions
from arch_hour.rules.trust import known_without_asking


@dataclass(frozen=True, slots=True)
class Questions:
    """Whom to ask about, which issues' comments to read to the end, and whether closed follow-ups matter.

    `writers` and `teams` are for the votes: everyone who may write, and the members of these. `assignable` are the
    accounts of whom to ask whether they can be assigned, `elsewhere` the repositories whose topics to read too,
    `histories` the issues and comments of whose texts to read all versions. `reactions` are comments whose reactions to
    read, `files` paths of files. `numbers` are issues to read one by one, `fates` texts
    to look for that were not among those read; `activity` and `conversations` the issues of which to read what was done
    on them, and what was said. `board` asks for the project itself, `cards` for issues on it by their node ids, and
    `board_pasts` for what was done with issues on boards.
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
    board: bool = False
    cards: tuple[str, ...] = ()
    board_pasts: tuple[Issue, ...] = ()

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
    if done and config.board.project is not None and snapshot.board is None:
        # Whose token it is that moves things on the board: that is no person's doing.
        return Questions(board=True)
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


def questions_on_commands(snapshot: Snapshot, config: Config, now: datetime) -> Questions:
    """Who gave a command, and since when: asked only of those that were not answered yet."""
    return _questions_on_calls(unknown_callers(snapshot, config, now), unread_versions(snapshot, config, now))


def questions_on_merges(snapshot: Snapshot, config: Config, now: datetime) -> Questions:
    """The same of commands on topics, and all that must be known of what was merged before."""
    callers, versions = (
        unknown_topic_callers(snapshot, config, now),
        unread_topic_versions(snapshot, config, now),
    )
    return _questions_on_calls(callers, versions) or _questions_on_parts(snapshot, config)


def questions_on_proceedings(snapshot: Snapshot, config: Config, now: datetime) -> Questions:
    """What must be known before commands are carried out: how people reacted to the time box that one of them ends."""
    first = questions_on_commands(snapshot, config, now)
    if not first and needs_topics_elsewhere(snapshot, config, now):
        first = questions_on_topics(snapshot, config)
    if first:
        return first
    boxes = {comment.id: comment for comment in boxes_to_count(snapshot, config, now)}
    unread = tuple(comment for key, comment in boxes.items() if key not in snapshot.reactions)
    if unread or not any(snapshot.reactions[key] for key in boxes):
        return Questions(reactions=unread)
    return _questions_on_voters(snapshot, config)


def questions_on_minutes(snapshot: Snapshot, config: Config, due: Sequence[Agenda]) -> Questions:
    """What must be known before meetings are wrapped up: who decided what, and what stands in the minutes' files."""
    half_read = tuple(agenda.issue for agenda in due if agenda.issue.is_half_read)
    if half_read:
        return Questions(all_comments=half_read)
    deciders = {author.key: author for agenda in due for author in unknown_deciders(snapshot, config, agenda)}
    if deciders:
        return Questions(may_write=tuple(deciders.values()))
    paths = dict.fromkeys(path_of(agenda, config) for agenda in due)
    return Questions(files=tuple(path for path in paths if path is not None and path not in snapshot.files))


def questions_on_topics(snapshot: Snapshot, config: Config) -> Questions:
    """What must still be asked before anything may be concluded from a topic that is not there."""
    return Questions(elsewhere=unread_repositories(snapshot, config))


def questions_on_votes(snapshot: Snapshot, config: Config) -> Questions:
    """What must still be asked before votes are counted; the topics come first, since only votes make voters matter."""
    first = questions_on_topics(snapshot, config) or _questions_on_parts(snapshot, config)
    return first or _questions_on_voters(snapshot, config)


def _questions_on_calls(callers: Iterable[Account], versions: Iterable[Issue | Comment]) -> Questions:
    unknown = {account.key: account for account in callers}
    if unknown:
        return Questions(may_write=tuple(unknown.values()))
    return Questions(histories=tuple({text.id: text for text in versions}.values()))


def _questions_on_parts(snapshot: Snapshot, config: Config) -> Questions:
    """What must be known of the topics that were merged: what each is a part of, and who says so."""
    mergers = {account.key: account for account in unknown_mergers(snapshot, config)}
    if mergers:
        return Questions(may_write=tuple(mergers.values()))
    return Questions(all_comments=tuple(half_read_parts(snapshot, config)))


def _questions_on_voters(snapshot: Snapshot, config: Config) -> Questions:
    return Questions(writers=asks_for_writers(snapshot, config), teams=unknown_teams(snapshot, config))


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
