"""A report in Markdown, with charts that GitHub draws."""

import re

from arch_hour.rendering import render
from arch_hour.reporting import Reported
from arch_hour.rules.report_charts import (
    MOST_MEETINGS,
    NOBODY,
    ages_chart,
    minutes_chart,
    owners_chart,
    rating_chart,
    topics_chart,
)
from arch_hour.telling_report import sentences_of

# So many owners have a row.
MOST_OWNERS = 50


def document(reported: Reported) -> str:
    """The whole report; of meetings and owners only so many have a row."""
    report = reported.report
    meetings, owners = report.meetings.past, list(report.follow_ups.owners.items())
    text = render(
        "report.md",
        said=sentences_of(reported),
        remarks=reported.remarks,
        meetings=meetings[-MOST_MEETINGS:],
        earlier=max(0, len(meetings) - MOST_MEETINGS),
        backlog=report.backlog,
        owners=owners[:MOST_OWNERS],
        owners_left=max(0, len(owners) - MOST_OWNERS),
        nobody=NOBODY,
        charts={
            "minutes": minutes_chart(report.meetings),
            "topics": topics_chart(report.topics),
            "ages": ages_chart(report.backlog),
            "owners": owners_chart(report.follow_ups),
            "rating": rating_chart(report.meetings),
        },
    )
    # Around what has nothing to show.
    return re.sub(r"\n{3,}", "\n\n", text)
