"""Which files are workflows, and what they say."""

from collections.abc import Callable

import pytest
import requests

from sandbox.workflows.files import Unreadable, read_definition
from sandbox.world import World
from tests.sandbox.workflows.places import REPOSITORY, RUN, WORKFLOWS

As = Callable[[str | None], requests.Session]


class TestFiles:
    @pytest.mark.parametrize(
        ("on", "events"),
        [
            ("on: issues", {"issues": ()}),
            ("on: [issues, label]", {"issues": (), "label": ()}),
            ("'on': {issues: {types: [opened]}}", {"issues": ("opened",)}),
            (
                "on: {issues: {types: closed}, workflow_dispatch: }",
                {"issues": ("closed",), "workflow_dispatch": ()},
            ),
        ],
        ids=["one word", "a list", "types", "one type, and no options"],
    )
    def test_triggers_in_every_spelling(self, on: str, events: dict[str, tuple[str, ...]]) -> None:
        definition = read_definition("w.yml", f"{on}\n{RUN}".encode())
        assert definition.events == events
        assert definition.name == "w.yml"

    @pytest.mark.parametrize(
        "text",
        [
            "on: [",
            "- on",
            "on: push",
            "jobs: {a: {}}",
            f"on: {{schedule: [{{cron: '61 * * * *'}}]}}\n{RUN}",
            f"on: {{schedule: [{{cron: '0 1 * * * *'}}]}}\n{RUN}",
            f"on: {{schedule: [{{cron: '1 * * * *', timezone: Mars/X}}]}}\n{RUN}",
            "on: push\njobs: {a: []}",
        ],
        ids=[
            "no YAML",
            "a list",
            "no jobs",
            "no triggers",
            "no such minute",
            "with seconds",
            "no such zone",
            "no job",
        ],
    )
    def test_what_is_no_workflow(self, text: str) -> None:
        with pytest.raises(Unreadable):
            read_definition("w.yml", text.encode())

    @pytest.mark.parametrize(
        ("permissions", "expected"),
        [
            ("", {"contents": "read"}),
            ("permissions: {issues: write}\n", {"issues": "write"}),
            ("permissions: {}\n", {}),
            (
                "permissions: read-all\n",
                {"actions": "read", "contents": "read", "issues": "read", "pull-requests": "read"},
            ),
        ],
        ids=["unsaid", "some", "none", "all"],
    )
    def test_permissions(self, permissions: str, expected: dict[str, str]) -> None:
        (job,) = read_definition("w.yml", f"on: push\n{permissions}{RUN}".encode()).jobs
        assert job.permissions == expected

    def test_only_files_right_in_the_folder_are_workflows(self, as_: As, world: World) -> None:
        names = ("a.yml", "b.yaml", "c.md", "deep/d.yml")
        for name in names:
            world.put_file(REPOSITORY, f".github/workflows/{name}", f"name: {name}\non: push\n{RUN}")
        listed = as_(None).get(WORKFLOWS).json()
        assert (listed["total_count"], [one["name"] for one in listed["workflows"]]) == (
            2,
            ["a.yml", "b.yaml"],
        )
        by_id = as_(None).get(f"{WORKFLOWS}/{listed['workflows'][1]['id']}").json()
        assert by_id == as_(None).get(f"{WORKFLOWS}/b.yaml").json()
        assert as_(None).get(f"{WORKFLOWS}/c.md").status_code == 404
