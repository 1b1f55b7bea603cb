"""The project board: whether it can be kept, with which fields and words."""

from arch_hour.checking.findings import Told, Verdict
from arch_hour.rules.board_fields import remarks_on_fields
from arch_hour.rules.questions import Questions
from arch_hour.session import Session


def board(session: Session) -> Told:
    """The project that the configuration names, as the token for projects sees it."""
    place = session.config.board.project
    if place is None:
        return
    session.learn(lambda snapshot, *_: Questions(board=snapshot.board is None))
    found = session.snapshot.board
    if found is None:
        return
    if found.trouble:
        yield Verdict.WRONG, found.trouble
        return
    remarks = tuple(remarks_on_fields(found, session.config.board))
    yield from ((Verdict.WRONG, remark) for remark in remarks)
    if not remarks:
        yield (
            Verdict.GOOD,
            f"“{found.title}” ({place}) has all fields and options, and {found.account} may write to it",
        )
