"""The files of a repository in memory, as runs write them."""

from dataclasses import dataclass

from arch_hour.errors import StaleFileError
from arch_hour.rules.changes import CommitFile, Declined, Done, Result
from tests.rules.memory_store import Store


@dataclass
class MemoryFiles(Store):
    """Writes a file only in place of the text that the new one was made of."""

    def _committed(self, change: CommitFile) -> Result:
        self.meanwhile_committed(change.path)
        there = self.files.get(change.path)
        if there == change.text:
            return Done()
        if there != change.was:
            raise StaleFileError(change.path, there)
        if self.no_commits:
            return Declined(self.no_commits)
        self.files[change.path] = change.text
        return Done()
