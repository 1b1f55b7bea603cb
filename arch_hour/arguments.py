"""What the command line `arch-hour` takes: a function for each command."""

import argparse
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from arch_hour import __version__
from arch_hour.bounds import YEARS
from arch_hour.errors import UsageError
from arch_hour.repository_paths import DEFAULT_PATH, path_in_repository

if TYPE_CHECKING:
    from arch_hour.rules.set_up import Copy

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001  the type has no other name

# Where the sandbox answers unless told, and the demo before it.
SANDBOX_PORT = 8742


def parser() -> argparse.ArgumentParser:
    """The parser of all commands; the one that was given is in `asked`, and every command knows `verbose`."""
    found = argparse.ArgumentParser(
        prog="arch-hour", description="Lean Coffee meetings that run on GitHub Issues."
    )
    found.add_argument("--version", action="version", version=f"arch-hour {__version__}")
    found.set_defaults(verbose=False)
    commands = found.add_subparsers(required=True, metavar="COMMAND", dest="asked")
    for add in (
        _add_run,
        _add_preview,
        _add_init,
        _add_check,
        _add_schema,
        _add_import,
        _add_report,
        _add_demo,
        _add_sandbox,
        _add_serve,
        _add_queue,
    ):
        add(commands)
    return found


def _add_run(commands: "Commands") -> None:
    command = commands.add_parser("run", parents=[_common()], help="do all that is due")
    _add_part(command)


def _add_preview(commands: "Commands") -> None:
    command = commands.add_parser("preview", parents=[_common()], help="show what run would do")
    _add_part(command)
    command.set_defaults(dry_run=True)


def _add_part(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--command",
        default="all",
        choices=["all", "agenda", "actions", "wrap-up", "board"],
        help="only this part",
    )


def _add_init(commands: "Commands") -> None:
    command = commands.add_parser(
        "init", parents=[_common()], help="write the files that a meeting needs, and make its labels"
    )
    command.add_argument(
        "--start", type=_local_time, metavar="TIME", help="of the first meeting, local: 2026-01-08T10:00"
    )
    command.add_argument("--timezone", metavar="ZONE", help="of the meeting, such as Europe/Berlin")
    command.add_argument(
        "--schedule", default="", metavar="RULE", help="else once a week, such as FREQ=MONTHLY;BYDAY=1TH"
    )
    command.add_argument("--name", metavar="NAME", help="of the meeting (Lean Coffee)")
    command.add_argument(
        "--action", type=_copy, metavar="OWNER/NAME@COMMIT", help="the copy of Arch Hour to use (this one)"
    )
    command.add_argument(
        "--folder",
        type=_folder,
        metavar="DIR",
        help="write into this checkout, without a token, and not to GitHub",
    )
    command.add_argument(
        "--keep-alive",
        action="store_true",
        help="have GitHub not stop the schedule after 60 days without a commit",
    )
    command.add_argument("--board", action="store_true", help="only a project to track on, or what one lacks")


def _add_check(commands: "Commands") -> None:
    command = commands.add_parser("check", parents=[_common()], help="say whether everything is ready")
    command.add_argument(
        "--enable", action="store_true", help="first switch the workflow on again, where it was switched off"
    )


def _add_schema(commands: "Commands") -> None:
    commands.add_parser("schema", help="print the JSON Schema of the configuration")


def _add_import(commands: "Commands") -> None:
    command = commands.add_parser("import", parents=[_common()], help="make topics of a meeting page")
    command.add_argument(
        "page", metavar="PAGE", help="a page as text or Markdown; - reads it from standard input"
    )
    command.add_argument(
        "--discussed",
        action="store_true",
        help="the page's meeting is over: topics with notes were discussed",
    )
    command.add_argument("--yes", action="store_true", help="do not ask")


def _add_report(commands: "Commands") -> None:
    command = commands.add_parser(
        "report", parents=[_common()], help="the history of the meetings in figures"
    )
    command.add_argument("--since", type=_day, metavar="DATE", help="only what happened from that day on")


def _add_demo(commands: "Commands") -> None:
    command = commands.add_parser("demo", help="the whole story on a stand-in GitHub, without a token")
    command.add_argument("page", metavar="PAGE", nargs="?", help="your own meeting page")
    command.add_argument("--out", default="build/demo", help="folder for the documents (build/demo)")


def _add_sandbox(commands: "Commands") -> None:
    command = commands.add_parser("sandbox", help="start a stand-in GitHub on this machine")
    command.add_argument("--port", type=_port, default=SANDBOX_PORT)
    command.add_argument(
        "--world", type=Path, metavar="FILE", help="a world, such as the one that demo leaves"
    )
    command.add_argument("--save", type=Path, metavar="FILE", help="where to save the world at the end")


def _add_serve(commands: "Commands") -> None:
    command = commands.add_parser("serve", help="answer GitHub's webhooks: the same at once")
    command.add_argument("--host", default="127.0.0.1")
    command.add_argument("--port", type=_port, default=8080)
    command.add_argument(
        "--credentials",
        metavar="FILE",
        help="lines NAME=VALUE for what the environment does not set; the file that --setup makes (arch-hour.env)",
    )
    command.add_argument("--setup", action="store_true", help="only register a GitHub App")
    command.add_argument(
        "--url", metavar="URL", help="for --setup: the address at which GitHub reaches this server"
    )
    command.add_argument(
        "--organization", metavar="ORG", help="for --setup: whose the App is to be (your own account's)"
    )


def _add_queue(commands: "Commands") -> None:
    command = commands.add_parser(
        "queue", help="show what the webhook server has to do, and what it failed at"
    )
    command.add_argument("--credentials", metavar="FILE", help="as for serve")
    command.add_argument(
        "--run", metavar="OWNER/NAME", help="order a run of a repository, such as a parked one"
    )
    command.add_argument("--format", choices=["text", "json"], default="text")


def _common() -> argparse.ArgumentParser:
    """Made for each command anew: a default that one command sets would reach every other through a shared one."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--repository", metavar="OWNER/NAME", help="else GITHUB_REPOSITORY")
    common.add_argument(
        "--config",
        type=_path,
        metavar="PATH",
        default=DEFAULT_PATH,
        help=f"in the repository ({DEFAULT_PATH})",
    )
    common.add_argument("--config-file", metavar="FILE", help="a local file with the text for it")
    common.add_argument("--now", type=_moment, metavar="TIME", help="another moment, in ISO 8601")
    common.add_argument("--dry-run", action="store_true", help="show what would be done, write nothing")
    common.add_argument("--format", choices=["text", "json", "markdown"], default="text")
    common.add_argument("--verbose", action="store_true", help="tell more of what goes on")
    return common


def _moment(text: str) -> datetime:
    from arch_hour.environment import moment

    try:
        return moment(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _local_time(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo or "T" not in text or found.second or found.year not in YEARS:
        msg = f"{text!r} is no local time such as 2026-01-08T10:00"
        raise argparse.ArgumentTypeError(msg)
    return found


def _folder(text: str) -> Path:
    """A variable of a shell that is not set is no folder."""
    if not text.strip():
        msg = "give a checkout of your team's repository"
        raise argparse.ArgumentTypeError(msg)
    return Path(text)


def _copy(text: str) -> "Copy":
    from arch_hour.copies import copy_named

    try:
        return copy_named(text)
    except UsageError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        msg = f"{text!r} is no date such as 2020-12-17, of the years {YEARS.start} to {YEARS.stop - 1}"
        raise argparse.ArgumentTypeError(msg)
    return found


def _path(text: str) -> str:
    try:
        return path_in_repository(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 5 and int(text) <= 65535):
        msg = f"{text!r} is no port; give a number from 0 to 65535"
        raise argparse.ArgumentTypeError(msg)
    return int(text)
