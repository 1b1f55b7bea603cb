"""Opening an issue on the pages: by a form of the repository, by a template, or from nothing."""

from collections.abc import Callable

import pytest

from sandbox.actor import Actor
from sandbox.world import World
from tests.sandbox.reading_pages import Browser

Open = Callable[[str | None], Browser]
REPOSITORY = "octo-org/arch"
NEW = f"/{REPOSITORY}/issues/new"
FOLDER = ".github/ISSUE_TEMPLATE"
FORM = """\
name: Topic
description: Propose a topic
title: "Topic: "
labels: [topic, nowhere]
assignees: olive
body:
  - type: markdown
    attributes: {value: "Please **read** this"}
  - type: input
    attributes: {label: In short}
    validations: {required: true}
  - type: textarea
    attributes: {label: At length}
  - type: textarea
    attributes: {label: Output, render: shell}
  - type: dropdown
    attributes: {label: Size, options: [Small, Large]}
  - type: dropdown
    attributes: {label: Teams, multiple: true, options: [Red, Green, Blue]}
  - type: checkboxes
    attributes:
      label: Promises
      options: [{label: I searched, required: true}, {label: I come}]
"""
BODY = """\
### In short

Coffee

### At length

_No response_

### Output

```shell
ls
```

### Size

None

### Teams

Red, Blue

### Promises

- [x] I searched
- [ ] I come"""
FILLED: dict[str, str | list[str]] = {
    "title": "Topic: Coffee",
    "field_1": "Coffee",
    "field_3": "ls",
    "field_4": "",
    "field_5": ["0", "2"],
    "field_6": "0",
}


@pytest.fixture
def with_form(world: World) -> World:
    world.put_file(REPOSITORY, f"{FOLDER}/topic.yml", FORM)
    world.add_label(world.repository(REPOSITORY), "topic")
    return world


def test_a_form_makes_the_body_that_github_makes(browse: Open, with_form: World) -> None:
    window = browse("mallory")
    page = window.read(f"{NEW}?template=topic.yml")
    assert "Please read this" in page.text
    answer = window.send(f"{NEW}?template=topic.yml", f"{NEW}?template=topic.yml", **FILLED)
    assert answer.status_code == 200
    issue = with_form.repository(REPOSITORY).issue(1)
    assert (issue.title, issue.body) == ("Topic: Coffee", BODY)
    assert [label.name for label in issue.labels] == ["topic"]
    assert [account.login for account in issue.assignees] == ["olive"]
    assert with_form.repository(REPOSITORY).label("nowhere") is None


def test_what_a_form_requires_is_asked_for_and_the_rest_kept(browse: Open, with_form: World) -> None:
    window, address = browse("mallory"), f"{NEW}?template=topic.yml"
    answer = window.send(address, address, **(FILLED | {"field_1": " ", "field_6": []}))
    assert answer.status_code == 422
    assert "Please fill in: In short, Promises" in answer.text
    assert ">\nls</textarea>" in answer.text
    assert not with_form.repository(REPOSITORY).issues


def test_in_a_private_repository_nothing_is_required(browse: Open, world: World) -> None:
    world.put_file("octo-org/secret", f"{FOLDER}/topic.yml", FORM)
    address = "/octo-org/secret/issues/new?template=topic.yml"
    browse("wanda").send(address, address, title="Short")
    body = world.repository("octo-org/secret").issue(1).body
    assert body is not None
    assert body.startswith("### In short\n\n_No response_\n\n")


def test_a_form_needs_an_account(browse: Open, with_form: World) -> None:
    address = f"{NEW}?template=topic.yml"
    assert browse(None).send(address, address, **FILLED).status_code == 401
    assert not with_form.repository(REPOSITORY).issues


def test_the_chooser_offers_forms_and_says_which_are_broken(browse: Open, with_form: World) -> None:
    with_form.put_file(REPOSITORY, f"{FOLDER}/bad.yml", "name: Bad\ndescription: No body\n")
    with_form.put_file(REPOSITORY, f"{FOLDER}/worse.yml", "name: [")
    with_form.put_file(
        REPOSITORY, f"{FOLDER}/old.md", "---\nname: Old\nabout: Plain\nlabels: bug\n---\nFill this in\n"
    )
    page = browse("mallory").read(f"{NEW}/choose")
    for told in ("Topic", "Propose a topic", "Old", "Blank issue", "bad.yml : `body` is needed", "worse.yml"):
        assert told in page.text
    address = f"{NEW}?template=old.md"
    browse("mallory").send(address, address, title="By hand")
    issue = with_form.repository(REPOSITORY).issue(1)
    assert (issue.body, [label.name for label in issue.labels]) == ("Fill this in\n", ["bug"])


def test_blank_issues_can_be_switched_off_for_those_who_cannot_write(browse: Open, with_form: World) -> None:
    config = "blank_issues_enabled: false\ncontact_links: [{name: Chat, url: 'https://example.org', about: Talk}]\n"
    with_form.put_file(REPOSITORY, f"{FOLDER}/config.yml", config)
    page = browse("mallory").read(NEW)
    assert "Blank issue" not in page.text
    assert "Chat" in page.text
    assert browse("mallory").send(NEW, NEW, title="Blank").status_code == 422
    browse("wanda").send(NEW, NEW, title="Blank", body="Line\r\nline")
    (issue,) = with_form.repository(REPOSITORY).issues.values()
    assert issue.body == "Line\r\nline"


def test_labels_of_a_blank_issue_are_for_those_who_can_write(browse: Open, world: World) -> None:
    browse("mallory").send(NEW, NEW, title="One", label="bug")
    browse("wanda").send(NEW, NEW, title="Two", label="bug")
    carried = [
        [label.name for label in issue.labels] for issue in world.repository(REPOSITORY).issues.values()
    ]
    assert carried == [[], ["bug"]]


def test_a_title_that_is_too_long_keeps_the_text(browse: Open, world: World) -> None:
    answer = browse("wanda").send(NEW, NEW, title="x" * 257, body="Kept")
    assert answer.status_code == 422
    assert "Kept</textarea>" in answer.text
    assert not world.repository(REPOSITORY).issues
    assert Actor(world, "wanda").open_issue(REPOSITORY, "Next").number == 1
