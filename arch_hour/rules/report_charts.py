"""The charts of a report, as Mermaid draws them on GitHub: horizontal bars, and a pie.

Only names that cannot break a chart stand in it: dates, logins, and words of ours. Bars of one chart lie on top of each
other from the left, so that of each only what is longer than the next is seen.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from arch_hour.rendering import minutes
from arch_hour.rules.report_follow_ups import FollowUps
from arch_hour.rules.report_meetings import Meetings, PastMeeting
from arch_hour.rules.report_topics import Backlog, Topics, TopicState

# The newest: half a year of weekly meetings.
MOST_MEETINGS = 26
MOST_OWNERS = 15
NOBODY = "nobody yet"
LONGEST_NAME = 24  # characters

# Colours that are told apart on white and on black, by everybody.
BLUE, PALE, ORANGE = "#0969da", "#9ecbf5", "#d4731c"
SLICES: Mapping[TopicState, str] = {
    TopicState.DISCUSSED: "#54aeff",
    TopicState.WAITING: "#d4a72c",
    TopicState.ON_HOLD: "#c297ff",
    TopicState.MERGED: "#4ac26b",
    TopicState.CLOSED: "#8c959f",
}
# With fewer on an axis Mermaid names each half, and no count has any.
LEAST_COUNT = 10
# In pixels: a bar with the space around it, what is around all bars, and the least that has room for the axis' title.
ROW, AROUND, LEAST_HEIGHT, WIDTH = 22, 90, 150, 800
# Mermaid measures names in the font of the page around it, and shows them in its own, which may be a little wider.
SPARE = 10

_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]")


@dataclass(frozen=True, slots=True)
class _Bars:
    """One set of bars, with its colour."""

    colour: str
    values: Sequence[float]


def minutes_chart(meetings: Meetings) -> str:
    """Time against plan: spent within the plan, left of it, and over it; nothing where no meeting was timed."""
    timed = meetings.timed[-MOST_MEETINGS:]
    planned = [minutes(meeting.planned) for meeting in timed]
    spent = [minutes(meeting.spent) for meeting in timed]
    return _bars(
        _dates(timed),
        "minutes",
        _from_nothing(*planned, *spent),
        _Bars(ORANGE, [long if long > plan else 0 for plan, long in zip(planned, spent, strict=True)]),
        _Bars(PALE, planned),
        _Bars(BLUE, list(map(min, planned, spent))),
    )


def rating_chart(meetings: Meetings) -> str:
    """The average mark of each meeting, from 1 to 5; nothing where nobody gave any."""
    rated = meetings.rated[-MOST_MEETINGS:]
    marks = [round(meeting.rating.average, 2) for meeting in rated if meeting.rating]
    return _bars(_dates(rated), "average mark", (1, 5), _Bars(BLUE, marks))


def owners_chart(follow_ups: FollowUps) -> str:
    """Open follow-ups by owner: in time, and overdue after them; nothing where none is open."""
    busy = [(owner, counts) for owner, counts in follow_ups.owners.items() if counts.open][:MOST_OWNERS]
    all_open = [counts.open for _, counts in busy]
    return _bars(
        _logins([owner for owner, _ in busy]),
        "open follow-ups",
        _from_nothing(*all_open),
        _Bars(ORANGE, all_open),
        _Bars(BLUE, [counts.open - counts.overdue for _, counts in busy]),
    )


def ages_chart(backlog: Backlog) -> str:
    """How old the waiting topics are, without the ages that none has."""
    found = {age: count for age, count in backlog.ages.items() if count}
    bars = _Bars(BLUE, list(found.values()))
    return _bars(list(found), "topics", _from_nothing(*bars.values), bars)


def topics_chart(topics: Topics) -> str:
    """Where the topics that were proposed stand; nothing where none was."""
    found = {state: count for state in TopicState if (count := topics.states[state])}
    if not found:
        return ""
    # Newer releases colour the slices as they are listed, older ones by size: listed by size, both do the same.
    listed = sorted(found, key=lambda state: -found[state])
    colours = [f'    pie{place}: "{SLICES[state]}"' for place, state in enumerate(listed, start=1)]
    return "\n".join(
        [
            "---",
            "config:",
            "  themeVariables:",
            *colours,
            '    pieOpacity: "1"',
            '    pieSectionTextColor: "#1f2328"',
            "---",
            "pie showData",
            *(f'  "{state.value}" : {found[state]}' for state in listed),
        ]
    )


def _from_nothing(*values: float) -> tuple[float, float]:
    """The bounds of an axis on which the length of a bar is its value.

    Mermaid leaves half a label's room before the first value, and draws the bars through it: the axis begins that much
    later, so that a bar of nothing has no length. It ends a little later too, where the last label may be wide.
    """
    last = max(LEAST_COUNT, *values, 0)
    return round(last * 0.01, 2), round(last * 1.02, 2)


def _bars(names: Sequence[str], axis: str, bounds: tuple[float, float], *bars: _Bars) -> str:
    if not names:
        return ""
    first, last = bounds
    return "\n".join(
        [
            "---",
            "config:",
            "  xyChart:",
            f"    width: {WIDTH}",
            f"    height: {max(LEAST_HEIGHT, AROUND + ROW * len(names))}",
            "    xAxis:",
            f"      labelPadding: {SPARE}",
            "  themeVariables:",
            "    xyChart:",
            "      backgroundColor: transparent",
            f'      plotColorPalette: "{", ".join(each.colour for each in bars)}"',
            "---",
            "xychart-beta horizontal",
            f"  x-axis [{', '.join(f'{chr(34)}{name}{chr(34)}' for name in names)}]",
            f'  y-axis "{axis}" {first} --> {last}',
            *(f"  bar [{', '.join(map(str, each.values))}]" for each in bars),
        ]
    )


def _logins(owners: Sequence[str]) -> list[str]:
    """Logins as a chart can hold them, whatever they are; names that have no room would not be shown at all."""
    whole = [_UNSAFE.sub("?", owner) if owner else NOBODY for owner in owners]
    short = [name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 2]}.." for name in whole]
    times = Counter(short)
    return [name if times[name] == 1 else long for name, long in zip(short, whole, strict=True)]


def _dates(meetings: Sequence[PastMeeting]) -> list[str]:
    """A name for each: two of the same would become one. Of a day with several, each is told apart by its agenda."""
    days = Counter(meeting.day for meeting in meetings)
    return [
        f"{meeting.day}" if days[meeting.day] == 1 else f"{meeting.day} ({meeting.agenda.number})"
        for meeting in meetings
    ]
