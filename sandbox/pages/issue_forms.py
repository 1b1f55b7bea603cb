"""Issue forms and templates of a repository, read as GitHub reads `.github/ISSUE_TEMPLATE/`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from yaml import YAMLError, safe_load

from sandbox.records import Repository

FOLDER = ".github/ISSUE_TEMPLATE"
CONFIG = f"{FOLDER}/config.yml"
SUFFIXES = (".yml", ".yaml")
EMPTY = "_No response_"
NOTHING_CHOSEN = "None"
KINDS = ("markdown", "input", "textarea", "dropdown", "checkboxes")


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a dropdown or one checkbox."""

    label: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Element:
    """One part of a form; `name` is its field's in HTML, `value` what stands there at first or, of markdown, its text.

    Of a dropdown `value` is the place of the option that is chosen at first, or empty.
    """

    kind: str
    name: str
    label: str
    description: str
    placeholder: str
    value: str
    required: bool
    multiple: bool
    render: str
    choices: tuple[Choice, ...]

    def answer(self, given: Sequence[str]) -> str:
        """What the form's issue says below the label, of what was written or chosen."""
        if self.kind == "checkboxes":
            return "\n".join(
                f"- [{'x' if str(place) in given else ' '}] {choice.label}"
                for place, choice in enumerate(self.choices)
            )
        if self.kind == "dropdown":
            chosen = [choice.label for place, choice in enumerate(self.choices) if str(place) in given]
            return ", ".join(chosen) or NOTHING_CHOSEN
        text = given[0] if given else ""
        if not text.strip():
            return EMPTY
        return f"```{self.render}\n{text}\n```" if self.render else text

    def misses(self, given: Sequence[str]) -> bool:
        """Whether something that is required was not given."""
        if self.kind == "checkboxes":
            return any(
                choice.required and str(place) not in given for place, choice in enumerate(self.choices)
            )
        return self.required and not any(text.strip() for text in given)


@dataclass(frozen=True, slots=True)
class Form:
    """An issue form by the name of its file, or a plain Markdown template, whose only element is the body."""

    file: str
    name: str
    about: str
    title: str
    labels: tuple[str, ...]
    assignees: tuple[str, ...]
    elements: tuple[Element, ...]
    body: str | None = None

    def body_with(self, answers: Mapping[str, Sequence[str]]) -> str:
        """The body of the issue that the answers make, by the names of the elements."""
        parts = [
            f"### {element.label}\n\n{element.answer(answers.get(element.name, ()))}"
            for element in self.elements
            if element.kind != "markdown"
        ]
        return "\n\n".join(parts)

    def missing(self, answers: Mapping[str, Sequence[str]]) -> list[str]:
        """The labels of what is required and was not given."""
        return [one.label for one in self.elements if one.misses(answers.get(one.name, ()))]


@dataclass(frozen=True, slots=True)
class Contact:
    """A link that the chooser offers beside the forms."""

    name: str
    url: str
    about: str


@dataclass(frozen=True, slots=True)
class Chooser:
    """What one can begin an issue with; `broken` tells, by file, why a form is not offered."""

    forms: tuple[Form, ...]
    contacts: tuple[Contact, ...]
    allows_blank: bool
    broken: Mapping[str, str]

    def form(self, file: str) -> Form | None:
        """The form of a file's name."""
        return next((form for form in self.forms if form.file == file), None)


def chooser_of(repository: Repository) -> Chooser:
    """The forms of a repository, by their files' names."""
    forms: list[Form] = []
    broken: dict[str, str] = {}
    for path, file in sorted(repository.files.items()):
        place = PurePosixPath(path)
        if str(place.parent) != FOLDER or path == CONFIG:
            continue
        try:
            forms.extend(_forms_in(place, file.content.decode()))
        except (YAMLError, ValueError) as error:
            broken[place.name] = str(error)
        except RecursionError:
            broken[place.name] = "this is nested too deeply"
    config = _config(repository)
    contacts = tuple(
        Contact(*(_said(link.get(key)) for key in ("name", "url", "about")))
        for link in _listed(config.get("contact_links"))
        if isinstance(link, dict)
    )
    return Chooser(tuple(forms), contacts, config.get("blank_issues_enabled") is not False, broken)


def _said(given: object) -> str:
    """A word, number or day as text; nothing for lists and mappings, which aliases can make without end."""
    return str(given) if isinstance(given, str | int | float | date) else ""


def _listed(given: object) -> list[object]:
    return given if isinstance(given, list) else []


def _config(repository: Repository) -> dict[str, Any]:
    file = repository.files.get(CONFIG)
    try:
        config = safe_load(file.content.decode()) if file is not None else {}
    except (YAMLError, ValueError, RecursionError):
        return {}
    return config if isinstance(config, dict) else {}


def _forms_in(place: PurePosixPath, text: str) -> list[Form]:
    if place.suffix in SUFFIXES:
        return [form_of(place.name, safe_load(text))]
    return [_template_of(place.name, text)] if place.suffix == ".md" else []


def form_of(file: str, read: object) -> Form:
    """The form that a file's YAML describes; raises ValueError, with what is wrong, for one GitHub would not offer."""
    if not isinstance(read, dict):
        raise ValueError("a form is a mapping")
    for needed in ("name", "description"):
        if not isinstance(read.get(needed), str) or not read[needed].strip():
            raise ValueError(f"`{needed}` is needed")
    parts = read.get("body")
    if not isinstance(parts, list) or not parts:
        raise ValueError("`body` is needed, with at least one element")
    elements = tuple(_element(place, part) for place, part in enumerate(parts))
    if all(element.kind == "markdown" for element in elements):
        raise ValueError("`body` needs an element that people fill in")
    title = _said(read.get("title"))
    words, logins = _words(read.get("labels")), _words(read.get("assignees"))
    return Form(file, read["name"], read["description"], title, words, logins, elements)


def _element(place: int, part: object) -> Element:
    if not isinstance(part, dict) or part.get("type") not in KINDS:
        raise ValueError(f"body[{place}]: `type` is one of {', '.join(KINDS)}")
    kind = part["type"]
    attributes = part.get("attributes")
    needed = "value" if kind == "markdown" else "label"
    if not isinstance(attributes, dict) or not _said(attributes.get(needed)):
        raise ValueError(f"body[{place}]: `{needed}` is needed")
    choices = tuple(_choice(option) for option in _listed(attributes.get("options")))
    if kind in ("dropdown", "checkboxes") and not choices:
        raise ValueError(f"body[{place}]: `options` are needed")
    validations = part.get("validations")
    preset = attributes.get("default" if kind == "dropdown" else "value")
    return Element(
        kind=kind,
        name=f"field-{place}",
        label=_said(attributes.get("label")),
        description=_said(attributes.get("description")),
        placeholder=_said(attributes.get("placeholder")),
        value=_said(preset),
        required=isinstance(validations, dict) and validations.get("required") is True,
        multiple=attributes.get("multiple") is True,
        render=_said(attributes.get("render")),
        choices=choices,
    )


def _choice(option: object) -> Choice:
    if isinstance(option, dict):
        return Choice(_said(option.get("label")), option.get("required") is True)
    return Choice(_said(option))


def _words(given: object) -> tuple[str, ...]:
    """Labels and logins may be listed, or stand in one text between commas."""
    parts = given.split(",") if isinstance(given, str) else given if isinstance(given, list) else []
    return tuple(word for part in parts if (word := _said(part).strip()))


def _template_of(file: str, text: str) -> Form:
    head: object = {}
    if text.startswith("---\n") and "\n---\n" in text[3:]:
        front, _, text = text[4:].partition("\n---\n")
        head = safe_load(front)
    told = head if isinstance(head, dict) else {}
    return Form(
        file=file,
        name=_said(told.get("name")) or file,
        about=_said(told.get("about")),
        title=_said(told.get("title")),
        labels=_words(told.get("labels")),
        assignees=_words(told.get("assignees")),
        elements=(),
        body=text.lstrip("\n"),
    )
