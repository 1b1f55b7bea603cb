"""Who may do what in a repository, as REST tells it."""

from dataclasses import dataclass
from urllib.parse import quote

from arch_hour.gateway import reading, sentences
from arch_hour.gateway.connection import Connection
from arch_hour.gateway.patience import Failure, Trouble


@dataclass(frozen=True)
class People:
    """Asks about accounts and the repository of that full name; every method raises Failure or AccessError."""

    connection: Connection
    full_name: str
    for_projects: Connection | None = None

    def may_write(self, login: str) -> bool:
        """Whether somebody may write; who is no user any more may not."""
        try:
            answer = self.connection.get(
                f"{self._repository}/collaborators/{quote(login, safe='')}/permission"
            )
        except Failure as failure:
            if failure.status == 404:
                return False
            raise
        return answer["permission"] in ("admin", "write")

    def writers(self) -> frozenset[str]:
        """The keys of all accounts that may write.

        Picked here out of all collaborators: GitHub does not say whether its filter by `push` leaves out admins.
        """
        listed = self.connection.listed(f"{self._repository}/collaborators")
        try:
            return frozenset(reading.member(each).key for each in listed if each["permissions"]["push"])
        except Failure as failure:
            if failure.trouble is not Trouble.REFUSED:
                raise
            raise sentences.no_writers(failure, self.full_name) from failure

    def team(self, organization: str, slug: str) -> frozenset[str]:
        """The keys of a team's members, looked up with the token for projects where there is one."""
        path = f"/orgs/{quote(organization, safe='')}/teams/{quote(slug, safe='')}/members"
        connection = self.for_projects or self.connection
        try:
            return frozenset(reading.member(each).key for each in connection.listed(path))
        except Failure as failure:
            if failure.trouble is not Trouble.REFUSED:
                raise
            raise sentences.no_team(failure, f"@{organization}/{slug}") from failure

    def is_assignable(self, login: str) -> bool:
        """Whether issues can be assigned to somebody; 404 is GitHub's no."""
        try:
            self.connection.get(f"{self._repository}/assignees/{quote(login, safe='')}")
        except Failure as failure:
            if failure.status != 404:
                raise
            return False
        return True

    def is_person(self, login: str) -> bool:
        """Whether a person has that login; 404 is GitHub's no."""
        try:
            answer = self.connection.get(f"/users/{quote(login, safe='')}")
        except Failure as failure:
            if failure.status != 404:
                raise
            return False
        kind: str = answer["type"]
        return kind == "User"

    def may_label(self) -> bool:
        """Whether the token may label and close issues; older servers know no role of triage."""
        found = self.connection.get(self._repository)
        may = found["permissions"]
        return not found["archived"] and bool(may["push"] or may.get("triage"))

    @property
    def _repository(self) -> str:
        return f"/repos/{self.full_name}"
