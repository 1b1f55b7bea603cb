"""Fields of projects: making, changing and deleting them, with their options and iterations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sandbox import boards
from sandbox.project_words import FieldKind, OptionColor, ProjectRole
from sandbox.records.projects import (
    FieldValue,
    Iteration,
    IterationField,
    IterationValue,
    Option,
    OptionValue,
    Project,
    ProjectField,
    SelectField,
)
from sandbox.rules.access import Caller
from sandbox.rules.limits import FIELD_OPTIONS, PROJECT_FIELDS
from sandbox.rules.project_access import require_project_role
from sandbox.rules.projects import Mismatch
from sandbox.rules.refusals import Invalid
from sandbox.world import World


@dataclass(frozen=True, slots=True)
class OptionDraft:
    """An option as it is asked for; GitHub gives the id."""

    name: str
    color: OptionColor
    description: str


@dataclass(frozen=True, slots=True)
class IterationDraft:
    """An iteration as it is asked for, its duration in days."""

    title: str
    start_date: date
    duration: int


@dataclass(frozen=True, slots=True)
class IterationPlan:
    """The iterations of a field, and how many days the usual one has."""

    start_date: date
    duration: int
    iterations: Sequence[IterationDraft] = ()


@dataclass(frozen=True, slots=True)
class FieldDraft:
    """A field as it is asked for; options belong to a single select, a plan to an iteration."""

    name: str
    kind: FieldKind
    options: Sequence[OptionDraft] = ()
    plan: IterationPlan | None = None


def create_field(world: World, caller: Caller, project: Project, draft: FieldDraft) -> ProjectField:
    """Adds a field that people may fill, by those who may write."""
    require_project_role(caller, project, ProjectRole.WRITER)
    _check_name(project, draft.name)
    if len(project.fields) >= PROJECT_FIELDS:
        raise Invalid(f"Projects cannot have more than {PROJECT_FIELDS} fields")
    if draft.kind is FieldKind.SINGLE_SELECT:
        if not draft.options:
            raise Invalid("Single select options are required for a single select field")
        _check_options(draft.options)
    elif draft.options:
        raise Invalid("Single select options are only for single select fields")
    if draft.plan is not None:
        _check_plan(draft.plan)
    made = boards.add_field(world, project, draft.name, draft.kind)
    if isinstance(made, SelectField):
        made.options = _made(world, draft.options)
    if isinstance(made, IterationField):
        _plan(world, made, draft.plan or _usual_plan(world.clock.now().date(), made.duration))
    project.updated_at = world.clock.now()
    return made


def change_field(
    world: World,
    caller: Caller,
    field: ProjectField,
    *,
    name: str | None = None,
    options: Sequence[OptionDraft] = (),
    plan: IterationPlan | None = None,
) -> None:
    """Renames a field or writes its options or iterations anew, by those who may write.

    Written anew every option has another id, whatever its name, and what items had in the field is lost.
    """
    require_project_role(caller, field.project, ProjectRole.WRITER)
    if not field.kind.is_custom:
        raise Mismatch("Built-in fields cannot be changed")
    if name is not None and name != field.name:
        _check_name(field.project, name, besides=field)
    if options and not isinstance(field, SelectField):
        raise Mismatch("Single select options are only for single select fields")
    _check_options(options)
    if plan is not None:
        if not isinstance(field, IterationField):
            raise Mismatch("An iteration configuration is only for iteration fields")
        _check_plan(plan)
        _plan(world, field, plan)
    if options and isinstance(field, SelectField):
        field.options = _made(world, options)
    field.name = field.name if name is None else name
    _drop_orphans(world, field)
    field.updated_at = world.clock.now()


def delete_field(world: World, caller: Caller, field: ProjectField) -> None:
    """Deletes a field that people made, with what items had in it."""
    require_project_role(caller, field.project, ProjectRole.WRITER)
    if not field.kind.is_custom or field is field.project.status:
        raise Mismatch("Built-in fields cannot be deleted")
    for item in field.project.items.values():
        value = item.values.pop(field.database_id, None)
        if value is not None:
            del world.nodes[value.id]
    for view in field.project.views:
        view.fields = [shown for shown in view.fields if shown is not field]
    field.project.fields.remove(field)
    del world.nodes[field.id]


def _check_name(project: Project, name: str, besides: ProjectField | None = None) -> None:
    if not name.strip():
        raise Invalid("Name can't be blank")
    if project.field_named(name) not in (None, besides):
        raise Invalid("Name has already been taken")


def _check_options(options: Sequence[OptionDraft]) -> None:
    names = [option.name.casefold() for option in options]
    if not all(name.strip() for name in names):
        raise Invalid("Option name can't be blank")
    if len(set(names)) < len(names):
        raise Invalid("Option names must be unique")
    if len(names) > FIELD_OPTIONS:
        raise Invalid(f"Single select fields cannot have more than {FIELD_OPTIONS} options")


def _made(world: World, drafts: Sequence[OptionDraft]) -> list[Option]:
    return [Option(boards.fresh_id(world), one.name, one.color, one.description) for one in drafts]


def _usual_plan(start: date, duration: int) -> IterationPlan:
    """Three iterations in a row, as GitHub gives them to a field whose maker names none."""
    starts = [start + timedelta(days=duration * number) for number in range(3)]
    drafts = [IterationDraft(f"Iteration {number}", day, duration) for number, day in enumerate(starts, 1)]
    return IterationPlan(start, duration, drafts)


def _check_plan(plan: IterationPlan) -> None:
    stretches: list[IterationPlan | IterationDraft] = [plan, *plan.iterations]
    for one in stretches:
        if one.duration < 1:
            raise Invalid("Duration must be at least one day")
        if one.duration > (date.max - one.start_date).days:
            raise Invalid("Duration is too long")


def _plan(world: World, field: IterationField, plan: IterationPlan) -> None:
    field.duration = plan.duration
    field.start_day = plan.start_date.isoweekday()
    wanted = sorted(plan.iterations, key=lambda one: one.start_date)
    field.iterations = [
        Iteration(boards.fresh_id(world), one.title, one.start_date, one.duration) for one in wanted
    ]


def _drop_orphans(world: World, field: ProjectField) -> None:
    for item in field.project.items.values():
        value = item.values.get(field.database_id)
        if value is not None and _is_orphaned(field, value):
            del world.nodes[item.values.pop(field.database_id).id]


def _is_orphaned(field: ProjectField, value: FieldValue) -> bool:
    if isinstance(field, SelectField) and isinstance(value, OptionValue):
        return field.option(value.option.id) is None
    if isinstance(field, IterationField) and isinstance(value, IterationValue):
        return field.iteration(value.iteration.id) is None
    return False
