"""From what was typed after `arch-hour init` to what is set up, on GitHub or in a checkout."""

import argparse
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from arch_hour.copies import copy_of_this
from arch_hour.environment import Environment
from arch_hour.errors import AccessError, UsageError
from arch_hour.folder import Folder
from arch_hour.hosts import knows_time_zones, pages_of
from arch_hour.rules.set_up import FORMS, Answers
from arch_hour.rules.workflow_files import FOLDER
from arch_hour.set_up import Furnished, Wish, set_up


def init(options: argparse.Namespace, environ: Mapping[str, str]) -> Furnished:
    """Sets up what was asked for; raises ArchHourError."""
    _check(options)
    environment = Environment.of(environ, repository=options.repository or "")
    server = environ.get("GITHUB_SERVER_URL", "").rstrip("/") or pages_of(environment.address.rest)
    wish = Wish(
        path=options.config,
        server=server,
        now=options.now or datetime.now(UTC),
        answers=_answers(options),
        copy=options.action,
        own=None if options.action else copy_of_this(),
        knows_zones=knows_time_zones(server),
        keep_alive=options.keep_alive,
        dry_run=options.dry_run,
    )
    if options.folder is not None:
        return set_up(Folder(options.folder), replace(wish, is_local=True))
    gateway = environment.gateway()
    opening = gateway.open(options.config)
    if opening.hindrance and not options.dry_run:
        raise AccessError(opening.hindrance)
    server = opening.repository.url.removesuffix(f"/{opening.repository.full_name}")
    return set_up(gateway, replace(wish, server=server, knows_zones=knows_time_zones(server)), gateway)


def _check(options: argparse.Namespace) -> None:
    """What does not go together, or would be written over; raises UsageError."""
    if options.config_file is not None:
        msg = "init writes the configuration and takes none from a file: leave --config-file out"
        raise UsageError(msg)
    folders = (f"{FOLDER}/", f"{FORMS}/")
    if options.config.startswith(folders) or any(
        folder.startswith(f"{options.config}/") for folder in folders
    ):
        msg = f"{options.config} is no place for the configuration: GitHub reads something else there"
        raise UsageError(msg)
    if options.folder is None:
        return
    if options.repository:
        msg = "--folder and --repository are two places to write to: give one of them"
        raise UsageError(msg)
    if not options.folder.is_dir():
        msg = f"{options.folder}: there is no such folder: give a checkout of your team's repository"
        raise UsageError(msg)


def _answers(options: argparse.Namespace) -> Answers | None:
    if options.start is None:
        for given in ("timezone", "schedule", "name"):
            if getattr(options, given):
                msg = f"--{given} goes with --start; what stands in a configuration already is changed there"
                raise UsageError(msg)
        return None
    if not (options.name or "").isprintable():
        msg = "--name has a line break or another sign in it that does not show: leave that out"
        raise UsageError(msg)
    if options.timezone is None:
        msg = "in which time zone is --start? Say --timezone, such as Europe/Berlin"
        raise UsageError(msg)
    return Answers(options.start, options.timezone, options.name or "", options.schedule)
