"""Every look by itself: one trouble hides no other, and each has its row."""

from dataclasses import dataclass
from typing import Any

import pytest

from arch_hour.errors import AccessError, UnreachableError
from arch_hour.gateway.protocol import Opening, Wanted
from arch_hour.model import Issue
from tests.checking.build import good, to_know, wrong
from tests.rules.build import topic
from tests.rules.memory import Memory

TEAM, OTHER, THIRD, TEMPLATE = "@acme/architects", "acme/other", "acme/third", ".github/agenda.md.j2"


@dataclass
class Guarded(Memory):
    """A repository of which GitHub tells only the teams and the other repositories that are there."""

    hindrance: str = ""

    def open(self, configuration_path: str) -> Opening:
        found = super().open(configuration_path)
        return Opening(found.viewer, found.repository, None, self.hindrance)

    def team(self, organization: str, slug: str) -> frozenset[str]:
        if f"{organization}/{slug}" not in self.teams:
            msg = f"the members of @{organization}/{slug} cannot be read"
            raise AccessError(msg)
        return super().team(organization, slug)

    def topics_elsewhere(self, full_name: str, wanted: Wanted) -> tuple[Issue, ...]:
        if full_name not in self.elsewhere:
            msg = f"the topics of {full_name} cannot be read"
            raise AccessError(msg)
        return super().topics_elsewhere(full_name, wanted)


@dataclass
class Silenced(Guarded):
    """A repository whose collaborators GitHub never answers about."""

    def writers(self) -> frozenset[str]:
        msg = "GitHub did not answer"
        raise UnreachableError(msg)


def guarded(*issues: Issue, **sections: Any) -> Guarded:
    return Guarded.of(*issues, **sections)


def test_every_trouble_has_a_row_of_its_own() -> None:
    repository = guarded(
        topic(1, votes=1),
        meeting={"facilitators": ["ada", "gone"], "scribes": ["@gone", "left"], "skip": ["2020-12-25"]},
        agenda={"template": TEMPLATE},
        topics={"repositories": [OTHER, THIRD]},
        votes={"voters": [TEAM, "@acme/others", "nobody", "wren"]},
    )
    repository.hindrance = "arch-hour may not write to acme/tea"
    repository.unassignable, repository.nobody = {"gone", "left"}, {"nobody"}
    repository.missing_labels = {"topic"}
    assert [about for about, _ in wrong(repository)] == [
        "repository",
        "skipped and moved",
        "template",
        "labels",
        "voters",
        "voters",
        "voters",
        "repositories",
        "repositories",
        "facilitators and scribes",
        "facilitators and scribes",
    ]


def test_what_is_well_is_told_too() -> None:
    repository = guarded(
        meeting={"facilitators": ["ada"], "scribes": ["@wren", "ada"]},
        agenda={"template": TEMPLATE},
        topics={"repositories": [OTHER]},
        votes={"voters": [TEAM, "wren"]},
    )
    repository.teams["acme/architects"] = {"ada", "wren", "bo"}
    repository.files[TEMPLATE] = "{{ topics | length }} topics\n"
    repository.elsewhere[OTHER] = (topic(7),)
    assert (wrong(repository), to_know(repository)) == ([], [])
    assert good(repository)[3:] == [
        ("template", f"{TEMPLATE} makes an agenda of what is there now"),
        ("labels", "there is the label topic"),
        ("voters", "3 accounts can be found whose votes count"),
        ("repositories", f"{OTHER} has 1 open topic"),
        ("facilitators and scribes", "ada, wren can be assigned"),
        ("names", "2 names of `people` can be assigned"),
        ("issue form", ".github/ISSUE_TEMPLATE/topic.yml makes topics"),
        ("token", "the token of arch-hour may write issues"),
        ("workflow", ".github/workflows/arch-hour.yml uses acme/arch-hour at 5555555"),
        ("permissions", "the job in .github/workflows/arch-hour.yml has the permissions that it needs"),
        ("running", ".github/workflows/arch-hour.yml is switched on"),
        ("Actions", "Actions are allowed, acme/arch-hour among them"),
        ("schedule", "runs fall before and after each of the next 5 meetings"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("{% if frozen %}{{ topics[9].title }}{% endif %}", id="only once it is final"),
        pytest.param("{% if not frozen %}{{ topics[9].title }}{% endif %}", id="only before it is final"),
    ],
)
@pytest.mark.parametrize(
    "sections", [{}, {"agenda": {"when_empty": "skip"}}], ids=["as usual", "none without topics"]
)
def test_a_template_is_tried_as_it_will_be_used(text: str, sections: dict[str, Any]) -> None:
    repository = guarded()
    repository.values["agenda"] = {"template": TEMPLATE, **sections.get("agenda", {})}
    repository.files[TEMPLATE] = f"Ours\n{text}\n"
    ((about, sentence),) = wrong(repository)
    assert about == "template"
    assert sentence.startswith(f"{TEMPLATE}:2: ")


def test_a_template_is_tried_also_while_an_agenda_that_is_final_waits_for_its_meeting() -> None:
    repository = guarded(topic(1))
    repository.run("12-17 14:50")
    repository.changes.clear()
    repository.values["agenda"] = {"template": TEMPLATE}
    repository.files[TEMPLATE] = "{{ topcs }}\n"
    assert [about for about, _ in wrong(repository, "12-17 14:55")] == ["template"]


def test_a_trouble_in_the_way_of_two_looks_is_told_once() -> None:
    repository = guarded(topic(1, votes=1), votes={"voters": [TEAM]})
    assert wrong(repository, "12-15 10:00") == [("voters", f"the members of {TEAM} cannot be read")]


def test_a_list_that_finds_nobody_is_told() -> None:
    repository = guarded(votes={"voters": [TEAM]})
    repository.teams["acme/architects"] = set()
    ((about, sentence),) = wrong(repository)
    assert (about, "nobody whose votes count" in sentence) == ("voters", True)


def test_those_who_may_write_are_counted_as_voters() -> None:
    assert ("voters", "2 accounts may write here and vote") in good(
        guarded(votes={"voters": "collaborators"})
    )


def test_a_person_in_the_list_who_does_not_exist_is_told() -> None:
    repository = guarded(votes={"voters": ["@ghost", "wren"]})
    repository.nobody = {"ghost"}
    assert wrong(repository) == [
        (
            "voters",
            "`votes.voters` names ghost, and there is no person of that login: correct it, or take it out",
        )
    ]


def test_a_repository_where_nothing_may_be_written_is_to_know() -> None:
    repository = guarded(topics={"repositories": [OTHER]})
    repository.elsewhere[OTHER], repository.read_only = (topic(7), topic(8)), {OTHER}
    assert to_know(repository) == [
        (
            "repositories",
            f"{OTHER} has 2 open topics, and the token may not write there, as far as GitHub tells: "
            "they are ranked, and neither labelled nor closed",
        )
    ]


def test_what_a_run_would_say_is_to_know() -> None:
    repository = guarded(*(topic(number, is_pinned=True) for number in (1, 2, 3)))
    (row,) = to_know(repository, "12-15 10:00")
    assert row[0] == "agenda"
    assert "is not pinned" in row[1]


def test_a_mistake_in_the_configuration_leaves_only_the_repository() -> None:
    repository = guarded()
    repository.values["vote"] = {}
    assert [about for about, _ in wrong(repository)] == ["configuration"]
    assert [about for about, _ in good(repository)] == ["repository"]


def test_where_github_does_not_answer_nothing_more_is_waited_for() -> None:
    repository = Silenced.of(votes={"voters": "collaborators"}, meeting={"skip": ["2020-12-25"]})
    assert [about for about, _ in wrong(repository)] == ["skipped and moved", "voters"]
    assert "state of arch-hour.yml" not in repository.asked


def test_a_login_is_asked_about_once() -> None:
    repository = guarded(meeting={"facilitators": ["ada", "@ada"], "scribes": ["ada"]})
    good(repository)
    assert repository.asked.count("assignable ada") == 1
