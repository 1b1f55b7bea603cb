"""A file is committed only in place of the text that we knew, and a refusal stops nothing."""

from base64 import b64decode, encodebytes

import pytest
import requests

from arch_hour.errors import AccessError, StaleFileError, UnreachableError
from arch_hour.gateway.github_gateway import GithubGateway
from arch_hour.rules.changes import CommitFile, Declined, Done
from tests.gateway.build import NAME, Json
from tests.gateway.conftest import Hub, Said, said

PATH = "docs/minutes/2020-12-17.md"
FILE = f"/repos/{NAME}/contents/{PATH}"
NEW = CommitFile(PATH, "new", None, "Minutes", "why")
OVER = CommitFile(PATH, "new", "old", "Minutes", "why")
NOTHING = said({"message": "Not Found"}, 404)
MADE = said({"content": {"path": PATH}}, 201)
LOST = (said("", 502), requests.ReadTimeout())
BEHIND = said({"message": f"{PATH} does not match 5717457c"}, 409)
MOVED = said({"message": "is at 0929670c but expected c45b5444"}, 409)
UNNAMED = said({"message": 'Invalid request.\n\n"sha" wasn\'t supplied.'}, 422)
RULE = "Repository rule violations found Changes must be made through a pull request."
BOTH = pytest.mark.parametrize("change", [NEW, OVER], ids=["new", "over"])


def there(text: str | bytes, **changed: object) -> Said:
    """A file as REST tells it, in lines of base64."""
    content = text.encode() if isinstance(text, str) else text
    told: Json = {
        "type": "file",
        "encoding": "base64",
        "content": encodebytes(content).decode(),
        "sha": "5e1f",
    }
    return said({**told, **changed})


def before(change: CommitFile) -> Said:
    return NOTHING if change.was is None else there(change.was)


def sent(hub: Hub) -> Json:
    """What the last write held."""
    found: Json = next(
        content for (verb, _), content in zip(hub.log[::-1], hub.contents[::-1], strict=True) if verb == "PUT"
    )
    return found


def test_a_file_that_was_not_there_is_made_on_the_default_branch(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("GET", FILE, NOTHING)
    hub.answers("PUT", FILE, MADE)
    assert gateway.apply(NEW, 0) == Done()
    assert hub.log == [("GET", FILE), ("PUT", FILE)]
    assert hub.contents == [{}, {"message": "Minutes", "content": "bmV3"}]


def test_a_file_is_written_over_by_the_name_of_the_version_that_we_knew(
    gateway: GithubGateway, hub: Hub
) -> None:
    hub.answers("GET", FILE, there("old"))
    hub.answers("PUT", FILE, MADE)
    assert gateway.apply(OVER, 0) == Done()
    assert sent(hub) == {"message": "Minutes", "content": "bmV3", "sha": "5e1f"}


@pytest.mark.parametrize(
    "text",
    ["", "\n", "a\r\nb\rc\n", "Grüße 🎉 und Tschüß", "\ufeffwith a mark", "x" * 5000],
    ids=["empty", "a line", "ends of all kinds", "of many alphabets", "byte order mark", "long"],
)
def test_a_text_comes_and_goes_to_the_letter(gateway: GithubGateway, hub: Hub, text: str) -> None:
    hub.answers("GET", FILE, there(text))
    hub.answers("PUT", FILE, MADE)
    assert gateway.apply(CommitFile(PATH, f"{text}!", text, "Minutes", "why"), 0) == Done()
    assert b64decode(sent(hub)["content"]) == f"{text}!".encode()


def test_a_file_can_become_empty(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("GET", FILE, there("old"))
    hub.answers("PUT", FILE, MADE)
    assert gateway.apply(CommitFile(PATH, "", "old", "Minutes", "why"), 0) == Done()
    assert sent(hub)["content"] == ""


def test_a_file_that_is_as_it_shall_be_is_not_written(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("GET", FILE, there("new"))
    for change in (NEW, OVER):
        assert gateway.apply(change, 0) == Done()
    assert hub.count("PUT", FILE) == 0


@pytest.mark.parametrize(
    ("change", "found", "text"),
    [
        pytest.param(OVER, there("theirs"), "theirs", id="changed"),
        pytest.param(OVER, NOTHING, None, id="deleted"),
        pytest.param(NEW, there("theirs"), "theirs", id="made"),
        pytest.param(NEW, there(""), "", id="made, and empty"),
        pytest.param(OVER, there("old\r\n"), "old\r\n", id="another end"),
    ],
)
def test_what_somebody_committed_meanwhile_stays(
    gateway: GithubGateway, hub: Hub, change: CommitFile, found: Said, text: str | None
) -> None:
    hub.answers("GET", FILE, found)
    with pytest.raises(StaleFileError, match=PATH) as raised:
        gateway.apply(change, 0)
    assert (raised.value.path, raised.value.text) == (PATH, text)
    assert hub.log == [("GET", FILE)]


@BOTH
@pytest.mark.parametrize("lost", LOST, ids=["502", "timeout"])
def test_a_commit_that_did_happen_is_not_repeated(
    gateway: GithubGateway, hub: Hub, change: CommitFile, lost: Said
) -> None:
    hub.answers("GET", FILE, before(change), there("new"))
    hub.answers("PUT", FILE, lost)
    assert gateway.apply(change, 0) == Done()
    assert hub.count("PUT", FILE) == 1


def test_a_commit_that_happened_and_was_changed_since_is_not_repeated(
    gateway: GithubGateway, hub: Hub
) -> None:
    hub.answers("GET", FILE, there("old"), there("new, and more"))
    hub.answers("PUT", FILE, said("", 502))
    with pytest.raises(StaleFileError):
        gateway.apply(OVER, 0)
    assert hub.count("PUT", FILE) == 1


def test_a_commit_that_did_not_happen_is_tried_again(
    gateway: GithubGateway, hub: Hub, pauses: list[float]
) -> None:
    hub.answers("GET", FILE, there("old"))
    hub.answers("PUT", FILE, said("", 502), MADE)
    assert gateway.apply(OVER, 0) == Done()
    assert (hub.count("GET", FILE), hub.count("PUT", FILE), pauses) == (2, 2, [1])


@pytest.mark.parametrize(
    ("change", "refusal"), [(OVER, BEHIND), (NEW, UNNAMED)], ids=["another version", "none before"]
)
@pytest.mark.parametrize("theirs", ["theirs", "new"])
def test_who_is_quicker_between_our_look_and_our_write_is_found_by_another_look(
    gateway: GithubGateway, hub: Hub, change: CommitFile, refusal: Said, theirs: str, pauses: list[float]
) -> None:
    hub.answers("GET", FILE, before(change), there(theirs))
    hub.answers("PUT", FILE, refusal)
    if theirs == "new":
        assert gateway.apply(change, 0) == Done()
    else:
        with pytest.raises(StaleFileError) as raised:
            gateway.apply(change, 0)
        assert raised.value.text == "theirs"
    assert (hub.count("PUT", FILE), pauses) == (1, [])


def test_a_commit_of_another_file_in_the_same_moment_costs_another_try(
    gateway: GithubGateway, hub: Hub, pauses: list[float]
) -> None:
    hub.answers("GET", FILE, there("old"))
    hub.answers("PUT", FILE, MOVED, MADE)
    assert gateway.apply(OVER, 0) == Done()
    assert (hub.count("PUT", FILE), pauses) == (2, [1])


def test_a_branch_that_never_rests_is_left_alone(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("GET", FILE, there("old"))
    hub.answers("PUT", FILE, MOVED)
    assert gateway.apply(OVER, 0) == Declined("is at 0929670c but expected c45b5444")
    assert hub.count("PUT", FILE) == 5


@BOTH
@pytest.mark.parametrize(
    ("status", "words"),
    [
        pytest.param(403, "Resource not accessible by integration", id="no permission"),
        pytest.param(404, "Not Found", id="a token that may not"),
        pytest.param(409, RULE, id="a rule"),
        pytest.param(422, "At least 1 approving review is required", id="a protected branch"),
    ],
)
def test_a_refusal_stops_nothing_and_is_not_repeated(
    gateway: GithubGateway, hub: Hub, change: CommitFile, status: int, words: str, pauses: list[float]
) -> None:
    hub.answers("GET", FILE, before(change))
    hub.answers("PUT", FILE, said({"message": words}, status))
    assert gateway.apply(change, 0) == Declined(words)
    assert (hub.count("PUT", FILE), pauses) == (1, [])


def test_a_token_that_may_not_even_look_is_refused(gateway: GithubGateway, hub: Hub) -> None:
    hub.answers("GET", FILE, said({"message": "Resource not accessible by integration"}, 403))
    assert gateway.apply(NEW, 0) == Declined("Resource not accessible by integration")


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        pytest.param(there(b"\xff\xfe"), "the file there is no text", id="binary"),
        pytest.param(there("", encoding="none"), "the file there is too large to be compared", id="large"),
        pytest.param(said([]), "a folder has that name", id="folder"),
        pytest.param(there("", type="submodule"), "a submodule has that name", id="submodule"),
    ],
)
def test_what_is_no_text_is_never_written_over(
    gateway: GithubGateway, hub: Hub, found: Said, reason: str
) -> None:
    hub.answers("GET", FILE, found)
    for change in (NEW, OVER, CommitFile(PATH, "new", "", "Minutes", "why")):
        assert gateway.apply(change, 0) == Declined(reason)
    assert hub.count("PUT", FILE) == 0


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        pytest.param(said({"message": "Bad credentials"}, 401), AccessError, id="unknown token"),
        pytest.param(said("", 502), UnreachableError, id="no answer"),
        pytest.param(said({"message": "rate limit"}, 403, Retry_After="5000"), UnreachableError, id="limit"),
        pytest.param(there("", content="?"), UnreachableError, id="no base64"),
        pytest.param(there("", content=None), UnreachableError, id="no content"),
        pytest.param(said("surprise"), UnreachableError, id="no file"),
    ],
)
def test_what_is_no_answer_about_the_file_is_an_error(
    gateway: GithubGateway, hub: Hub, answer: Said, error: type[Exception]
) -> None:
    hub.answers("GET", FILE, answer)
    with pytest.raises(error):
        gateway.apply(NEW, 0)
    assert hub.count("PUT", FILE) == 0


def test_a_path_is_one_path_whatever_is_in_it(gateway: GithubGateway, hub: Hub) -> None:
    place = f"/repos/{NAME}/contents/docs/a%20%23%3F%25/Gr%C3%BC%C3%9Fe%3A.md"
    hub.answers("GET", place, NOTHING)
    hub.answers("PUT", place, MADE)
    assert gateway.apply(CommitFile("docs/a #?%/Grüße:.md", "new", None, "Minutes", "why"), 0) == Done()
    assert hub.log == [("GET", place), ("PUT", place)]
