"""Why a project cannot be kept, told to people: which token with which permission is needed."""

from arch_hour.board import ProjectPlace
from arch_hour.gateway.answers import Refusal
from arch_hour.gateway.patience import Failure

WHERE = "in the input `project-token` or in ARCH_HOUR_PROJECT_TOKEN"
_CLASSIC = (
    "a classic personal access token with the scope `project`, and `repo` where the repository is private"
)
# How GitHub tells of a scope that a classic token lacks; its own words go on for lines.
_SCOPES = "not been granted the required scopes"
_BY_TOKEN = (401, 403, 404)


def no_token(place: ProjectPlace, repository: str) -> str:
    """There is no token for projects."""
    return f"{_not_kept(place)}, as a workflow's own token reaches no project: {_give(place, repository)}"


def refused(place: ProjectPlace | None, repository: str, told: Failure | Refusal) -> str:
    """GitHub refused what was asked of the project, which has no place where nobody knows whose it is any more."""
    if isinstance(told, Failure) and told.unknown:
        return f"{_not_kept(place)}, as {_too_old(told)}: set `board.project` to null until the server is updated"
    give = _give(place, repository)
    if _SCOPES in told.message:
        return f"{_not_kept(place)}, as the token for projects lacks the scope `project`: {give}"
    said = told.message
    match told.status:
        case 401:
            return f"{_not_kept(place)}, as GitHub does not know the token for projects ({said}): {give}"
        case 403:
            return (
                f"{_not_kept(place)}, as the token for projects may not do this there ({said}): {give}; "
                "a workflow's own token reaches no project"
            )
        case 404:
            return (
                f"{_not_kept(place)}, as the token for projects sees no such project ({said}): "
                f"correct `board.project`, or {give}"
            )
        case _:
            return (
                f"{_not_kept(place)}, as GitHub refused what was asked ({said}): {give}, "
                "or set `board.project` to null where the server has no such projects"
            )


def _too_old(told: Failure) -> str:
    """The server is one from before projects were what they are."""
    return f"this server is too old for it ({told.unknown[0].message})"


def other_kind(place: ProjectPlace, actual: ProjectPlace) -> str:
    """The owner is a user and no organization, or the other way round."""
    kind, other = ("a user", "an organization") if actual.of_user else ("an organization", "a user")
    return (
        f"{_not_kept(place)}, as {place.owner} is {kind} and not {other}: write {actual} in `board.project` "
        "if that is the one"
    )


def closed(place: ProjectPlace) -> str:
    """People closed the project."""
    return f"{_not_kept(place)}, as the project is closed: reopen it in its settings, or set `board.project` to null"


def read_only(place: ProjectPlace, repository: str, account: str) -> str:
    """The project can be read and not written to."""
    return (
        f"{_not_kept(place)}, as {account} may only read it: let {account} write there, under the project's "
        f"Settings, Manage access, or {_give(place, repository)}"
    )


def no_repository(place: ProjectPlace, repository: str, said: str) -> str:
    """The project is there, and the repository's issues are not to be seen."""
    return (
        f"{_not_kept(place)}, as the token for projects does not see the issues of {repository} ({said}): "
        f"{_give(place, repository)}"
    )


def _not_kept(place: ProjectPlace | None) -> str:
    return f"the board {place} is not kept" if place else "the board is not kept"


def _give(place: ProjectPlace | None, repository: str) -> str:
    if place and place.of_user:
        return (
            f"give {_CLASSIC}, of somebody who may write to it, {WHERE} (tokens of apps and fine-grained ones do not "
            "reach projects of users)"
        )
    where = "" if place else "where the project is an organization's "
    return (
        f"give {_CLASSIC}, or {where}a fine-grained or app's token with the organization permission "
        f"Projects: read and write and Issues: read in {repository}, {WHERE}"
    )


def no_token_to_set_up(place: ProjectPlace | None, repository: str) -> str:
    """There is no token for projects to set one up with."""
    return f"no project can be set up, as there is no token for projects: {_give(place, repository)}"


def unlisted(place: ProjectPlace | None, repository: str, told: Failure | Refusal) -> str:
    """GitHub does not tell of the projects of an owner, whose `place` has no number, where it told whose."""
    if isinstance(told, Failure) and told.unknown:
        return f"no project can be set up, as {_too_old(told)}: update the server, or do without a board"
    return f"the project cannot be set up ({_said(told)}): {_give(place, repository)}"


def not_made(what: str, place: ProjectPlace, repository: str, told: Failure | Refusal) -> str:
    """GitHub refused to make something, such as `the field Due`."""
    if told.status in _BY_TOKEN:
        return f"the token for projects may not make {what} ({_said(told)}): {_give(place, repository)}"
    return f"GitHub refused to make {what} ({told.message}): mend what it names, and run again"


def unseen(repository: str, said: str) -> str:
    """The repository for which a project is wanted is not to be seen."""
    return f"the token for projects does not see {repository} ({said}): {_give(None, repository)}"


def _said(told: Failure | Refusal) -> str:
    return "it lacks the scope `project`" if _SCOPES in told.message else told.message
