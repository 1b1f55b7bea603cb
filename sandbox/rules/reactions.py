"""Reactions on opening posts and comments: at most one of a kind by each account."""

from sandbox.identities import Sort
from sandbox.records import Comment, Issue, Reaction
from sandbox.rules.access import Caller, area_of, require_writing
from sandbox.rules.permissions import not_permitted
from sandbox.rules.refusals import Forbidden, NotFound
from sandbox.words import ReactionContent
from sandbox.world import World


def react(
    world: World, caller: Caller, subject: Issue | Comment, content: ReactionContent
) -> tuple[Reaction, bool]:
    """Gives a reaction, and says whether it is new: the same one again is the first, with its first time."""
    issue = subject.issue if isinstance(subject, Comment) else subject
    account = require_writing(caller, issue.repository, area_of(issue))
    _require_unlocked(issue)
    for reaction in subject.reactions:
        if reaction.by is account and reaction.content is content:
            return reaction, False
    identity, number = world.identities.new(Sort.REACTION)
    reaction = Reaction(identity, number, content, account, world.clock.now())
    subject.reactions.append(reaction)
    world.nodes[identity] = reaction
    return reaction, True


def take_back(world: World, caller: Caller, subject: Issue | Comment, reaction: Reaction) -> None:
    """Removes one's own reaction; raises Forbidden for somebody else's."""
    issue = subject.issue if isinstance(subject, Comment) else subject
    account = require_writing(caller, issue.repository, area_of(issue))
    _require_unlocked(issue)
    if reaction.by is not account:
        raise not_permitted(caller)
    subject.reactions.remove(reaction)
    del world.nodes[reaction.id]


def own_reaction(caller: Caller, subject: Issue | Comment, content: ReactionContent) -> Reaction:
    """The caller's reaction of that kind; raises NotFound when there is none."""
    for reaction in subject.reactions:
        if reaction.by is caller.account and reaction.content is content:
            return reaction
    raise NotFound


def _require_unlocked(issue: Issue) -> None:
    # Locking stops reactions by everyone, also by those who may still comment.
    if issue.locked:
        raise Forbidden("Unable to react because the conversation is locked.")
