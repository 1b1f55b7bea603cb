"""How issues leave a repository: deleted for good, or transferred to another one."""

from sandbox.boards import drop_item, projects_with
from sandbox.happenings import Happening
from sandbox.identities import Sort
from sandbox.records import Comment, Issue, Repository
from sandbox.rules import assignees
from sandbox.rules.access import Caller, require_role
from sandbox.rules.history import record
from sandbox.rules.refusals import Forbidden, Invalid
from sandbox.words import EventKind, Role
from sandbox.world import World


def delete_issue(world: World, caller: Caller, issue: Issue) -> Repository:
    """Deletes an issue with all on it, by somebody who administers the repository, which is returned."""
    actor = require_role(caller, issue.repository, Role.ADMIN)
    _refuse_pull_requests(issue)
    repository = issue.repository
    _take_out(issue)
    _cut_ties(world, issue)
    _forget_nodes(world, issue)
    repository.deleted.add(issue.number)
    world.announce(Happening("issues", "deleted", actor, issue, repository))
    return repository


def forget_issue(world: World, issue: Issue) -> None:
    """Lets go of an issue or pull request whose repository goes too."""
    for item in projects_with(world, issue):
        drop_item(world, item)
    _take_out(issue)
    _cut_ties(world, issue)
    _forget_nodes(world, issue)


def transfer_issue(
    world: World, caller: Caller, issue: Issue, target: Repository, *, create_labels: bool = False
) -> None:
    """Moves an issue, with a new number and id, to another repository of the same owner.

    Labels stay where the target has one of that name (or gets one), assignees where they can be assigned there.
    Raises Invalid for a repository that it cannot go to.
    """
    actor = require_role(caller, issue.repository, Role.WRITE)
    require_role(caller, target, Role.WRITE)
    _refuse_pull_requests(issue)
    _check_target(issue.repository, target)
    origin = issue.repository
    world.announce(Happening("issues", "transferred", actor, issue, origin, {"new_repository": target}))
    _take_out(issue)
    origin.transferred[issue.number] = issue
    _settle(world, issue, target)
    _carry_labels(world, issue, create_labels=create_labels)
    issue.assignees = [one for one in issue.assignees if assignees.assignable_to(issue, one, None)]
    record(world, issue, EventKind.TRANSFERRED, actor).from_repository = origin
    world.announce(Happening("issues", "opened", actor, issue, target))


def _refuse_pull_requests(issue: Issue) -> None:
    if issue.is_pull_request:
        raise Forbidden("Pull requests can neither be deleted nor transferred.")


def _check_target(origin: Repository, target: Repository) -> None:
    if target is origin:
        raise Invalid("The issue is in that repository already.")
    if target.owner is not origin.owner:
        raise Invalid("Issues can only be transferred to repositories of the same owner.")
    if origin.is_private and not target.is_private:
        raise Invalid("Issues of a private repository cannot be transferred to a public one.")
    if not target.has_issues:
        raise Invalid("Issues has been disabled in the other repository.")


def _take_out(issue: Issue) -> None:
    repository = issue.repository
    del repository.issues[issue.number]
    if issue in repository.pinned:
        repository.pinned.remove(issue)
    if issue.milestone is not None:
        issue.milestone.issues.remove(issue)
        issue.milestone = None
    for comment in issue.comments:
        del repository.comments[comment.database_id]


def _cut_ties(world: World, issue: Issue) -> None:
    if issue.parent is not None:
        issue.parent.sub_issues.remove(issue)
    for child in issue.sub_issues:
        child.parent = None
    for repository in world.repositories.values():
        for number in [number for number, one in repository.transferred.items() if one is issue]:
            del repository.transferred[number]
            repository.deleted.add(number)
        for other in repository.issues.values():
            other.events = [event for event in other.events if event.other is not issue]


def _forget_nodes(world: World, issue: Issue) -> None:
    subjects: list[Issue | Comment] = [issue, *issue.comments]
    for subject in subjects:
        del world.nodes[subject.id]
        for reaction in subject.reactions:
            del world.nodes[reaction.id]


def _settle(world: World, issue: Issue, target: Repository) -> None:
    del world.nodes[issue.id]
    issue.id, issue.database_id = world.identities.new(Sort.ISSUE)
    target.last_number += 1
    issue.repository, issue.number = target, target.last_number
    target.issues[issue.number] = issue
    world.nodes[issue.id] = issue
    target.comments |= {comment.database_id: comment for comment in issue.comments}


def _carry_labels(world: World, issue: Issue, *, create_labels: bool) -> None:
    target = issue.repository
    if create_labels:
        for label in issue.labels:
            if target.label(label.name) is None:
                world.add_label(target, label.name, color=label.color, description=label.description)
    known = [target.label(label.name) for label in issue.labels]
    issue.labels = [label for label in known if label is not None]
