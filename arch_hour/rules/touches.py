"""Whether a person took up a follow-up: then there is more to it than the line that it came from."""

from collections.abc import Iterable

from arch_hour.config import Config
from arch_hour.model import Activity, Snapshot
from arch_hour.rules.blocks import find_block, outside_blocks
from arch_hour.rules.follow_up_memory import FOLLOW_UP, FollowUp
from arch_hour.rules.trust import is_ours

# What a run does on a follow-up, in GitHub's words; a comment of a person's account may be either's.
_OURS = frozenset(
    ("labeled", "unlabeled", "assigned", "unassigned", "edited", "closed", "reopened", "parent_issue_added")
)


_ON_BOARDS = frozenset(("added_to_project_v2", "project_v2_item_status_changed"))


def touch_by_looks(follow_up: FollowUp, config: Config) -> str:
    """What of it is not as we made it, or nothing; this tells a person's work from ours whosever token we use."""
    issue, actions = follow_up.issue, config.actions
    block = find_block(issue.body, FOLLOW_UP)
    ours = {label.casefold() for label in (actions.label, actions.needs_owner_label)}
    owners = {owner.casefold() for owner in follow_up.owners}
    if block is None or block.touched or outside_blocks(issue.body, FOLLOW_UP).strip():
        return "somebody wrote in it"
    if issue.title != follow_up.title:
        return "somebody gave it another title"
    if not ours.issuperset(label.casefold() for label in issue.labels):
        return "somebody labelled it"
    if not owners.issuperset(login.casefold() for login in issue.assignees):
        return "somebody assigned it"
    return ""


def touch_by_doing(done: Iterable[Activity], snapshot: Snapshot, config: Config) -> str:
    """What a person did on it first, or nothing."""
    for each in done:
        if _is_a_touch(each, snapshot, config):
            who = each.by.login if each.by else "a deleted account"
            return f"{who} touched it ({each.what.replace('_', ' ')})"
    return ""


def _is_a_touch(done: Activity, snapshot: Snapshot, config: Config) -> bool:
    """Of one whose token we use, for the repository or for projects, what we do ourselves is none.

    Nor is what apps do, such as to put every new issue on a board: it shows nobody's interest.
    """
    if done.by is None:
        return True
    if is_ours(snapshot, config, done.by) and done.what in _OURS:
        return False
    if done.what in _ON_BOARDS and snapshot.board is not None and done.by.key == snapshot.board.account:
        return False
    return not done.by.is_bot
