"""The command line `arch-hour`."""

import argparse
import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from arch_hour.arguments import parser
from arch_hour.errors import ArchHourError, PageError, UnreachableError, UsageError
from arch_hour.printed import print_findings, print_furnished, print_outcome, print_prepared, print_report
from arch_hour.streams import printing, show_every_character

if TYPE_CHECKING:
    from arch_hour.gateway.github_gateway import GithubGateway
    from arch_hour.rules.page import Page
    from arch_hour.session import Outcome, Settings

logger = logging.getLogger(__name__)

# Whom `--verbose` has tell more: what libraries log is about their own inside.
OURS = ("arch_hour", "action", "sandbox", "webhook")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; 0 done, 1 failed, 2 wrong usage or configuration."""
    show_every_character()
    options = parser().parse_args(arguments)
    _listen(options)
    try:
        return _COMMANDS[options.asked](options)
    except ArchHourError as error:
        if isinstance(
            error, UnreachableError
        ):  # any other is somebody's own mistake, and told in full already
            logger.debug("the trouble in full", exc_info=True)
        print(f"arch-hour: {error}", file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        print("arch-hour: stopped; run again to finish", file=sys.stderr)
        return 1


def _listen(options: argparse.Namespace) -> None:
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    for name in OURS:
        logging.getLogger(name).setLevel(logging.DEBUG if options.verbose else logging.NOTSET)


def _run(options: argparse.Namespace) -> int:
    from arch_hour import run
    from arch_hour.rules.events import Command

    gateway = _gateway(options)
    settings = _settings(options, dry_run=options.dry_run)
    with _showing_what_was_done(options):
        outcome = run.run(gateway, Command(options.command), settings)
    _show(outcome, options)
    return 0


def _check(options: argparse.Namespace) -> int:
    from arch_hour.checking.checkup import check, enable_workflow
    from arch_hour.checking.findings import Verdict

    gateway = _gateway(options)
    hindered = enable_workflow(gateway, options.config) if options.enable and not options.dry_run else ()
    findings = (*check(gateway, _settings(options, dry_run=True)), *hindered)
    with printing():
        print_findings(findings, options)
    return 1 if any(each.verdict is Verdict.WRONG for each in findings) else 0


def _schema(options: argparse.Namespace) -> int:  # noqa: ARG001  as every command is called
    from arch_hour.schema import schema_text

    with printing():
        print(schema_text(), end="")
    return 0


def _init(options: argparse.Namespace) -> int:
    if not options.board:
        from arch_hour.init_command import init

        furnished = init(options, os.environ)
        with printing():
            print_furnished(furnished, options)
        return 0 if furnished.is_done else 1
    from arch_hour.board_init import init_board

    prepared = init_board(_gateway(options), _settings(options, dry_run=options.dry_run))
    with printing():
        print_prepared(prepared, options)
    return 0


def _report(options: argparse.Namespace) -> int:
    from arch_hour.reporting import report

    reported = report(_gateway(options), _settings(options, dry_run=True), options.since)
    with printing():
        print_report(reported, options)
    return 0


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
    with _showing_what_was_done(options, page):
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
    if options.setup:
        from webhook.setup import set_up

        return set_up(options, os.environ)
    if options.url or options.organization:
        raise UsageError("--url and --organization tell what is to be registered: say --setup too")
    from webhook.main import serve

    return serve(options, os.environ)


def _queue(options: argparse.Namespace) -> int:
    from webhook.queue_command import queue

    return queue(options, os.environ)


def _gateway(options: argparse.Namespace) -> "GithubGateway":
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


@contextmanager
def _showing_what_was_done(options: argparse.Namespace, page: "Page | None" = None) -> Iterator[None]:
    """Where a run is stopped midway, what it did before is shown, and its error goes on."""
    try:
        yield
    except ArchHourError as error:
        if error.outcome is not None:
            with suppress(ArchHourError):  # where it cannot be shown, the error still is
                _show(error.outcome, options, page)
        raise


def _show(outcome: "Outcome", options: argparse.Namespace, page: "Page | None" = None) -> None:
    with printing():
        print_outcome(outcome, options, page)


_COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "run": _run,
    "preview": _run,
    "init": _init,
    "check": _check,
    "schema": _schema,
    "import": _import,
    "report": _report,
    "demo": _demo,
    "sandbox": _sandbox,
    "serve": _serve,
    "queue": _queue,
}
