"""`python -m release`: what the workflow of a release calls; CONTRIBUTING.md tells when."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from release import steps
from release.notes import notes
from release.repository import Repository
from release.versions import ReleaseError, parse_version


def main(arguments: Sequence[str] | None = None) -> int:
    """Takes one step in the checkout that is the working directory; 0 done, 1 refused."""
    options = _parser().parse_args(arguments)
    try:
        _STEPS[options.step](options, Repository(Path.cwd()))
    except ReleaseError as error:
        # In a workflow the line is an annotation too; what it tells of may have been typed by somebody.
        print(f"::error::{' '.join(str(error).replace('%', '%25').split())}", file=sys.stderr)
        return 1
    return 0


def _plan(options: argparse.Namespace, repository: Repository) -> None:
    plan = steps.plan(parse_version(options.version), repository, options.registry, options.repository)
    print(f"image={plan.image}")
    print(f"released={plan.released or ''}")


def _tag(options: argparse.Namespace, repository: Repository) -> None:
    steps.tag(parse_version(options.version), repository, options.image)


def _notes(options: argparse.Namespace, repository: Repository) -> None:
    print(notes(repository.text("HEAD", "CHANGELOG.md"), parse_version(options.version)), end="")


_STEPS = {"plan": _plan, "tag": _tag, "notes": _notes}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m release", description=__doc__)
    commands = parser.add_subparsers(dest="step", required=True)
    plan = commands.add_parser("plan", help="what is left to do, as outputs of a workflow's step")
    plan.add_argument("--registry", required=True, metavar="HOST")
    plan.add_argument("--repository", required=True, metavar="OWNER/NAME")
    tag = commands.add_parser("tag", help="tag the commit whose action.yml names the image")
    tag.add_argument("--image", required=True, metavar="NAME@DIGEST")
    for command in (plan, tag, commands.add_parser("notes", help="the section of CHANGELOG.md")):
        command.add_argument("version", metavar="X.Y.Z")
    return parser


if __name__ == "__main__":
    sys.exit(main())
