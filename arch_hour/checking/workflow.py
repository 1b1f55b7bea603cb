"""The workflow: whether it is there, may run, may do what it has to, and runs when the meetings need it."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from operator import attrgetter

from arch_hour.checking.dates import coming
from arch_hour.checking.findings import Told, Verdict
from arch_hour.checking.premises import Premises
from arch_hour.config import Config
from arch_hour.hosts import knows_time_zones
from arch_hour.rendering import count, day
from arch_hour.repository_paths import DEFAULT_PATH
from arch_hour.rules.crons import Timer, crons_for
from arch_hour.rules.run_times import Runs, is_understood, runs_around
from arch_hour.rules.schedule import Occurrence
from arch_hour.rules.workflow_files import WorkflowFile
from arch_hour.session import Session

ACTIVE = "active"
_OFF = {
    "disabled_inactivity": "GitHub switched it off, as nothing was committed to this public repository for 60 days",
    "disabled_manually": "somebody switched it off",
    "disabled_fork": "GitHub switches the workflows of forks off",
}
_SWITCH_ON = "`arch-hour check --enable` switches it on, and so does its page under *Actions*"


def workflow(session: Session, premises: Premises) -> Told:
    """The file: which copy of the action, which events, and whether it reads this configuration."""
    found, path = premises.workflow, session.settings.configuration_path
    if found is None:
        yield (
            Verdict.WRONG,
            f"no workflow uses Arch Hour with {path}: `arch-hour init{_option(path)}` writes one",
        )
        return
    if not found.timers:
        yield Verdict.WRONG, f"{found.path} has no `schedule`: nothing makes agendas, as a vote is no event"
    for event in ("issues", "issue_comment"):
        if event not in found.events:
            yield (
                Verdict.TO_KNOW,
                f"{found.path} does not run on `{event}`: what people do waits for the schedule",
            )
    if found.is_pinned:
        yield Verdict.GOOD, f"{found.path} uses {found.copy} at {found.ref[:7]}"
    else:
        yield (
            Verdict.TO_KNOW,
            f"{found.path} uses {found.copy}@{found.ref}, which can be moved: name the full SHA of a commit",
        )


def permissions(session: Session, premises: Premises) -> Told:
    """What the workflow's own token may do."""
    found = premises.workflow
    if found is None:
        return
    if found.permissions is None:
        yield (
            Verdict.TO_KNOW,
            f"{found.path} leaves its `permissions` to the repository's settings: name them in the job",
        )
        return
    lacking = [
        f"`{area}: {level}` ({why})"
        for area, level, why in _needed(session.config, found)
        if not found.may(area, level)
    ]
    if lacking:
        yield Verdict.WRONG, f"the job in {found.path} lacks, under `permissions`, {' and '.join(lacking)}"
    else:
        yield Verdict.GOOD, f"the job in {found.path} has the permissions that it needs"


def _needed(config: Config, found: WorkflowFile) -> Iterator[tuple[str, str, str]]:
    if config.minutes.path is None:
        yield "contents", "read", "for the configuration"
    else:
        yield "contents", "write", "for the configuration and `minutes.path`"
    yield "issues", "write", "for agendas and follow-ups"
    if found.keeps_alive:
        yield "actions", "write", "for `keep-alive`"


def running(session: Session, premises: Premises) -> Told:  # noqa: ARG001  one form for all looks
    """Whether GitHub starts it at all."""
    found = premises.workflow
    if found is None:
        return
    state = premises.facilities.workflow_state(found.name)
    if state == ACTIVE:
        yield Verdict.GOOD, f"{found.path} is switched on"
    elif state is None:
        yield Verdict.TO_KNOW, f"GitHub does not know {found.path} yet, or does not tell this token"
    else:
        yield (
            Verdict.WRONG,
            f"{found.path} does not run: {_OFF.get(state, f'its state is {state}')}. {_SWITCH_ON}",
        )


def allowed(session: Session, premises: Premises) -> Told:
    """Whether the repository may run this action."""
    found, policy = premises.workflow, premises.facilities.actions_policy()
    if policy is None:
        yield Verdict.TO_KNOW, "whether Actions are allowed here GitHub tells only to administrators"
        return
    where = "under *Settings → Actions → General*"
    if not policy.is_enabled:
        yield Verdict.WRONG, f"Actions are switched off in this repository: switch them on {where}"
        return
    if found is None:
        return
    owner = session.snapshot.repository.full_name.partition("/")[0]
    is_own = found.copy.partition("/")[0].casefold() == owner.casefold()
    used = f"{found.copy}@{found.ref}".casefold()
    is_named = any(_names(pattern, used) for pattern in policy.patterns) and not any(
        _names(pattern[1:], used) for pattern in policy.patterns if pattern.startswith("!")
    )
    if policy.allowed == "all" or is_own or is_named:
        yield Verdict.GOOD, f"Actions are allowed, {found.copy} among them"
    else:
        yield (
            Verdict.WRONG,
            f"{found.copy} is not among the actions that are allowed: add `{found.copy}@*` {where}",
        )


def schedule(session: Session, premises: Premises) -> Told:
    """Whether its runs fall where the next meetings need them."""
    found, meetings = premises.workflow, coming(session)
    if found is None or not found.timers or not meetings:
        return
    for timer in found.timers:
        if not is_understood(timer):
            yield Verdict.WRONG, f"{found.path}: {_told(timer)} is no cron expression with a known time zone"
    around = {meeting: runs_around(found.timers, session.config, meeting) for meeting in meetings}
    lacking = list(_lacking(around))
    if lacking:
        entries = crons_for(session.config, session.settings.now, with_zone=_knows_time_zones(session)).timers
        yield (
            Verdict.WRONG,
            f"{found.path}: {'; '.join(lacking)}. Schedule {', '.join(map(_told, entries))}: `arch-hour init` "
            "writes them, where nobody changed the file",
        )
        return
    if all(runs.has_margin for runs in around.values()):
        yield Verdict.GOOD, f"runs fall before and after each of the next {count(len(meetings), 'meeting')}"
    else:
        yield (
            Verdict.TO_KNOW,
            f"{found.path}: the run between freeze and start has less than ten minutes, and GitHub may be later: "
            "a longer `agenda.freeze_before` such as 30m, and `arch-hour init` again, leave room",
        )


def _lacking(around: Mapping[Occurrence, Runs]) -> Iterator[str]:
    """What no run is there for, each with the first meeting that it is about."""
    for run, what in (
        (attrgetter("making"), "no run makes the agenda of"),
        (attrgetter("final"), "no run falls between freeze and start of"),
        (attrgetter("after"), "no run wraps up"),
    ):
        first = next((meeting for meeting, runs in around.items() if run(runs) is None), None)
        if first is not None:
            yield f"{what} the meeting on {day(first.start)}"


def _knows_time_zones(session: Session) -> bool:
    return knows_time_zones(session.snapshot.repository.url)


def _option(path: str) -> str:
    return "" if path == DEFAULT_PATH else f" --config {path}"


def _names(pattern: str, used: str) -> bool:
    return fnmatchcase(used, pattern.casefold())


def _told(timer: Timer) -> str:
    return f"`{timer.cron}`" + (f" in {timer.timezone}" if timer.timezone else "")
