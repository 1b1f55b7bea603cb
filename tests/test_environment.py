"""The surroundings as a runner or a shell gives them, and a sentence for each that cannot work."""

import pytest

from arch_hour.environment import Environment
from arch_hour.errors import UsageError
from arch_hour.hosts import Address

GITHUB = Address("https://api.github.com", "https://api.github.com/graphql")
GOOD = {"GITHUB_TOKEN": "ghp_secret", "GITHUB_REPOSITORY": "acme/lean"}


@pytest.mark.parametrize(
    ("environ", "address"),
    [
        pytest.param({}, GITHUB, id="GitHub by default"),
        pytest.param({"GITHUB_API_URL": "", "GITHUB_GRAPHQL_URL": " "}, GITHUB, id="empty"),
        pytest.param({"GITHUB_API_URL": "https://api.github.com/"}, GITHUB, id="slash at the end"),
        pytest.param(
            {"GITHUB_API_URL": "https://ghe.example/api/v3"},
            Address("https://ghe.example/api/v3", "https://ghe.example/api/graphql"),
            id="Enterprise Server",
        ),
        pytest.param(
            {"GITHUB_API_URL": "https://api.acme.ghe.com"},
            Address("https://api.acme.ghe.com", "https://api.acme.ghe.com/graphql"),
            id="Enterprise Cloud with its own domain",
        ),
        pytest.param(
            {
                "GITHUB_API_URL": "https://ghe.example/api/v3/",
                "GITHUB_GRAPHQL_URL": "https://ghe.example/other/graphql/",
            },
            Address("https://ghe.example/api/v3", "https://ghe.example/other/graphql"),
            id="both given",
        ),
        pytest.param(
            {"GITHUB_API_URL": "http://127.0.0.1:8742"},
            Address("http://127.0.0.1:8742", "http://127.0.0.1:8742/graphql"),
            id="sandbox",
        ),
    ],
)
def test_the_addresses_are_given_or_derived(environ: dict[str, str], address: Address) -> None:
    assert Environment.of(environ).address == address
    assert Environment.of({**GOOD, **environ}).gateway().connection.address == address


def test_what_is_given_outright_goes_before_the_variables() -> None:
    found = Environment.of(GOOD, token=" other ", repository="acme/espresso")
    assert (found.token, found.repository) == ("other", "acme/espresso")


def test_what_is_given_empty_leaves_the_variables() -> None:
    found = Environment.of(GOOD, token=" ", repository="")
    assert (found.token, found.repository) == ("ghp_secret", "acme/lean")


@pytest.mark.parametrize(
    "name", ["acme/lean", "a/b", "octo-org/.github", "Acme/lean.coffee_2", "emu_user/x", "1/2"]
)
def test_a_repository_is_an_owner_and_a_name(name: str) -> None:
    assert Environment.of({**GOOD, "GITHUB_REPOSITORY": f" {name}\n"}).gateway().full_name == name


@pytest.mark.parametrize(
    "name",
    [
        "lean",
        "/lean",
        "acme/",
        "/",
        "acme/lean/coffee",
        "acme//lean",
        "acme /lean",
        "acme/le an",
        "acme/lean\nx",
        "https://github.com/acme/lean",
        "git@github.com:acme/lean",
        "acme/..",
        "acme/.",
        "../lean",
        "acme/lean?x=1",
        "acme/lean#1",
        "acme/léan",
        "-acme/lean",
    ],
)
def test_a_wrong_repository_is_told_with_its_remedy(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        Environment.of({**GOOD, "GITHUB_REPOSITORY": name}).gateway()
    sentence = str(caught.value)
    assert sentence == f"{name!r} is no repository: say --repository OWNER/NAME, or set GITHUB_REPOSITORY"
    assert "\n" not in sentence


def test_a_missing_repository_is_told() -> None:
    with pytest.raises(UsageError, match=r"no repository was given: say --repository OWNER/NAME"):
        Environment.of({"GITHUB_TOKEN": "ghp_secret"}).gateway()


@pytest.mark.parametrize("environ", [{}, {"GITHUB_TOKEN": ""}, {"GITHUB_TOKEN": " \n"}])
def test_a_missing_token_is_told(environ: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="no token was given: set GITHUB_TOKEN"):
        Environment.of({"GITHUB_REPOSITORY": "acme/lean", **environ}).gateway()


@pytest.mark.parametrize(
    "token", ["ghp_one\nghp_two", "Bearer ghp_secret", "ghp_sécret", "ghp_…", "ghp_\x00"]
)
def test_a_token_that_fits_into_no_header_is_told_without_it(token: str) -> None:
    with pytest.raises(
        UsageError, match="the token has a space, a line break or a special character"
    ) as caught:
        Environment.of({**GOOD, "GITHUB_TOKEN": token}).gateway()
    assert "ghp_" not in str(caught.value)


@pytest.mark.parametrize("variable", ["GITHUB_API_URL", "GITHUB_GRAPHQL_URL"])
@pytest.mark.parametrize(
    "url",
    [
        "api.github.com",
        "github",
        "ftp://api.github.com",
        "https:",
        "https:///api",
        "http://[::1",
        "https://host:port",
        "https://host:99999",
        "https://host/api?x=1",
    ],
)
def test_a_wrong_address_is_told_with_its_variable(variable: str, url: str) -> None:
    with pytest.raises(
        UsageError, match=rf"is no address of an API: set {variable} to one such as https://api\."
    ) as caught:
        Environment.of({**GOOD, "GITHUB_API_URL": "https://api.github.com", variable: url}).gateway()
    assert repr(url) in str(caught.value)


def test_a_password_in_an_address_is_refused_without_repeating_it() -> None:
    with pytest.raises(UsageError, match="'https://host' is no address") as caught:
        Environment.of({**GOOD, "GITHUB_API_URL": "https://ada:p@ss@host"}).gateway()
    assert "ss@" not in str(caught.value)


@pytest.mark.parametrize(
    ("environ", "given", "found"),
    [
        pytest.param({}, "", "", id="none"),
        pytest.param({"ARCH_HOUR_PROJECT_TOKEN": " ghp_board\n"}, "", "ghp_board", id="variable"),
        pytest.param({"ARCH_HOUR_PROJECT_TOKEN": "ghp_board"}, " other ", "other", id="given outright"),
        pytest.param({"ARCH_HOUR_PROJECT_TOKEN": " "}, " ", "", id="blank"),
    ],
)
def test_the_token_for_projects_is_one_of_its_own(environ: dict[str, str], given: str, found: str) -> None:
    environment = Environment.of({**GOOD, **environ}, project_token=given)
    assert (environment.token, environment.project_token) == ("ghp_secret", found)
    gateway = environment.gateway()
    assert gateway.connection.token == "ghp_secret"
    assert (gateway.for_projects.token if gateway.for_projects else "") == found


def test_a_token_for_projects_that_fits_into_no_header_is_told_without_it() -> None:
    with pytest.raises(
        UsageError, match=r"the token for projects has a space, .*ARCH_HOUR_PROJECT_TOKEN"
    ) as caught:
        Environment.of({**GOOD, "ARCH_HOUR_PROJECT_TOKEN": "ghp_one ghp_two"}).gateway()
    assert "ghp_" not in str(caught.value)


def test_no_token_shows_in_a_log() -> None:
    environment = Environment.of({**GOOD, "ARCH_HOUR_PROJECT_TOKEN": "ghp_board"})
    assert "ghp_" not in repr(environment)
    assert "ghp_" not in repr(environment.gateway())


@pytest.mark.parametrize(
    ("rest", "graphql", "fits"),
    [
        ("https://git.example/api/v3", "https://git.example/api/graphql", True),
        ("https://Git.Example/api/v3", "https://git.example:443/api/graphql", True),
        ("https://git.example/api/v3", "https://api.github.com/graphql", False),
        ("https://git.example/api/v3", "http://git.example/api/graphql", False),
        ("https://git.example/api/v3", "https://git.example:8443/api/graphql", False),
    ],
)
def test_both_addresses_are_of_one_server(rest: str, graphql: str, fits: bool) -> None:  # noqa: FBT001
    environment = Environment.of({**GOOD, "GITHUB_API_URL": rest, "GITHUB_GRAPHQL_URL": graphql})
    if fits:
        environment.gateway()
        return
    with pytest.raises(UsageError, match="are two servers: set GITHUB_API_URL and GITHUB_GRAPHQL_URL"):
        environment.gateway()


def test_both_tokens_share_what_the_server_lacks() -> None:
    gateway = Environment.of({**GOOD, "ARCH_HOUR_PROJECT_TOKEN": "ghp_projects"}).gateway()
    assert gateway.for_projects is not None
    assert gateway.for_projects.lacking is gateway.connection.lacking
