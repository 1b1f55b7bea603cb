"""The section `board` of a configuration: the project, and what its fields and options are called."""

from pydantic import Field, model_validator

from arch_hour.config_places import Project
from arch_hour.config_section import Section, mistake
from arch_hour.config_values import Text


class BoardFields(Section):
    """How the fields of the project are called; null: that one is not kept."""

    status: Text | None = Field("Status", description="field for where an issue stands; `null`: not kept")
    meeting: Text | None = Field("Meeting", description="field for the day of the meeting; `null`: not kept")
    due: Text | None = Field("Due", description="field for when a follow-up is due; `null`: not kept")
    votes: Text | None = Field("Votes", description="field for the votes of a topic; `null`: not kept")

    @model_validator(mode="after")
    def _has_one_name_for_each(self) -> "BoardFields":
        seen: dict[str, str] = {}
        for key, name in self:
            other = seen.setdefault(name.casefold(), key) if name is not None else key
            if other != key:
                raise mistake(key, f"is {name!r}, as `board.fields.{other}` is: one field cannot hold both")
        return self


class Statuses(Section):
    """Which option of the status field stands for what; null: that of `backlog` or of `action` stands for it too."""

    backlog: Text = Field("Backlog", description="status of a topic that waits")
    scheduled: Text = Field("On agenda", description="status of a topic on the agenda")
    held: Text | None = Field(
        None, description="status of a topic on hold; `null`: that of `backlog`", examples=["On hold"]
    )
    discussed: Text = Field("Done", description="status of a topic that was discussed")
    action: Text = Field("Todo", description="status of a follow-up")
    needs_owner: Text | None = Field(
        None,
        description="status of a follow-up without owner; `null`: that of `action`",
        examples=["Needs owner"],
    )
    done: Text = Field("Done", description="status of a follow-up that is done")

    @model_validator(mode="after")
    def _tells_open_from_closed(self) -> "Statuses":
        """GitHub can close what is moved to a status: what is open may not stand in one for what is closed."""
        closed = {self.discussed.casefold(), self.done.casefold()}
        for key in ("backlog", "scheduled", "held", "action", "needs_owner"):
            name = getattr(self, key)
            if name is not None and name.casefold() in closed:
                raise mistake(key, f"is {name!r}, which stands for closed issues too: name another one")
        return self


class ProjectBoard(Section):
    """The project on which topics and follow-ups are tracked; null: none."""

    project: Project | None = Field(
        None,
        description="the project: `orgs/acme/projects/5` or `users/octocat/projects/2`, or its address",
        examples=["orgs/acme/projects/5", "users/octocat/projects/2"],
    )
    fields: BoardFields = Field(BoardFields(), description="what the fields of the project are called")
    statuses: Statuses = Field(Statuses(), description="which option of the status field stands for what")
