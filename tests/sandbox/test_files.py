"""File contents over REST and GraphQL."""

from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any

import pytest
import requests

from sandbox.world import World

As = Callable[[str | None], requests.Session]
Ask = Callable[..., Any]
CONTENTS = "/repos/octo-org/arch/contents"
OBJECT = """
query ($expression: String!) {
  repository(owner: "octo-org", name: "arch") {
    object(expression: $expression) { __typename ... on Blob { text byteSize isBinary isTruncated } }
  }
}
"""


def test_a_file_is_written_read_and_replaced(as_: As) -> None:
    wanda = as_("wanda")
    draft = {"message": "Add", "content": b64encode(b"a: 1\n").decode()}
    made = wanda.put(f"{CONTENTS}/.github/arch-hour.yml", json=draft)
    assert made.status_code == 201
    read = wanda.get(f"{CONTENTS}/.github/arch-hour.yml").json()
    assert (b64decode(read["content"]), read["encoding"]) == (b"a: 1\n", "base64")
    assert read["sha"] == "a8926a52d8dcba5c4386945476ab6a2ad008afd4", "git's own name for that content"
    assert wanda.put(f"{CONTENTS}/.github/arch-hour.yml", json=draft).status_code == 422, "sha is missing"
    stale = {**draft, "sha": "0" * 40}
    assert wanda.put(f"{CONTENTS}/.github/arch-hour.yml", json=stale).status_code == 409
    fresh = {**draft, "sha": read["sha"]}
    assert wanda.put(f"{CONTENTS}/.github/arch-hour.yml", json=fresh).status_code == 200


def test_only_writers_write_files(as_: As) -> None:
    draft = {"message": "Add", "content": ""}
    assert as_("mallory").put(f"{CONTENTS}/x", json=draft).status_code == 403
    assert as_("workflow").put(f"{CONTENTS}/x", json=draft).status_code == 403


def test_a_workflow_that_was_given_the_contents_writes_files(as_: As, world: World) -> None:
    draft = {"message": "Add", "content": b64encode("Grüße\r\n".encode()).decode()}
    token = world.workflow_token("octo-org/arch", {"contents": "write"})
    assert as_(token).put(f"{CONTENTS}/docs/x%20%C3%BC.md", json=draft).status_code == 201
    assert world.repository("octo-org/arch").files["docs/x ü.md"].content == "Grüße\r\n".encode()
    world.repository("octo-org/arch").is_archived = True
    refused = as_(token).put(f"{CONTENTS}/y", json=draft)
    assert (refused.status_code, refused.json()["message"][:23]) == (403, "Repository was archived")


@pytest.mark.parametrize("content", ["aGk", "a Gk=", "aGk=\n", "aGk=\naGk=", "Grüße"])
def test_content_is_base64_in_one_line(as_: As, content: str) -> None:
    refused = as_("wanda").put(f"{CONTENTS}/x", json={"message": "Add", "content": content})
    assert (refused.status_code, refused.json()["message"]) == (422, "content is not valid Base64")


def test_of_a_large_file_only_its_name_is_told(as_: As, world: World) -> None:
    for size, encoding in ((1_000_000, "base64"), (1_100_000, "none")):
        world.put_file("octo-org/arch", "long.md", "x" * size)
        told = as_("wanda").get(f"{CONTENTS}/long.md").json()
        assert (told["encoding"], told["size"], bool(told["content"])) == (
            encoding,
            size,
            encoding == "base64",
        )


def test_a_folder_lists_its_entries(as_: As, world: World) -> None:
    world.put_file("octo-org/arch", "docs/a.md", "a")
    world.put_file("octo-org/arch", "docs/deep/b.md", "b")
    listed = as_("wanda").get(f"{CONTENTS}/docs").json()
    assert [(entry["path"], entry["type"]) for entry in listed] == [
        ("docs/a.md", "file"),
        ("docs/deep", "dir"),
    ]
    assert as_("wanda").get(f"{CONTENTS}/nowhere").status_code == 404
    assert as_("wanda").get(f"{CONTENTS}/docs/a.md?ref=other").status_code == 404


def test_graphql_gives_the_text_of_a_file(ask: Ask, world: World) -> None:
    world.put_file("octo-org/arch", "a.md", "Grüße\r\n")
    found = ask("workflow", OBJECT, expression="HEAD:a.md")["data"]["repository"]["object"]
    assert found == {
        "__typename": "Blob",
        "text": "Grüße\r\n",
        "byteSize": 9,
        "isBinary": False,
        "isTruncated": False,
    }


def test_graphql_gives_no_text_of_binary_files_folders_and_nothing(ask: Ask, world: World) -> None:
    world.put_file("octo-org/arch", "docs/a.bin", b"\xff\x00")

    def found(expression: str) -> Any:
        return ask("workflow", OBJECT, expression=expression)["data"]["repository"]["object"]

    assert (found("main:docs/a.bin")["isBinary"], found("main:docs/a.bin")["text"]) == (True, None)
    assert found("HEAD:docs") == {"__typename": "Tree"}
    assert found("HEAD") == {"__typename": "Commit"}
    assert found("HEAD:nowhere") is None


def test_the_text_of_a_long_file_is_cut(ask: Ask, world: World) -> None:
    world.put_file("octo-org/arch", "long.md", "x" * 600_000)
    found = ask("workflow", OBJECT, expression="HEAD:long.md")["data"]["repository"]["object"]
    assert (len(found["text"]), found["isTruncated"], found["byteSize"]) == (512_000, True, 600_000)
