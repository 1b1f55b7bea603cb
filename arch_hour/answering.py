"""A run's questions, answered: the snapshot with what GitHub said to them."""

from dataclasses import replace

from arch_hour.board import Board
from arch_hour.config import Config
from arch_hour.errors import AccessError
from arch_hour.gateway.protocol import Reader, Wanted
from arch_hour.model import Fate, Issue, Snapshot
from arch_hour.rules.board_fields import kept_fields
from arch_hour.rules.open_topics import without_agendas
from arch_hour.rules.questions import Questions


def answered(
    snapshot: Snapshot, asked: Questions, reader: Reader, wanted: Wanted, config: Config
) -> Snapshot:
    """The snapshot with every answer in it, so that nothing of it is asked again."""
    with_people = _with_people(snapshot, asked, reader)
    with_issues = _with_issues(with_people, asked, reader, wanted)
    with_texts = _with_texts(_with_what_happened(with_issues, asked, reader), asked, reader)
    with_board = _with_board(with_texts, asked, reader, wanted, config)
    return _with_histories(with_board, asked, reader, config)


def _with_people(snapshot: Snapshot, asked: Questions, reader: Reader) -> Snapshot:
    if asked.may_write:
        answers = {account.key: reader.may_write(account) for account in asked.may_write}
        snapshot = replace(snapshot, may_write={**snapshot.may_write, **answers})
    if asked.assignable:
        found = {account.key: reader.is_assignable(account) for account in asked.assignable}
        snapshot = replace(snapshot, assignable={**snapshot.assignable, **found})
    if asked.writers or asked.teams:
        snapshot = replace(snapshot, electorate=_electorate(asked, reader))
    return snapshot


def _electorate(asked: Questions, reader: Reader) -> frozenset[str]:
    """Who may vote of those whom only GitHub knows; where it does not tell, the run fails: it never widens."""
    members = [reader.team(team.organization, team.slug) for team in asked.teams]
    return frozenset().union(*members, reader.writers() if asked.writers else ())


def _with_issues(snapshot: Snapshot, asked: Questions, reader: Reader, wanted: Wanted) -> Snapshot:
    for issue in asked.all_comments:
        read = reader.with_all_comments(issue)
        # There may be fewer by now than GitHub counted, and what was read to the end is not asked for again.
        snapshot = _exchanged(snapshot, replace(read, comments_total=len(read.comments)))
    if asked.closed_follow_ups:
        snapshot = replace(_joined(snapshot, reader.closed_follow_ups(wanted)), knows_closed=True)
    if asked.numbers:
        found = _joined(snapshot, reader.follow_ups_numbered(asked.numbers))
        snapshot = replace(found, looked_up=snapshot.looked_up.union(asked.numbers))
    if asked.elsewhere:
        there = (topic for name in asked.elsewhere for topic in reader.topics_elsewhere(name, wanted))
        snapshot = replace(snapshot, topics=(*snapshot.topics, *there), knows_elsewhere=True)
    return snapshot


def _with_what_happened(snapshot: Snapshot, asked: Questions, reader: Reader) -> Snapshot:
    if asked.fates:
        told = reader.fates(asked.fates)
        fates = {place.id: told.get(place.id, Fate.UNKNOWN) for place in asked.fates}
        snapshot = replace(snapshot, fates={**snapshot.fates, **fates})
    if asked.activity:
        done = {issue.id: reader.activity(issue) for issue in asked.activity}
        snapshot = replace(snapshot, activity={**snapshot.activity, **done})
    if asked.conversations:
        said = {issue.id: reader.with_all_comments(issue).comments for issue in asked.conversations}
        snapshot = replace(snapshot, conversations={**snapshot.conversations, **said})
    return snapshot


def _with_texts(snapshot: Snapshot, asked: Questions, reader: Reader) -> Snapshot:
    if asked.reactions:
        given = reader.reactions(asked.reactions)
        found = {comment.id: given.get(comment.id, ()) for comment in asked.reactions}
        snapshot = replace(snapshot, reactions={**snapshot.reactions, **found})
    if asked.files:
        texts = {path: reader.file(path) for path in asked.files}
        snapshot = replace(snapshot, files={**snapshot.files, **texts})
    return snapshot


def _with_board(
    snapshot: Snapshot, asked: Questions, reader: Reader, wanted: Wanted, config: Config
) -> Snapshot:
    place = config.board.project
    if asked.board and place is not None:
        found = reader.board(place, wanted)
        snapshot = replace(snapshot, board=found.board, closed_lately=found.closed_lately)
    if snapshot.board is None:
        return snapshot
    try:
        return replace(snapshot, board=_with_our_issues(snapshot.board, asked, reader, config))
    except AccessError as error:
        return replace(snapshot, board=replace(snapshot.board, trouble=str(error)))


def _with_our_issues(board: Board, asked: Questions, reader: Reader, config: Config) -> Board:
    """With our issues as they are there; raises AccessError where GitHub refuses to tell of them."""
    if asked.cards:
        cards = reader.cards(board, kept_fields(board, config.board), asked.cards)
        seen = {issue: cards.get(issue) for issue in asked.cards}
        board = replace(board, cards={**board.cards, **seen})
    if asked.board_pasts:
        pasts = {issue.id: reader.board_past(issue) for issue in asked.board_pasts}
        board = replace(board, pasts={**board.pasts, **pasts})
    return board


def _with_histories(snapshot: Snapshot, asked: Questions, reader: Reader, config: Config) -> Snapshot:
    if not asked.histories:
        return snapshot
    read = {text.id: reader.history(text) for text in asked.histories}
    return without_agendas(replace(snapshot, histories={**snapshot.histories, **read}), config)


def _joined(snapshot: Snapshot, follow_ups: tuple[Issue, ...]) -> Snapshot:
    """With more follow-ups; one that is there already stays as it is, as this run may have written to it."""
    known = {issue.id for issue in snapshot.follow_ups}
    new = {issue.id: issue for issue in follow_ups if issue.id not in known}
    return replace(snapshot, follow_ups=(*snapshot.follow_ups, *new.values()))


def _exchanged(snapshot: Snapshot, issue: Issue) -> Snapshot:
    def each(issues: tuple[Issue, ...]) -> tuple[Issue, ...]:
        return tuple(issue if old.id == issue.id else old for old in issues)

    return replace(
        snapshot,
        agendas=each(snapshot.agendas),
        topics=each(snapshot.topics),
        discussed=each(snapshot.discussed),
        merged=each(snapshot.merged),
    )
