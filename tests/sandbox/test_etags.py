"""Entity tags: what a client has already is not sent again, and is free."""

from collections.abc import Callable

import pytest
import requests

from sandbox.actor import Actor

As = Callable[[str | None], requests.Session]
Act = Callable[[str], Actor]
ARCH = "/repos/octo-org/arch"


def test_what_did_not_change_is_answered_with_304_without_a_body_and_for_free(as_: As) -> None:
    wanda = as_("wanda")
    first = wanda.get(ARCH)
    again = wanda.get(ARCH, headers={"If-None-Match": first.headers["ETag"]})
    assert first.headers["ETag"].startswith('W/"')
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert again.headers["x-ratelimit-used"] == first.headers["x-ratelimit-used"] == "1"


def test_what_changed_is_answered_whole(as_: As, act: Act) -> None:
    wanda = as_("wanda")
    tag = wanda.get(f"{ARCH}/issues").headers["ETag"]
    act("wanda").open_issue("octo-org/arch", "Topic")
    answer = wanda.get(f"{ARCH}/issues", headers={"If-None-Match": tag})
    assert (answer.status_code, len(answer.json())) == (200, 1)
    assert answer.headers["ETag"] != tag


def test_every_token_has_tags_of_its_own(as_: As) -> None:
    tags = {as_(who).get(f"{ARCH}/labels").headers["ETag"] for who in ("wanda", "wanda", "rita", None)}
    assert len(tags) == 4


def test_writes_heed_no_tag_so_that_the_last_one_wins(as_: As, act: Act) -> None:
    act("wanda").open_issue("octo-org/arch", "Topic")
    stale = {"If-Match": 'W/"stale"'}
    answer = as_("wanda").patch(f"{ARCH}/issues/1", json={"title": "Subject"}, headers=stale)
    assert (answer.status_code, answer.json()["title"]) == (200, "Subject")


@pytest.mark.parametrize("header", ["If-Match", "If-Range", "If-Modified-Since", "If-Unmodified-Since"])
def test_no_other_condition_is_heeded(as_: As, header: str) -> None:
    answer = as_("wanda").get(ARCH, headers={header: "Thu, 17 Dec 2020 12:00:00 GMT", "Range": "bytes=0-1"})
    assert (answer.status_code, answer.json()["full_name"]) == (200, "octo-org/arch")
