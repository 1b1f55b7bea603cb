"""A person who does things in a world directly, without a server, under the same rules as through an API."""

from sandbox.records import Comment, Issue, Reaction, Repository
from sandbox.rules import assignees, comments, issues, labels, reactions, repositories
from sandbox.rules.access import Caller, see
from sandbox.words import LockReason, ReactionContent, State, StateReason
from sandbox.world import World


class Actor:
    """Somebody of a world, by login; everything raises a Refusal that the rules do not allow."""

    def __init__(self, world: World, login: str) -> None:
        self._world = world
        self._caller = Caller(world.account(login))

    def _see(self, full_name: str) -> Repository:
        owner, name = full_name.split("/")
        return see(self._world, self._caller, owner, name)

    def open_issue(
        self,
        full_name: str,
        title: str,
        body: str | None = None,
        *,
        labels: tuple[str, ...] = (),
        assignees: tuple[str, ...] = (),
    ) -> Issue:
        """Opens an issue in `owner/name`."""
        draft = issues.Draft(title, body, labels, assignees)
        with self._world.lock:
            return issues.open_issue(self._world, self._caller, self._see(full_name), draft)

    def open_pull_request(self, full_name: str, title: str, body: str | None = None) -> Issue:
        """Opens a pull request in `owner/name`, as far as issues know of pull requests."""
        draft = issues.Draft(title, body, is_pull_request=True)
        with self._world.lock:
            return issues.open_issue(self._world, self._caller, self._see(full_name), draft)

    def edit(self, subject: Issue | Comment, body: str) -> None:
        """Rewrites the text of an issue or comment."""
        with self._world.lock:
            if isinstance(subject, Comment):
                comments.edit_comment(self._world, self._caller, subject, body)
            else:
                issues.edit_issue(self._world, self._caller, subject, issues.Changes(body=body))

    def rename(self, issue: Issue, title: str) -> None:
        """Gives an issue another title."""
        with self._world.lock:
            issues.edit_issue(self._world, self._caller, issue, issues.Changes(title=title))

    def close(self, issue: Issue, reason: str = "completed") -> None:
        """Closes an issue as `completed`, `not_planned` or `duplicate`."""
        changes = issues.Changes(state=State.CLOSED, state_reason=StateReason(reason))
        with self._world.lock:
            issues.edit_issue(self._world, self._caller, issue, changes)

    def reopen(self, issue: Issue) -> None:
        """Opens a closed issue again."""
        with self._world.lock:
            issues.edit_issue(self._world, self._caller, issue, issues.Changes(state=State.OPEN))

    def lock(self, issue: Issue, reason: str | None = None) -> None:
        """Locks a conversation, for one of GitHub's four reasons if told."""
        with self._world.lock:
            issues.lock(self._world, self._caller, issue, LockReason(reason) if reason else None)

    def unlock(self, issue: Issue) -> None:
        """Opens a locked conversation again."""
        with self._world.lock:
            issues.unlock(self._world, self._caller, issue)

    def pin(self, issue: Issue) -> None:
        """Pins an issue to the top of the list."""
        with self._world.lock:
            issues.pin(self._world, self._caller, issue)

    def label(self, issue: Issue, *names: str) -> None:
        """Adds labels."""
        with self._world.lock:
            labels.add_labels(self._world, self._caller, issue, names)

    def unlabel(self, issue: Issue, name: str) -> None:
        """Takes a label off."""
        with self._world.lock:
            labels.remove_label(self._world, self._caller, issue, name)

    def assign(self, issue: Issue, *logins: str) -> None:
        """Assigns those who can be assigned."""
        with self._world.lock:
            assignees.assign(self._world, self._caller, issue, logins)

    def unassign(self, issue: Issue, *logins: str) -> None:
        """Unassigns people."""
        with self._world.lock:
            assignees.unassign(self._world, self._caller, issue, logins)

    def comment(self, issue: Issue, body: str) -> Comment:
        """Adds a comment."""
        with self._world.lock:
            return comments.comment_on(self._world, self._caller, issue, body)

    def delete(self, comment: Comment) -> None:
        """Deletes a comment."""
        with self._world.lock:
            comments.delete_comment(self._world, self._caller, comment)

    def create_repository(self, full_name: str, *, public: bool = True) -> Repository:
        """Makes a repository at home or in an organization."""
        owner, name = full_name.split("/")
        with self._world.lock:
            home = self._world.account(owner)
            return repositories.create_repository(self._world, self._caller, home, name, public=public)

    def rename_repository(self, full_name: str, name: str) -> None:
        """Gives a repository another name; the old one leads to it from then on."""
        self._change(full_name, repositories.Settings(name=name))

    def archive_repository(self, full_name: str, *, undo: bool = False) -> None:
        """Makes a repository read-only, or writable again."""
        self._change(full_name, repositories.Settings(is_archived=not undo))

    def _change(self, full_name: str, settings: repositories.Settings) -> None:
        with self._world.lock:
            repositories.change_repository(self._world, self._caller, self._see(full_name), settings)

    def transfer_repository(self, full_name: str, owner: str) -> None:
        """Gives a repository to another account."""
        with self._world.lock:
            home = self._world.account(owner)
            repositories.transfer_repository(self._world, self._caller, self._see(full_name), home)

    def delete_repository(self, full_name: str) -> None:
        """Deletes a repository with all in it."""
        with self._world.lock:
            repositories.delete_repository(self._world, self._caller, self._see(full_name))

    def react(self, subject: Issue | Comment, content: str = "+1") -> Reaction:
        """Reacts to an opening post or comment."""
        with self._world.lock:
            return reactions.react(self._world, self._caller, subject, ReactionContent(content))[0]
