"""Setting a project up: what is there, and what is made, with the token for projects.

Source: https://docs.github.com/en/issues/planning-and-tracking-with-projects/automating-your-project/using-the-api-to-manage-projects
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from arch_hour.board import ProjectPlace, Site, named
from arch_hour.errors import AccessError, DoubtfulWriteError
from arch_hour.gateway import board_sentences, reading
from arch_hour.gateway.answers import Parts, Refusal
from arch_hour.gateway.asking import all_nodes, owner_and_name
from arch_hour.gateway.boards import board_of
from arch_hour.gateway.connection import Connection
from arch_hour.gateway.documents import document
from arch_hour.gateway.patience import Failure, Trouble
from arch_hour.gateway.reading import text
from arch_hour.gateway.writing import LOOKS
from arch_hour.model import Account
from arch_hour.rules.board_changes import CreateField, CreateProject, NewOption, SetUp, WriteOptions

Json = Mapping[str, Any]

# How GitHub refuses a second field of a name.
_TAKEN = "already been taken"


@dataclass(frozen=True)
class BoardSetup:
    """Sets up a project for one repository, `OWNER/NAME`; raises Failure and AccessError."""

    connection: Connection
    full_name: str

    def site(self, place: ProjectPlace | None, title: str) -> Site:
        """Where the project is to be; without a place, the one of that title that is linked or our own, if any."""
        values = {**owner_and_name(self.full_name), "withLinked": place is None}
        parts = self._asked(place, "board_site", values)
        repository = parts.data["repository"]
        if repository is None:
            told = parts.refusal_at() or Refusal(404, "no such repository")
            raise AccessError(board_sentences.unseen(self.full_name, told.message))
        viewer, owner = Account.named(text(parts.data["viewer"]["login"])), repository["owner"]
        known = place or self._place(parts, viewer, title)
        if known is None:
            return Site(owner["id"], _place_of(owner, 0), repository["id"])
        return self._site(known, owner["id"], repository["id"], viewer, title)

    def apply(self, change: SetUp, site: Site) -> ProjectPlace:
        """Makes one thing, and tells where the project is.

        Whether one was made whose answer was lost the next look tells; a project is looked for before that.
        """
        if isinstance(change, CreateProject):
            return self._create_project(change, site.place)
        name, given = _write(change)
        try:
            self.connection.mutate_once(document(name), {"input": given})
        except Failure as failure:
            if failure.trouble is Trouble.LOST:
                self.connection.patience.pause(LOOKS[0])
            elif failure.trouble is not Trouble.REFUSED:
                raise
            elif not self._has_field(change, site.place, failure):
                raise self._refused(change, site.place, failure) from failure
        return site.place

    def _create_project(self, change: CreateProject, place: ProjectPlace) -> ProjectPlace:
        """Raises DoubtfulWriteError where the project that may have been made does not show."""
        name, given = _write(change)
        try:
            made = self.connection.mutate_once(document(name), {"input": given})["done"]["projectV2"]
        except Failure as failure:
            if failure.trouble is Trouble.REFUSED:
                raise self._refused(change, place, failure) from failure
            if failure.trouble is not Trouble.LOST:
                raise
            return self._looked_for(change.title, failure)
        # A list may not show it yet, and then it would be made again.
        return replace(place, number=int(made["number"]))

    def _looked_for(self, title: str, lost: Failure) -> ProjectPlace:
        for pause in LOOKS:
            self.connection.patience.pause(pause)
            site = self.site(None, title)
            if site.board is not None:
                return site.place
        msg = f"nobody knows whether the project “{title}” was made ({lost.message}): look, and run again"
        raise DoubtfulWriteError(msg)

    def _has_field(self, change: SetUp, place: ProjectPlace, refused: Failure) -> bool:
        """Whether a field was refused because it is there by now: made by somebody, or by us without an answer."""
        if not isinstance(change, CreateField) or _TAKEN not in refused.message:
            return False
        for pause in LOOKS:
            board = self.site(place, "").board
            if board is not None and named(board.fields, change.name) is not None:
                return True
            self.connection.patience.pause(pause)
        return False

    def _refused(self, change: SetUp, place: ProjectPlace, failure: Failure) -> AccessError:
        return AccessError(board_sentences.not_made(_called(change), place, self.full_name, failure))

    def _site(self, place: ProjectPlace, owner: str, repository: str, viewer: Account, title: str) -> Site:
        parts = self._asked(place, "board_plot", {"holder": place.owner, "number": place.number})
        holder = parts.data["holder"]
        if holder is not None and (holder["__typename"] == "User") is not place.of_user:
            raise AccessError(board_sentences.other_kind(place, _place_of(holder, place.number, place.owner)))
        found = None if holder is None else holder["projectV2"]
        if found is None or parts.refused:
            told = parts.refusal_at() or Refusal(404, "no such project")
            raise AccessError(board_sentences.refused(place, self.full_name, told))
        if found["closed"]:
            raise AccessError(board_sentences.closed(place))
        if not found["viewerCanUpdate"] and not viewer.is_bot:
            raise AccessError(board_sentences.read_only(place, self.full_name, viewer.login))
        is_ours = _is_by(found, viewer) and found["title"] == title
        items = int(found["items"]["totalCount"])
        return Site(owner, place, repository, board_of(found, viewer), items, is_ours=is_ours)

    def _place(self, parts: Parts, viewer: Account, title: str) -> ProjectPlace | None:
        """Where the newest open project of that title is which is linked to the repository, or was made by us."""
        owner, linked = parts.data["repository"]["owner"], parts.data["repository"]["linked"]
        if linked is None:
            raise self._unlisted(owner, parts)
        # One that the token does not see is null.
        nodes = chain(linked["nodes"], (node for node in self._listed(owner) if _is_by(node, viewer)))
        found = (node for node in nodes if node and node["title"] == title and not node["closed"])
        return next((_place_of(owner, int(node["number"])) for node in found), None)

    def _listed(self, owner: Json) -> Iterator[Json]:
        """The projects of an owner, one page after the other as they are looked at."""

        def page(after: str | None) -> Json:
            parts = self._asked(None, "boards_of_owner", {"holder": owner["login"], "after": after})
            found: Json | None = (parts.data["holder"] or {}).get("projectsV2")
            if found is None:
                raise self._unlisted(owner, parts)
            return found

        return all_nodes(page)

    def _unlisted(self, owner: Json, parts: Parts) -> AccessError:
        told = parts.refusal_at() or Refusal(404, "no projects there")
        return AccessError(board_sentences.unlisted(_place_of(owner, 0), self.full_name, told))

    def _asked(self, place: ProjectPlace | None, name: str, values: Json) -> Parts:
        try:
            return self.connection.query_parts(document(name), values)
        except Failure as failure:
            if failure.trouble is not Trouble.REFUSED:
                raise
            if place is None:
                raise AccessError(board_sentences.unlisted(None, self.full_name, failure)) from failure
            raise AccessError(board_sentences.refused(place, self.full_name, failure)) from failure


def _is_by(node: Json | None, viewer: Account) -> bool:
    """Whether the account made a project."""
    creator = reading.account(node["creator"]) if node else None
    return creator is not None and creator.key == viewer.key


def _place_of(owner: Json, number: int, login: str = "") -> ProjectPlace:
    return ProjectPlace(login or text(owner["login"]), number, owner["__typename"] == "User")


def _write(change: SetUp) -> tuple[str, Json]:
    """The document of a change, and its input."""
    match change:
        case CreateProject(owner=owner, repository=repository, title=title):
            return "create_project", {"ownerId": owner, "repositoryId": repository, "title": title}
        case CreateField(project=project, name=name, kind=kind, options=options):
            given: dict[str, Any] = {"projectId": project, "name": name, "dataType": kind}
            return "create_field", given | ({"singleSelectOptions": _options(options)} if options else {})
        case WriteOptions(field=field, options=options):
            return "write_options", {"fieldId": field, "singleSelectOptions": _options(options)}


def _called(change: SetUp) -> str:
    match change:
        case CreateProject(title=title):
            return f"the project “{title}”"
        case CreateField(name=name):
            return f"the field {name}"
        case WriteOptions(name=name):
            return f"the options of {name}"


def _options(options: tuple[NewOption, ...]) -> list[Json]:
    return [
        {"name": option.name, "color": option.color, "description": option.description} for option in options
    ]
