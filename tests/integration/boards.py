"""A town whose repository has a project board, and what people do on it over GraphQL."""

import subprocess
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import requests

from sandbox.actor import Actor
from sandbox.board_values import held
from sandbox.project_words import FieldKind, OptionColor, ProjectWorkflowKind
from sandbox.records import Issue
from sandbox.records.projects import Option, Project, ProjectItem, SelectField
from sandbox.rules.access import Caller
from sandbox.rules.project_fields import FieldDraft, OptionDraft, change_field, create_field
from sandbox.words import Role
from tests.integration.conftest import CONFIGURATION, REPOSITORY, Town

OPTIONS = ("Backlog", "On agenda", "Todo", "In Progress", "Done")
FIELDS = (("Meeting", FieldKind.DATE), ("Due", FieldKind.DATE), ("Votes", FieldKind.NUMBER))
OF_ITEM = {
    "add": ("addProjectV2ItemById", "contentId"),
    "archive": ("archiveProjectV2Item", "itemId"),
    "remove": ("deleteProjectV2Item", "itemId"),
}


@dataclass
class Board:
    """The project of a town; `mover` is the text of the token for projects that its runs have, if any."""

    town: Town
    project: Project
    mover: str | None
    more: str = ""

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """A run of the command line, which must go well."""
        environ = {"ARCH_HOUR_PROJECT_TOKEN": self.mover} if self.mover is not None else {}
        done = self.town.here("run", *arguments, environ=environ)
        assert done.returncode == 0, done.stderr
        return done

    def process(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """The same as a process of its own, however it ends."""
        environ = {"ARCH_HOUR_PROJECT_TOKEN": self.mover} if self.mover is not None else {}
        return self.town.arch_hour("run", *arguments, environ=environ)

    def cost(self, *arguments: str) -> tuple[int, int]:
        """The reads and writes of a run."""
        return self.town.spent(lambda: self.run(*arguments))

    def configure(self, text: str) -> None:
        """Adds lines to the `board` section."""
        self.more = text
        place = f"{'orgs' if self.project.owner.login == 'octo-org' else 'users'}/{self.project.owner.login}"
        board = f"board:\n  project: {place}/projects/{self.project.number}\n{text}"
        self.town.world.put_file(REPOSITORY, ".github/arch-hour.yml", CONFIGURATION + board)

    def later(self, **span: float) -> datetime:
        """The clock goes on."""
        now = self.town.world.clock.now() + timedelta(**span)
        self.town.at(now)
        return now

    def topic(self, title: str, body: str = "", *, votes: tuple[str, ...] = ()) -> Issue:
        """A topic by a person, with votes."""
        made = Actor(self.town.world, "ada").open_issue(REPOSITORY, title, body, labels=("topic",))
        for login in votes:
            Actor(self.town.world, login).react(made)
        return made

    def issue(self, number: int) -> Issue:
        """An issue of the repository."""
        return self.town.world.repository(REPOSITORY).issues[number]

    def item(self, issue: Issue) -> ProjectItem | None:
        """Its item on the board."""
        return self.project.items_by_content.get(issue)

    def shows(self, issue: Issue) -> dict[str, Any]:
        """What people see of it on the board: the contents of the fields by their names."""
        item = self.item(issue)
        assert item is not None, f"#{issue.number} is not on the board"
        named = {field.database_id: field.name for field in self.project.fields}
        contents = {named[key]: held(value) for key, value in item.values.items()}
        return {name: told.name if isinstance(told, Option) else told for name, told in contents.items()}

    def column(self, issue: Issue) -> str:
        """The status that people see; `archived`, or nothing where it is not on the board."""
        item = self.item(issue)
        if item is None or item.archived_at is not None:
            return "archived" if item else ""
        return str(self.shows(issue).get("Status", "none"))

    def drag(self, issue: Issue, status: str, by: str = "ada") -> None:
        """A person gives an item another status."""
        option = self.status.option_named(status)
        assert option is not None
        self._set(issue, self.status.id, {"singleSelectOptionId": option.id}, by)

    def set(self, issue: Issue, name: str, value: dict[str, Any], by: str = "ada") -> None:
        """A person fills a field."""
        field = self.project.field_named(name)
        assert field is not None
        self._set(issue, field.id, value, by)

    def act(self, what: str, issue: Issue, by: str = "ada") -> None:
        """A person adds an issue, or archives or removes its item."""
        mutation, key = OF_ITEM[what]
        item = self.item(issue)
        identity = issue.id if what == "add" or item is None else item.id
        self.ask(
            by,
            f"mutation ($input: {mutation[0].upper()}{mutation[1:]}Input!) {{ "
            f"{mutation}(input: $input) {{ clientMutationId }} }}",
            {"input": {"projectId": self.project.id, key: identity}},
        )

    def switch(self, *kinds: ProjectWorkflowKind) -> None:
        """Only these of the project's built-in workflows are on."""
        for workflow in self.project.workflows:
            workflow.enabled = workflow.kind in kinds

    def ask(self, by: str, document: str, variables: dict[str, Any]) -> Any:
        """A person's request to GraphQL, which must go well."""
        answer = requests.post(
            self.town.running.graphql_url,
            json={"query": document, "variables": variables},
            headers={"Authorization": f"Bearer {self.town.token(by)}"},
            timeout=10,
        ).json()
        assert "errors" not in answer, answer
        return answer["data"]

    @property
    def status(self) -> SelectField:
        """The field of the statuses."""
        (found,) = [field for field in self.project.fields if isinstance(field, SelectField)]
        return found

    def _set(self, issue: Issue, field: str, value: dict[str, Any], by: str) -> None:
        item = self.item(issue)
        assert item is not None
        given = {"projectId": self.project.id, "itemId": item.id, "fieldId": field, "value": value}
        self.ask(
            by,
            "mutation ($input: UpdateProjectV2ItemFieldValueInput!) { "
            "updateProjectV2ItemFieldValue(input: $input) { clientMutationId } }",
            {"input": given},
        )


def found_board(town: Town, owner: str = "octo-org", mover: str | None = "mover") -> Board:
    """A project with all that the configuration names by default, of the organization or a user."""
    world = town.world
    if world.find_account("mover") is None:
        world.add_user("mover")
        members = world.account("octo-org").members
        members |= {world.account(login).key: False for login in ("ada", "ben", "mover")}
        world.repository(REPOSITORY).roles[world.account("mover").key] = Role.READ
    made = world.add_project(
        owner, "Coffee", by=owner if owner != "octo-org" else "ada", roles={"mover": "writer"}
    )
    caller = Caller(made.creator or made.owner)
    (status,) = [field for field in made.fields if isinstance(field, SelectField)]
    change_field(world, caller, status, options=[OptionDraft(name, OptionColor.GRAY, "") for name in OPTIONS])
    for name, kind in FIELDS:
        create_field(world, caller, made, FieldDraft(name, kind))
    board = Board(town, made, town.token(mover) if mover else None)
    board.configure("")
    return board
