"""The demo's repository as a team has it once Arch Hour is set up: files, labels and a project."""

from importlib.resources import files

from arch_hour.rules.page import Page
from sandbox.project_words import FieldKind, OptionColor
from sandbox.records.projects import Project, SelectField
from sandbox.rules.access import Caller
from sandbox.rules.project_fields import FieldDraft, OptionDraft, change_field, create_field
from sandbox.rules.projects import link
from sandbox.world import World

FORM = ".github/ISSUE_TEMPLATE/topic.yml"
WORKFLOW = ".github/workflows/arch-hour.yml"
# In the ready workflow: whose copy of the action it uses, and when the meeting of the ready configuration is.
COPY = "OWNER/arch-hour@COMMIT"
SHORTLY_BEFORE = '"50 13,14 * * 4"'
ACTION = f"platform-team/arch-hour@{'0' * 40}"
LABELS = (
    ("topic", "0b5cad", "To talk about at the next meeting"),
    ("topic: pinned", "5319e7", "First on the agenda"),
    ("topic: on hold", "d4c5f9", "Not on the agenda for now"),
)
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


def ready(name: str) -> str:
    """One of the files that are ready to copy."""
    return (files("templates") / "ready" / name).read_text(encoding="utf-8")


def add_papers(world: World, full_name: str) -> None:
    """Puts the labels, the form for topics and the README into a repository."""
    repository = world.repository(full_name)
    for name, color, meaning in LABELS:
        world.add_label(repository, name, color=color, description=meaning)
    world.put_file(full_name, "README.md", README)
    world.put_file(full_name, FORM, ready("topic.yml"))


def add_workflow(world: World, full_name: str, page: Page) -> None:
    """Puts the ready workflow into a repository, with a run shortly before the meeting, in summer and in winter."""
    weekday = page.date.isoweekday() % 7
    text = ready("arch-hour-workflow.yml").replace(COPY, ACTION)
    world.put_file(full_name, WORKFLOW, text.replace(SHORTLY_BEFORE, f'"50 7,8 * * {weekday}"'))


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
