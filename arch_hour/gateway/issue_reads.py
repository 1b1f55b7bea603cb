"""Issues read by GraphQL: all that an ordinary run needs, and the rest of what did not come along with it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from itertools import zip_longest
from typing import Any

from arch_hour.errors import AccessError
from arch_hour.gateway import reading, sentences
from arch_hour.gateway.asking import Asking, owner_and_name
from arch_hour.gateway.features import Feature
from arch_hour.gateway.patience import Failure, Trouble
from arch_hour.gateway.protocol import Opening, Wanted
from arch_hour.gateway.reading import text
from arch_hour.model import Comment, Edit, Issue, Snapshot

Json = Mapping[str, Any]

OPEN, CLOSED = "OPEN", "CLOSED"
# The names that the document `meeting` asks for labels by.
LABELS = tuple(f"label{place}" for place in range(1, 10))
_CONTENTS = {kind: content for content, kind in reading.REACTIONS.items()}


@dataclass(frozen=True)
class IssueReads:
    """Reads the issues of one repository; every method raises Failure."""

    asking: Asking

    def snapshot(self, opening: Opening, wanted: Wanted) -> Snapshot:
        """Everything an ordinary run needs."""
        labels = self.variables(wanted) | {"states": [OPEN]}
        viewer = opening.viewer
        login = viewer.login + ("[bot]" if viewer.is_bot else "")
        asked = dict(zip_longest(LABELS, wanted.labels, fillvalue=wanted.topic_label))
        found = self.asking.ask("meeting", {**labels, **asked, "viewer": login})["repository"]
        still_open = tuple(self.asking.pages("agendas", "agendas", labels, found["agendas"]))
        listed = (*still_open, *found["pastAgendas"]["nodes"], *found["ours"]["nodes"])
        # Of an issue in several lists these tell the most: they come with their versions.
        telling = (*still_open, *found["justClosed"]["nodes"])
        agendas = {node["id"]: node for node in (*listed, *telling)}
        topics = self.asking.pages("topics", "topics", labels, found["topics"])
        follow_ups = self.asking.pages("follow_ups", "followUps", labels, found["followUps"])
        discussed = self.asking.pages("discussed", "discussed", labels, found["discussed"])
        knows_pins = Feature.PINS not in self.asking.connection.lacking
        pins = found["pinnedIssues"]["nodes"] if knows_pins else ()
        return Snapshot(
            repository=opening.repository,
            viewer=viewer,
            agendas=tuple(self._complete(reading.issue(node), wanted) for node in agendas.values()),
            topics=tuple(self._complete(self._with_all_votes(node, wanted), wanted) for node in topics),
            discussed=tuple(self._complete(reading.issue(node), wanted) for node in discussed),
            merged=tuple(self._with_all_votes(node, wanted) for node in found["merged"]["nodes"]),
            follow_ups=tuple(reading.issue(node) for node in follow_ups),
            pinned=tuple(int(node["issue"]["number"]) for node in pins),
            knows_pins=knows_pins,
            labels=_labels(found, wanted),
        )

    def topics_elsewhere(self, full_name: str, wanted: Wanted) -> tuple[Issue, ...]:
        """The open topics of another repository, each with its name; raises AccessError too."""
        values = {**self.variables(wanted), **owner_and_name(full_name), "states": [OPEN]}
        try:
            found = self.asking.ask("topics", {**values, "after": None})["repository"]
        except Failure as failure:
            if failure.trouble is not Trouble.REFUSED or failure.status == 401:
                raise
            raise sentences.no_topics(full_name, failure.message) from failure
        if found is None:
            raise sentences.no_topics(full_name, "no such repository")
        name = found["nameWithOwner"]
        if name.casefold() != full_name.casefold():
            msg = f"{full_name} is called {name} now: use that name in `topics.repositories`"
            raise AccessError(msg)
        nodes = self.asking.pages("topics", "topics", values, found["topics"])
        return tuple(replace(self._with_all_votes(node, wanted), repository=name) for node in nodes)

    def variables(self, wanted: Wanted) -> dict[str, Any]:
        """What documents take that ask for issues of the kinds that are wanted."""
        return {
            **self.asking.place,
            "agendaLabels": [wanted.agenda_label],
            "topicLabels": [wanted.topic_label],
            "mergedLabels": [wanted.merged_label],
            "followUpLabels": [wanted.follow_up_label],
            "reaction": _CONTENTS[wanted.reaction],
            "since": f"{wanted.since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        }

    def _complete(self, issue: Issue, wanted: Wanted) -> Issue:
        """The issue with the rest of its recent comments, where not all of them came along."""
        if issue.is_half_read and issue.comments and issue.comments[0].created_at >= wanted.since:
            return self.with_all_comments(issue)
        return issue

    def with_all_comments(self, issue: Issue) -> Issue:
        """The issue with every comment it has."""
        nodes = self.asking.pages_of_node("comments", "comments", {"issue": issue.id})
        comments = tuple(reading.comment(node) for node in nodes)
        return replace(issue, comments=comments, comments_total=len(comments))

    def history(self, text: Issue | Comment) -> tuple[Edit, ...]:
        """All versions of a text, newest first; none of a comment that was deleted."""
        nodes = self.asking.pages_of_node("history", "versions", {"text": text.id})
        try:
            return reading.edits({"nodes": list(nodes)})
        except Failure as failure:
            if failure.status != 404 or isinstance(text, Issue):
                raise
            return ()

    def _with_all_votes(self, node: Json, wanted: Wanted) -> Issue:
        """A topic with the votes, too, that did not come along."""
        issue = reading.issue(node)
        if issue.votes_total <= len(node["reactions"]["nodes"]):
            return issue
        values = {"issue": issue.id, "reaction": _CONTENTS[wanted.reaction]}
        nodes = list(self.asking.pages_of_node("votes", "reactions", values))
        return replace(issue, votes=reading.votes(nodes), nameless_votes=reading.nameless(nodes))


def _labels(found: Json, wanted: Wanted) -> frozenset[str] | None:
    """Those labels that are there, of those that were asked for."""
    if not wanted.labels:
        return None
    return frozenset(text(found[name]["name"]).casefold() for name in LABELS if found[name] is not None)
