"""What stands around the issues of a repository in memory; ready for the meeting unless a test says otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from arch_hour.config import Config
from arch_hour.gateway.facilities import ActionsPolicy
from arch_hour.repository_paths import DEFAULT_PATH
from arch_hour.rules.crons import Crons, Timer, crons_for
from arch_hour.rules.set_up import FORM, Copy, topic_form, workflow
from arch_hour.rules.workflow_files import PATH as WORKFLOW
from tests.rules.memory_gateway import MemoryGateway

COPY = Copy("acme/arch-hour", "5" * 40)


@dataclass
class MemoryFacilities(MemoryGateway):
    """Its files, its workflow's state, and what may be done; `rewritten` are files in place of the ready ones."""

    rewritten: dict[str, str] = field(default_factory=dict)
    state_of_workflow: str | None = "active"
    policy: ActionsPolicy | None = field(
        default_factory=lambda: ActionsPolicy(is_enabled=True, allowed="all")
    )
    is_writable: bool = True

    def folder(self, path: str) -> Mapping[str, str]:
        texts = {**self._ready(), **self.rewritten}
        return {name: text for name, text in texts.items() if name.rpartition("/")[0] == path and text}

    def _ready(self) -> Mapping[str, str]:
        told = Config.build(self.values, DEFAULT_PATH)
        # A calendar is not read here: a run every five minutes does for any meeting.
        crons = Crons(Timer("*/5 * * * *"), ())
        if told.meeting.calendar is None:
            crons = crons_for(told, self.now, with_zone=True)
        return {WORKFLOW: workflow(told, crons, COPY), FORM: topic_form(told)}

    def workflow_state(self, file: str) -> str | None:
        self.asked.append(f"state of {file}")
        return self.state_of_workflow

    def enable_workflow(self, file: str) -> None:
        self.asked.append(f"enable {file}")
        self.state_of_workflow = "active"

    def actions_policy(self) -> ActionsPolicy | None:
        return self.policy

    def may_write_issues(self, label: str) -> bool:
        self.asked.append(f"may write {label}")
        return self.is_writable
