"""All follow-ups that were read, ready to be looked up by their words, their places and their numbers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from arch_hour.config import Config
from arch_hour.model import Snapshot
from arch_hour.rules.follow_up_memory import DUPLICATE, FollowUp, read_follow_up
from arch_hour.rules.sources import LivingLine
from arch_hour.rules.summaries import Entry, recorded_entries
from arch_hour.rules.trust import is_ours, is_trusted, remarks_on_makers


@dataclass(frozen=True, slots=True)
class KnownPromises:
    """The follow-ups by number, and what the summaries recorded of those that were not read."""

    follow_ups: Sequence[FollowUp]
    by_place: Mapping[tuple[str, str], FollowUp]
    by_words: Mapping[str, Sequence[FollowUp]]
    by_number: Mapping[int, FollowUp]
    recorded: Mapping[tuple[str, str], Entry]

    @classmethod
    def of(cls, snapshot: Snapshot, config: Config) -> "KnownPromises":
        """What a snapshot knows of them; a stranger's issue with a copied marker is none."""
        follow_ups = known_follow_ups(snapshot, config)
        by_place: dict[tuple[str, str], FollowUp] = {}
        by_words: dict[str, list[FollowUp]] = {}
        for follow_up in sorted(follow_ups, key=lambda each: not each.issue.is_open):
            for place in follow_up.places:
                by_place.setdefault(place, follow_up)
        for follow_up in follow_ups:
            for digest in {saying.digest: None for saying in follow_up.sayings}:
                by_words.setdefault(digest, []).append(follow_up)
        by_number = {follow_up.issue.number: follow_up for follow_up in follow_ups}
        return cls(follow_ups, by_place, by_words, by_number, recorded_entries(snapshot, config))

    def own(self, line: LivingLine) -> FollowUp | None:
        """The follow-up that was made of these words in this very text."""
        return self.by_place.get(line.spot)

    def recorded_entry(self, line: LivingLine) -> Entry | None:
        """What a summary tells of these words in this very text; that follow-up may be closed, and unread."""
        return self.recorded.get(line.spot)

    def of_words(self, line: LivingLine) -> Sequence[FollowUp]:
        """The follow-ups of the very same words, said anywhere, by number."""
        return self.by_words.get(line.digest, ())

    def numbered(self, number: int | None) -> FollowUp | None:
        """The follow-up of that number, if it is one that was read."""
        return None if number is None else self.by_number.get(number)


def known_follow_ups(snapshot: Snapshot, config: Config) -> tuple[FollowUp, ...]:
    """The follow-ups that were read and count, by number; of two of one line, the one that was kept."""
    found = tuple(
        follow_up
        for issue in sorted(snapshot.follow_ups, key=lambda issue: issue.number)
        if is_trusted(snapshot, config, issue.author)
        and (follow_up := read_follow_up(issue)) is not None
        and follow_up.settled != DUPLICATE
    )
    if all(is_ours(snapshot, config, follow_up.issue.author) for follow_up in found):
        return found
    return tuple(_without_copies(found, snapshot, config))


def _without_copies(found: Sequence[FollowUp], snapshot: Snapshot, config: Config) -> Iterator[FollowUp]:
    """An issue that a person made out of the text of another remembers the same line, and is a work of its own."""
    recorded = recorded_entries(snapshot, config)
    held: set[tuple[str, str]] = set()
    for follow_up in found:
        places = set(follow_up.places)
        numbers = {recorded[place].number for place in places if place in recorded}
        is_another_s = bool(numbers) and follow_up.issue.number not in numbers
        if is_ours(snapshot, config, follow_up.issue.author) or not (is_another_s or places & held):
            held |= places
            yield follow_up


def remarks_on_other_makers(snapshot: Snapshot, config: Config) -> Iterator[str]:
    """What people should hear of apps that made open follow-ups here, and are neither ours nor named as such."""
    made = (issue for issue in snapshot.follow_ups if issue.is_open and read_follow_up(issue) is not None)
    return remarks_on_makers(snapshot, config, made, "follow-ups", "every promise becomes two issues")


def duplicates(follow_ups: Sequence[FollowUp]) -> tuple[tuple[FollowUp, FollowUp], ...]:
    """Of known follow-ups the open ones that two runs at once made of one line, each after the older that is kept.

    One may have been made of another line with the same words: any line that both remember tells them.
    """
    kept: dict[tuple[str, str], FollowUp] = {}
    pairs = []
    for follow_up in follow_ups:
        if not follow_up.issue.is_open:
            continue
        places = follow_up.places
        first = next((kept[place] for place in places if place in kept), None)
        if first is not None:
            pairs.append((first, follow_up))
        else:
            kept |= dict.fromkeys(places, follow_up)
    return tuple(pairs)
