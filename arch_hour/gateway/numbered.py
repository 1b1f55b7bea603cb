"""Issues by their numbers, many in one request."""

from dataclasses import dataclass

from arch_hour.gateway import reading
from arch_hour.gateway.asking import Asking
from arch_hour.gateway.documents import numbered
from arch_hour.model import Issue

AT_ONCE = 50
LARGEST = 2**31 - 1  # GraphQL refuses a document that names a larger number


@dataclass(frozen=True)
class Numbered:
    """Reads issues of one repository; raises Failure."""

    asking: Asking

    def follow_ups(self, numbers: tuple[int, ...]) -> tuple[Issue, ...]:
        """The issues of these numbers as follow-ups are read; what is no issue of the repository is left out."""
        known = sorted({number for number in numbers if 0 < number <= LARGEST})
        return tuple(
            issue
            for start in range(0, len(known), AT_ONCE)
            for issue in self._read(known[start : start + AT_ONCE])
        )

    def _read(self, numbers: list[int]) -> list[Issue]:
        found = self.asking.connection.query_some(numbered(numbers), self.asking.place)
        nodes = [found.data["repository"][f"n{number}"] for number in numbers]
        return [
            reading.issue(node) for node in nodes if node is not None and self._is_here(node["repository"])
        ]

    def _is_here(self, repository: dict[str, str]) -> bool:
        """Whether an issue was not transferred since."""
        return repository["nameWithOwner"].casefold() == self.asking.full_name.casefold()
