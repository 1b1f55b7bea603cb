"""The demo's repository as a team has it once Arch Hour is set up: files, labels and a project."""

from arch_hour.config import Config
from arch_hour.rules.crons import crons_for
from arch_hour.rules.labels import labels_of
from arch_hour.rules.set_up import FORM, Copy, topic_form, workflow
from arch_hour.rules.workflow_files import PATH as WORKFLOW
from sandbox.project_words import FieldKind, OptionColor
from sandbox.records.projects import Project, SelectField
from sandbox.rules.access import Caller
from sandbox.rules.project_fields import FieldDraft, OptionDraft, change_field, create_field
from sandbox.rules.projects import link
from sandbox.world import World

COPY = Copy("platform-team/arch-hour", "0" * 40)
STATUSES = (
    ("Backlog", OptionColor.GRAY, "Waits for a meeting"),
    ("On agenda", OptionColor.BLUE, "For the next meeting"),
    ("Todo", OptionColor.YELLOW, "Somebody took it on"),
    ("Done", OptionColor.PURPLE, "Discussed, or done"),
)
FIELDS = (("Meeting", FieldKind.DATE), ("Due", FieldKind.DATE), ("Votes", FieldKind.NUMBER))
README = """# Coffee

We meet once a week and talk about what most of us want to hear.

- **Propose** a topic: *Issues → New issue → Topic*.
- **Vote** with a 👍 on the first post of a topic.
- The agenda appears three days before the meeting.
"""


def add_papers(world: World, full_name: str, config: Config) -> None:
    """Puts the labels, the form for topics and the README into a repository."""
    repository = world.repository(full_name)
    for label in labels_of(config):
        world.add_label(repository, label.name, color=label.color, description=label.description)
    world.put_file(full_name, "README.md", README)
    world.put_file(full_name, FORM, topic_form(config))


def add_workflow(world: World, full_name: str, config: Config) -> None:
    """Puts the workflow into a repository, as `arch-hour init` writes it."""
    crons = crons_for(config, world.clock.now(), with_zone=True)
    world.put_file(full_name, WORKFLOW, workflow(config, crons, COPY))


def add_project(world: World, full_name: str, creator: str) -> Project:
    """Makes a project for a repository's topics and follow-ups, with what the configuration names by default."""
    repository, caller = world.repository(full_name), Caller(world.account(creator))
    project = world.add_project(repository.owner.login, "Coffee", by=creator, public=True)
    (status,) = [field for field in project.fields if isinstance(field, SelectField)]
    change_field(world, caller, status, options=[OptionDraft(*option) for option in STATUSES])
    for name, kind in FIELDS:
        create_field(world, caller, project, FieldDraft(name, kind))
    link(world, caller, project, repository)
    return project
