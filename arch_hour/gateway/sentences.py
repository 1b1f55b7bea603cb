"""Failures told to the user: what, where, and how to mend it."""

from datetime import UTC, datetime

from arch_hour.errors import AccessError, ArchHourError, UnreachableError
from arch_hour.gateway.patience import SECONDARY_WAIT, Failure, Trouble


def told(failure: Failure, place: str, repository: str, now: float) -> ArchHourError:
    """The error for a failed request to the API at `place`; `now` is in seconds since the epoch."""
    said = failure.message
    if failure.trouble is Trouble.LIMITED:
        until = datetime.fromtimestamp(now + (failure.wait(now) or SECONDARY_WAIT), UTC)
        return UnreachableError(
            f"GitHub's rate limit is used up until {until:%Y-%m-%d %H:%M} UTC ({said}): run again then"
        )
    if failure.trouble is Trouble.UNSENT:
        return UnreachableError(f"{place} cannot be reached: {said}")
    if failure.trouble is Trouble.LOST:
        return UnreachableError(
            f"{place} did not answer as GitHub does ({said}): "
            "check the network and the address in GITHUB_API_URL, then run again"
        )
    if failure.unknown:
        return AccessError(
            f"{place} is too old for Arch Hour, as it does not know all that every run asks for "
            f"({failure.unknown[0].message}): update the server"
        )
    return AccessError(_refusal(failure.status, said, place, repository))


def _refusal(status: int, said: str, place: str, repository: str) -> str:
    match status:
        case 401:
            return f"{place} does not know this token ({said}): set GITHUB_TOKEN to a valid one"
        case 403:
            return (
                f"the token may not do this in {repository} ({said}): "
                "it needs write access to issues (in a workflow, `permissions: {contents: read, issues: write}`)"
            )
        case 404:
            return f"{repository} was not found ({said}): check OWNER/NAME and that the token may read it"
        case _ if 300 <= status < 400:
            return (
                f"{place} sends requests about {repository} elsewhere ({said}): "
                "use the repository's present name, and check the address in GITHUB_API_URL"
            )
        case _:
            return (
                f"{place} refused what was asked of {repository} ({said}): mend what it names, then run again"
            )


def gone(failure: Failure, number: int, repository: str) -> ArchHourError:
    """The error for a write to an issue that is not there any more, or was never to be written to."""
    return AccessError(
        f"#{number} of {repository} could not be changed ({failure.message}): it, or its comment, was deleted or moved "
        "meanwhile, or the token lacks write access to issues; check that and run again"
    )


def no_team(failure: Failure, team: str) -> ArchHourError:
    """The error for a team whose members GitHub does not tell: without them nobody knows whose votes count."""
    return AccessError(
        f"the members of {team} cannot be read ({failure.message}), so nobody knows whose votes count: "
        "check the name in `votes.voters`, and give a token that may read the organization's members "
        "(a workflow's own cannot) in ARCH_HOUR_PROJECT_TOKEN or the input `project-token`"
    )


def no_topics(repository: str, said: str) -> ArchHourError:
    """The error for another repository whose topics GitHub does not tell: an agenda without them would be wrong."""
    return AccessError(
        f"the topics of {repository} cannot be read ({said}): check its name in `topics.repositories`, "
        "and give a token that may read its issues (a workflow's own reads no other private repository) "
        "in GITHUB_TOKEN or the input `token`"
    )


def no_writers(failure: Failure, repository: str) -> ArchHourError:
    """The error for a repository whose people GitHub does not list: without them nobody knows whose votes count."""
    return AccessError(
        f"who may write to {repository} cannot be listed ({failure.message}), so nobody knows whose votes count: "
        "use a token of somebody who may write to it, or name the people in `votes.voters`"
    )


def odd(error: Exception, place: str) -> ArchHourError:
    """The error for an answer of another shape than GitHub's."""
    return UnreachableError(
        f"{place} gave an answer that is not GitHub's ({type(error).__name__}: {error}): "
        "check the address in GITHUB_API_URL"
    )
