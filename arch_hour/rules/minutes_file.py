"""The minutes as a file of the repository, where the configuration names a path for it."""

from collections.abc import Iterable, Iterator

from arch_hour.config import Config
from arch_hour.model import Snapshot
from arch_hour.rules.agendas import Agenda
from arch_hour.rules.blocks import find_block, replace_block
from arch_hour.rules.changes import Change, CommitFile
from arch_hour.rules.minutes import Minutes, as_file

MINUTES = "minutes"


def path_of(agenda: Agenda, config: Config) -> str | None:
    """Where the minutes of a meeting are kept: with the local day and hour of its start; None where nowhere."""
    if config.minutes.path is None:
        return None
    start = agenda.identity.start.astimezone(config.zone)
    return config.minutes.path.replace("{date}", f"{start:%Y-%m-%d}").replace("{time}", f"{start:%H%M}")


def commit(minutes: Minutes, snapshot: Snapshot, config: Config) -> Iterator[Change]:
    """The file with the minutes: what people wrote around them stays; another meeting's is left alone."""
    agenda = minutes.result.agenda
    path = path_of(agenda, config)
    if path is None or path not in snapshot.files or is_of_another(agenda, snapshot, path):
        return
    was = snapshot.files[path]
    data = {"meeting": agenda.identity.meeting}
    content = as_file(minutes, config, agenda.issue.title)
    text = replace_block(was or "", MINUTES, data, content)
    if text != was:
        # No title: GitHub closes issues that the message of a commit tells it to.
        message = f"Minutes of {agenda.identity.start.astimezone(config.zone):%Y-%m-%d %H:%M}"
        yield CommitFile(path, text, was, message, "the minutes are kept as a file too")


def is_of_another(agenda: Agenda, snapshot: Snapshot, path: str) -> bool:
    """Whether the file holds the minutes of another meeting, such as the other one of that day."""
    block = find_block(snapshot.files.get(path) or "", MINUTES)
    return block is not None and block.data.get("meeting") != agenda.identity.meeting


def remarks_on_files(agendas: Iterable[Agenda], snapshot: Snapshot, config: Config) -> Iterator[str]:
    """What people should hear of minutes that could not be put into a file."""
    for agenda in agendas:
        path = path_of(agenda, config)
        if path is not None and is_of_another(agenda, snapshot, path):
            yield (
                f"{path} holds the minutes of another meeting already, so those of {agenda.issue.called} are not in a "
                "file: put {time} into minutes.path"
            )
