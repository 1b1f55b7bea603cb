"""The command line `arch-hour`."""

import argparse
import json
import logging
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from arch_hour import __version__
from arch_hour.config_values import DEFAULT_PATH, path_in_repository
from arch_hour.errors import ArchHourError, PageError, UsageError
from arch_hour.streams import printing, show_every_character

if TYPE_CHECKING:
    from rich.console import Console

    from arch_hour.gateway.protocol import Gateway
    from arch_hour.rules.page import Page
    from arch_hour.session import Outcome, Settings

logger = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; 0 done, 1 failed, 2 wrong usage or configuration."""
    show_every_character()
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.DEBUG if options.verbose else logging.WARNING, format="%(message)s")
    try:
        status: int = options.perform(options)
    except ArchHourError as error:
        logger.debug("the trouble in full", exc_info=True)
        print(f"arch-hour: {error}", file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        print("arch-hour: stopped; run again to finish", file=sys.stderr)
        return 1
    return status


def _run(options: argparse.Namespace) -> int:
    from arch_hour import run
    from arch_hour.rules.events import Command

    gateway = _gateway(options)
    outcome = run.run(gateway, Command(options.command), _settings(options, dry_run=options.dry_run))
    _show(outcome, options)
    return 0


def _check(options: argparse.Namespace) -> int:
    from arch_hour.checking import Verdict, check

    findings = check(_gateway(options), _settings(options, dry_run=True))
    with printing():
        if options.format == "json":
            told = [
                {"about": each.about, "verdict": each.verdict.value, "sentence": each.sentence}
                for each in findings
            ]
            print(json.dumps(told, indent=2, ensure_ascii=False))
        else:
            from arch_hour import terminal

            terminal.show_findings(_console(), findings)
    return 1 if any(each.verdict is Verdict.WRONG for each in findings) else 0


def _import(options: argparse.Namespace) -> int:
    from arch_hour import run

    page = _page(options.page)
    gateway = _gateway(options)
    if _must_ask(options):
        from arch_hour.terminal import has_work

        rehearsed = run.import_page(
            gateway, page, _settings(options, dry_run=True), discussed=options.discussed
        )
        _show(rehearsed, options, page)
        if not has_work(rehearsed.placements) or not _agreed():
            return 0
    settings = _settings(options, dry_run=options.dry_run)
    outcome = run.import_page(gateway, page, settings, discussed=options.discussed)
    _show(outcome, options, page)
    return 0


def _must_ask(options: argparse.Namespace) -> bool:
    """Somebody who sits there sees what will be done first; a script is never asked."""
    return not (options.dry_run or options.yes) and sys.stdin.isatty() and sys.stdout.isatty()


def _agreed() -> bool:
    """No answer is a no."""
    try:
        return input("Go on? [y/N] ").strip().casefold() in ("y", "yes")
    except EOFError:
        print()
        return False


def _demo(options: argparse.Namespace) -> int:
    from sandbox.demo import story

    page = _page(options.page) if options.page else None
    with printing():
        return story.tell(page, Path(options.out))


def _sandbox(options: argparse.Namespace) -> int:
    from sandbox.demo.opening import open_world

    return open_world(options.world, options.port, options.save)


def _serve(options: argparse.Namespace) -> int:
    from webhook.main import serve

    return serve(os.environ, options.host, options.port)


def _gateway(options: argparse.Namespace) -> "Gateway":
    from arch_hour.environment import Environment

    return Environment.of(os.environ, repository=options.repository or "").gateway()


def _settings(options: argparse.Namespace, *, dry_run: bool) -> "Settings":
    from arch_hour.session import Settings

    now, file = options.now or datetime.now(UTC), options.config_file
    if file is None:
        return Settings(now, options.config, dry_run=dry_run)
    text = _text(_content(file, UsageError), file, UsageError)
    return Settings(now, options.config, text, file, dry_run=dry_run)


def _page(file: str) -> "Page":
    """The page in a file, or on standard input for `-`; raises PageError."""
    from arch_hour.rules.page import read_page

    name = "standard input" if file == "-" else file
    content = sys.stdin.buffer.read() if file == "-" else _content(file, PageError)
    text = _text(content, name, PageError)
    try:
        page = read_page(text)
    except PageError as error:
        raise PageError(f"{name}: {error}") from None
    if not page.topics:
        raise PageError(
            f"{name}: no topic found under its sections: write each topic as a bullet, such as `- Smaller services +1`"
        )
    return page


def _content(file: str, trouble: type[ArchHourError]) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as error:
        msg = f"{file}: cannot be read ({error.strerror}): check the name"
        raise trouble(msg) from None


def _text(content: bytes, file: str, trouble: type[ArchHourError]) -> str:
    """The text of a file; raises `trouble` in a sentence where it has none."""
    try:
        if b"\0" in content:
            raise UnicodeDecodeError(
                "utf-8", content, content.index(b"\0"), content.index(b"\0") + 1, "a NUL byte"
            )
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"{file}: is no text in UTF-8 ({error.reason} at byte {error.start}): save it as plain text"
        raise trouble(msg) from None


def _show(outcome: "Outcome", options: argparse.Namespace, page: "Page | None" = None) -> None:
    with printing():
        _print(outcome, options, page)


def _print(outcome: "Outcome", options: argparse.Namespace, page: "Page | None") -> None:
    if options.format == "json":
        from arch_hour.telling import as_values

        values = as_values(outcome)
        if page is not None:
            values["unplaced"] = [
                {"line": unplaced.line, "text": unplaced.text} for unplaced in page.unplaced
            ]
        print(json.dumps(values, indent=2, ensure_ascii=False))
    elif options.format == "markdown":
        from arch_hour.rendering import render
        from arch_hour.telling import as_values

        print(render("outcome.md", outcome=as_values(outcome), page=page))
    else:
        from arch_hour import terminal

        if page is None:
            terminal.show_run(_console(), outcome)
        else:
            terminal.show_import(_console(), page, outcome)


def _console() -> "Console":
    from rich.console import Console

    return Console(highlight=False, emoji=False, width=None if sys.stdout.isatty() else 120)


def _moment(text: str) -> datetime:
    from arch_hour.environment import moment

    try:
        return moment(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="arch-hour", description="Lean Coffee meetings that run on GitHub Issues."
    )
    parser.add_argument("--version", action="version", version=f"arch-hour {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    from_run = commands.add_parser("run", parents=[_common()], help="do all that is due")
    preview = commands.add_parser("preview", parents=[_common()], help="show what run would do")
    for command in (from_run, preview):
        command.add_argument(
            "--command", default="all", choices=["all", "agenda", "actions", "wrap-up"], help="only this part"
        )
        command.set_defaults(perform=_run)
    preview.set_defaults(dry_run=True)
    check = commands.add_parser("check", parents=[_common()], help="say whether everything is ready")
    check.set_defaults(perform=_check)
    page = commands.add_parser("import", parents=[_common()], help="make topics of a meeting page")
    page.add_argument(
        "page", metavar="PAGE", help="a page as text or Markdown; - reads it from standard input"
    )
    page.add_argument(
        "--discussed",
        action="store_true",
        help="the page's meeting is over: topics with notes were discussed",
    )
    page.add_argument("--yes", action="store_true", help="do not ask")
    page.set_defaults(perform=_import)
    demo = commands.add_parser("demo", help="the whole story on a stand-in GitHub, without a token")
    demo.add_argument("page", metavar="PAGE", nargs="?", help="your own meeting page")
    demo.add_argument("--out", default="build/demo", help="folder for the documents (build/demo)")
    demo.set_defaults(perform=_demo, verbose=False)
    sandbox = commands.add_parser("sandbox", help="start a stand-in GitHub on this machine")
    sandbox.add_argument("--port", type=_port, default=8742)
    sandbox.add_argument(
        "--world", type=Path, metavar="FILE", help="a world, such as the one that demo leaves"
    )
    sandbox.add_argument("--save", type=Path, metavar="FILE", help="where to save the world at the end")
    sandbox.set_defaults(perform=_sandbox, verbose=False)
    server = commands.add_parser("serve", help="answer GitHub's webhooks: the same at once")
    server.add_argument("--host", default="127.0.0.1")
    server.add_argument("--port", type=_port, default=8080)
    server.set_defaults(perform=_serve, verbose=False)
    return parser


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
